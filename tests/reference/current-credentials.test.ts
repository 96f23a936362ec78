import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { type Caller, callReference } from './client.ts'
import { refusesNow } from './refuses.ts'

let caller: Caller
let person: number

beforeAll(async () => {
  caller = await callReference({ edition: 'current' })
})

afterAll(() => caller.close())

const newPerson = async (): Promise<number> =>
  ((await caller.call('POST', 'people', { body: { first_name: 'Ada' } })).json as { id: number }).id

const wrapped = (credential_type_id: number, value: unknown): object => ({
  person_credential: { credential_type_id, value },
})

describe('credentials', () => {
  test('are created, read, changed and deleted below their person', async () => {
    person = await newPerson()
    const path = `people/${person}/credentials`
    const made = await caller.call('POST', path, { body: wrapped(facts.cardTypeId, '00112233') })
    const { id } = made.json as { id: string }
    expect(made.status).toBe(201)
    expect(made.json).toEqual({
      id: expect.stringMatching(/^[A-Za-z0-9]+$/),
      person_id: person,
      credential_type_id: facts.cardTypeId,
      label: 'Card',
      value: '00112233',
      status: 'active',
    })
    expect((await caller.call('GET', `${path}/${id}`)).json).toEqual(made.json)
    expect((await caller.call('GET', path)).json).toEqual([made.json])
    expect((await caller.call('GET', 'credentials')).json).toContainEqual(made.json)
    expect((await caller.call('GET', `people/${person}`)).json).toMatchObject({ credentials_number: '00112233' })
    const changed = await caller.call('PUT', `${path}/${id}`, { body: { person_credential: { value: '0042' } } })
    expect([changed.status, changed.json]).toMatchObject([201, { id, value: '0042' }])
    await refusesNow(caller, 'GET', `people/3001/credentials/${id}`, {}, 404, 'not_found')
    const deleted = await caller.call('DELETE', `${path}/${id}`)
    expect([deleted.status, deleted.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8'])
    expect(deleted.text).not.toBe('')
    await refusesNow(caller, 'GET', `${path}/${id}`, {}, 404, 'not_found')
    await refusesNow(caller, 'DELETE', `${path}/${id}`, {}, 404, 'not_found')
  })

  test('of which somebody has one of a type are answered with it', async () => {
    const path = `people/${await newPerson()}/credentials`
    const first = await caller.call('POST', path, { body: { credential_type_id: facts.pinTypeId, value: '******' } })
    expect(first.json).toMatchObject({ value: expect.stringMatching(/^\d{4,8}$/) })
    const before = caller.reference.snapshot()
    const second = await caller.call('POST', path, { body: wrapped(facts.pinTypeId, '53219') })
    expect([second.status, second.json]).toEqual([409, first.json])
    expect(caller.reference.snapshot()).toEqual(before)
  })

  test('have values that nobody else has', async () => {
    const path = `people/${await newPerson()}/credentials`
    const body = wrapped(facts.cardTypeId, '00104417')
    await refusesNow(caller, 'POST', path, { body }, 422, 'validation_failed', ['value'])
    const { json } = await caller.call('POST', path, { body: wrapped(facts.cardTypeId, '00104499') })
    const one = `${path}/${(json as { id: string }).id}`
    await refusesNow(caller, 'PUT', one, { body: { value: '00104417' } }, 422, 'validation_failed', ['value'])
    expect((await caller.call('PUT', one, { body: { value: '00104499' } })).status).toBe(201)
    expect((await caller.call('PUT', 'people/3001', { body: { credentials_number: '00104418' } })).status).toBe(201)
    expect((await caller.call('PUT', one, { body: { value: '00104417' } })).status).toBe(201)
  })

  test.each(['123', '123456789', '12a4', ' 1234', '1234 '])('are no PIN with the value %j', async (value) => {
    const path = `people/${await newPerson()}/credentials`
    await refusesNow(caller, 'POST', path, { body: wrapped(facts.pinTypeId, value) }, 422, 'validation_failed', [
      'value',
    ])
  })

  test.each([
    [{ credential_type_id: 4, value: '1' }, ['credential_type_id']],
    [{ value: '1' }, ['credential_type_id']],
    [{ credential_type_id: facts.cardTypeId }, ['value']],
    [{ credential_type_id: 'x', value: [] }, ['credential_type_id', 'value']],
    [{ credential_type_id: facts.other.credentialTypeId, value: '1' }, ['credential_type_id']],
  ])('are refused as %j', async (body, fields) => {
    const path = `people/${await newPerson()}/credentials`
    await refusesNow(caller, 'POST', path, { body }, 422, 'validation_failed', fields)
  })

  test('are refused where the licence is used up, in one sentence', async () => {
    const path = `people/${await newPerson()}/credentials`
    const body = { credential_type_id: facts.exhaustedTypeId }
    const { status, json } = await caller.call('POST', path, { body })
    expect([status, json]).toMatchObject([422, { errors: { limit_reached: expect.stringMatching(/./) } }])
    expect((await caller.call('GET', path)).json).toEqual([])
  })

  test('that are mobile are taken back later', async () => {
    const path = `people/${await newPerson()}/credentials`
    const { status, json } = await caller.call('POST', path, { body: wrapped(facts.mobileTypeId, null) })
    expect([status, json]).toMatchObject([201, { value: null, status: 'invited' }])
    const deleted = await caller.call('DELETE', `${path}/${(json as { id: string }).id}`)
    expect([deleted.status, deleted.headers['content-type']]).toEqual([202, 'text/plain; charset=utf-8'])
  })
})
