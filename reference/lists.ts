import { showChannel } from './channels.ts'
import { isDate, isInstant, timeOf } from './dates.ts'
import type { Entity } from './entities.ts'
import { listEvents } from './events.ts'
import type { Exchange } from './exchange.ts'
import type { EveryHook } from './hooks.ts'
import { decide, json } from './operations.ts'
import type { Answer, Members, Problem } from './types.ts'

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

/** How many are asked for: events of the current edition have a parameter of their own and cannot be had all at once. */
const sizeAsked = (exchange: Exchange): number | undefined => {
  if (exchange.place?.kind !== 'events') return count(exchange, 'per_page')
  return (exchange.edition === 'classic' ? count(exchange, 'per_page') : undefined) ?? count(exchange, 'n')
}

const unpaged = (exchange: Exchange): boolean =>
  yes.has(queried(exchange, 'skip_pagination') ?? 'no') &&
  (exchange.edition === 'classic' || exchange.place?.kind !== 'events')

export interface Page {
  readonly page: number
  readonly perPage: number
  readonly total: number
}

/** Article "Pagination", and the headers that the OpenAPI description declares. */
const figures = ({ edition }: Exchange, { page, perPage, total }: Page): Readonly<Record<string, string>> =>
  edition === 'classic'
    ? { 'x-page': String(page), 'x-per-page': String(perPage), 'x-total-results': String(total) }
    : { total: String(total), 'per-page': String(perPage) }

/** A bare list of one page, with the figures in the headers. More than `most` on a page are not to be had. */
export const pageOf = <Record>(
  exchange: Exchange,
  hooks: EveryHook,
  records: readonly Record[],
  show: (record: Record) => Members,
  usual: number,
  most = 1000,
): Answer => {
  const skipped = unpaged(exchange)
  const { page, perPage, total } = hooks.paging(
    {
      page: skipped ? 1 : (count(exchange, 'page') ?? 1),
      perPage: skipped ? Math.max(records.length, 1) : Math.min(sizeAsked(exchange) ?? usual, most),
      total: records.length,
    },
    exchange,
  )
  const shown = records.slice((page - 1) * perPage, page * perPage).map((record) => hooks.shown(show(record), exchange))
  return json(200, hooks.page(shown, exchange), figures(exchange, { page, perPage, total }))
}

/** The instant from which on something is asked for, as `since` or `since_utc`, and what is wrong with it. */
export const sinceOf = (
  exchange: Exchange,
): { readonly time: number | undefined; readonly problems: readonly Problem[] } => {
  const times: number[] = []
  const problems: Problem[] = []
  for (const [param, zone] of [
    ['since_utc', 'UTC'],
    ['since', exchange.store.timeZone],
  ] as const) {
    const text = queried(exchange, param)
    if (text === undefined || text === '') continue
    if (isDate(text) || isInstant(text)) times.push(timeOf(text, zone))
    else problems.push({ rule: 'format', param, message: `${param} has to be an instant.`, outcome: 'invalid-query' })
  }
  return { time: times.length === 0 ? undefined : Math.max(...times), problems }
}

const listChannels = (exchange: Exchange, hooks: EveryHook): (() => Answer) => {
  const siteId = queried(exchange, 'site_id') || undefined
  const problems: readonly Problem[] =
    siteId === undefined || /^\d+$/.test(siteId)
      ? []
      : [{ rule: 'type', param: 'site_id', message: 'site_id has to be an integer.', outcome: 'invalid-query' }]
  const channels = exchange.store.lists.channels.filter(
    (channel) => siteId === undefined || String(channel.site_id) === siteId,
  )
  return decide(exchange, hooks, problems, () =>
    pageOf(exchange, hooks, hooks.listedEntities(channels, exchange), showChannel, 500),
  )
}

const byName = (one: Entity, other: Entity): number => String(one.name).localeCompare(String(other.name), 'en')

/** Groups and roles: by name and, in the current edition, all at once and without figures. */
const listNamed = (exchange: Exchange, hooks: EveryHook, records: readonly Entity[]): Answer => {
  const sorted = hooks.listedEntities([...records].sort(byName), exchange)
  if (exchange.edition === 'classic') return pageOf(exchange, hooks, sorted, (each) => each, 500)
  const shown = sorted.map((each) => hooks.shown(each, exchange))
  return json(200, hooks.page(shown, exchange))
}

export const listEntities = (exchange: Exchange, hooks: EveryHook): (() => Answer) => {
  const { place, store } = exchange
  switch (place?.kind) {
    case 'channels':
      return listChannels(exchange, hooks)
    case 'events':
      return listEvents(exchange, hooks)
    case 'groups':
    case 'roles': {
      const records = store.lists[place.kind]
      return () => listNamed(exchange, hooks, records)
    }
    case 'sites':
    case 'credential_types': {
      const records = store.lists[place.kind]
      return () => pageOf(exchange, hooks, hooks.listedEntities(records, exchange), (each) => each, 500)
    }
    default:
      throw new Error('This kind has no list.')
  }
}
