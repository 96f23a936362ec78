import { isDate, isInstant, isWritable } from './dates.ts'
import type { Members, Problem } from './types.ts'

export type FieldType = 'text' | 'flag' | 'integer' | 'email' | 'date' | 'instant' | 'url' | 'ids'

export interface Field {
  readonly name: string
  readonly type: FieldType
  /** Has to be there on creation, and may not be emptied later. */
  readonly required?: boolean
}

export interface Checked {
  readonly problems: readonly Problem[]
  /** What was given, converted where it could be and as it came where it could not. */
  readonly values: Members
}

type Converted = { readonly value: unknown } | { readonly rule: 'type' | 'format'; readonly what: string }

const wrongType = (what: string): Converted => ({ rule: 'type', what })
const wrongFormat = (what: string): Converted => ({ rule: 'format', what })

const text = (raw: unknown): string | undefined => {
  if (typeof raw === 'string') return raw
  return typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : undefined
}

const flags: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  ['true', true],
  ['1', true],
  [1, true],
  [false, false],
  ['false', false],
  ['0', false],
  [0, false],
])

const integer = (raw: unknown): number | undefined => {
  const number = typeof raw === 'string' && /^-?\d{1,16}$/.test(raw) ? Number(raw) : raw
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined
}

/** Something on both sides of one @, a dot in the domain, and no stray blanks or dots. */
export const isEmail = (candidate: string): boolean =>
  /^(?:"(?:[^"\\]|\\.)+"|[^\s@"(),:;<>[\]\\.]+(?:\.[^\s@"(),:;<>[\]\\.]+)*)@[^\s@"(),:;<>[\]\\._-][^\s@"(),:;<>[\]\\._]*(?:\.[^\s@"(),:;<>[\]\\._]+)+$/s.test(
    candidate,
  )

/** Whole, written in ASCII without blanks, and with a host: RFC 3986 for the two schemes that can be posted to. */
const isWebUrl = (candidate: string): boolean =>
  /^https?:\/\/[!-~]+$/i.test(candidate) && !/["<>\\^`{|}]/.test(candidate) && URL.canParse(candidate)

const converters: Readonly<Record<FieldType, (raw: unknown) => Converted>> = {
  text(raw) {
    const value = text(raw)
    return value === undefined ? wrongType('a string') : { value }
  },
  flag(raw) {
    const value = flags.get(raw)
    return value === undefined ? wrongType('true or false') : { value }
  },
  integer(raw) {
    if (raw === null || raw === '') return { value: null }
    const value = integer(raw)
    return value === undefined ? wrongType('an integer') : { value }
  },
  email(raw) {
    if (raw === null || raw === '') return { value: raw }
    if (typeof raw !== 'string') return wrongType('a string')
    return isEmail(raw) ? { value: raw } : wrongFormat('an e-mail address')
  },
  date(raw) {
    if (raw === null || raw === '') return { value: null }
    if (typeof raw !== 'string') return wrongType('a string')
    return isDate(raw) || isInstant(raw) ? { value: raw } : wrongFormat('a date or an instant of RFC 3339')
  },
  instant(raw) {
    if (raw === null || raw === '') return { value: null }
    if (typeof raw !== 'string') return wrongType('a string')
    return isInstant(raw) && isWritable(raw) ? { value: raw } : wrongFormat('an instant of RFC 3339')
  },
  url(raw) {
    if (typeof raw !== 'string') return wrongType('a string')
    return isWebUrl(raw) ? { value: raw } : wrongFormat('a URL that begins with http:// or https://')
  },
  ids(raw) {
    if (!Array.isArray(raw)) return wrongType('a list of ids')
    const ids = raw.map(integer)
    return ids.includes(undefined) ? wrongType('a list of ids') : { value: [...new Set(ids)] }
  },
}

const requiredProblem = (name: string, raw: unknown): Problem | undefined => {
  if (raw === undefined) return { rule: 'absent', param: name, message: `${name} is required.` }
  if (raw === null) return { rule: 'null', param: name, message: `${name} may not be null.` }
  if (typeof raw === 'string' && raw.trim() === '')
    return { rule: 'blank', param: name, message: `${name} may not be blank.` }
  return undefined
}

const nullable: ReadonlySet<FieldType> = new Set(['text', 'email', 'date', 'integer'])

/** Checks the members that are known; all others are none of our business and are left out. */
export const check = (fields: readonly Field[], given: Members, creating: boolean): Checked => {
  const required: Problem[] = []
  const invalid: Problem[] = []
  const values: Members = {}
  for (const field of fields) {
    const { name, type } = field
    const raw = Object.hasOwn(given, name) ? given[name] : undefined
    if (raw === undefined && !(creating && field.required)) continue
    const missing = field.required ? requiredProblem(name, raw) : undefined
    if (missing !== undefined) required.push(missing)
    if (raw === undefined) continue
    if (missing !== undefined || (raw === null && nullable.has(type))) {
      values[name] = raw
      continue
    }
    const converted = converters[type](raw)
    if ('value' in converted) values[name] = converted.value
    else {
      invalid.push({ rule: converted.rule, param: name, message: `${name} has to be ${converted.what}.` })
      values[name] = raw
    }
  }
  return { problems: [...required, ...invalid], values }
}
