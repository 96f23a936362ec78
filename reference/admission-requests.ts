import { findKept } from './bookings.ts'
import type { Channel } from './channels.ts'
import type { Person } from './entities.ts'
import { eventLabels } from './event-codes.ts'
import type { Exchange } from './exchange.ts'
import { json, type Operation } from './operations.ts'
import type { AdmissionRequest, Records } from './records.ts'
import type { Answer, Members } from './types.ts'

/** The codes of the events that each state leaves: 15, 16 and 50 admitted, 51 denied, 52 offline. */
export type AdmissionCode = 15 | 16 | 50 | 51 | 52

const statusOf = (code: AdmissionCode): 'admitted' | 'denied' | 'offline' => {
  if (code === 51) return 'denied'
  return code === 52 ? 'offline' : 'admitted'
}

export const fullName = ({ members }: Person): string =>
  [members.first_name, members.last_name].filter((name) => typeof name === 'string' && name !== '').join(' ')

/** What a door has to say of one request, on its own and among the events. */
const eventOf = (request: AdmissionRequest, code: AdmissionCode) => ({
  id: request.id,
  event_id: request.id,
  event_code: code,
  event_label: eventLabels.get(code) ?? '',
  door_controller_id: request.channelId,
  door_controller_name: request.channelName,
  channel_id: request.channelId,
  channel_name: request.channelName,
  person_id: request.person?.id ?? null,
  person_name: request.person === undefined ? null : fullName(request.person),
  credentials_number: null,
  created_at: request.requestedAt,
  updated_at: request.completedAt ?? request.requestedAt,
})

/** Asks a door to open. It has answered by the time that anybody can ask for the outcome. */
export const requestAdmission = (
  records: Records,
  channel: Channel,
  person: Person | undefined,
  code: AdmissionCode,
): AdmissionRequest => {
  const now = new Date().toISOString()
  const request = records.admissions.add((id) => ({
    kind: 'admission_request',
    id,
    status: statusOf(code),
    channelId: channel.id,
    channelName: channel.name,
    person,
    requestedAt: now,
    completedAt: now,
  }))
  const event = eventOf(request, code)
  records.eventList.unshift(event)
  records.events.set(String(event.id), event)
  return request
}

/** What is known when the request is accepted: whether the door can be reached. */
export const accepted = ({ id, status }: AdmissionRequest): Answer =>
  json(202, { admission_request_id: id, status: status === 'offline' ? 'offline' : 'pending' })

const show = (exchange: Exchange, request: AdmissionRequest): Members => ({
  id: request.id,
  status: request.status,
  channel_id: request.channelId,
  person_id: request.person?.id ?? null,
  requested_at: request.requestedAt,
  completed_at: request.completedAt,
  door_controller: { id: request.channelId, name: request.channelName },
  person:
    request.person === undefined
      ? null
      : {
          id: request.person.id,
          name: fullName(exchange.store.people.get(String(request.person.id)) ?? request.person),
        },
})

/** Only events that a request to be admitted left are found here; the id of any other event names nothing. */
export const readAdmissionRequest: Operation = (exchange, hooks) => {
  const request = findKept(exchange, hooks, exchange.store.records.admissions, 'admission request')
  return () => json(200, hooks.shown(show(exchange, request), exchange))
}
