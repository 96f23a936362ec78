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
