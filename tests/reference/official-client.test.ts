import { createRequire } from 'node:module'
import type * as Official from 'doorflow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { type RunningReference, startReference } from '../../reference/server.ts'

// Its ES modules do not say that they are some, so that Node can only load the others.
const { DoorFlow, ResponseError } = createRequire(import.meta.url)('doorflow') as typeof Official

const { oauth } = facts

/** Keeps tokens in memory. */
const storage = (): Official.ITokenStorage => {
  let kept: Official.StoredTokens | null = null
  return {
    load: async () => kept,
    save: async (tokens) => {
      kept = tokens
    },
    clear: async () => {
      kept = null
    },
  }
}

let reference: RunningReference
let doorflow: Official.DoorFlow

const connect = async (scopes: readonly string[]): Promise<Official.DoorFlow> => {
  const client = new DoorFlow({
    clientId: oauth.clientId,
    clientSecret: oauth.clientSecret,
    redirectUri: oauth.redirectUri,
    storage: storage(),
    scopes: [...scopes],
    basePath: reference.url,
  })
  const { url, state } = await client.getAuthorizationUrl({ usePKCE: true })
  const sent = await fetch(url, { redirect: 'manual' })
  expect(sent.status).toBe(302)
  const back = new URL(sent.headers.get('location') ?? '')
  expect(`${back.origin}${back.pathname}`).toBe(oauth.redirectUri)
  expect(back.searchParams.get('state')).toBe(state)
  await client.handleCallback(back.searchParams.get('code') ?? '', state)
  return client
}

beforeAll(async () => {
  reference = await startReference({ edition: 'current' })
  doorflow = await connect(['account.person', 'account.channel.readonly', 'account.event.access.readonly'])
})

afterAll(() => reference.close())

/** The status and the body with which a call was refused. */
const refusal = async (call: Promise<unknown>): Promise<readonly [number, unknown]> => {
  const reason: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(reason).toBeInstanceOf(ResponseError)
  const { response } = reason as Official.ResponseError
  return [response.status, await response.json()]
}

