import { isObject, membersOf, parseBody } from './body.ts'
import {
  findKept,
  idsIn,
  instantOf,
  listedBookings,
  listProblems,
  namedPerson,
  nobody,
  orderProblems,
  personProblems,
  showInstant,
} from './bookings.ts'
import type { Person } from './entities.ts'
import type { Exchange } from './exchange.ts'
import { check, type Field } from './fields.ts'
import { pageOf } from './lists.ts'
import { decide, deleted, json, type Operation } from './operations.ts'
import type { GroupReservation } from './records.ts'
import type { Store } from './store.ts'
import type { Members, Problem } from './types.ts'

const wrapper = 'group_reservation'

const fields: readonly Field[] = [
  { name: 'person_id', type: 'integer', required: true },
  { name: 'start_time', type: 'instant', required: true },
  { name: 'end_time', type: 'instant', required: true },
  { name: 'group_ids', type: 'ids', required: true },
]

const stateOf = ({ start, deactivated }: GroupReservation): 'pending' | 'active' | 'deactivated' => {
  if (deactivated) return 'deactivated'
  return start !== null && start > Date.now() ? 'pending' : 'active'
}

const show =
  (exchange: Exchange) =>
  (reservation: GroupReservation): Members => ({
    id: reservation.id,
    person_id: reservation.person.id,
    start_time: showInstant(exchange, reservation.start),
    end_time: showInstant(exchange, reservation.end),
    state: stateOf(reservation),
    group_ids: [...reservation.groupIds],
    created_at: reservation.createdAt,
    updated_at: reservation.updatedAt,
  })

/** The groups that somebody is in only because of a reservation that is active. */
export const reservedGroups = (store: Store, person: Person): readonly number[] => {
  const now = Date.now()
  const groups = new Set<number>()
  for (const reservation of store.records.groupReservations.live.values()) {
    if (reservation.person !== person || stateOf(reservation) !== 'active') continue
    if (reservation.end !== null && reservation.end > now) for (const id of reservation.groupIds) groups.add(id)
  }
  return [...groups]
}

/** The members stand inside a wrapper, and nowhere else: that is how the OpenAPI description has it. */
const bodyOf = (
  exchange: Exchange,
  parsed: ReturnType<typeof parseBody>,
): { readonly members: Members; readonly problems: readonly Problem[] } => {
  const whole = membersOf(parsed)
  exchange.members = isObject(whole[wrapper]) ? whole[wrapper] : whole
  if (Object.hasOwn(whole, wrapper) && whole[wrapper] !== null)
    return { members: membersOf(parsed, wrapper), problems: [] }
  const rule = Object.hasOwn(whole, wrapper) ? 'null' : 'absent'
  return { members: {}, problems: [{ rule, param: wrapper, message: `${wrapper} is required.` }] }
}

/** It may have begun already, but not ended: only of the end is it said that it lies in the future. */
const endProblems = (exchange: Exchange, values: Members): readonly Problem[] => {
  const disordered = orderProblems(exchange, values)
  const end = instantOf(exchange, values.end_time)
  if (disordered.length > 0 || end === null || end > Date.now()) return disordered
  return [{ rule: 'range', param: 'end_time', message: 'end_time has to be in the future.' }]
}

export const createGroupReservation: Operation = (exchange, hooks) => {
  const { store } = exchange
  const body = bodyOf(exchange, hooks.body(parseBody(exchange.raw), exchange))
  const { problems, values } = check(fields, body.members, true)
  const person = namedPerson(exchange, values.person_id)
  const inside = [
    ...problems,
    ...personProblems(values, person),
    ...listProblems(values, 'group_ids', store.entities.groups),
    ...endProblems(exchange, values),
  ]
  const all = body.problems.length > 0 ? body.problems : inside
  return decide(exchange, hooks, all, () => {
    const stored = hooks.values(values, exchange)
    const now = new Date().toISOString()
    const reservation = store.records.groupReservations.add((id) => ({
      kind: 'group_reservation',
      id,
      person: person ?? nobody(stored.person_id),
      start: instantOf(exchange, stored.start_time),
      end: instantOf(exchange, stored.end_time),
      groupIds: idsIn(stored.group_ids),
      deactivated: false,
      createdAt: now,
      updatedAt: now,
    }))
    return json(201, hooks.shown(show(exchange)(reservation), exchange))
  })
}

export const listGroupReservations: Operation = (exchange, hooks) => {
  const { bookings, problems } = listedBookings(exchange, hooks, exchange.store.records.groupReservations)
  return decide(exchange, hooks, problems, () => pageOf(exchange, hooks, bookings(), show(exchange), 500))
}

/** One that has not begun is removed; one that has is deactivated, and the person leaves the groups. */
export const deleteGroupReservation: Operation = (exchange, hooks) => {
  const { groupReservations } = exchange.store.records
  const reservation = findKept(exchange, hooks, groupReservations, 'group reservation')
  return decide(exchange, hooks, [], () => {
    if (hooks.removes(true, exchange)) {
      if (stateOf(reservation) === 'pending') groupReservations.remove(reservation)
      else groupReservations.put({ ...reservation, deactivated: true, updatedAt: new Date().toISOString() })
    }
    return deleted()
  })
}
