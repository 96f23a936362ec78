import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { type Caller, callReference, type Received } from './client.ts'

const { oauth, keys } = facts

let caller: Caller

beforeAll(async () => {
  caller = await callReference({ edition: 'current' })
})

afterAll(() => caller.close())

type Form = Readonly<Record<string, string>>

const post = (path: string, form: Form, authorization: string | null = null): Promise<Received> =>
  caller.call('POST', path, {
    raw: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization },
    key: null,
  })

const client = { client_id: oauth.clientId, client_secret: oauth.clientSecret }

const refreshing = (refresh_token: string): Form => ({ grant_type: 'refresh_token', ...client, refresh_token })

const basic = (id: string, secret: string): string => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`

const works = async (token: string): Promise<boolean> =>
  (await caller.call('GET', 'account', { key: token })).status === 200

describe('tokens', () => {
  test('are given for a refresh token, which is good once', async () => {
    const { status, json } = await post('/oauth/token', refreshing(oauth.refreshToken))
    expect([status, json]).toMatchObject([200, { token_type: 'Bearer', expires_in: 3600 }])
    const tokens = json as { access_token: string; refresh_token: string; created_at: number; scope: string }
    expect(Math.abs(tokens.created_at - Date.now() / 1000)).toBeLessThan(60)
    expect(await works(tokens.access_token)).toBe(true)
    const again = await post('/oauth/token', refreshing(oauth.refreshToken))
    expect([again.status, again.json]).toMatchObject([400, { error: 'invalid_grant' }])
    expect((await post('/oauth/token', refreshing(tokens.refresh_token))).status).toBe(200)
    const info = await caller.call('GET', '/oauth/token/info', { key: tokens.access_token })
    expect([info.status, info.json]).toMatchObject([
      200,
      { account_id: facts.currentAccountId, scope: tokens.scope.split(' '), application: { uid: oauth.clientId } },
    ])
    expect((info.json as { expires_in: number }).expires_in).toBeGreaterThan(3500)
  })

  test.each([
    [{}, 400, 'invalid_request'],
    [{ ...client }, 400, 'invalid_request'],
    [{ grant_type: 'password', ...client }, 400, 'unsupported_grant_type'],
    [{ grant_type: 'refresh_token', refresh_token: 'x' }, 400, 'invalid_request'],
    [{ grant_type: 'refresh_token', ...client }, 400, 'invalid_request'],
    [{ ...refreshing('x'), client_id: 'nobody' }, 401, 'invalid_client'],
    [{ ...refreshing('x'), client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ grant_type: 'refresh_token', client_id: oauth.clientId, refresh_token: 'x' }, 401, 'invalid_client'],
    [refreshing('x'), 400, 'invalid_grant'],
    [{ grant_type: 'authorization_code', ...client, code: 'x' }, 400, 'invalid_request'],
    [{ grant_type: 'authorization_code', ...client, code: 'x', redirect_uri: oauth.redirectUri }, 400, 'invalid_grant'],
  ] as const)('are not given for %o', async (form, status, error) => {
    const received = await post('/oauth/token', form)
    expect([received.status, received.json]).toMatchObject([status, { error, error_description: expect.any(String) }])
  })

  test('are not given for JSON', async () => {
    const { status, json } = await caller.call('POST', '/oauth/token', { body: refreshing('x'), key: null })
    expect([status, json]).toMatchObject([400, { error: 'invalid_request' }])
  })

  test('are not given for more than was asked at first', async () => {
    const authorize = new URLSearchParams({
      response_type: 'code',
      client_id: oauth.clientId,
      redirect_uri: oauth.redirectUri,
      scope: 'account.person.readonly',
    })
    const { headers } = await caller.call('GET', `/oauth/authorize?${authorize}`, { key: null })
    const code = new URL(String(headers.location)).searchParams.get('code') ?? ''
    const exchange = { grant_type: 'authorization_code', ...client, code, redirect_uri: oauth.redirectUri }
    const { json } = await post('/oauth/token', exchange)
    expect(json).toMatchObject({ scope: 'account.person.readonly' })
    expect((await post('/oauth/token', exchange)).json).toMatchObject({ error: 'invalid_grant' })
    const { refresh_token: refreshToken } = json as { refresh_token: string }
    const more = await post('/oauth/token', { ...refreshing(refreshToken), scope: 'account.sync' })
    expect([more.status, more.json]).toMatchObject([400, { error: 'invalid_scope' }])
  })

  test.each([
    [599, 200],
    [601, 400],
  ])('are given for a code for ten minutes: after %d seconds %d', async (seconds, status) => {
    const authorize = new URLSearchParams({
      response_type: 'code',
      client_id: oauth.clientId,
      redirect_uri: oauth.redirectUri,
      scope: 'account.person',
      state: 'a b&c=d',
    })
    const sentOn = await caller.call('GET', `/oauth/authorize?${authorize}`, { key: null })
    const location = new URL(String(sentOn.headers.location))
    expect([sentOn.status, `${location.origin}${location.pathname}`]).toEqual([302, oauth.redirectUri])
    expect(location.searchParams.get('state')).toBe('a b&c=d')
    const code = location.searchParams.get('code') ?? ''
    const now = Date.now()
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now + seconds * 1000)
    try {
      const exchange = { grant_type: 'authorization_code', ...client, code, redirect_uri: oauth.redirectUri }
      expect((await post('/oauth/token', exchange)).status).toBe(status)
    } finally {
      clock.mockRestore()
    }
  })

  test('that are not good are refused by what is told about them', async () => {
    for (const key of ['nobodys', null, keys.expired]) {
      const { status, json } = await caller.call('GET', '/oauth/token/info', { key })
      expect([status, json]).toMatchObject([401, { error: 'invalid_token' }])
    }
  })

  test('are revoked by their own application alone', async () => {
    const own = basic(oauth.clientId, oauth.clientSecret)
    for (const authorization of [null, own.slice(0, -6), basic('nobody', 'x'), `Bearer ${keys.full}`]) {
      const { status, json } = await post('/oauth/revoke', { token: 'unknown' }, authorization)
      expect([status, json]).toMatchObject([403, { error: 'unauthorized_client' }])
    }
    const unknown = await post('/oauth/revoke', { token: 'unknown', token_type_hint: 'nonsense' }, own)
    expect([unknown.status, unknown.json]).toEqual([200, {}])
    const foreign = basic(oauth.otherClientId, oauth.otherClientSecret)
    expect((await post('/oauth/revoke', { token: keys.full }, foreign)).status).toBe(403)
    expect(await works(keys.full)).toBe(true)
    expect((await post('/oauth/revoke', { token: keys.restricted }, own)).status).toBe(200)
    expect(await works(keys.restricted)).toBe(false)
  })

  test('are asked for on a page that says what is wrong', async () => {
    for (const change of [
      { client_id: 'x' },
      { redirect_uri: 'https://evil.example' },
      { response_type: 'token' },
      { scope: '' },
    ]) {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: oauth.clientId,
        redirect_uri: oauth.redirectUri,
        scope: 'account.person',
        ...change,
      })
      const { status, headers } = await caller.call('GET', `/oauth/authorize?${query}`, { key: null })
      expect([status, headers.location]).toEqual([400, undefined])
      expect(headers['content-type']).toContain('text/html')
    }
  })

  test('are nowhere in the classic edition', async () => {
    const classic = await callReference()
    try {
      expect((await classic.call('GET', '/oauth/token/info')).status).toBe(404)
    } finally {
      await classic.close()
    }
  })
})
