import fc from 'fast-check'
import type { Edition } from '../contract/edition.ts'
import type { JsonSchema } from '../contract/json-schema.ts'
import type { Operation } from '../contract/operation.ts'
import type { Draft, DraftValue, Instant, PinSpoiling, Symbolic } from './draft.ts'
import { fixture, instant, made, unique } from './draft.ts'
import { unusualTime } from './instants.ts'
import { has, valuesOfMember } from './values.ts'

type Daring = 'exotic' | 'lookalike'

type Members = Readonly<Record<string, DraftValue>>

/** What the path of an operation points at: something of the case's own where the suite may make it. */
const subjectOf = (operation: Operation, parameter: string): Symbolic => {
  if (parameter === 'person_id' || operation.resource === 'people') return made('person')
  if (operation.resource === 'credentials') return made('credential')
  if (operation.resource === 'channels') return doorFor(operation)
  if (operation.resource === 'reservations') return made('reservation')
  if (operation.resource === 'group_reservations') return made('group-reservation')
  if (operation.resource === 'notification_rules') return made('rule')
  if (operation.resource === 'admission_requests') return made('admission')
  return fixture('event', 0)
}

/** Any door can be read; only some may be told what to do. */
const doorFor = ({ action, path }: Operation): Symbolic => {
  if (action !== 'command') return fixture('channel', 0)
  return path.endsWith('_key') ? fixture('keyed-door', 0) : fixture('door', 0)
}

const parametersOf = new WeakMap<Operation, Record<string, Symbolic>>()

/** Every draft of an operation has them: read from its template once. */
const pathParameters = (operation: Operation): Record<string, Symbolic> => {
  const known = parametersOf.get(operation)
  if (known !== undefined) return known
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const parameters = Object.fromEntries(names.map((name) => [name, subjectOf(operation, name)]))
  parametersOf.set(operation, parameters)
  return parameters
}

/** The members that a request must have, and the marker by which what it creates is found again. */
const requiredMembers = (operation: Operation): Members => {
  switch (operation.body) {
    case 'person-input':
      // The marker first: a body that is cut short or read in part is still ours.
      return { system_id: unique('system-id'), first_name: 'Ada', last_name: 'Lovelace' }
    case 'person-update':
      return { first_name: 'Grace', last_name: 'Hopper' }
    case 'credential-input':
      return { person_id: made('person'), ...credentialOf(0, 0, false) }
    case 'person-credential-input':
      return credentialOf(0, 0, false)
    case 'credential-update':
      return { value: credentialOf(0, 1, false).value }
    case 'reservation-input':
      return { person_id: made('person'), ...hours(30, 0, 30), channel_ids: [fixture('reservable-channel', 0)] }
    case 'group-reservation-input':
      return { person_id: made('person'), ...hours(30, 0, 30), group_ids: [fixture('reservable-group', 0)] }
    case 'notification-rule-input':
      return {
        call_back_url: { $: 'callback-url', slot: ruleSlot },
        match_event_codes: [10],
        // The marker: by it the rule is found again.
        name: unique('system-id', ruleSlot),
      }
    case 'lockdown-input':
      // What is not named may mean anything, and people must be able to leave.
      return { card_lockdown: true }
    case 'unlock-input':
      return { relock_at: instant(2, 720) }
    case 'admit-person-input':
      return { person_id: made('person') }
    default:
      return {}
  }
}

/** Rules have markers of their own: a person of the same case has another. */
export const ruleSlot = 7

/** From this minute of the day in UTC on it is the same day everywhere until the hour is over, whatever the zone. */
const late = 12 * 60 + 1

/** A time within one day, whatever zone the account is in. */
const hours = (days: number, from: number, length: number): { start_time: Instant; end_time: Instant } => ({
  start_time: instant(days, late + from),
  end_time: instant(days, late + from + length),
})

const credentialOf = (index: number, slot: number, leadingZero: boolean) => ({
  credential_type_id: fixture('credential-type', index),
  value: { $: 'credential-value', index, slot, leadingZero } as const,
})

const draftOf = (operation: Operation, body: Members | undefined, query: Draft['query'] = []): Draft => ({
  operation: operation.id,
  path: pathParameters(operation),
  query,
  accept: 'application/json',
  ...(body === undefined ? {} : { body: { value: body } }),
})

const plainRequests = new WeakMap<Operation, Draft>()

/** The simplest request in order: nothing in it that a conforming endpoint could object to. */
export const plainRequest = (operation: Operation): Draft => {
  let plain = plainRequests.get(operation)
  if (plain === undefined) {
    plain = draftOf(operation, operation.body === undefined ? undefined : requiredMembers(operation))
    plainRequests.set(operation, plain)
  }
  return plain
}

/** The same request with other members in its body. */
export const withBody = (draft: Draft, change: (members: Members) => DraftValue): Draft =>
  draft.body === undefined ? draft : { ...draft, body: { ...draft.body, value: change(draft.body.value as Members) } }

