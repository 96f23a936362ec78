import { inZone, isInstant, isWritable, timeOf } from './dates.ts'
import type { Person } from './entities.ts'
import type { Exchange } from './exchange.ts'
import type { EveryHook } from './hooks.ts'
import { sinceOf } from './lists.ts'
import { expect, lookUpPerson } from './operations.ts'
import type { GroupReservation, Kept, Reservation } from './records.ts'
import { Refusal } from './refusals.ts'
import type { Shelf } from './shelf.ts'
import type { Found, Members, Problem } from './types.ts'

/** What both kinds of reservation have in common. */
type Booking = Reservation | GroupReservation

const minute = 60_000
const day = 24 * 60 * minute

/** What is said of a reservation that goes past midnight. */
export const notOneDay = 'end_time has to be on the same day as start_time.'

/** The instant that a member names, in milliseconds; null where it names none. Without an offset the zone of the account is meant. */
export const instantOf = ({ store }: Exchange, value: unknown): number | null =>
  typeof value === 'string' && isInstant(value) && isWritable(value) ? timeOf(value, store.timeZone) : null

/** An instant as an edition writes it: with the offset of the account's zone, or in UTC. */
export const showInstant = ({ edition, store }: Exchange, instant: number | null): string | null => {
  if (instant === null) return null
  return edition === 'classic' ? inZone(instant, store.timeZone) : new Date(instant).toISOString()
}

const wrong = (rule: Problem['rule'], param: string, message: string): readonly Problem[] => [{ rule, param, message }]

/** The first thing that is wrong with a pair of instants: one mistake often breaks several rules at once. */
export const orderProblems = (exchange: Exchange, values: Members): readonly Problem[] => {
  const start = instantOf(exchange, values.start_time)
  const end = instantOf(exchange, values.end_time)
  if (start === null || end === null) return []
  return end > start ? [] : wrong('order', 'end_time', 'end_time has to be after start_time.')
}

/**
 * A reservation lies in the future, within one day of the account's zone, and takes from one minute to 24 hours. The
 * article lets it end at midnight; the OpenAPI description, which wants both ends on one day, does not say so.
 */
export const windowProblems = (exchange: Exchange, values: Members): readonly Problem[] => {
  const disordered = orderProblems(exchange, values)
  const start = instantOf(exchange, values.start_time)
  const end = instantOf(exchange, values.end_time)
  if (disordered.length > 0 || start === null || end === null) return disordered
  if (start <= Date.now()) return wrong('range', 'start_time', 'start_time has to be in the future.')
  const dayOf = (instant: number): string => inZone(instant, exchange.store.timeZone).slice(0, 10)
  const last = exchange.edition === 'classic' ? end - 1 : end
  if (dayOf(start) !== dayOf(last)) return wrong('range', 'end_time', notOneDay)
  if (end - start < minute) return wrong('range', 'end_time', 'A reservation takes at least one minute.')
  return end - start > day ? wrong('range', 'end_time', 'A reservation takes at most 24 hours.') : []
}

/** The person that a body names. One that has been deleted is as good as none. */
export const namedPerson = (exchange: Exchange, id: unknown): Person | undefined => {
  if (typeof id !== 'number') return undefined
  const { state, record } = lookUpPerson(exchange, String(id))
  if (state === 'hidden')
    throw new Refusal('hidden', 'Only administrators may see this person.', { param: 'person_id' })
  return state === 'live' ? record : undefined
}

export const personProblems = (values: Members, person: Person | undefined): readonly Problem[] =>
  typeof values.person_id === 'number' && person === undefined
    ? wrong('reference', 'person_id', 'person_id names nobody.')
    : []

/** Who a booking is for where nobody was found: only a fault gets that far. */
export const nobody = (id: unknown): Person => ({
  id: Number(id),
  hidden: false,
  createdAt: '',
  updatedAt: '',
  members: {},
  credentials: [],
})

/** A list that has to have something in it, all of which has to be known. */
export const listProblems = (
  values: Members,
  param: string,
  known: { readonly has: (id: string) => boolean },
): readonly Problem[] => {
  const ids = values[param]
  if (!Array.isArray(ids)) return []
  if (ids.length === 0) return wrong('blank', param, `${param} may not be empty.`)
  // What is no id has been found wrong already.
  return ids.every((id) => typeof id !== 'number' || known.has(String(id)))
    ? []
    : wrong('reference', param, `${param} names something that does not exist.`)
}

/** The ids in a list that was found sound. */
export const idsIn = (value: unknown): readonly number[] =>
  Array.isArray(value) ? value.filter((id): id is number => typeof id === 'number') : []

const ownerOf = (kept: Kept): Person | undefined => ('person' in kept ? kept.person : undefined)

const lookUp = <Thing extends Kept>(exchange: Exchange, shelf: Shelf<Thing>, id: string): Found<Thing> => {
  const record = shelf.find(id)
  if (record === undefined) return { state: 'never', record }
  const owner = ownerOf(record)
  // What somebody had goes with them.
  if (!shelf.live.has(id) || (owner !== undefined && exchange.store.gonePeople.has(String(owner.id))))
    return { state: 'gone', record }
  return { state: owner?.hidden && exchange.identity?.restricted ? 'hidden' : 'live', record }
}

/** What has been deactivated still stands in the list, but there is nothing left of it to delete. */
const deactivated = (kept: Kept | undefined): boolean => kept !== undefined && 'deactivated' in kept && kept.deactivated

/** The thing that the path names. Throws a refusal where there is none, or none any more. */
export const findKept = <Thing extends Kept>(
  exchange: Exchange,
  hooks: EveryHook,
  shelf: Shelf<Thing>,
  what: string,
): Thing => {
  const found = lookUp(exchange, shelf, exchange.place?.id ?? '')
  const past: Found<Thing> = deactivated(found.record) ? { ...found, state: 'gone' } : found
  return expect(hooks.foundKept(past, exchange) as Found<Thing>, what)
}

/** Present and future ones that whoever asks may see, and what is wrong with the filter. */
export const listedBookings = <Thing extends Booking>(
  exchange: Exchange,
  hooks: EveryHook,
  shelf: Shelf<Thing>,
): { readonly bookings: () => readonly Thing[]; readonly problems: readonly Problem[] } => {
  const { time: asked, problems } = sinceOf(exchange)
  const time = hooks.since(asked, exchange)
  const now = Date.now()
  const bookings = (): readonly Thing[] => {
    const visible = [...shelf.live.values()].filter(
      (booking) =>
        lookUp(exchange, shelf, String(booking.id)).state === 'live' &&
        (booking.end === null || booking.end > now) &&
        (time === undefined || Date.parse(booking.updatedAt) >= time),
    )
    return hooks.listedKept(visible, exchange) as readonly Thing[]
  }
  return { bookings, problems }
}
