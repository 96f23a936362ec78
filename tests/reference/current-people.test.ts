import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { type Caller, callReference } from './client.ts'
import { refusesNow } from './refuses.ts'

let caller: Caller

beforeAll(async () => {
  caller = await callReference({ edition: 'current' })
})

afterAll(() => caller.close())

interface Person {
  readonly id: number
  readonly [member: string]: unknown
}

const created = async (body: object): Promise<Person> => {
  const { status, json } = await caller.call('POST', 'people', { body })
  expect(status).toBe(201)
  return json as Person
}

const read = async (id: number): Promise<unknown> => (await caller.call('GET', `people/${id}`)).json

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

describe('the account', () => {
  test('has an opaque id and a zone as IANA names it', async () => {
    const { status, json } = await caller.call('GET', 'account')
    expect(status).toBe(200)
    expect(json).toMatchObject({ id: facts.currentAccountId, time_zone: facts.timeZone })
  })
})

describe('people', () => {
  test('need a first name and nothing else', async () => {
    const person = await created({ first_name: 'Ada' })
    expect(person).toMatchObject({
      first_name: 'Ada',
      last_name: '',
      enabled: true,
      groups: [],
      roles: [],
      email: null,
    })
    expect(person.created_at).toMatch(instant)
    expect(await read(person.id)).toEqual(person)
    await refusesNow(caller, 'POST', 'people', { body: { last_name: 'Bell' } }, 422, 'validation_failed', [
      'first_name',
    ])
    await refusesNow(caller, 'PUT', `people/${person.id}`, { body: { first_name: ' ' } }, 422, 'validation_failed', [
      'first_name',
    ])
  })

  test('are written flat or inside person', async () => {
    const person = await created({ person: { first_name: 'Ada', custom_1: '007' } })
    expect(await read(person.id)).toMatchObject({ first_name: 'Ada', custom_1: '007' })
    await refusesNow(caller, 'POST', 'people', { body: { person: 7 } }, 400, 'bad_request')
  })

  test('keep what an update does not name, and the groups it names are all there are', async () => {
    const { id } = await created({
      first_name: 'Ada',
      last_name: 'Bell',
      notes: 'kept',
      enabled: false,
      group_ids: [410, 411],
      role_ids: [520],
      pin: '004217',
    })
    const { status, json } = await caller.call('PUT', `people/${id}`, { body: { group_ids: [412] } })
    expect(status).toBe(201)
    expect(json).toMatchObject({ notes: 'kept', enabled: false, groups: [412], roles: [520], pin: '004217' })
    await caller.call('PUT', `people/${id}`, { body: { group_ids: [], notes: null, pin: '' } })
    expect(await read(id)).toMatchObject({ last_name: 'Bell', notes: null, groups: [], roles: [520], pin: null })
    expect((await caller.call('GET', `people/${id}/credentials`)).json).toEqual([])
  })

  test('show when their rights begin and end as instants in UTC', async () => {
    const { id } = await created({ first_name: 'Ada', valid_from: '2030-07-01', valid_to: '2030-07-31T12:00:00+02:00' })
    expect(await read(id)).toMatchObject({
      valid_from: '2030-06-30T23:00:00.000Z',
      valid_to: '2030-07-31T10:00:00.000Z',
    })
    const late = await created({ first_name: 'Ada', valid_to: '9999-12-31T23:59:59-10:00' })
    expect(late.valid_to).toBe('9999-12-31T23:59:59-10:00')
  })

  test('are refused with every field at fault and no other', async () => {
    const body = {
      first_name: '',
      last_name: 'Bell',
      email: 'WREN.Applegarth@example.com',
      valid_to: 'soon',
      group_ids: [410, 4],
      pin: '123',
      key_fob: '00104417',
      __proto__: null,
    }
    const fields = ['first_name', 'email', 'valid_to', 'group_ids', 'pin', 'key_fob']
    await refusesNow(caller, 'POST', 'people', { body }, 422, 'validation_failed', fields)
  })

  test('have e-mail addresses and values that nobody else has, on create and on update', async () => {
    const body = { first_name: 'Ada', email: 'ada@example.com', pin: '880011' }
    const { id } = await created(body)
    const other = await created({ first_name: 'Grace' })
    await refusesNow(caller, 'POST', 'people', { body }, 422, 'validation_failed', ['email', 'pin'])
    const taking = { email: 'ADA@example.com', credentials_number: '880011' }
    await refusesNow(caller, 'PUT', `people/${other.id}`, { body: taking }, 422, 'validation_failed', [
      'email',
      'credentials_number',
    ])
    expect((await caller.call('PUT', `people/${id}`, { body })).status).toBe(201)
    expect((await caller.call('DELETE', `people/${id}`)).status).toBe(200)
    expect((await caller.call('PUT', `people/${other.id}`, { body })).status).toBe(201)
  })

  test('get a PIN of their own when stars are sent', async () => {
    const [one, other] = [
      await created({ first_name: 'A', pin: '******' }),
      await created({ first_name: 'B', pin: '******' }),
    ]
    expect(one.pin).toMatch(/^\d{4,8}$/)
    expect(other.pin).not.toBe(one.pin)
  })

  test('are gone for good', async () => {
    const before = caller.reference.snapshot()
    const { id } = await created({ first_name: 'Ada', email: 'leaves@example.com', credentials_number: '00771' })
    const { status, json } = await caller.call('DELETE', `people/${id}`)
    expect([status, json]).toEqual([200, { result: 'ok' }])
    expect(caller.reference.snapshot()).toEqual(before)
    const body = { first_name: 'Ada' }
    for (const [method, path, sent] of [
      ['GET', `people/${id}`, {}],
      ['PUT', `people/${id}`, { body }],
      ['DELETE', `people/${id}`, {}],
      ['GET', `people/${id}/credentials`, {}],
      ['POST', `people/${id}/credentials`, { body }],
    ] as const)
      await refusesNow(caller, method, path, sent, 404, 'not_found')
  })
})

