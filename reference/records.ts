import type { Channel, Shift } from './channels.ts'
import type { Entity, Person } from './entities.ts'
import { minutes } from './facts.ts'
import type { RecordsSeed } from './seed-records.ts'
import { Shelf } from './shelf.ts'
import type { Members } from './types.ts'

/** Milliseconds since the epoch; null only where a fault stored what is no instant. */
type Instant = number | null

interface Stamped {
  readonly id: number
  readonly createdAt: string
  readonly updatedAt: string
}

/** A person may open doors for a while. */
export interface Reservation extends Stamped {
  readonly kind: 'reservation'
  readonly person: Person
  readonly start: Instant
  readonly end: Instant
  readonly channelIds: readonly number[]
}

/** A person is in groups for a while. */
export interface GroupReservation extends Stamped {
  readonly kind: 'group_reservation'
  readonly person: Person
  readonly start: Instant
  readonly end: Instant
  readonly groupIds: readonly number[]
  readonly deactivated: boolean
}

/** Which events are to be posted where. Nothing is ever posted from here. */
export interface NotificationRule extends Stamped {
  readonly kind: 'notification_rule'
  readonly name: unknown
  readonly url: unknown
  readonly active: boolean
  readonly codes: readonly number[]
  readonly channelIds: readonly number[]
}

/** What became of asking a door to open. Its id is that of the event it left. */
export interface AdmissionRequest {
  readonly kind: 'admission_request'
  readonly id: number
  readonly status: 'pending' | 'admitted' | 'denied' | 'offline' | 'timeout'
  readonly channelId: number
  readonly channelName: string
  readonly person: Person | undefined
  readonly requestedAt: string
  readonly completedAt: string | null
}

/** Everything that is found by its id and may be gone or hidden. */
export type Kept = Reservation | GroupReservation | NotificationRule | AdmissionRequest

/** What an account holds besides people and their credentials. */
export class Records {
  readonly shifts: ReadonlyMap<number, Shift>
  readonly reservations: Shelf<Reservation>
  readonly groupReservations: Shelf<GroupReservation>
  readonly rules: Shelf<NotificationRule>
  readonly admissions: Shelf<AdmissionRequest>
  readonly channels: ReadonlyMap<string, Channel>
  /** In the order in which they are listed. */
  readonly channelList: readonly Channel[]
  /** Newest first, as they are listed. */
  readonly eventList: Entity[]
  readonly events: Map<string, Entity>
  /** Milliseconds since the epoch of the last sync that was let through. */
  syncedAt = Number.NEGATIVE_INFINITY
  syncs = 0

  /** Channels and events are copied, for commands change the former and add to the latter. */
  constructor(seed: RecordsSeed, channels: readonly Entity[], events: readonly Entity[], people: People) {
    this.shifts = new Map(seed.shifts.map((shift) => [shift.id, shift]))
    this.channelList = channels.map((channel) => ({ ...channel }) as Channel)
    this.channels = new Map(this.channelList.map((channel) => [String(channel.id), channel]))
    this.eventList = [...events, ...seed.events]
    this.events = new Map(this.eventList.map((event) => [String(event.id), event]))
    this.reservations = new Shelf(seed.numberedFrom + 41_000, bookingsIn('reservation', seed.reservations, people))
    this.groupReservations = new Shelf(
      seed.numberedFrom + 42_000,
      bookingsIn('group_reservation', seed.groupReservations, people).map((each) => ({ ...each, deactivated: false })),
    )
    this.rules = new Shelf(
      seed.numberedFrom + 43_000,
      seed.rules.map((rule) => ({ kind: 'notification_rule', ...rule, ...seededAt })),
    )
    this.admissions = new Shelf(
      Math.max(...this.eventList.map(({ id }) => id)),
      seed.admissions.map(({ personId, ...rest }) => ({
        kind: 'admission_request',
        ...rest,
        person: people.get(String(personId)),
      })),
    )
  }

  /** Everything that can be seen from outside and is not listed elsewhere. */
  snapshot(): Members {
    return {
      reservations: [...this.reservations.live.values()].map(plain),
      group_reservations: [...this.groupReservations.live.values()].map(plain),
      notification_rules: [...this.rules.live.values()].map(plain),
      admission_requests: [...this.admissions.live.values()].map(plain),
      syncs: this.syncs,
    }
  }
}

type People = ReadonlyMap<string, Person>

const seededAt = { createdAt: minutes(0), updatedAt: minutes(0) }

const bookingsIn = <
  const Kind,
  Seeded extends { readonly personId: number; readonly start: string; readonly end: string },
>(
  kind: Kind,
  seeded: readonly Seeded[],
  people: People,
) =>
  seeded.flatMap(({ personId, start, end, ...rest }) => {
    const person = people.get(String(personId))
    return person === undefined
      ? []
      : [{ kind, ...rest, person, start: Date.parse(start), end: Date.parse(end), ...seededAt }]
  })

const plain = (kept: Kept): Members => {
  if (!('person' in kept)) return { ...kept }
  const { person, ...rest } = kept
  return { ...rest, person_id: person?.id ?? null }
}
