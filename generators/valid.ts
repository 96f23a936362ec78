import fc from 'fast-check'
import type { Edition, JsonSchema, Operation } from '../contract/types.ts'
import type { Draft, DraftValue, Symbolic } from './draft.ts'
import { fixture, made, unique } from './draft.ts'
import { has, valuesOf } from './values.ts'

type Daring = 'exotic' | 'lookalike'

type Members = Readonly<Record<string, DraftValue>>

/** What the path of an operation points at: something of the case's own where the suite may make it. */
const subjectOf = (operation: Operation, parameter: string): Symbolic => {
  if (parameter === 'person_id' || operation.resource === 'people') return made('person')
  if (operation.resource === 'credentials') return made('credential')
  if (operation.resource === 'channels') return fixture('channel', 0)
  return fixture('event', 0)
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
    default:
      return {}
  }
}

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

/** The simplest request in order: nothing in it that a conforming endpoint could object to. */
export const plainRequest = (operation: Operation): Draft =>
  draftOf(operation, operation.body === undefined ? undefined : requiredMembers(operation))

/** The same request with other members in its body. */
export const withBody = (draft: Draft, change: (members: Members) => DraftValue): Draft =>
  draft.body === undefined ? draft : { ...draft, body: { ...draft.body, value: change(draft.body.value as Members) } }

export const bodySchema = (edition: Edition, operation: Operation): JsonSchema | undefined =>
  operation.body === undefined ? undefined : edition.schemas[operation.body]

export const querySchema = (edition: Edition, operation: Operation): JsonSchema | undefined =>
  operation.query === undefined ? undefined : edition.schemas[operation.query]

/** Members that the suite fills itself, or that refer to things whose choice is a variant of its own. */
const fixedMembers = new Set(['system_id', 'person_id', 'credential_type_id', 'value'])

/** Which optional members a request may name. */
export interface Selection {
  /** Ids of groups may be written: never on a target that others use. */
  readonly references: boolean
}

const optionalMembers = (schema: JsonSchema, { references }: Selection): [string, JsonSchema][] =>
  Object.entries(schema.properties ?? {}).filter(
    ([name, member]) => !fixedMembers.has(name) && (references || member.type !== 'array'),
  )

interface Day {
  readonly $: 'date'
  readonly days: number
}

/** A valid period: it ends in the future, since nobody says that a past one may be written, and after it begins. */
const ordered = (members: Members): Members => {
  const { valid_from: from, valid_to: to } = members as Readonly<Record<string, Day | undefined>>
  if (to?.days === undefined) return members
  const days = Math.abs(to.days)
  return { ...members, valid_to: { ...to, days: Math.max(days, (from?.days ?? 0) + 2) } }
}

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
  return someOf(optionalMembers(schema, selection)).map((optional) =>
    draftOf(operation, { ...requiredMembers(operation), ...ordered(optional) }),
  )
}

const isFilter = (name: string): boolean => name === 'email' || name === 'system_id'

/** Any of the members, each with a plain value. */
const someOf = (members: [string, JsonSchema][]): fc.Arbitrary<Members> =>
  fc
    .record(Object.fromEntries(members.map(([name, member]) => [name, valuesOf(member, 'plain')])), {
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

/** Members of a body that have values of a variety, by name. */
export const daringMembers = (edition: Edition, operation: Operation, variety: Daring): readonly string[] => {
  if (operation.resource === 'credentials') return operation.body === undefined || variety !== 'exotic' ? [] : ['value']
  const properties = bodySchema(edition, operation)?.properties ?? {}
  return Object.keys(properties).filter((name) => name !== 'system_id' && has(properties[name] ?? {}, variety))
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
  const schema = bodySchema(edition, operation)?.properties?.[member]
  if (schema === undefined) throw new Error(`${operation.id} has no member ${member}`)
  const written = (base: Draft, value: DraftValue): Draft =>
    withBody(base, (members) => ordered({ ...members, [member]: value }))
  // Lookalikes are few: each is tried by itself, once.
  if (variety === 'lookalike') return valuesOf(schema, variety).map((value) => written(plainRequest(operation), value))
  return fc
    .tuple(validRequest(edition, operation, selection), valuesOf(schema, variety), fc.boolean())
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
      : valuesOf(schema, 'plain')
  return values.map((value) => withBody(plainRequest(operation), (members) => ({ ...members, [member]: value })))
}
