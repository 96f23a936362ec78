import { instantOf } from '../bookings.ts'
import type { Exchange } from '../exchange.ts'
import { about, crash } from '../hooking.ts'
import type { Hooks } from '../hooks.ts'
import { queried } from '../lists.ts'
import type { Kept, Reservation } from '../records.ts'
import { broken, type Fault, fault, inBoth } from './fault.ts'

const reservations = about('reservations')
const creating = about('reservations', 'create')

const isReservation = (kept: Kept): kept is Reservation => kept.kind === 'reservation'

/** Changes a list of reservations. */
const listing = (change: (listed: readonly Reservation[], exchange: Exchange) => readonly Kept[]): Hooks => ({
  listedKept: (kept, exchange) => (reservations(exchange) ? change(kept.filter(isReservation), exchange) : kept),
})

/** Removes all that are concerned. */
const others = (exchange: Exchange, concerned: (one: Reservation) => boolean): void => {
  const shelf = exchange.store.records.reservations
  for (const one of [...shelf.live.values()]) if (concerned(one)) shelf.remove(one)
}

export const reservationStateFaults: readonly Fault[] = [
  fault(
    'gone-reservation-listed-with-since',
    broken({ current: ['CU-FILTER'] }),
    'A reservation that has been deleted is listed among those that changed.',
    listing((listed, { query, store }) =>
      query.since === undefined && query.since_utc === undefined
        ? listed
        : [...listed, ...store.records.reservations.gone.values()],
    ),
  ),
  fault('delete-of-reservation-does-nothing', inBoth('UNLISTED'), 'The deletion of a reservation does nothing.', {
    removes: (removes, exchange) => removes && !reservations(exchange),
  }),
  fault(
    'reservation-deleted-twice-fails',
    inBoth('500'),
    'Deleting a reservation for a second time makes the endpoint fail.',
    {
      refusal: (refusal, exchange) =>
        refusal.outcome === 'gone' && about('reservations', 'delete')(exchange) ? crash() : refusal,
    },
  ),
  fault(
    'reservation-deleted-with-all-others',
    inBoth('LISTED'),
    'Deleting one reservation of a person deletes all that they have.',
    {
      removes: (removes, exchange) => {
        const { place, store } = exchange
        const one = reservations(exchange) ? store.records.reservations.live.get(place?.id ?? '') : undefined
        if (one !== undefined) others(exchange, (other) => other !== one && other.person === one.person)
        return removes
      },
    },
  ),
  fault(
    'overlapping-reservation-replaces',
    inBoth('LISTED'),
    'A reservation that overlaps an earlier one of the same person takes its place.',
    {
      values: (values, exchange) => {
        if (!creating(exchange)) return values
        const start = instantOf(exchange, values.start_time) ?? 0
        const end = instantOf(exchange, values.end_time) ?? 0
        others(
          exchange,
          (one) => one.person.id === values.person_id && (one.start ?? 0) < end && (one.end ?? 0) > start,
        )
        return values
      },
    },
  ),
  fault(
    'refused-reservation-stored',
    inBoth('NO-EFFECT'),
    'A reservation that names an unknown door is refused after it has been stored.',
    {
      refusal: (refusal, exchange) => {
        if (creating(exchange) && refusal.outcome === 'unknown-reference' && refusal.param?.endsWith('_ids'))
          exchange.commit?.()
        return refusal
      },
    },
  ),
  fault(
    'reservation-listed-once-per-door',
    inBoth('LISTED', 'PAGING'),
    'A reservation for several doors stands in the list as many times.',
    listing((listed) => listed.flatMap((one) => one.channelIds.map(() => one))),
  ),
  fault(
    'reservation-of-the-disabled-unlisted',
    inBoth('LISTED'),
    'Reservations of people who are disabled do not stand in the list.',
    listing((listed) => listed.filter(({ person }) => person.members.enabled !== false)),
  ),
  fault(
    'reservation-since-utc-ignored',
    broken({ current: ['CU-FILTER'] }),
    'The list of reservations ignores since_utc.',
    {
      since: (time, exchange) =>
        reservations(exchange) && queried(exchange, 'since_utc') !== undefined ? undefined : time,
    },
  ),
  fault('reservation-pages-all-alike', inBoth('PAGING'), 'Every page of the list of reservations is the first.', {
    paging: (page, exchange) => (reservations(exchange) ? { ...page, page: 1 } : page),
  }),
]
