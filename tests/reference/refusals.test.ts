import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Caller, callReference } from './client.ts'
import { refuses } from './refuses.ts'

let caller: Caller

beforeAll(async () => {
  caller = await callReference()
})

afterAll(() => caller.close())

const named = { first_name: 'Ada', last_name: 'Bell' }

describe('refusals', () => {
  test.each([
    [{ last_name: 'B' }, 'first_name'],
    [{ first_name: 'A' }, 'last_name'],
    [{ ...named, first_name: null }, 'first_name'],
    [{ ...named, last_name: '' }, 'last_name'],
    [{ ...named, last_name: ' \u00a0\t' }, 'last_name'],
    [{ ...named, first_name: ['A'] }, 'first_name'],
    [{ ...named, email: 'a@' }, 'email'],
    [{ ...named, email: 7 }, 'email'],
    [{ ...named, notes: {} }, 'notes'],
    [{ ...named, enabled: 'banana' }, 'enabled'],
    [{ ...named, enabled: null }, 'enabled'],
    [{ ...named, organisation_id: 'many' }, 'organisation_id'],
    [{ ...named, organisation_id: 1.5 }, 'organisation_id'],
    [{ ...named, valid_from: '2030-02-30' }, 'valid_from'],
    [{ ...named, valid_to: 20300101 }, 'valid_to'],
    [{ ...named, group_ids: 410 }, 'group_ids'],
    [{ ...named, group_ids: [[410]] }, 'group_ids'],
    [{ ...named, role_ids: [4] }, 'role_ids'],
    [{ ...named, pin: [] }, 'pin'],
    [{ ...named, pin: '  ' }, 'pin'],
  ])('%j is not created', (body, param) => refuses(caller, 'POST', 'people', { body }, 400, param))

  test.each([
    [{ first_name: '' }, 400, 'first_name'],
    [{ notes: 'changed', last_name: null }, 400, 'last_name'],
    [{ notes: 'changed', valid_to: 'never' }, 400, 'valid_to'],
    [{ notes: 'changed', email: 'WREN.applegarth@example.com' }, 402, 'email'],
  ])('%j is not stored', (body, status, param) => refuses(caller, 'PUT', 'people/3002', { body }, status, param))

  test.each([
    [{ credential_type_id: 81, value: '1' }, 'person_id'],
    [{ person_id: 3003, value: '1' }, 'credential_type_id'],
    [{ person_id: 3003, credential_type_id: 81 }, 'value'],
    [{ person_id: 3003, credential_type_id: 81, value: null }, 'value'],
    [{ person_id: 3003, credential_type_id: 81, value: '' }, 'value'],
    [{ person_id: 3003, credential_type_id: 81, value: [] }, 'value'],
    [{ person_id: 'x', credential_type_id: 81, value: '1' }, 'person_id'],
    [{ person_id: 99, credential_type_id: 81, value: '1' }, 'person_id'],
    [{ person_id: 3003, credential_type_id: 9, value: '1' }, 'credential_type_id'],
    [{ person_id: 3003, credential_type_id: 84, value: 'x' }, 'value'],
  ])('the credential %j is not created', (body, param) => refuses(caller, 'POST', 'credentials', { body }, 400, param))

  test.each(['', '{', '[]', 'null', '7', '"a"', '{"first_name":"A","last_name":"B"', "{'first_name':'A'}"])(
    'the body %j is refused',
    async (raw) => {
      await refuses(caller, 'POST', 'people', { raw }, 400)
      await refuses(caller, 'PUT', 'people/3001', { raw }, 400)
      await refuses(caller, 'POST', 'people/3003/credentials', { raw }, 400)
    },
  )

  test('an e-mail address in use is refused', async () => {
    await refuses(caller, 'POST', 'people', { body: { ...named, email: 'wren.applegarth@example.com' } }, 402, 'email')
  })

  test.each([
    ['GET', 'people/99'],
    ['PUT', 'people/99'],
    ['DELETE', 'people/99'],
    ['GET', 'people/03001'],
    ['GET', 'people/3001x'],
    ['GET', 'people/99/credentials'],
    ['POST', 'people/99/credentials'],
    ['GET', 'people/3001/credentials/99'],
    ['GET', 'credentials/99'],
    ['GET', 'channels/99'],
    ['GET', 'events/99'],
    ['GET', 'nothing'],
    ['GET', 'groups/410'],
    ['POST', 'shifts'],
    ['GET', '/api/4/people'],
  ])('%s %s is not found', (method, path) =>
    refuses(caller, method, path, method === 'GET' || method === 'DELETE' ? {} : { body: named }, 404),
  )

  test.each([
    ['PATCH', 'people/3001', 'GET, PUT, DELETE'],
    ['PATCH', 'people', 'GET, POST'],
    ['POST', 'person/3001', 'GET, PUT, DELETE'],
    ['DELETE', 'people', 'GET, POST'],
    ['DELETE', 'credentials/7001', 'GET'],
    ['POST', 'account', 'GET'],
    ['PUT', 'groups', 'GET'],
    ['DELETE', 'channels/710', 'GET'],
    ['POST', 'events', 'GET'],
    ['PROPFIND', 'people', 'GET, POST'],
    ['TRACE', 'people', 'GET, POST'],
  ])('%s %s is not supported', async (method, path, allow) => {
    await refuses(caller, method, path, {}, 405)
    expect((await caller.call(method, path)).headers.allow).toMatch(new RegExp(`^${allow}`))
  })

  test.each(['people', 'people/3001', 'account', 'events', 'people/3001/credentials'])(
    '%s is JSON or nothing',
    async (path) => {
      await refuses(caller, 'GET', path, { headers: { accept: 'text/html' } }, 406)
      for (const suffix of ['xml', 'csv', 'HTML']) await refuses(caller, 'GET', `${path}.${suffix}`, {}, 406)
    },
  )

  test('writes look at what the client accepts before they do anything', async () => {
    await refuses(caller, 'POST', 'people', { body: named, headers: { accept: 'application/xml' } }, 406)
    await refuses(caller, 'DELETE', 'people/3002', { headers: { accept: 'application/json;q=0' } }, 406)
  })
})
