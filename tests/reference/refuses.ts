import { expect } from 'vitest'
import type { Caller, Sent } from './client.ts'

/** Refused with this status, in the documented form, and without an effect. */
export const refuses = async (
  caller: Caller,
  method: string,
  path: string,
  sent: Sent,
  status: number,
  param?: string,
): Promise<void> => {
  const before = caller.reference.snapshot()
  const received = await caller.call(method, path, sent)
  expect(received.status).toBe(status)
  expect(received.headers['content-type']).toContain('application/json')
  expect(received.json).toMatchObject({ type: expect.stringMatching(/./), message: expect.stringMatching(/./) })
  if (param !== undefined) expect(received.json).toMatchObject({ param })
  expect(caller.reference.snapshot()).toEqual(before)
}

/** Refused by the current edition with this status and code, without an effect, naming these fields and no others. */
export const refusesNow = async (
  caller: Caller,
  method: string,
  path: string,
  sent: Sent,
  status: number,
  error: string,
  fields: readonly string[] = [],
): Promise<void> => {
  const before = caller.reference.snapshot()
  const received = await caller.call(method, path, sent)
  expect([received.status, received.json]).toMatchObject([
    status,
    { error, error_description: expect.stringMatching(/./) },
  ])
  expect(received.headers['content-type']).toContain('application/json')
  const { errors = {} } = received.json as { readonly errors?: Readonly<Record<string, readonly string[]>> }
  expect(Object.keys(errors).sort()).toEqual([...fields].sort())
  for (const messages of Object.values(errors)) expect(messages).toEqual([expect.stringMatching(/./)])
  expect(caller.reference.snapshot()).toEqual(before)
}
