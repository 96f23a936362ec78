import { itemsIn, type JsonObject } from './answers.ts'
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

/** Judges the order that the query of a list asks for, which is kept if it holds by any key. */
export const judgeOrder = (list: SettledStep): void => {
  const { filter: clause } = list.edition.edition.general
  const asked = queryOf(list).find(([name]) => name === 'sort')?.[1] ?? ''
  const direction = directions[asked]
  if (clause === undefined || direction === undefined) return
  const held = keys.map((key) => goes(itemsIn(list), key, direction)).filter((one) => one !== undefined)
  if (held.length === 0) return
  examine(list, clause)
  if (held.includes(true)) return
  const expected = direction === 1 ? 'the oldest first' : 'the newest first'
  accuse(list, clause, expected, 'they stand in another order', ['sort'])
}
