import type { Entity } from './entities.ts'
import type { Exchange } from './exchange.ts'
import type { EveryHook } from './hooks.ts'
import { pageOf, queried, sinceOf } from './lists.ts'
import { decide } from './operations.ts'
import type { Answer, Problem } from './types.ts'

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** Somebody was let in or not. Only these are listed unless more is asked for (OpenAPI description, listEvents). */
const access: ReadonlySet<number> = new Set([...range(10, 18), ...range(20, 29), ...range(70, 73)])

/** What may be asked for by its code. */
const askable: ReadonlySet<number> = new Set([
  ...access,
  ...range(1, 3),
  ...range(30, 37),
  ...range(40, 42),
  90,
  91,
  ...range(100, 107),
  220,
  ...range(223, 225),
])

/** Days that are looked back where nothing else is asked for. */
const daysBack = 90

type Test = (event: Entity) => boolean

/** The entries of a list that is written with commas; undefined where there is none. */
const entries = (exchange: Exchange, name: string): readonly string[] | undefined => {
  const text = queried(exchange, name)
  return text === undefined || text === '' ? undefined : text.split(',').map((entry) => entry.trim())
}

const badCodes = (exchange: Exchange): readonly Problem[] => {
  const bad = (entries(exchange, 'event_codes') ?? []).filter(
    (code) => !/^\d+$/.test(code) || !askable.has(Number(code)),
  )
  if (bad.length === 0) return []
  const message = `The following event codes are not valid for this method: ${bad.join(', ')}`
  return [{ rule: 'format', param: 'event_codes', message, outcome: 'invalid-query' }]
}

const badOrder = (exchange: Exchange): readonly Problem[] => {
  const sort = queried(exchange, 'sort')
  if (!sort || /^(?:asc|desc)$/i.test(sort)) return []
  return [{ rule: 'format', param: 'sort', message: 'sort has to be ASC or DESC.', outcome: 'invalid-query' }]
}

const amongIds = (exchange: Exchange, param: string): Test => {
  const ids = entries(exchange, param)
  return ids === undefined ? () => true : ({ channel_id: id }) => ids.includes(String(id))
}

/** Names are compared without regard to capitals. */
const named = (exchange: Exchange, param: 'first_name' | 'last_name'): Test => {
  const name = queried(exchange, param)?.toLowerCase()
  if (!name) return () => true
  return ({ person_id: id }) => {
    const written = exchange.store.people.get(String(id))?.members[param]
    return typeof written === 'string' && written.toLowerCase() === name
  }
}

const coded = (exchange: Exchange): Test => {
  const codes = entries(exchange, 'event_codes')
  if (codes !== undefined) return ({ event_code: code }) => codes.some((each) => Number(each) === code)
  if (exchange.edition === 'classic' || queried(exchange, 'level') === 'debug') return () => true
  return ({ event_code: code }) => access.has(Number(code))
}

/** Filters and order of articles and OpenAPI description; the days looked back and the usual codes are of the latter. */
export const listEvents = (exchange: Exchange, hooks: EveryHook): (() => Answer) => {
  const { time, problems } = sinceOf(exchange)
  const usual = exchange.edition === 'current' ? Date.now() - daysBack * 86_400_000 : undefined
  const from = hooks.since(time ?? usual, exchange)
  const tests: readonly Test[] = [
    coded(exchange),
    amongIds(exchange, 'channels'),
    amongIds(exchange, 'door_controllers'),
    named(exchange, 'first_name'),
    named(exchange, 'last_name'),
    ({ created_at: created }) => from === undefined || Date.parse(String(created)) >= from,
  ]
  return decide(exchange, hooks, [...badCodes(exchange), ...badOrder(exchange), ...problems], () => {
    const events = exchange.store.lists.events.filter((event) => tests.every((test) => test(event)))
    const ascending = queried(exchange, 'sort')?.toLowerCase() === 'asc'
    const sorted = hooks.listedEntities(ascending ? events.toReversed() : events, exchange)
    return pageOf(exchange, hooks, sorted, (each) => each, 50)
  })
}
