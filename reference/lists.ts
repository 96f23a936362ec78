import { isDate, isInstant, timeOf } from './dates.ts'
import type { Exchange } from './exchange.ts'
import type { EveryHook } from './hooks.ts'
import { decide, json } from './operations.ts'
import { facts } from './seed.ts'
import type { Answer, Members, Problem } from './types.ts'

const most = 1000

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value)

/** A parameter of the query; where it is given more than once, the first. */
export const queried = (exchange: Exchange, name: string): string | undefined => {
  const value = first(exchange.query[name])
  return typeof value === 'string' ? value : undefined
}

/** What is no count at all is treated as if it had not been given. */
const count = (exchange: Exchange, name: string): number | undefined => {
  const text = queried(exchange, name)
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined
}

const yes = new Set(['', '1', 'true', 'yes'])

/** A bare list of one page, with the figures in the headers. */
export const pageOf = <Record>(
  exchange: Exchange,
  hooks: EveryHook,
  records: readonly Record[],
  show: (record: Record) => Members,
  perPageByDefault: number,
): Answer => {
  const skipped = yes.has(queried(exchange, 'skip_pagination') ?? 'no')
  const asked = count(exchange, 'per_page') ?? (exchange.place?.kind === 'events' ? count(exchange, 'n') : undefined)
  const perPage = skipped ? Math.max(records.length, 1) : Math.min(asked ?? perPageByDefault, most)
  const page = skipped ? 1 : (count(exchange, 'page') ?? 1)
  const shown = records.slice((page - 1) * perPage, page * perPage).map((record) => hooks.shown(show(record), exchange))
  return json(200, hooks.page(shown, exchange), {
    'x-page': String(page),
    'x-per-page': String(perPage),
    'x-total-results': String(records.length),
  })
}

/** The instant given as `since` or `since_utc`, and what is wrong with it. */
export const sinceOf = (
  exchange: Exchange,
): { readonly time: number | undefined; readonly problems: readonly Problem[] } => {
  for (const [param, zone] of [
    ['since_utc', 'UTC'],
    ['since', facts.timeZone],
  ] as const) {
    const text = queried(exchange, param)
    if (text === undefined || text === '') continue
    if (isDate(text) || isInstant(text)) return { time: timeOf(text, zone), problems: [] }
    return { time: undefined, problems: [{ rule: 'format', param, message: `${param} has to be an instant.` }] }
  }
  return { time: undefined, problems: [] }
}

export const listEntities = (exchange: Exchange, hooks: EveryHook): (() => Answer) => {
  const { store } = exchange
  switch (exchange.place?.kind) {
    case 'channels': {
      const siteId = queried(exchange, 'site_id') || undefined
      const problems: readonly Problem[] =
        siteId === undefined || /^\d+$/.test(siteId)
          ? []
          : [{ rule: 'type', param: 'site_id', message: 'site_id has to be an integer.' }]
      const channels = store.lists.channels.filter(
        (channel) => siteId === undefined || String(channel.site_id) === siteId,
      )
      return decide(exchange, hooks, problems, () => pageOf(exchange, hooks, channels, (each) => each, 500))
    }
    case 'events': {
      const { time, problems } = sinceOf(exchange)
      const events = store.lists.events.filter(
        (event) => time === undefined || Date.parse(String(event.created_at)) >= time,
      )
      return decide(exchange, hooks, problems, () => pageOf(exchange, hooks, events, (each) => each, 50))
    }
    case 'groups':
    case 'roles':
    case 'sites':
    case 'credential_types': {
      const records = store.lists[exchange.place.kind]
      return () => pageOf(exchange, hooks, records, (each) => each, 500)
    }
    default:
      throw new Error('This kind has no list.')
  }
}
