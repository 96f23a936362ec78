import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { type Caller, callReference } from './client.ts'
import { refuses } from './refuses.ts'

let caller: Caller

beforeAll(async () => {
  caller = await callReference()
})

afterAll(() => caller.close())

const named = { first_name: 'Ada', last_name: 'Bell' }

const created = async (more: object = {}): Promise<{ readonly id: number }> => {
  const { status, json } = await caller.call('POST', 'people', { body: { ...named, ...more } })
  expect(status).toBe(201)
  return json as { id: number }
}

describe('reading', () => {
  test.each([
    'account',
    'people',
    'credentials',
    'people/3001/credentials',
    'credential_types',
    'groups',
    'roles',
    'sites',
    'channels',
    'events',
  ])('%s is served', async (path) => {
    const received = await caller.call('GET', path)
    expect(received.status).toBe(200)
    expect(received.headers['content-type']).toContain('application/json')
    if (path !== 'account') expect(Array.isArray(received.json)).toBe(true)
    expect((await caller.call('GET', `${path}.json`)).text).toBe(received.text)
    const head = await caller.call('HEAD', path)
    expect([head.status, head.text]).toEqual([200, ''])
  })

  test.each([
    ['people/3001', 'person/3001'],
    ['credentials/7001', 'credential/7001'],
    ['channels/713', 'channel/713'],
    ['events/900100', 'event/900100'],
  ])('%s is the same as %s', async (plural, singular) => {
    const received = await caller.call('GET', plural)
    expect(received.status).toBe(200)
    expect((await caller.call('GET', singular)).text).toBe(received.text)
    expect((await caller.call('GET', `${singular}.json`)).text).toBe(received.text)
  })

  test('the seed has what the facts promise', async () => {
    const ids = async (path: string): Promise<unknown[]> =>
      ((await caller.call('GET', path)).json as { id: unknown }[]).map(({ id }) => id)
    expect((await caller.call('GET', 'account')).json).toMatchObject({ id: facts.accountId })
    expect(await ids('groups')).toEqual(facts.groupIds)
    expect(await ids('roles')).toEqual(facts.roleIds)
    expect(await ids('sites')).toEqual(facts.siteIds)
    expect(await ids('channels')).toEqual(facts.channelIds)
    expect(await ids(`channels?site_id=${facts.siteIds[0]}`)).toEqual(facts.channelIds.slice(0, 2))
    expect((await caller.call('GET', `channels/${facts.offlineChannelId}`)).json).toMatchObject({ status: 'offline' })
    expect((await ids('events')).length).toBe(50)
    expect((await ids('events?n=20&page=3')).length).toBe(20)
  })
})

