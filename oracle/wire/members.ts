import type { Rule } from '../../contract/defect.ts'
import type { JsonSchema } from '../../contract/json-schema.ts'
import type { Operation } from '../../contract/operation.ts'
import { isObject, type JsonObject } from '../answers.ts'
import { timeOf } from '../instants.ts'
import { hasFormat } from '../tag.ts'

/** A rule that a request's parameters break, and the parameters at fault. */
export interface MemberFault {
  readonly rule: Rule
  readonly parameters: readonly string[]
}

/** Deeper or larger than this, a member is a matter of the body as a whole. */
export const deepest = 64
export const largest = 1_048_576

/** Bounds of one period. */
const periods: readonly (readonly [from: string, to: string])[] = [
  ['valid_from', 'valid_to'],
  ['start_time', 'end_time'],
]

/** Longer than this a reservation cannot be that stays within a day, in milliseconds; days of winter time are longer. */
const longestReservation = 25 * 3_600_000

/** Rules that the members of a body break. */
export const memberFaults = (
  members: JsonObject,
  schema: JsonSchema,
  isBulky: (value: unknown) => boolean,
): MemberFault[] => {
  const properties = schema.properties ?? {}
  const required = schema.required ?? []
  const faults: MemberFault[] = required
    .filter((name) => !Object.hasOwn(members, name))
    .map((name) => ({ rule: 'required', parameters: [name] }))
  for (const [name, value] of Object.entries(members)) {
    if (isBulky(value)) continue
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (property === undefined) faults.push({ rule: 'unknown-member', parameters: [] })
    else {
      const rule = brokenBy(value, property, required.includes(name) || property.format === 'name')
      if (rule !== undefined) faults.push({ rule, parameters: [name] })
    }
  }
  for (const [from, to] of periods) {
    const length = between(members[from], members[to]) ?? 1
    // Only a reservation has to end after it has begun: somebody may be valid for a single day.
    if (length < 0 || (length === 0 && from === 'start_time')) faults.push({ rule: 'order', parameters: [from, to] })
    // Groups may be lent for longer: only doors are reserved by the day.
    if (from === 'start_time' && properties.channel_ids !== undefined && length > longestReservation)
      faults.push({ rule: 'range', parameters: [from, to] })
  }
  return faults
}

/** The rule that a member's value breaks. `needed` says that it may not be empty: nobody is without a name. */
const brokenBy = (value: unknown, schema: JsonSchema, needed: boolean): Rule | undefined => {
  // Null says of an optional text what leaving it out says.
  if (value === null) return needed ? 'not-null' : schema.type === 'string' ? undefined : 'coercible-type'
  switch (schema.type) {
    case 'array':
      return brokenByList(value, schema)
    case 'integer':
      return brokenByInteger(value, schema)
    case 'boolean':
      return brokenByBoolean(value)
    default:
      return brokenByText(value, schema, needed)
  }
}

const brokenByText = (value: unknown, schema: JsonSchema, needed: boolean): Rule | undefined => {
  if (typeof value === 'object') return 'type'
  if (typeof value !== 'string') return 'coercible-type'
  if (value.trim() === '') return needed ? (value === '' ? 'not-empty' : 'not-blank') : undefined
  if (schema.enum !== undefined && !schema.enum.includes(value)) return 'enum'
  return schema.format !== undefined && !hasFormat(schema.format, value) ? 'format' : undefined
}

const numeric = /^\s*(?:[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)?\s*$/

const brokenByInteger = (value: unknown, schema: JsonSchema): Rule | undefined => {
  if (typeof value === 'object') return 'type'
  if (typeof value === 'string') return numeric.test(value) ? 'coercible-type' : 'type'
  if (!Number.isInteger(value)) return 'coercible-type'
  return outside(Number(value), schema) ? 'range' : undefined
}

const outside = (value: number, { minimum = -Infinity, maximum = Infinity }: JsonSchema): boolean =>
  value < minimum || value > maximum

/** Some framework or other takes any number and any text for a boolean. */
const brokenByBoolean = (value: unknown): Rule | undefined => {
  if (typeof value === 'boolean') return undefined
  return typeof value === 'object' ? 'type' : 'coercible-type'
}

const brokenByList = (value: unknown, schema: JsonSchema): Rule | undefined => {
  if (!Array.isArray(value)) return 'type'
  if (value.length < (schema.minItems ?? 0)) return 'not-empty'
  const rules = value.map((item) => brokenBy(item, schema.items ?? {}, false)).filter((rule) => rule !== undefined)
  if (rules.length > 0) return rules.includes('type') ? 'type' : rules[0]
  return schema.uniqueItems === true && new Set(value.map((item) => JSON.stringify(item))).size < value.length
    ? 'range'
    : undefined
}

/** Milliseconds from one moment to another; undefined where one of them is none. */
const between = (from: unknown, to: unknown): number | undefined => {
  const [start, end] = [from, to].map((text) =>
    typeof text === 'string' && hasFormat('date-or-instant', text) ? timeOf(text) : undefined,
  )
  return start === undefined || end === undefined ? undefined : end - start
}

/** No list is that long: pages beyond are as odd as the one before the first. */
const lastPage = 1_000_000

/** Rules that the parameters of a query break. In a query everything is text. */
export const queryFaults = (query: string, schema: JsonSchema | undefined): MemberFault[] =>
  [...new URLSearchParams(query)].flatMap(([name, text]): MemberFault[] => {
    const property = schema?.properties?.[name]
    if (property === undefined) return [{ rule: 'unknown-member', parameters: [] }]
    const rule = property.type === 'integer' ? brokenByDigits(text, property) : brokenByWord(text, property)
    return rule === undefined ? [] : [{ rule, parameters: [name] }]
  })

const brokenByDigits = (text: string, schema: JsonSchema): Rule | undefined => {
  if (!/^-?\d+$/.test(text)) return 'type'
  return Number(text) <= 0 || Number(text) > lastPage || outside(Number(text), schema) ? 'range' : undefined
}

const brokenByWord = (text: string, { format }: JsonSchema): Rule | undefined => {
  if (format === undefined || hasFormat(format, text)) return undefined
  // Codes are words of a list, and no form that words have.
  return format === 'event-codes' ? 'enum' : 'format'
}

/** The members of a body, from below the wrapper where it is used. */
export const unwrapped = (
  value: JsonObject,
  { wrapper, otherNames }: Pick<Operation, 'wrapper' | 'otherNames'>,
): { members: JsonObject; beside: number } => {
  const inner = wrapper === undefined ? undefined : value[wrapper]
  return isObject(inner)
    ? { members: inOwnNames(inner, otherNames), beside: Object.keys(value).length - 1 }
    : { members: inOwnNames(value, otherNames), beside: 0 }
}

/** What stands under another documented name, under the member's own. Both names beside each other are left alone. */
const inOwnNames = (members: JsonObject, otherNames: Operation['otherNames']): JsonObject => {
  if (otherNames === undefined) return members
  const own = (name: string): string => {
    const meant = Object.hasOwn(otherNames, name) ? otherNames[name] : undefined
    return meant === undefined || Object.hasOwn(members, meant) ? name : meant
  }
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [own(name), value]))
}
