import { expect } from 'vitest'
import type { EditionName } from '../../reference/edition.ts'
import type { Caller, Received, Sent } from './client.ts'
import { refuses, refusesNow } from './refuses.ts'

export const editions: readonly EditionName[] = ['classic', 'current']

/** A body that is refused because of one parameter, as each edition says that. */
export const refusesValue = (
  caller: Caller,
  edition: EditionName,
  method: string,
  path: string,
  body: unknown,
  param: string,
): Promise<void> =>
  edition === 'classic'
    ? refuses(caller, method, path, { body }, 400, param)
    : refusesNow(caller, method, path, { body }, 422, 'validation_failed', [param])

/** A body that is no JSON, or no object. */
export const refusesBody = (
  caller: Caller,
  edition: EditionName,
  method: string,
  path: string,
  raw: string,
): Promise<void> =>
  edition === 'classic'
    ? refuses(caller, method, path, { raw }, 400)
    : refusesNow(caller, method, path, { raw }, 400, 'bad_request')

export const refusesUnknown = (
  caller: Caller,
  edition: EditionName,
  method: string,
  path: string,
  sent: Sent = {},
): Promise<void> =>
  edition === 'classic'
    ? refuses(caller, method, path, sent, 404)
    : refusesNow(caller, method, path, sent, 404, 'not_found')

/** The current edition does not tell what was deleted from what never existed. */
export const refusesGone = (
  caller: Caller,
  edition: EditionName,
  method: string,
  path: string,
  sent: Sent = {},
): Promise<void> =>
  edition === 'classic' ? refuses(caller, method, path, sent, 410) : refusesUnknown(caller, edition, method, path, sent)

export const refusesHidden = (
  caller: Caller,
  edition: EditionName,
  method: string,
  path: string,
  sent: Sent,
): Promise<void> =>
  edition === 'classic'
    ? refuses(caller, method, path, sent, 403)
    : refusesNow(caller, method, path, sent, 403, 'forbidden')

export const succeeds = async (
  caller: Caller,
  method: string,
  path: string,
  status: number,
  sent: Sent = {},
): Promise<Received> => {
  const received = await caller.call(method, path, sent)
  expect([received.status, received.text]).toEqual([status, received.text])
  expect(received.headers['content-type']).toContain('application/json')
  return received
}

/** The ids in a list, in its order. */
export const idsIn = async (caller: Caller, path: string, sent: Sent = {}): Promise<readonly unknown[]> => {
  const { json } = await succeeds(caller, 'GET', path, 200, sent)
  return (json as readonly { readonly id: unknown }[]).map(({ id }) => id)
}
