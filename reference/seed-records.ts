import type { Shift } from './channels.ts'
import type { Entity } from './entities.ts'
import { eventLabels } from './event-codes.ts'
import { facts, minutes } from './facts.ts'
import type { AdmissionRequest } from './records.ts'

interface SeededBooking {
  readonly id: number
  readonly personId: number
  readonly start: string
  readonly end: string
}

/** What an account holds at first besides people and their credentials. */
export interface RecordsSeed {
  readonly shifts: readonly Shift[]
  /** Everything that is added is numbered from here, kind by kind. */
  readonly numberedFrom: number
  /** Newest first, and all of them older than the other events of the seed. */
  readonly events: readonly Entity[]
  readonly admissions: readonly (Omit<AdmissionRequest, 'kind' | 'person'> & {
    readonly personId: number | undefined
  })[]
  readonly reservations: readonly (SeededBooking & { readonly channelIds: readonly number[] })[]
  readonly groupReservations: readonly (SeededBooking & { readonly groupIds: readonly number[] })[]
  readonly rules: readonly {
    readonly id: number
    readonly name: string
    readonly url: string
    readonly active: boolean
    readonly codes: readonly number[]
    readonly channelIds: readonly number[]
  }[]
}

interface Door {
  readonly id: number
  readonly name: string
}

interface Somebody {
  readonly id: number
  readonly name: string
}

const eventOf = (id: number, code: number, door: Door, somebody: Somebody | undefined, at: string): Entity => ({
  id,
  event_id: id,
  event_code: code,
  event_label: eventLabels.get(code) ?? '',
  door_controller_id: door.id,
  door_controller_name: door.name,
  channel_id: door.id,
  channel_name: door.name,
  person_id: somebody?.id ?? null,
  person_name: somebody?.name ?? null,
  credentials_number: null,
  created_at: at,
  updated_at: at,
})

type Asking = readonly [number, AdmissionRequest['status'], Door, Somebody | undefined]

const wren = { id: facts.admittedPersonId, name: 'Wren Applegarth' }
const ngozi = { id: facts.deniedPersonId, name: 'Ngozi Tarrant' }
const front = { id: 710, name: 'Front door' }
const gate = { id: facts.offlineChannelId, name: 'Car park gate' }

/** One request to be admitted for each of its states that lasts, with the code of the event that it left. */
const asked: readonly Asking[] = [
  [50, 'admitted', front, undefined],
  [15, 'admitted', front, wren],
  [51, 'denied', front, ngozi],
  [52, 'offline', gate, wren],
  [53, 'timeout', front, wren],
]

/** Before all other events of the seed. */
const since = (index: number): string => minutes(index * 11 - 3000)

const admissionOf = (id: number, [, status, door, somebody]: Asking, at: string) => ({
  id,
  status,
  channelId: door.id,
  channelName: door.name,
  personId: somebody?.id,
  requestedAt: at,
  completedAt: at,
})

const askedCodes = new Set(asked.map(([code]) => code))

/** One event of every other code, whoever and wherever. */
const others = [...eventLabels.keys()]
  .filter((code) => !askedCodes.has(code))
  .map((code, index) =>
    eventOf(
      facts.admissionRequestIds[0] + asked.length + index,
      code,
      front,
      code >= 10 && code < 20 ? wren : undefined,
      since(asked.length + index),
    ),
  )

export const firstRecords: RecordsSeed = {
  shifts: [
    { id: facts.shiftIds[0], name: 'Office hours' },
    { id: facts.shiftIds[1], name: 'Weekends' },
  ],
  numberedFrom: 0,
  events: [
    ...asked.map(([code, , door, somebody], index) =>
      eventOf(facts.admissionRequestIds[0] + index, code, door, somebody, since(index)),
    ),
    ...others,
  ].reverse(),
  admissions: asked.map((asking, index) => admissionOf(facts.admissionRequestIds[0] + index, asking, since(index))),
  reservations: [
    {
      id: facts.reservationId,
      personId: 3001,
      start: '2035-06-12T09:00:00Z',
      end: '2035-06-12T11:30:00Z',
      channelIds: [711],
    },
    {
      id: facts.reservationId + 1,
      personId: facts.hiddenPersonId,
      start: '2035-01-15T09:00:00Z',
      end: '2035-01-15T10:00:00Z',
      channelIds: [710, 712],
    },
  ],
  groupReservations: [
    {
      id: facts.groupReservationId,
      personId: 3002,
      start: '2035-03-01T00:00:00Z',
      end: '2035-04-01T00:00:00Z',
      groupIds: [412],
    },
    {
      id: facts.groupReservationId + 1,
      personId: 3003,
      start: '2026-01-05T08:00:00Z',
      end: '2035-12-31T00:00:00Z',
      groupIds: [413],
    },
  ],
  rules: [
    {
      id: facts.notificationRuleId,
      name: 'Doors forced open',
      url: 'https://hooks.example.com/forced',
      active: true,
      codes: [32, 33],
      channelIds: [710],
    },
  ],
}

const { other } = facts
const readingRoom = { id: other.channelId, name: 'Reading room' }
const odile = { id: other.personId, name: 'Odile Marchbank' }

/** One of everything, so that each kind of id can be tried from outside. */
export const otherRecords: RecordsSeed = {
  shifts: [{ id: other.shiftId, name: 'Reading hours' }],
  numberedFrom: 90_000_000,
  events: [eventOf(other.admissionRequestId, 15, readingRoom, odile, minutes(-20))],
  admissions: [admissionOf(other.admissionRequestId, [15, 'admitted', readingRoom, odile], minutes(-20))],
  reservations: [
    {
      id: other.reservationId,
      personId: other.personId,
      start: '2035-05-07T08:00:00Z',
      end: '2035-05-07T09:00:00Z',
      channelIds: [other.channelId],
    },
  ],
  groupReservations: [
    {
      id: other.groupReservationId,
      personId: other.personId,
      start: '2035-05-07T08:00:00Z',
      end: '2035-05-09T09:00:00Z',
      groupIds: [other.groupId],
    },
  ],
  rules: [
    {
      id: other.notificationRuleId,
      name: 'Archive',
      url: 'https://archive.example.com/events',
      active: true,
      codes: [10],
      channelIds: [],
    },
  ],
}
