import { itemsIn, type JsonObject, readableId } from './answers.ts'
import { timeOf } from './instants.ts'
import { accuse, examine, type SettledStep, type Step } from './notes.ts'
import { withoutQuery } from './paths.ts'
import { show } from './show.ts'
import { normalForm } from './tag.ts'

/** Whether an item is among what a filter asks for; undefined where it does not show. */
type Matches = (item: JsonObject, value: string) => boolean | undefined

const day = 86_400_000

/** A text that holds what was asked for: an address may match in part, in any case. A list that shows none says nothing. */
const holds =
  (member: string): Matches =>
  (item, value) => {
    const shown = item[member]
    if (shown === undefined) return undefined
    return typeof shown === 'string' && normalForm(shown).includes(normalForm(value))
  }

const equals =
  (member: string): Matches =>
  (item, value) => {
    const shown = item[member]
    if (shown === undefined) return undefined
    return (typeof shown === 'string' || typeof shown === 'number') && normalForm(String(shown)) === normalForm(value)
  }

/** One of several, divided by commas. The first of the members that is shown counts, before one that is null. */
const among =
  (...members: readonly string[]): Matches =>
  (item, value) => {
    const all = members.map((member) => item[member]).filter((one) => one !== undefined)
    const shown = all.find((one) => one !== null) ?? all[0]
    return shown === undefined ? undefined : value.split(',').includes(String(shown))
  }

/** At an instant or after it. Nothing is said within a day of it: bounds may be read in the account's zone or in UTC. */
const since =
  (member: string): Matches =>
  (item, value) => {
    const [at, bound] = [timeOf(String(item[member] ?? '')), timeOf(value)]
    if (at === undefined || bound === undefined || Math.abs(at - bound) < day) return undefined
    return at > bound
  }

const filters: Readonly<Record<string, Readonly<Record<string, Matches>>>> = {
  people: {
    email: holds('email'),
    system_id: equals('system_id'),
    since: since('updated_at'),
    since_utc: since('updated_at'),
  },
  channels: { site_id: equals('site_id') },
  events: {
    event_codes: among('event_code'),
    channels: among('channel_id', 'door_controller_id'),
    door_controllers: among('door_controller_id', 'channel_id'),
    first_name: holds('person_name'),
    last_name: holds('person_name'),
    since: since('created_at'),
  },
  reservations: { since: since('updated_at'), since_utc: since('updated_at') },
  group_reservations: { since: since('updated_at'), since_utc: since('updated_at') },
}

/**
 * Where an edition says of one filter that a part is enough, nobody knows of the identifier beside it: what only holds
 * it may be there or not.
 */
const filtersOf = ({ on: { operation } }: SettledStep): Readonly<Record<string, Matches>> => {
  const known = filters[operation.resource] ?? {}
  if (operation.partialFilters === undefined || known.system_id === undefined) return known
  const [whole, part] = [equals('system_id'), holds('system_id')]
  return {
    ...known,
    system_id: (item, value) => whole(item, value) || (part(item, value) === true ? undefined : false),
  }
}

const bounds: ReadonlySet<string> = new Set(['since', 'since_utc'])

/** The parameters of a list's query. */
export const queryOf = ({ exchange }: Pick<Step, 'exchange'>): readonly (readonly [name: string, value: string])[] => {
  const { path } = exchange.request
  return [...new URLSearchParams(path.slice(withoutQuery(path).length + 1))]
}

/** A figure in a header: undefined without one, NaN where it is no whole number. */
export const figure = ({ exchange }: Pick<Step, 'exchange'>, name: string | undefined): number | undefined => {
  const text = name === undefined ? undefined : exchange.response?.headers[name]
  if (text === undefined) return undefined
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
}

/** Sizes that pages have by default here and there: a list of so many may go on. */
const usualSizes: ReadonlySet<number> = new Set([5, 8, 10, 12, 15, 16, 20, 24, 25, 30, 40, 50, 100])

/**
 * Fewer than a page is everything that there is: than the page that the answer says it has, or else than the one that was
 * asked for, or the usual ones.
 */
export const isWhole = (list: SettledStep): boolean => {
  const count = itemsIn(list).length
  const shown = figure(list, list.edition.edition.paging.size)
  // What counts the items that are there says nothing of the page.
  if (shown !== undefined && (shown > count || list.edition.edition.paging.ambiguous !== true)) return count < shown
  const asked = queryOf(list).find(([name]) => name === 'per_page' || name === 'n')?.[1]
  return !usualSizes.has(count) && count < (asked === undefined ? 25 : Number(asked))
}

/**
 * Judges a list by what its query asks for: only what matches, and of what the same list shows without the filter all
 * that matches. `own` narrows the latter to things that nobody else changes. What has been "updated since" may have been
 * so without showing it, except where the bound lies in the future (`ahead`).
 */
export const judgeFiltered = (
  list: SettledStep,
  plain: SettledStep | undefined,
  own: ReadonlySet<string> | undefined,
  ahead: boolean,
): void => {
  const { filter: clause } = list.edition.edition.general
  const known = filtersOf(list)
  const asked = queryOf(list).filter(([name]) => known[name] !== undefined)
  if (clause === undefined || asked.length === 0) return
  examine(list, clause)
  const immutable = list.on.operation.resource === 'events'
  for (const item of itemsIn(list)) {
    for (const [name, value] of asked) {
      if (known[name]?.(item, value) !== false || (bounds.has(name) && !ahead && !immutable)) continue
      accuse(list, clause, `only what matches ${name}=${value}`, `${whatOf(item, name)} is there`, [name])
      return
    }
  }
  if (plain === undefined || ahead || !isWhole(list)) return
  const there = new Set(itemsIn(list).map(readableId))
  const missing = itemsIn(plain).find((item) => {
    const id = readableId(item)
    if (id === undefined || there.has(id) || (own !== undefined && !own.has(id))) return false
    return asked.every(([name, value]) => known[name]?.(item, value) === true)
  })
  if (missing === undefined) return
  const names = asked.map(([name]) => name)
  accuse(list, clause, 'all that matches', `id ${readableId(missing)} is missing`, names)
}

const membersOf: Readonly<Record<string, string>> = {
  email: 'email',
  system_id: 'system_id',
  site_id: 'site_id',
  event_codes: 'event_code',
  since: 'updated_at',
  since_utc: 'updated_at',
  channels: 'channel_id',
  door_controllers: 'door_controller_id',
}

const whatOf = (item: JsonObject, filter: string): string => {
  const member = membersOf[filter] ?? ''
  const shown = Object.hasOwn(item, member) ? ` with ${member} ${show(item[member])}` : ''
  return `id ${readableId(item) ?? 'unknown'}${shown}`
}