describe('people', () => {
  test('are read back as they were written', async () => {
    const written = {
      ...named,
      last_name: 'Ódor-漢字 😀 \ud800 e\u0301',
      email: 'Ada+x@Example.com',
      notes: ' first\r\n\tsecond "quoted" \\ \u0000 <b>&amp; ',
      barcode: '000123',
      custom_1: '',
      custom_2: null,
      custom_3: '1e3',
      telephone: '+442071234567',
      enabled: false,
      organisation_id: 0,
      valid_from: '2030-03-31T00:30:00+02:00',
      valid_to: '2030-04-01',
      pin: '0042',
      credentials_number: '00099',
    }
    const { id } = await created({ ...written, group_ids: [411, 410], role_ids: [521] })
    const { json } = await caller.call('GET', `people/${id}`)
    expect(json).toMatchObject({ id, ...written, groups: [411, 410], roles: [521], key_fob: null })
  })

  test('keep what an update does not name', async () => {
    const { id } = await created({ notes: 'kept', group_ids: [410], pin: '1234' })
    const { status } = await caller.call('PUT', `person/${id}`, { body: { department: 'Joinery', role_ids: [520] } })
    expect(status).toBe(200)
    const { json } = await caller.call('GET', `people/${id}`)
    expect(json).toMatchObject({
      ...named,
      notes: 'kept',
      groups: [410],
      roles: [520],
      pin: '1234',
      department: 'Joinery',
    })
    await caller.call('PUT', `people/${id}`, { body: { pin: null, notes: null } })
    expect((await caller.call('GET', `people/${id}`)).json).toMatchObject({ pin: null, notes: null })
    expect((await caller.call('GET', `people/${id}/credentials`)).json).toEqual([])
  })

  test('get a PIN of their own when stars are sent', async () => {
    const { id } = await created({ pin: '******' })
    const other = await created({ pin: '******' })
    const pins = await Promise.all(
      [id, other.id].map(async (each) => (await caller.call('GET', `people/${each}`)).json as { pin: string }),
    )
    expect(pins[0]?.pin).toMatch(/^\d{6}$/)
    expect(pins[0]?.pin).not.toBe(pins[1]?.pin)
  })

  test('leave nothing visible when they are deleted', async () => {
    const before = caller.reference.snapshot()
    const { id } = await created({ email: 'leaves@example.com', pin: '77' })
    expect(caller.reference.snapshot()).not.toEqual(before)
    expect((await caller.call('DELETE', `people/${id}`)).status).toBe(200)
    expect(caller.reference.snapshot()).toEqual(before)
    for (const [method, path] of [
      ['GET', `people/${id}`],
      ['GET', `person/${id}.json`],
      ['PUT', `people/${id}`],
      ['DELETE', `people/${id}`],
      ['GET', `people/${id}/credentials`],
      ['POST', `people/${id}/credentials`],
    ] as const)
      await refuses(caller, method, path, method === 'GET' || method === 'DELETE' ? {} : { body: named }, 410)
    await created({ email: 'leaves@example.com' })
  })

  test('are found by e-mail address, system_id and time', async () => {
    const { id } = await created({ email: 'found+me@example.com', system_id: 'F-1' })
    const found = async (query: string): Promise<unknown[]> =>
      ((await caller.call('GET', `people?${query}`)).json as { id: unknown }[]).map((each) => each.id)
    expect(await found('email=FOUND%2Bme@example.com')).toEqual([id])
    expect(await found('system_id=F-1')).toEqual([id])
    expect(await found('system_id=F-2')).toEqual([])
    expect(await found('since_utc=2026-01-05T07:33:00&since=2000-01-01&per_page=1')).toEqual([3003])
    expect(await found('since=2100-01-01T00:00:00%2B01:00')).toEqual([])
    await refuses(caller, 'GET', 'people?since=yesterday', {}, 400, 'since')
  })

  test('are listed in pages', async () => {
    for (let count = 0; count < 60; count += 1) await created()
    const whole = await caller.call('GET', 'people?skip_pagination=true')
    const ids = (whole.json as { id: number }[]).map(({ id }) => id)
    const first = await caller.call('GET', 'people')
    expect(first.json).toHaveLength(50)
    expect(first.headers).toMatchObject({ 'x-page': '1', 'x-per-page': '50', 'x-total-results': String(ids.length) })
    const paged: number[] = []
    for (let page = 1; page <= Math.ceil(ids.length / 7) + 1; page += 1) {
      paged.push(
        ...((await caller.call('GET', `people?page=${page}&per_page=7`)).json as { id: number }[]).map(({ id }) => id),
      )
    }
    expect(paged).toEqual(ids)
  })
})

describe('credentials', () => {
  test('are created flat, nested and wrapped', async () => {
    const { id } = await created()
    const flat = await caller.call('POST', 'credentials', {
      body: { person_id: id, credential_type_id: facts.cardTypeId, value: '00112' },
    })
    const nested = await caller.call('POST', `people/${id}/credentials`, {
      body: { credential_type_id: facts.keyfobTypeId, value: '0a' },
    })
    const wrapped = await caller.call('POST', `people/${id}/credentials`, {
      body: { person_credential: { credential_type_id: facts.mobileTypeId, value: null } },
    })
    expect([flat.status, nested.status, wrapped.status]).toEqual([201, 201, 201])
    expect((await caller.call('GET', `people/${id}/credentials`)).json).toEqual([flat.json, nested.json, wrapped.json])
    expect(flat.json).toMatchObject({
      person_id: id,
      credential_type_id: facts.cardTypeId,
      value: '00112',
      label: 'Card',
    })
    expect(wrapped.json).toMatchObject({ value: null, status: 'invited' })
    expect((await caller.call('GET', `people/${id}`)).json).toMatchObject({
      credentials_number: '00112',
      key_fob: '0a',
    })
    await refuses(
      caller,
      'POST',
      'credentials',
      { body: { person_id: id, credential_type_id: facts.cardTypeId, value: '1' } },
      402,
      'credential_type_id',
    )
  })

  test('are changed and deleted below their person', async () => {
    const { id } = await created({ credentials_number: '001' })
    const [card] = (await caller.call('GET', `people/${id}/credentials`)).json as { id: number }[]
    const path = `people/${id}/credentials/${card?.id}`
    for (const value of ['002', '003']) {
      const body = value === '002' ? { value } : { person_credential: { value } }
      expect((await caller.call('PUT', path, { body })).status).toBe(200)
      expect((await caller.call('GET', `credentials/${card?.id}`)).json).toMatchObject({ value })
    }
    await refuses(caller, 'GET', `people/3001/credentials/${card?.id}`, {}, 404)
    await refuses(caller, 'PUT', path, { body: {} }, 400, 'value')
    expect((await caller.call('DELETE', path)).status).toBe(200)
    for (const [method, gone] of [
      ['GET', path],
      ['GET', `credentials/${card?.id}`],
      ['DELETE', path],
    ] as const)
      await refuses(caller, method, gone, {}, 410)
    await refuses(caller, 'PUT', path, { body: { value: '1' } }, 410)
  })
})