describe('refusals', () => {
  test.each([
    ['POST', 'people', { raw: '{' }, 400, 'bad_request'],
    ['POST', 'people', { body: ['a'] }, 400, 'bad_request'],
    ['PUT', 'people/3001', { raw: 'null' }, 400, 'bad_request'],
    ['GET', 'people', { key: null }, 401, 'unauthorized'],
    ['GET', 'people', { key: 'nobodys' }, 401, 'unauthorized'],
    ['GET', 'people', { key: facts.keys.expired }, 401, 'unauthorized'],
    ['GET', `people?api_key=${facts.keys.full}`, { key: null }, 401, 'unauthorized'],
    [
      'GET',
      'people',
      { key: null, headers: { authorization: `Basic ${Buffer.from(`${facts.keys.full}:X`).toString('base64')}` } },
      401,
      'unauthorized',
    ],
    ['GET', `people/${facts.hiddenPersonId}`, { key: facts.keys.restricted }, 403, 'forbidden'],
    ['PUT', `people/${facts.hiddenPersonId}`, { key: facts.keys.restricted, body: { notes: '' } }, 403, 'forbidden'],
    ['GET', 'people/4', {}, 404, 'not_found'],
    ['GET', 'person/3001', {}, 404, 'not_found'],
    ['GET', 'people/3001.json', {}, 404, 'not_found'],
    ['GET', 'people.json', {}, 404, 'not_found'],
    ['PUT', 'people/3001.json', { body: { notes: '' } }, 404, 'not_found'],
    ['GET', 'credentials/R1', {}, 404, 'not_found'],
    ['PATCH', 'people/3001', { body: {} }, 405, 'method_not_allowed'],
    ['POST', 'credentials', { body: {} }, 405, 'method_not_allowed'],
    ['DELETE', 'groups', {}, 405, 'method_not_allowed'],
    ['GET', 'people', { headers: { accept: 'text/xml' } }, 406, 'not_acceptable'],
  ] as const)('%s %s %o is refused with %i', async (method, path, sent, status, error) => {
    await refusesNow(caller, method, path, sent, status, error)
  })

  test('what a client accepts does not matter when it writes', async () => {
    const { status } = await caller.call('PUT', 'people/3003', { body: {}, headers: { accept: 'text/xml' } })
    expect(status).toBe(201)
  })
})