export const bodySchema = (edition: Edition, operation: Operation): JsonSchema | undefined =>
  operation.body === undefined ? undefined : edition.schemas[operation.body]

export const querySchema = (edition: Edition, operation: Operation): JsonSchema | undefined =>
  operation.query === undefined ? undefined : edition.schemas[operation.query]

/** Members that the suite fills itself, or that refer to things whose choice is a variant of its own. */
const fixedMembers = new Set([
  'system_id',
  'person_id',
  'credential_type_id',
  'value',
  'start_time',
  'end_time',
  'channel_ids',
  'match_controller_ids',
  'shift_id',
  'name',
  'call_back_url',
])

/** Which optional members a request may name. */
export interface Selection {
  /** Ids of groups may be written: never on a target that others use. */
  readonly references: boolean
}

const optionalMembers = (schema: JsonSchema, { references }: Selection): [string, JsonSchema][] =>
  Object.entries(schema.properties ?? {}).filter(
    ([name, member]) => !fixedMembers.has(name) && (references || member.type !== 'array'),
  )

/**
 * Requests in order: the required members and any of the optional ones, all with plain values; queries likewise.
 * Every endpoint must serve them.
 */
export const validRequest = (edition: Edition, operation: Operation, selection: Selection): fc.Arbitrary<Draft> => {
  const query = querySchema(edition, operation)
  if (query !== undefined) {
    return someOf(Object.entries(query.properties ?? {}).filter(([name]) => !isFilter(name))).map((members) =>
      draftOf(operation, undefined, Object.entries(members)),
    )
  }
  const schema = bodySchema(edition, operation)
  if (schema === undefined) return fc.constant(plainRequest(operation))
  if (operation.resource === 'credentials') return validCredential(operation, fc.constant(false))
  if (isBooking(operation)) return validReservation(operation)
  return someOf(optionalMembers(schema, selection)).map((optional) =>
    draftOf(operation, { ...requiredMembers(operation), ...optional }),
  )
}

/** What these let through depends on what is there: they have cells of their own. */
const filters = new Set(['email', 'system_id', 'site_id', 'channels', 'door_controllers', 'first_name', 'last_name'])

const isFilter = (name: string): boolean => filters.has(name)

/** Any of the members, each with a plain value. */
const someOf = (members: [string, JsonSchema][]): fc.Arbitrary<Members> =>
  fc
    .record(Object.fromEntries(members.map(([name, member]) => [name, valuesOfMember(name, member, 'plain')])), {
      requiredKeys: [],
    })
    .map((chosen) => chosen as Members)

/** Credentials of each assignable type. */
const validCredential = (operation: Operation, leadingZero: fc.Arbitrary<boolean>): fc.Arbitrary<Draft> =>
  operation.body === 'credential-update'
    ? leadingZero.map((zero) => draftOf(operation, { value: credentialOf(0, 1, zero).value }))
    : fc.tuple(fc.nat({ max: 2 }), leadingZero).map(([index, zero]) => {
        const { credential_type_id, value } = credentialOf(index, 0, zero)
        return draftOf(operation, { ...requiredMembers(operation), credential_type_id, value })
      })

/** A PIN for somebody, or another one for who has one; four to eight digits that may begin with zero (guide "PINs"). */
export const pinRequest = (
  operation: Operation,
  more: { readonly leadingZero?: boolean; readonly spoilt?: PinSpoiling; readonly slot?: number } = {},
): Draft => {
  const update = operation.body === 'credential-update'
  const { leadingZero = false, spoilt, slot = update ? 1 : 0 } = more
  const value: Symbolic = {
    $: 'credential-value',
    index: 0,
    slot,
    leadingZero,
    of: 'pin-type',
    ...(spoilt === undefined ? {} : { spoilt }),
  }
  return update
    ? { ...draftOf(operation, { value }), path: { ...pathParameters(operation), id: made('pin-credential') } }
    : draftOf(operation, { ...requiredMembers(operation), credential_type_id: fixture('pin-type', 0), value })
}

/** A person with the value of a credential of theirs, under the name of its type. */
export const withSlug = (
  draft: Draft,
  of: 'card-type' | 'pin-type',
  value: { readonly slot: number; readonly leadingZero: boolean } | null,
): Draft =>
  draft.body === undefined
    ? draft
    : {
        ...draft,
        body: {
          ...draft.body,
          named: [
            ...(draft.body.named ?? []),
            [{ $: 'slug', of, index: 0 }, value === null ? null : { $: 'credential-value', index: 0, of, ...value }],
          ],
        },
      }

/** Creates a reservation of doors or of groups. */
export const isBooking = ({ body }: Operation): boolean =>
  body === 'reservation-input' || body === 'group-reservation-input'

const times = fc
  .tuple(fc.integer({ min: 2, max: 700 }), fc.nat({ max: 27 }), fc.integer({ min: 1, max: 30 }))
  .map(([days, from, length]) => hours(days, from, length))

