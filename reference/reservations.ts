import { membersOf, parseBody } from './body.ts'
import {
  findKept,
  idsIn,
  instantOf,
  listedBookings,
  listProblems,
  namedPerson,
  nobody,
  personProblems,
  showInstant,
  windowProblems,
} from './bookings.ts'
import type { Exchange } from './exchange.ts'
import { check, type Field } from './fields.ts'
import { pageOf } from './lists.ts'
import { decide, deleted, json, type Operation } from './operations.ts'
import type { Reservation } from './records.ts'
import type { Members } from './types.ts'

/** The article and the OpenAPI description give the list of doors two names, one of which has to be there. */
const doorNames = ['channel_ids', 'door_controller_ids'] as const

const fieldsFor = (doors: string): readonly Field[] => [
  { name: 'person_id', type: 'integer', required: true },
  { name: 'start_time', type: 'instant', required: true },
  { name: 'end_time', type: 'instant', required: true },
  { name: doors, type: 'ids', required: true },
]

const show =
  (exchange: Exchange) =>
  ({ id, person, start, end, channelIds, createdAt, updatedAt }: Reservation): Members => ({
    id,
    person_id: person.id,
    start_time: showInstant(exchange, start),
    end_time: showInstant(exchange, end),
    channel_ids: [...channelIds],
    created_at: createdAt,
    updated_at: updatedAt,
  })

/** The articles on reservations: flat, for somebody of this account, for doors of this account. */
export const createReservation: Operation = (exchange, hooks) => {
  const { store } = exchange
  const members = membersOf(hooks.body(parseBody(exchange.raw), exchange))
  exchange.members = members
  const doors = doorNames.find((name) => Object.hasOwn(members, name)) ?? doorNames[0]
  const { problems, values } = check(fieldsFor(doors), members, true)
  const person = namedPerson(exchange, values.person_id)
  const all = [
    ...problems,
    ...personProblems(values, person),
    ...listProblems(values, doors, store.records.channels),
    ...windowProblems(exchange, values),
  ]
  return decide(exchange, hooks, all, () => {
    const stored = hooks.values(values, exchange)
    const now = new Date().toISOString()
    const reservation = store.records.reservations.add((id) => ({
      kind: 'reservation',
      id,
      person: person ?? nobody(stored.person_id),
      start: instantOf(exchange, stored.start_time),
      end: instantOf(exchange, stored.end_time),
      channelIds: idsIn(stored[doors]),
      createdAt: now,
      updatedAt: now,
    }))
    return json(201, hooks.shown(show(exchange)(reservation), exchange))
  })
}

export const listReservations: Operation = (exchange, hooks) => {
  const { bookings, problems } = listedBookings(exchange, hooks, exchange.store.records.reservations)
  return decide(exchange, hooks, problems, () => pageOf(exchange, hooks, bookings(), show(exchange), 500))
}

export const deleteReservation: Operation = (exchange, hooks) => {
  const { reservations } = exchange.store.records
  const reservation = findKept(exchange, hooks, reservations, 'reservation')
  return decide(exchange, hooks, [], () => {
    if (hooks.removes(true, exchange)) reservations.remove(reservation)
    return deleted()
  })
}
