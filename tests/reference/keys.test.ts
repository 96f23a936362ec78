import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { type Caller, callReference, type Sent } from './client.ts'
import { refuses } from './refuses.ts'

let caller: Caller

beforeAll(async () => {
  caller = await callReference()
})

afterAll(() => caller.close())

const named = { first_name: 'Ada', last_name: 'Bell' }

describe('keys', () => {
  const authorization = (text: string): Sent => ({ key: null, headers: { authorization: text } })
  const basic = (text: string): Sent => authorization(`Basic ${Buffer.from(text).toString('base64')}`)
  const { full, restricted, expired } = facts.keys

  test.each([
    ['Bearer', authorization(`Bearer ${full}`), 'account'],
    ['bearer', authorization(`bearer   ${full}`), 'account'],
    ['Basic', basic(`${full}:X`), 'account'],
    ['Basic without a password', basic(`${full}:`), 'account'],
    ['the query', { key: null }, `account?api_key=${full}`],
    ['the restricted key', { key: restricted }, 'account'],
  ])('%s is accepted', async (_, sent, path) => {
    expect((await caller.call('GET', path, sent)).status).toBe(200)
  })

  test.each<readonly [string, Sent, string]>([
    ['no key', { key: null }, 'account'],
    ['an empty header', authorization(''), 'account'],
    ['an empty key', authorization('Bearer '), 'account'],
    ['an empty user name', basic(':X'), 'account'],
    ['an empty parameter', { key: null }, 'account?api_key='],
    ['two parameters', { key: null }, `account?api_key=${full}&api_key=${full}`],
    ['an unknown key', { key: 'nobodys' }, 'account'],
    ['the expired key', { key: expired }, 'account'],
    ['a shorter key', { key: full.slice(0, -1) }, 'account'],
    ['a longer key', { key: `${full}0` }, 'account'],
    ['a key in capitals', { key: full.toUpperCase() }, 'account'],
    ['a bare key', authorization(full), 'account'],
    ['an unknown scheme', authorization(`Token ${full}`), 'account'],
    ['more than one key', authorization(`Bearer ${full} ${full}`), 'account'],
    ['no colon', basic(full), 'account'],
    ['no Base64', authorization('Basic !!!'), 'account'],
    ['a broken header beside a good parameter', authorization('Bearer nobodys'), `account?api_key=${full}`],
    ['no key anywhere', { key: null }, 'nothing'],
  ])('%s is refused', (_, sent, path) => refuses(caller, 'GET', path, sent, 401))

  test('writes need one too', async () => {
    await refuses(caller, 'POST', 'people', { key: 'nobodys', body: named }, 401)
    await refuses(caller, 'PUT', 'people/3001', { key: 'nobodys', body: named }, 401)
    await refuses(caller, 'DELETE', 'people/3001', { key: null }, 401)
  })

  test('the restricted key does not get to what only administrators may see', async () => {
    const path = `people/${facts.hiddenPersonId}`
    await refuses(caller, 'GET', path, { key: restricted }, 403)
    await refuses(caller, 'PUT', path, { key: restricted, body: { notes: 'x' } }, 403)
    await refuses(caller, 'DELETE', path, { key: restricted }, 403)
    await refuses(caller, 'GET', `${path}/credentials`, { key: restricted }, 403)
    const body = { person_id: facts.hiddenPersonId, credential_type_id: facts.pinTypeId, value: '1' }
    await refuses(caller, 'POST', 'credentials', { key: restricted, body }, 403)
    expect((await caller.call('GET', path)).status).toBe(200)
    const listed = await caller.call('GET', 'people?skip_pagination=1', { key: restricted })
    expect((listed.json as { id: number }[]).map(({ id }) => id)).not.toContain(facts.hiddenPersonId)
    const credentials = await caller.call('GET', 'credentials', { key: restricted })
    expect((credentials.json as { person_id: number }[]).map((each) => each.person_id)).not.toContain(
      facts.hiddenPersonId,
    )
  })
})