describe('the official client', () => {
  test('creates, reads, changes and deletes a person', async () => {
    const made = await doorflow.people.createPerson({
      personInput: {
        firstName: 'Ada',
        lastName: 'Bell',
        email: 'ada.bell@example.com',
        validTo: new Date('2035-02-08T00:00:00Z'),
        groupIds: [410],
        custom1: '007',
      },
    })
    expect(made).toMatchObject({ firstName: 'Ada', lastName: 'Bell', enabled: true, groups: [410], custom1: '007' })
    expect(made.validTo).toEqual(new Date('2035-02-08T00:00:00Z'))
    expect(made.createdAt).toBeInstanceOf(Date)
    const { id } = made
    const changed = await doorflow.people.updatePerson({ id, personInput: { enabled: false, groupIds: [] } })
    expect(changed).toMatchObject({ id, firstName: 'Ada', email: 'ada.bell@example.com', enabled: false, groups: [] })
    expect(await doorflow.people.getPerson({ id })).toEqual(changed)
    expect((await doorflow.people.listPeople({ email: 'ADA.bell' })).map((person) => person.id)).toEqual([id])
    expect(await doorflow.people.deletePerson({ id })).toEqual({ result: 'ok' })
    expect(await refusal(doorflow.people.getPerson({ id }))).toMatchObject([404, { error: 'not_found' }])
  })

  test('creates, reads, changes and deletes a credential', async () => {
    const { id: personId } = await doorflow.people.createPerson({ personInput: { firstName: 'Ada' } })
    const types = await doorflow.credentialTypes.listCredentialTypes()
    const { id: credentialTypeId = 0 } = types.find(({ slug }) => slug === 'credentials_number') ?? {}
    const made = await doorflow.credentials.createCredential({
      personId,
      credentialInput: { personCredential: { credentialTypeId, value: '00445566' } },
    })
    expect(made).toMatchObject({ personId, credentialTypeId, value: '00445566' })
    const again = doorflow.credentials.createCredential({
      personId,
      credentialInput: { personCredential: { credentialTypeId, value: '00445567' } },
    })
    expect(await refusal(again)).toMatchObject([409, { id: made.id, value: '00445566' }])
    const { id } = made
    const changed = await doorflow.credentials.updateCredential({
      personId,
      id,
      credentialUpdateInput: { personCredential: { value: '00445568' } },
    })
    expect(await doorflow.credentials.getCredential({ personId, id })).toEqual(changed)
    expect(await doorflow.credentials.listPersonCredentials({ personId })).toEqual([changed])
    expect(await doorflow.credentials.deleteCredential({ personId, id })).toMatch(/./)
    expect(await doorflow.credentials.listPersonCredentials({ personId })).toEqual([])
  })

  test('goes through pages', async () => {
    for (let count = 0; count < 30; count += 1)
      await doorflow.people.createPerson({ personInput: { firstName: `P${count}` } })
    const all = await doorflow.people.listPeople({ skipPagination: true })
    const paged: number[] = []
    for (let page = 1; page === 1 || paged.length % 10 === 0; page += 1) {
      const raw = await doorflow.people.listPeopleRaw({ page, perPage: 10 })
      expect(raw.raw.headers.get('total')).toBe(String(all.length))
      expect(raw.raw.headers.get('per-page')).toBe('10')
      const people = await raw.value()
      paged.push(...people.map(({ id }) => id))
      if (people.length === 0) break
    }
    expect(paged).toEqual(all.map(({ id }) => id))
  })

  test('lists what can only be read', async () => {
    expect(await doorflow.accounts.getAccount()).toMatchObject({ id: facts.currentAccountId })
    expect((await doorflow.groups.listGroups()).map(({ id }) => id)).toEqual(facts.groupIds)
    expect((await doorflow.roles.listRoles()).map(({ id }) => id)).toEqual(facts.roleIds)
    expect((await doorflow.sites.listSites()).map(({ id }) => id)).toEqual(facts.siteIds)
    const channels = await doorflow.channels.listChannels()
    expect(channels.map(({ id }) => id)).toEqual(facts.channelIds)
    expect(channels.map(({ sync }) => sync.status)).toEqual(facts.channelIds.map(() => 'ok'))
    const events = await doorflow.events.listEvents({ n: 5, sort: 'ASC', eventCodes: [10, 11] })
    expect(events).toHaveLength(5)
    const [{ id, eventCode } = { id: 0, eventCode: 0 }] = events
    expect([10, 11]).toContain(eventCode)
    expect(await doorflow.events.getEvent({ id })).toEqual(events[0])
  })

  test('is told what is wrong', async () => {
    const invalid = doorflow.people.createPerson({
      personInput: { firstName: '', email: 'wren.applegarth@example.com' },
    })
    expect(await refusal(invalid)).toMatchObject([
      422,
      { error: 'validation_failed', errors: { first_name: [expect.any(String)], email: [expect.any(String)] } },
    ])
    expect(await refusal(doorflow.events.listEvents({ eventCodes: [999] }))).toMatchObject([
      400,
      { error: 'bad_request', error_description: expect.stringContaining('999') },
    ])
    expect(await refusal(doorflow.people.getPerson({ id: facts.other.personId }))).toMatchObject([404, {}])
  })

  test('gets new tokens for old ones, and loses them when it disconnects', async () => {
    const kept = storage()
    const options = { ...oauth, storage: kept, basePath: reference.url }
    const client = new DoorFlow(options)
    await kept.save({ accessToken: 'outlived', refreshToken: oauth.refreshToken, expiresAt: 0 })
    expect(await client.accounts.getAccount()).toMatchObject({ id: facts.currentAccountId })
    const renewed = await kept.load()
    expect(renewed?.refreshToken).not.toBe(oauth.refreshToken)
    await client.disconnect()
    expect(await kept.load()).toBeNull()
    const { status } = await fetch(`${reference.url}/api/3/account`, {
      headers: { authorization: `Bearer ${renewed?.accessToken}` },
    })
    expect(status).toBe(401)
    await kept.save({ accessToken: 'outlived', refreshToken: oauth.refreshToken, expiresAt: 0 })
    await expect(client.accounts.getAccount()).rejects.toThrow('Token refresh failed')
  })
})
