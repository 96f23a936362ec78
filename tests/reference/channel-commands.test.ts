import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { type Caller, callReference } from './client.ts'
import { editions, refusesUnknown, refusesValue, succeeds } from './either.ts'
import { refuses } from './refuses.ts'

const flags = (card: boolean, rex: boolean, aux: boolean) => ({
  lockdown: {
    message: expect.any(String),
    card_lockdown: { state: card },
    rex_lockdown: { state: rex },
    aux_lockdown: { state: aux },
  },
})

describe.each(editions)('channels in the %s edition', (edition) => {
  let caller: Caller

  beforeAll(async () => {
    caller = await callReference({ edition })
  })

  afterAll(() => caller.close())

  const read = async (id: number): Promise<unknown> => (await succeeds(caller, 'GET', `channels/${id}`, 200)).json

  /** A command that succeeds, shows the channel as it is read afterwards, and shows it in the list. */
  const tell = async (id: number, command: string, body?: object): Promise<unknown> => {
    const { json } = await succeeds(
      caller,
      'POST',
      `channels/${id}/${command}`,
      200,
      body === undefined ? {} : { body },
    )
    expect(await read(id)).toEqual(json)
    expect((await succeeds(caller, 'GET', 'channels', 200)).json).toContainEqual(json)
    return json
  }

  const admission = async (id: number, command: string, body?: object): Promise<unknown> => {
    const { json } = await succeeds(
      caller,
      'POST',
      `channels/${id}/${command}`,
      202,
      body === undefined ? {} : { body },
    )
    const { admission_request_id: request, status } = json as { admission_request_id: number; status: string }
    expect(json).toEqual({ admission_request_id: request, status })
    const made = (await succeeds(caller, 'GET', `admission_requests/${request}`, 200)).json
    const event = (await succeeds(caller, 'GET', `events/${request}`, 200)).json
    return { status, made, event }
  }

  /** Refused as a failed request, or in the current edition with the channel as it is. */
  const cannot = async (id: number, command: string, body?: object): Promise<void> => {
    const sent = body === undefined ? {} : { body }
    if (edition === 'classic') return refuses(caller, 'POST', `channels/${id}/${command}`, sent, 402)
    const before = caller.reference.snapshot()
    const received = await caller.call('POST', `channels/${id}/${command}`, sent)
    expect([received.status, received.json]).toEqual([400, await read(id)])
    expect(caller.reference.snapshot()).toEqual(before)
  }

  test('open for a moment', async () => {
    expect(await admission(710, 'admit')).toMatchObject({
      status: 'pending',
      made: {
        status: 'admitted',
        channel_id: 710,
        person_id: null,
        person: null,
        completed_at: expect.any(String),
        door_controller: { id: 710, name: 'Front door' },
      },
      event: { event_code: 50, channel_id: 710, person_id: null },
    })
  })

  test('open for somebody who may come in', async () => {
    expect(await admission(711, 'admit_person', { person_id: facts.admittedPersonId })).toMatchObject({
      status: 'pending',
      made: { status: 'admitted', channel_id: 711, person_id: 3001, person: { id: 3001, name: 'Wren Applegarth' } },
      event: { event_code: 15, channel_id: 711, person_id: 3001, person_name: 'Wren Applegarth' },
    })
  })

  test.each([
    ['is disabled', { enabled: false, pin: '7351' }],
    ['has nothing to show', {}],
    ['is not expected yet', { valid_from: '2035-01-01', pin: '7352' }],
    ['is not expected any more', { valid_to: '2020-01-01', pin: '7353' }],
  ])('do not open for somebody who %s', async (_what, more) => {
    const person = await caller.call('POST', 'people', { body: { first_name: 'Ada', last_name: 'Bell', ...more } })
    const { id } = person.json as { id: number }
    const sent = { body: { person_id: id } }
    if (edition === 'classic') return refuses(caller, 'POST', 'channels/710/admit_person', sent, 402, 'person_id')
    const before = caller.reference.snapshot()
    const received = await caller.call('POST', 'channels/710/admit_person', sent)
    expect(received.status).toBe(403)
    expect(received.json).toEqual({ error: 'Access denied', reason: expect.stringMatching(/./) })
    expect(caller.reference.snapshot()).toEqual(before)
  })

  test('ask who is to come in', async () => {
    for (const person_id of [99, facts.other.personId])
      await refusesUnknown(caller, edition, 'POST', 'channels/710/admit_person', { body: { person_id } })
    await refusesValue(caller, edition, 'POST', 'channels/710/admit_person', {}, 'person_id')
    await refusesValue(caller, edition, 'POST', 'channels/710/admit_person', { person_id: 'Wren' }, 'person_id')
    const { status } = await caller.call('POST', 'channels/710/admit_person')
    expect(status).toBe(400)
  })

  test('are locked down, entirely or in part, and set free', async () => {
    expect(await tell(710, 'lockdown')).toMatchObject(flags(true, true, true))
    expect(await tell(710, 'lockdown', {})).toMatchObject(flags(true, true, true))
    expect(await tell(710, 'lockdown', { rex_lockdown: true })).toMatchObject(flags(false, true, false))
    expect(await tell(710, 'lockdown', { card_lockdown: true, aux_lockdown: false })).toMatchObject(
      flags(true, false, false),
    )
    for (const command of ['admit', 'unlock', 'normal']) await cannot(710, command)
    const refused = await caller.call('POST', 'channels/710/admit_person', { body: { person_id: 3001 } })
    expect(refused.status).toBe(edition === 'classic' ? 402 : 403)
    expect(await tell(710, 'unlockdown')).toMatchObject({ lockdown: null })
    expect(await tell(710, 'unlockdown')).toMatchObject({ lockdown: null })
    await refusesValue(caller, edition, 'POST', 'channels/710/lockdown', { rex_lockdown: 'perhaps' }, 'rex_lockdown')
  })

  test('stay unlocked until they are normal again, and are not asked to open meanwhile', async () => {
    expect(await tell(711, 'unlock')).toMatchObject({ mode: { description: 'unlock', relock_at: null } })
    await cannot(711, 'admit')
    expect(await admission(711, 'admit_person', { person_id: 3001 })).toMatchObject({ event: { event_code: 16 } })
    expect(await tell(711, 'normal')).toMatchObject({ mode: { description: 'normal', relock_at: null } })
    expect(await tell(711, 'normal')).toMatchObject({ mode: { description: 'normal' } })
  })

  test('lock again by themselves', async () => {
    const relock_at = new Date(Date.now() + 1500).toISOString()
    const told = (await tell(711, 'unlock', { relock_at })) as { mode: { description: string; relock_at: string } }
    expect(told.mode.description).toBe('unlock')
    expect(Date.parse(told.mode.relock_at)).toBe(Date.parse(relock_at))
    await sleep(1600)
    expect(await read(711)).toMatchObject({ mode: { description: 'normal', relock_at: null } })
    const past = { relock_at: '2020-01-01T00:00:00Z' }
    await refusesValue(caller, edition, 'POST', 'channels/711/unlock', past, 'relock_at')
    await refusesValue(caller, edition, 'POST', 'channels/711/unlock', { relock_at: 'soon' }, 'relock_at')
  })

  test('follow a shift, or none', async () => {
    const [shift_id] = facts.shiftIds
    expect(await tell(712, 'auto_unlock', { shift_id })).toMatchObject({ auto_unlock: { id: shift_id } })
    const sent = { body: { shift_id: facts.other.shiftId } }
    if (edition === 'classic') await refuses(caller, 'POST', 'channels/712/auto_unlock', sent, 400, 'shift_id')
    else {
      const received = await caller.call('POST', 'channels/712/auto_unlock', sent)
      expect([received.status, received.json]).toEqual([
        400,
        { success: false, message: expect.stringContaining('90000331') },
      ])
    }
    expect(await read(712)).toMatchObject({ auto_unlock: { id: shift_id } })
    expect(await tell(712, 'auto_unlock', { shift_id: null })).toMatchObject({ auto_unlock: null })
    await tell(712, 'auto_unlock', { shift_id })
    expect(await tell(712, 'auto_unlock')).toMatchObject({ auto_unlock: null })
  })

  test('get another key, or none', async () => {
    const keys: unknown[] = []
    for (const command of ['regenerate', 'regenerate', 'remove']) {
      const { encryption_key: key } = (await tell(712, `${command}_encryption_key`)) as { encryption_key?: string }
      keys.push(key)
    }
    if (edition === 'current') expect(keys).toEqual([undefined, undefined, undefined])
    else {
      expect(new Set(keys).size).toBe(3)
      expect(keys[2]).toBe('')
    }
  })

  test('cannot be moved while they are offline', async () => {
    const { offlineChannelId: id } = facts
    for (const command of ['admit', 'lockdown', 'unlockdown', 'unlock', 'normal']) await cannot(id, command)
    const [shift_id] = facts.shiftIds
    expect(await tell(id, 'auto_unlock', { shift_id })).toMatchObject({
      status: 'offline',
      auto_unlock: { id: shift_id },
    })
    const asked = { person_id: facts.admittedPersonId }
    if (edition === 'classic') await cannot(id, 'admit_person', asked)
    else
      expect(await admission(id, 'admit_person', asked)).toMatchObject({
        status: 'offline',
        made: { status: 'offline' },
        event: { event_code: 52 },
      })
  })

  test('cannot be opened while they are locked down', async () => {
    const { lockedDownChannelId: id } = facts
    expect(await read(id)).toMatchObject({ status: 'online', ...flags(true, false, true) })
    for (const command of ['admit', 'unlock', 'normal']) await cannot(id, command)
  })
})