/** One thing that may be reserved or two, in any order; a target on which there is one only is named that. */
const oneOrTwo = (of: 'reservable-channel' | 'reservable-group'): fc.Arbitrary<readonly Symbolic[]> =>
  fc
    .uniqueArray(fc.nat({ max: 2 }), { minLength: 1, maxLength: 2 })
    .map((chosen) => chosen.map((index) => fixture(of, index)))

/** Reservations on any day to come, of a minute to half an hour, of one thing or two. */
const validReservation = (operation: Operation): fc.Arbitrary<Draft> =>
  fc
    .tuple(
      times,
      operation.body === 'reservation-input'
        ? fc.record({ channel_ids: oneOrTwo('reservable-channel') })
        : fc.record({ group_ids: oneOrTwo('reservable-group') }),
    )
    .map(([period, what]) => draftOf(operation, { ...requiredMembers(operation), ...period, ...what }))

/** With a member under another name that is documented for it. */
const renamed = (draft: Draft, from: string, to: string): Draft =>
  withBody(draft, (members) =>
    Object.fromEntries(Object.entries(members).map(([name, value]) => [name === from ? to : name, value])),
  )

/** The same with seconds, written by a clock that is not in UTC: on one day by that clock as well, as by any. */
const reservationElsewhere = (operation: Operation): fc.Arbitrary<Draft> =>
  fc.tuple(times, unusualTime).map(([{ start_time, end_time }, unusual]) =>
    withBody(plainRequest(operation), (members) => ({
      ...members,
      start_time: { ...start_time, ...unusual },
      end_time: { ...end_time, ...unusual },
    })),
  )

/** Members of a body that have values of a variety, by name. */
export const daringMembers = (edition: Edition, operation: Operation, variety: Daring): readonly string[] => {
  if (operation.resource === 'credentials') return operation.body === undefined || variety !== 'exotic' ? [] : ['value']
  // Both ends at once: a reservation is written by one clock.
  if (isBooking(operation))
    return variety === 'exotic' ? ['start_time', ...Object.keys(operation.otherNames ?? {})] : []
  const properties = bodySchema(edition, operation)?.properties ?? {}
  const daring = Object.keys(properties).filter((name) => name !== 'system_id' && has(properties[name] ?? {}, variety))
  // Of a rule no text is dared: an unusual one may look like the address of somebody else.
  return operation.resource === 'notification_rules'
    ? daring.filter((name) => properties[name]?.type === 'array')
    : daring
}

/**
 * A request in order with one daring member, alone or in the company of plain ones. An endpoint may refuse the value;
 * if it takes it, it must keep it.
 */
export const daringRequest = (
  edition: Edition,
  operation: Operation,
  member: string,
  variety: Daring,
  selection: Selection,
): fc.Arbitrary<Draft> => {
  if (operation.resource === 'credentials') return validCredential(operation, fc.constant(true))
  const own = operation.otherNames?.[member]
  if (own !== undefined) return validReservation(operation).map((draft) => renamed(draft, own, member))
  if (isBooking(operation)) return reservationElsewhere(operation)
  const schema = bodySchema(edition, operation)?.properties?.[member]
  if (schema === undefined) throw new Error(`${operation.id} has no member ${member}`)
  const written = (base: Draft, value: DraftValue): Draft =>
    withBody(base, (members) => ({ ...members, [member]: value }))
  // Lookalikes are few: each is tried by itself, once.
  const values = valuesOfMember(member, schema, variety)
  if (variety === 'lookalike') return values.map((value) => written(plainRequest(operation), value))
  return fc
    .tuple(validRequest(edition, operation, selection), values, fc.boolean())
    .map(([company, value, alone]) => written(alone ? plainRequest(operation) : company, value))
}

/** Members that an update can clear, and what clears them. */
export const clearings = (edition: Edition, operation: Operation, selection: Selection): readonly Clearing[] => {
  const schema = bodySchema(edition, operation)
  if (schema === undefined || operation.action !== 'update' || operation.resource !== 'people') return []
  return optionalMembers(schema, selection)
    .filter(([, member]) => member.type !== 'boolean' && member.format !== 'name')
    .map(([member, { type }]) => ({ member, values: type === 'array' ? [[]] : [null, ''] }))
}

export interface Clearing {
  readonly member: string
  readonly values: readonly DraftValue[]
}

/** A plain request that writes one optional member. */
export const requestWith = (edition: Edition, operation: Operation, member: string): fc.Arbitrary<Draft> => {
  const schema = bodySchema(edition, operation)?.properties?.[member]
  if (schema === undefined) throw new Error(`${operation.id} has no member ${member}`)
  const values =
    schema.type === 'array'
      ? fc.constant<DraftValue>([fixture('group', 0), fixture('group', 1)])
      : valuesOfMember(member, schema, 'plain')
  return values.map((value) => withBody(plainRequest(operation), (members) => ({ ...members, [member]: value })))
}
