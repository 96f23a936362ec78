import { expect, test } from 'vitest'
import { describeTarget, doorflow, json, open, startEndpoint } from './support.ts'

const clientId = 'app-7'
// Characters that a form and Base64 write in several ways.
const clientSecret = 'cs~/+?>secret&=7c1d9e5a2b8f'

const described = (url: string) =>
  describeTarget(url, {
    edition: 'current',
    allow: { ...describeTarget(url).allow, oauth: { clientId, clientSecret } },
  })

const form = (body: string, credentials: 'form' | 'header') =>
  ({
    operation: credentials === 'form' ? 'getAccessToken' : 'revokeToken',
    method: 'POST',
    path: credentials === 'form' ? '/oauth/token' : '/oauth/revoke',
    headers: [['content-type', 'application/x-www-form-urlencoded']],
    credentials: { kind: 'client', in: credentials },
    body,
  }) as const

/** Every way in which the secret is written on the wire. */
const spellings = (): readonly string[] => {
  const pair = Buffer.from(`${clientId}:${clientSecret}`)
  return [
    clientSecret,
    encodeURIComponent(clientSecret),
    new URLSearchParams({ x: clientSecret }).toString().slice(2),
    pair.toString('base64').slice(0, 24),
    pair.toString('base64url').slice(0, 24),
  ]
}

test('the client of the description travels in a form or in Basic, and stands in no recording', async () => {
  const { url, seen } = await startEndpoint(
    doorflow(({ headers, body }, response) =>
      // An endpoint that shows in every place what it was sent.
      json(response, 400, {
        error: body,
        type: headers.authorization,
        id: clientSecret,
        code: clientSecret,
        echo: { id: headers.authorization, [clientSecret]: body },
      }),
    ),
  )
  const session = await open(described(url))
  const before = seen.length
  await session.send(form('grant_type=refresh_token&refresh_token=nobody', 'form'))
  await session.send(form('token=nobody', 'header'))
  await session.send(form('', 'form'))
  const [token, revocation, nothing] = seen.slice(before)
  expect(Object.fromEntries(new URLSearchParams(token?.body))).toEqual({
    grant_type: 'refresh_token',
    refresh_token: 'nobody',
    client_id: clientId,
    client_secret: clientSecret,
  })
  expect(token?.headers.authorization).toBeUndefined()
  expect(revocation?.body).toBe('token=nobody')
  const [scheme, pair = ''] = (revocation?.headers.authorization ?? '').split(' ')
  expect([scheme, Buffer.from(pair, 'base64url').toString()]).toEqual(['Basic', `${clientId}:${clientSecret}`])
  expect(pair).toMatch(/^[\w-]+=*$/)
  expect(new URLSearchParams(nothing?.body).get('client_secret')).toBe(clientSecret)

  const recorded = JSON.stringify(session.recorder.exchanges).toLowerCase()
  expect(recorded).toContain('grant_type=refresh_token')
  for (const spelling of spellings()) expect(recorded).not.toContain(spelling.toLowerCase())
  // It is the owner's own client: it does not count towards a lock-out.
  expect(session.wrongKeys).toBe(0)
})

test('nothing is sent for a client that the description does not have', async () => {
  const { url } = await startEndpoint(doorflow((_, response) => json(response, 200, {})))
  const session = await open(describeTarget(url, { edition: 'current' }))
  await expect(session.send(form('token=nobody', 'header'))).rejects.toThrow('no OAuth client with a secret')
})
