import type { Defect } from '../../contract/defect.ts'
import type { Operation, ResourceName } from '../../contract/operation.ts'
import type { Draft, DraftValue, Slug } from '../draft.ts'
import { fixture, made, unique } from '../draft.ts'
import { pinRequest, plainRequest, withBody, withSlug } from '../valid.ts'

/** Name of what the k-th request before the one in question creates. */
export const beforeName = (index: number): string => `before-${index}`

/** A request that is in order by itself and wrong in the state that the requests before it have led to. */
export interface StateVariant {
  readonly id: string
  readonly defect: Defect
  /** Sent before it, each of them in order. They act on the things that the case's set-up made. */
  readonly before: readonly Draft[]
  readonly request: Draft
  /** The member that the first of those must have left behind for the request to prove anything. */
  readonly shown?: Slug
}

const deletion = (operations: readonly Operation[], resource: ResourceName): Draft => {
  const operation = operations.find((one) => one.resource === resource && one.action === 'delete')
  if (operation === undefined) throw new Error(`The edition cannot delete ${resource}`)
  return plainRequest(operation)
}

/** Reading, updating or deleting what has been deleted. */
export const afterDeletion = (operations: readonly Operation[], operation: Operation): StateVariant => {
  return {
    id: `${operation.action}-after-deletion`,
    defect: { rule: operation.action === 'delete' ? 'alive-again' : 'alive', place: 'state', parameters: [] },
    before: [deletion(operations, operation.resource)],
    request: plainRequest(operation),
  }
}

/** Reading a credential whose person has been deleted. */
export const afterDeletionOfPerson = (operations: readonly Operation[], operation: Operation): StateVariant => ({
  id: 'read-after-deletion-of-its-person',
  defect: { rule: 'alive', place: 'state', parameters: [] },
  before: [deletion(operations, 'people')],
  request: plainRequest(operation),
})

const named = (operations: readonly Operation[], id: string): Draft => {
  const found = operations.find((one) => one.id === id)
  if (found === undefined) throw new Error(`The edition has no operation ${id}`)
  return plainRequest(found)
}

const withEmail = (draft: Draft): Draft => withBody(draft, (members) => ({ ...members, email: unique('email', 1) }))

/** Somebody besides the person that a request is about. */
const somebodyElse = (operations: readonly Operation[], more: Readonly<Record<string, DraftValue>> = {}): Draft =>
  withBody(named(operations, 'createPerson'), (members) => ({
    ...members,
    ...more,
    system_id: unique('system-id', 1),
  }))

/**
 * An e-mail address that another living person has, from the beginning or since an update. The other one is made first,
 * with the address of slot 1.
 */
export const emailInUse = (operations: readonly Operation[], operation: Operation): readonly StateVariant[] => {
  const other = somebodyElse(operations)
  const update = withEmail({ ...named(operations, 'updatePerson'), path: { id: made(beforeName(0)) } })
  const defect = { rule: 'unique', place: 'state', parameters: ['email'] } as const
  const request = withEmail(plainRequest(operation))
  return [
    { id: 'email-in-use', defect, before: [withEmail(other)], request },
    { id: 'email-in-use-since-an-update', defect, before: [other, update], request },
  ]
}

/** An e-mail address that somebody has who is disabled: whoever is disabled is somebody all the same. */
export const emailInUseByTheDisabled = (operations: readonly Operation[], operation: Operation): StateVariant => ({
  id: 'email-in-use-by-the-disabled',
  defect: { rule: 'unique', place: 'state', parameters: ['email'] },
  before: [withEmail(somebodyElse(operations, { enabled: false }))],
  request: withEmail(plainRequest(operation)),
})

/**
 * A value that the credential of another person has, who may be disabled: "unique in the account". Slots are equal, so
 * that the values are.
 */
export const valueInUse = (operations: readonly Operation[], operation: Operation): readonly StateVariant[] => {
  const variants = (
    defect: Defect,
    request: Draft,
    hold: (person: Draft) => readonly Draft[],
    through = '',
  ): readonly StateVariant[] =>
    [true, false].map((enabled) => ({
      id: `value-in-use${enabled ? '' : '-by-the-disabled'}${through}`,
      defect,
      before: hold(somebodyElse(operations, enabled ? {} : { enabled })),
      request,
    }))
  if (operation.resource === 'credentials') {
    const { value = null } = (plainRequest(operation).body?.value ?? {}) as { readonly value?: DraftValue }
    const held = { ...named(operations, 'createPersonCredential'), path: { person_id: made(beforeName(0)) } }
    return variants({ rule: 'unique', place: 'state', parameters: ['value'] }, plainRequest(operation), (person) => [
      person,
      withBody(held, (members) => ({ ...members, value })),
    ])
  }
  const card = (draft: Draft, slot: number): Draft => withSlug(draft, 'card-type', { slot, leadingZero: false })
  // Nobody can tell by what name an answer calls a member that is called differently everywhere.
  return variants(
    { rule: 'unique', place: 'state', parameters: [] },
    card(plainRequest(operation), 1),
    (person) => [card(person, 1)],
    '-through-the-person',
  ).map((one) => ({ ...one, shown: { $: 'slug', of: 'card-type', index: 0 } }))
}

/** A second credential of a type that the person has one of: a card, or what comes first, and a PIN. */
export const secondOfOneType = (operation: Operation): readonly StateVariant[] => {
  const defect = {
    rule: 'one-per-type',
    place: 'state',
    parameters: ['credential_type_id', 'person_id', 'value'],
  } as const
  const another = withBody(plainRequest(operation), (members) => ({
    ...members,
    value: { $: 'credential-value', index: 0, slot: 1, leadingZero: false },
  }))
  return [
    { id: 'second-of-one-type', defect, before: [plainRequest(operation)], request: another },
    {
      id: 'second-pin',
      defect,
      before: [pinRequest(operation)],
      request: pinRequest(operation, { slot: 1 }),
    },
  ]
}

/** A credential of a type of which no licence is left. Its value is not for the client to choose. */
export const withoutLicence = (operation: Operation): StateVariant => ({
  id: 'no-licence-left',
  defect: { rule: 'licence', place: 'state', parameters: ['credential_type_id', 'limit_reached'] },
  before: [],
  request: withBody(plainRequest(operation), () => ({ credential_type_id: fixture('exhausted-type', 0) })),
})
