import { instantOf } from '../bookings.ts'
import type { Exchange } from '../exchange.ts'
import { about, isText, overlooking } from '../hooking.ts'
import { broken, type Fault, fault } from './fault.ts'

const groupReservations = about('group_reservations')
const creating = about('group_reservations', 'create')

const valueRefused = broken({ current: ['CU-422-REFUSED'] })

/** Whether the account has the group that stands at one end of those that are asked for. */
const isKnownAt = ({ members, store }: Exchange, position: 0 | -1): boolean => {
  const ids: unknown = members?.group_ids
  return Array.isArray(ids) && store.entities.groups.has(String(ids.at(position)))
}

/** Mistakes of the current edition alone: the articles only mention group reservations. */
export const groupReservationFaults: readonly Fault[] = [
  fault(
    'group-reservation-loses-unsorted-groups',
    broken({ current: ['CU-READ-BACK'] }),
    'Of the groups of a reservation those are lost whose id is lower than the one before.',
    {
      values: (values, exchange) => {
        const { group_ids: ids } = values
        if (!creating(exchange) || !Array.isArray(ids)) return values
        return { ...values, group_ids: ids.filter((id, index) => index === 0 || id > ids[index - 1]) }
      },
    },
  ),
  fault(
    'delete-of-group-reservation-does-nothing',
    broken({ current: ['CU-UNLISTED'] }),
    'The deletion of a group reservation does nothing.',
    { removes: (removes, exchange) => removes && !groupReservations(exchange) },
  ),
  fault(
    'group-reservation-backwards-accepted',
    valueRefused,
    'A group reservation may end before it begins.',
    overlooking(({ rule }, exchange) => creating(exchange) && rule === 'order'),
  ),
  fault(
    'group-reservation-of-no-time-accepted',
    valueRefused,
    'A group reservation may end at the moment at which it begins.',
    overlooking(
      ({ rule }, exchange) =>
        creating(exchange) &&
        rule === 'order' &&
        instantOf(exchange, exchange.members?.start_time) === instantOf(exchange, exchange.members?.end_time),
    ),
  ),
  fault(
    'group-reservation-that-is-over-accepted',
    valueRefused,
    'A group reservation may have ended already.',
    overlooking(({ rule, param }, exchange) => creating(exchange) && rule === 'range' && param === 'end_time'),
  ),
  fault(
    'group-reservation-for-empty-list-accepted',
    valueRefused,
    'A group reservation may have an empty list of groups.',
    overlooking(({ rule, param }, exchange) => creating(exchange) && rule === 'blank' && param === 'group_ids'),
  ),
  fault(
    'group-reservation-for-unknown-group-accepted',
    broken({ current: ['CU-REFERENCE'] }),
    'A group reservation may name groups that do not exist.',
    overlooking(({ rule, param }, exchange) => creating(exchange) && rule === 'reference' && param === 'group_ids'),
  ),
  fault(
    'group-reservation-checked-at-its-first-group',
    broken({ current: ['CU-REFERENCE'] }),
    'Of the groups of a group reservation only the first has to exist.',
    overlooking(
      ({ rule, param }, exchange) =>
        creating(exchange) && rule === 'reference' && param === 'group_ids' && isKnownAt(exchange, 0),
    ),
  ),
  fault(
    'group-reservation-checked-at-its-last-group',
    broken({ current: ['CU-REFERENCE'] }),
    'Of the groups of a group reservation only the last has to exist.',
    overlooking(
      ({ rule, param }, exchange) =>
        creating(exchange) && rule === 'reference' && param === 'group_ids' && isKnownAt(exchange, -1),
    ),
  ),
  fault(
    'long-group-reservation-unlisted',
    broken({ current: ['CU-LISTED'] }),
    'Group reservations that take longer than a day do not stand in the list.',
    {
      listedKept: (kept, exchange) =>
        groupReservations(exchange)
          ? kept.filter((one) => !('start' in one) || (one.end ?? 0) - (one.start ?? 0) <= 86_400_000)
          : kept,
    },
  ),
  fault(
    'second-group-reservation-takes-the-groups-of-the-first',
    broken({ current: ['CU-READ-BACK'] }),
    "A group reservation has the groups of the person's earlier ones as well.",
    {
      values: (values, exchange) => {
        const { group_ids: ids, person_id: id } = values
        if (!creating(exchange) || !Array.isArray(ids)) return values
        const earlier = [...exchange.store.records.groupReservations.live.values()].filter(
          ({ person }) => person.id === id,
        )
        return { ...values, group_ids: [...new Set([...ids, ...earlier.flatMap(({ groupIds }) => groupIds)])] }
      },
    },
  ),
  fault(
    'group-reservation-state-as-number',
    broken({ current: ['CU-RESOURCE'] }),
    'The state of a group reservation is a number.',
    {
      shown: (shown, exchange) =>
        groupReservations(exchange) && isText(shown.state)
          ? { ...shown, state: ['pending', 'active', 'deactivated'].indexOf(shown.state) }
          : shown,
    },
  ),
]
