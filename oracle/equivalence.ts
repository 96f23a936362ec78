import type { JsonSchema } from '../contract/json-schema.ts'
import { sameTime } from './instants.ts'
import { isMasked } from './mask.ts'
import { hasFormat, isTag } from './tag.ts'

/**
 * When what is read counts as what was written. The result lists the equivalences that were needed, none for identical
 * values; undefined says that the values differ.
 */
export type Likeness = readonly string[] | undefined

const identical: readonly string[] = []

/** Null, an absent member and text that is empty but for blanks say the same: nothing. */
export const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && !hasFormat('non-blank', value))

/** Compares what was written to a member with what is read from it. `member` is its schema. */
export const compareWritten = (
  written: unknown,
  shown: unknown,
  member: JsonSchema,
  timeZone: string | undefined,
): Likeness => {
  if (written === shown) return identical
  if (member.type === 'array') return sameSet(written, shown) ? identical : undefined
  if (isNothing(written) && isNothing(shown)) return ['nothing-for-nothing']
  if (typeof written !== 'string' || typeof shown !== 'string') return sameJson(written, shown) ? identical : undefined
  if (member.format === 'credential-value' && isMasked(shown, written)) return ['masked-value']
  if (isTag(shown)) return undefined
  return compareText(written, shown, member.format === 'email') ?? compareTime(written, shown, member.format, timeZone)
}

/** Whether the members of two answers show the same: nothing may have happened in between. */
export const sameShown = (before: unknown, after: unknown): boolean =>
  before === after ||
  (isNothing(before) && isNothing(after)) ||
  (Array.isArray(before) && sameSet(before, after)) ||
  sameJson(before, after)

const folds: readonly (readonly [name: string, fold: (text: string) => string])[] = [
  ['trimmed-blanks', (text) => text.trim()],
  ['unicode-form', (text) => text.normalize('NFC')],
]

const emailCase = ['email-case', (text: string): string => text.toLowerCase()] as const

/** Blanks around a text may be lost, not added; its Unicode form may change, and the case of an e-mail address. */
const compareText = (written: string, shown: string, isEmail: boolean): Likeness => {
  const all = isEmail ? [...folds, emailCase] : folds
  const apply = (text: string, skipped?: string): string =>
    all.reduce((folded, [name, fold]) => (name === skipped ? folded : fold(folded)), text)
  if (apply(written) !== apply(shown)) return undefined
  if (!apply(written, 'trimmed-blanks').includes(apply(shown, 'trimmed-blanks'))) return undefined
  return all.map(([name]) => name).filter((name) => apply(written, name) !== apply(shown, name))
}

const timeFormats: ReadonlySet<string> = new Set(['date', 'date-or-instant', 'instant'])

const compareTime = (
  written: string,
  shown: string,
  format: string | undefined,
  timeZone: string | undefined,
): Likeness => {
  if (format === undefined || !timeFormats.has(format)) return undefined
  const same = sameTime(written, shown, timeZone)
  return same === undefined ? undefined : [same]
}

/** Lists of ids are sets; their order and repetitions mean nothing. */
const sameSet = (written: unknown, shown: unknown): boolean => {
  const [a, b] = [setOf(written), setOf(shown)]
  return a !== undefined && b !== undefined && a.size === b.size && [...a].every((item) => b.has(item))
}

const setOf = (value: unknown): ReadonlySet<string> | undefined => {
  if (value === undefined || value === null) return new Set()
  return Array.isArray(value) ? new Set(value.map((item) => JSON.stringify(item))) : undefined
}

const sameJson = (a: unknown, b: unknown): boolean =>
  typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && canonical(a) === canonical(b)

/** JSON in which the order of members means nothing. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
