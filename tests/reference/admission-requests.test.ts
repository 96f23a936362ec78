import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { type Caller, callReference } from './client.ts'
import { editions, refusesUnknown, succeeds } from './either.ts'

describe.each(editions)('requests to be admitted in the %s edition', (edition) => {
  let caller: Caller

  beforeAll(async () => {
    caller = await callReference({ edition })
  })

  afterAll(() => caller.close())

  test('are there in each of their states', async () => {
    const states: unknown[] = []
    for (const id of facts.admissionRequestIds) {
      const { json } = await succeeds(caller, 'GET', `admission_requests/${id}`, 200)
      states.push((json as { status: unknown }).status)
      expect((await succeeds(caller, 'GET', `events/${id}`, 200)).json).toMatchObject({ id })
    }
    expect(states).toEqual(['admitted', 'admitted', 'denied', 'offline', 'timeout'])
  })

  test('are no other events, and nobody else’s', async () => {
    for (const id of [facts.otherEventId, 99, facts.other.admissionRequestId])
      await refusesUnknown(caller, edition, 'GET', `admission_requests/${id}`)
    expect((await caller.call('GET', `events/${facts.otherEventId}`)).status).toBe(200)
    expect((await caller.call('GET', 'admission_requests')).status).toBe(404)
    expect((await caller.call('DELETE', `admission_requests/${facts.admissionRequestIds[0]}`)).status).toBe(405)
  })
})
