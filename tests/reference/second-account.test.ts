import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { type Caller, callReference } from './client.ts'

const { other } = facts

describe.each(['classic', 'current'] as const)('somebody else’s account in the %s edition', (edition) => {
  let caller: Caller
  const credential = edition === 'classic' ? other.credentialId : other.currentCredentialId

  beforeAll(async () => {
    caller = await callReference({ edition })
  })

  afterAll(() => caller.close())

  test('has an id, a person, a credential, a channel and an event of its own', async () => {
    const key = facts.keys.other
    const read = async (path: string): Promise<unknown> => (await caller.call('GET', path, { key })).json
    expect(await read('account')).toMatchObject({
      id: edition === 'classic' ? other.accountId : other.currentAccountId,
    })
    expect(await read('people')).toMatchObject([{ id: other.personId }])
    expect(await read(`people/${other.personId}/credentials/${credential}`)).toMatchObject({ id: credential })
    expect(await read('channels')).toMatchObject([{ id: other.channelId }])
    expect(await read(`events/${other.eventId}`)).toMatchObject({ person_id: other.personId })
    expect(await read('groups')).toMatchObject([{ id: other.groupId }])
  })

  test.each([
    ['GET', `people/${other.personId}`],
    ['PUT', `people/${other.personId}`],
    ['DELETE', `people/${other.personId}`],
    ['GET', `people/${other.personId}/credentials`],
    ['POST', `people/${other.personId}/credentials`],
    ['GET', `people/${other.personId}/credentials/${credential}`],
    ['GET', `people/3001/credentials/${credential}`],
    ['PUT', `people/3001/credentials/${credential}`],
    ['DELETE', `people/3001/credentials/${credential}`],
    ['GET', `channels/${other.channelId}`],
    ['GET', `events/${other.eventId}`],
  ])('is not there for others: %s %s', async (method, path) => {
    const before = caller.reference.snapshot()
    const body = method === 'POST' || method === 'PUT' ? { body: { first_name: 'Ada', value: '1' } } : {}
    for (const key of [facts.keys.full, facts.keys.restricted])
      expect((await caller.call(method, path, { ...body, key })).status).toBe(404)
    expect(caller.reference.snapshot()).toEqual(before)
    expect((await caller.call('GET', `people/${facts.hiddenPersonId}`, { key: facts.keys.other })).status).toBe(404)
  })

  test.each(['people', 'credentials', 'channels', 'events', 'groups', 'roles', 'sites', 'credential_types'])(
    'stands in no list of %s of others',
    async (path) => {
      const { json } = await caller.call('GET', `${path}?skip_pagination=1&n=1000`)
      const listed = (json as readonly { readonly id: number | string }[]).map(({ id }) => id)
      expect(listed.length).toBeGreaterThan(0)
      expect(listed.filter((id) => id === credential || Number(id) >= 90_000_000)).toEqual([])
    },
  )

  test('shares no name with this one: what is unique is so in one account', async () => {
    const { status } = await caller.call('POST', 'people', {
      body: { first_name: 'Odile', last_name: 'M', email: 'odile.marchbank@example.com', group_ids: [] },
    })
    expect(status).toBe(201)
    const foreign = { first_name: 'Odile', last_name: 'M', group_ids: [other.groupId] }
    expect((await caller.call('POST', 'people', { body: foreign })).status).toBe(edition === 'classic' ? 400 : 422)
  })
})
