import type { Defect, Operation } from '../../contract/types.ts'
import type { Draft } from '../draft.ts'
import { made, unique } from '../draft.ts'
import { plainRequest, withBody } from '../valid.ts'

/** Name of what the k-th request before the one in question creates. */
export const beforeName = (index: number): string => `before-${index}`

/** A request that is in order by itself and wrong in the state that the requests before it have led to. */
export interface StateVariant {
  readonly id: string
  readonly defect: Defect
  /** Sent before it, each of them in order. They act on the things that the case's set-up made. */
  readonly before: readonly Draft[]
  readonly request: Draft
}

const deletion = (operations: readonly Operation[], resource: 'people' | 'credentials'): Draft => {
  const operation = operations.find((one) => one.resource === resource && one.action === 'delete')
  if (operation === undefined) throw new Error(`The edition cannot delete ${resource}`)
  return plainRequest(operation)
}

/** Reading, updating or deleting what has been deleted. */
export const afterDeletion = (operations: readonly Operation[], operation: Operation): StateVariant => {
  const resource = operation.resource === 'people' ? 'people' : 'credentials'
  return {
    id: `${operation.action}-after-deletion`,
    defect: { rule: operation.action === 'delete' ? 'alive-again' : 'alive', place: 'state', parameters: [] },
    before: [deletion(operations, resource)],
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

/**
 * An e-mail address that another living person has, from the beginning or since an update. The other one is made first,
 * with the address of slot 1.
 */
export const emailInUse = (operations: readonly Operation[], operation: Operation): readonly StateVariant[] => {
  const named = (id: string): Draft => {
    const found = operations.find((one) => one.id === id)
    if (found === undefined) throw new Error(`The edition has no operation ${id}`)
    return plainRequest(found)
  }
  const withEmail = (draft: Draft): Draft => withBody(draft, (members) => ({ ...members, email: unique('email', 1) }))
  const other = withBody(named('createPerson'), (members) => ({ ...members, system_id: unique('system-id', 1) }))
  const update = withEmail({ ...named('updatePerson'), path: { id: made(beforeName(0)) } })
  const defect = { rule: 'unique', place: 'state', parameters: ['email'] } as const
  const request = withEmail(plainRequest(operation))
  return [
    { id: 'email-in-use', defect, before: [withEmail(other)], request },
    { id: 'email-in-use-since-an-update', defect, before: [other, update], request },
  ]
}

/** A second credential of a type that the person has one of. */
export const secondOfOneType = (operation: Operation): StateVariant => {
  const request = withBody(plainRequest(operation), (members) => ({
    ...members,
    value: { $: 'credential-value', index: 0, slot: 1, leadingZero: false },
  }))
  return {
    id: 'second-of-one-type',
    defect: { rule: 'one-per-type', place: 'state', parameters: ['credential_type_id', 'person_id', 'value'] },
    before: [plainRequest(operation)],
    request,
  }
}
