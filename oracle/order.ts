import { itemsIn, type JsonObject, readableId } from './answers.ts'
import { queryOf } from './filters.ts'
import { timeOf } from './instants.ts'
import { accuse, examine, type SettledStep } from './notes.ts'

type Key = (item: JsonObject) => number | undefined

const time =
  (member: string): Key =>
  (item) =>
    timeOf(String(item[member] ?? ''))

/**
 * What a list may be in order by. The description names the two directions and not what they are of: when something took
 * place, when it was noted, or its number, which counts up like both.
 */
const keys: readonly Key[] = [
  time('created_at'),
  time('updated_at'),
  time('occurred_at'),
  ({ id }) => (typeof id === 'number' ? id : undefined),
]

const directions: Readonly<Record<string, 1 | -1>> = { ASC: 1, DESC: -1 }

/** Whether a list goes one way by a key; what is equal may stand either way. Undefined where the key does not show. */
const goes = (items: readonly JsonObject[], key: Key, direction: 1 | -1): boolean | undefined => {
  const values = items.map(key).filter((value) => value !== undefined)
  if (values.length < 2) return undefined
  return values.every((value, index) => index === 0 || direction * (value - (values[index - 1] ?? value)) >= 0)
}

/**
 * The id of something that was shown before and comes before the last item of a list by a key, but is not on it. What is
 * newer than the newest of them may have come too late for whichever copy of the data answered.
 */
const leftOut = (
  items: readonly JsonObject[],
  earlier: readonly JsonObject[],
  key: Key,
  direction: 1 | -1,
): string | undefined => {
  const values = items.map(key)
  const [first, last] = [values[0], values.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const there = new Set(items.map(readableId))
  const isLate = (value: number): boolean => direction === -1 && value > first
  return earlier
    .filter((item) => {
      const value = key(item)
      return value !== undefined && !there.has(readableId(item)) && direction * (last - value) > 0 && !isLate(value)
    })
    .map(readableId)
    .find((id) => id !== undefined)
}

/**
 * Judges the order that the query of a list asks for, which is kept if it holds by any key; and that the list begins with
 * what comes first, as far as `plain` shows, the same list in no certain order, which was read before.
 */
export const judgeOrder = (list: SettledStep, plain: SettledStep | undefined): void => {
  const { filter: clause } = list.edition.edition.general
  const asked = queryOf(list).find(([name]) => name === 'sort')?.[1] ?? ''
  const direction = directions[asked]
  if (clause === undefined || direction === undefined) return
  const items = itemsIn(list)
  const shown = keys.filter((key) => goes(items, key, direction) !== undefined)
  if (shown.length === 0) return
  examine(list, clause)
  const held = shown.filter((key) => goes(items, key, direction))
  const expected = direction === 1 ? 'the oldest first' : 'the newest first'
  if (held.length === 0) {
    accuse(list, clause, expected, 'they stand in another order', ['sort'])
    return
  }
  const missing = plain === undefined ? [] : held.map((key) => leftOut(items, itemsIn(plain), key, direction))
  const [first] = missing
  if (first === undefined || missing.includes(undefined)) return
  accuse(list, clause, expected, `id ${first} comes before the last of them, and is missing`, ['sort'])
}
