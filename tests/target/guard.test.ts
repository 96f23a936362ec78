import { describe, expect, test } from 'vitest'
import { editions } from '../../contract/index.ts'
import type { WireRequest } from '../../target/client.ts'
import { nothingAllowed } from '../../target/description-world.ts'
import { GuardError, type GuardReason } from '../../target/errors.ts'
import { check, type GuardFacts, wrongKeyLimit } from '../../target/guard.ts'
import { get, send } from './support.ts'

const ledger: GuardFacts['ledger'] = {
  owns: (resource, id) => (resource === 'people' ? ['4711', 'A1b2'] : ['R1s']).includes(String(id)),
  absent: (resource, id) => resource === 'people' && String(id) === '777',
}

const facts = (kind: GuardFacts['kind'], more: Partial<GuardFacts> = {}): GuardFacts => ({
  kind,
  edition: 'classic',
  accountVerified: true,
  ledger,
  allow: nothingAllowed,
  wrongKeys: 0,
  ...more,
})

/** Why a request is refused; undefined if it may be sent. */
const refusal = (request: WireRequest, of: GuardFacts): GuardReason | undefined => {
  try {
    check(request, of)
    return undefined
  } catch (error) {
    if (error instanceof GuardError) return error.reason
    throw error
  }
}

const everywhere = ['embedded', 'dedicated', 'shared'] as const

describe('before the account is verified', () => {
  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'BREW'])('%s waits, except on the embedded endpoint', (method) => {
    const unverified = { accountVerified: false }
    expect(refusal(send(method, '/api/3/people', {}), facts('dedicated', unverified))).toBe('unverified')
    expect(refusal(send(method, '/api/3/people', {}), facts('shared', unverified))).toBe('unverified')
    expect(refusal(send(method, '/api/3/people', {}), facts('embedded', unverified))).toBeUndefined()
  })
  test.each(['GET', 'HEAD', 'OPTIONS', 'TRACE'])('%s does not', (method) => {
    for (const kind of everywhere)
      expect(refusal({ ...get('/api/3/people/1'), method }, facts(kind, { accountVerified: false }))).toBeUndefined()
  })
})

describe('people that are not ours', () => {
  const disguises = [
    '/api/3/people/1',
    '/api/3/person/1',
    '/api/3/people/1.json',
    '/api/3/people/1/',
    '/api/3/people/%31',
    '/api/3/people/%2531',
    '/api/3//people//1',
    '/api/3/PEOPLE/1',
    '/api/3/people/./1',
    '/api/3/people/4711/../1',
    '/api/3/people/4711%2F..%2F1',
    '/api/3/people\\1',
    '/api/3/people/1;x=4711',
    '/api/3/people/1%00',
    '/api/3/people/1abc',
    '/api/3/people/1.5',
    '/api/3/people/1e3',
    '/api/3/people/4711,1',
    "/api/3/people/1'--",
    '/api/3/people/1/credentials',
    '/api/3/people/1/credentials/R1s',
    '/x/../api/3/people/1',
    '/people/1',
    '/api/2/person/1',
  ]
  test.each(disguises)('%s', (path) => {
    for (const kind of everywhere) {
      for (const method of ['PUT', 'DELETE', 'PATCH', 'POST', 'BREW']) {
        expect(refusal(send(method, path, {}), facts(kind))).toBeDefined()
      }
      expect(refusal(get(path), facts(kind))).toBeUndefined()
    }
  })

  test('a credential for them, by the flat path', () => {
    const bodies = [
      '{"person_id":1}',
      '{"person_id":"1"}',
      '{"person_id":4711,"person_id":1}',
      '{"person\\u005fid":1}',
      'person_id=1',
      '{"person_id":1',
      '{"person_id":"1x"}',
    ]
    for (const kind of everywhere) {
      for (const body of bodies)
        expect(refusal({ ...send('POST', '/api/3/credentials'), body }, facts(kind))).toBe('not-ours')
    }
  })

  test('credentials that are not known to be ours', () => {
    expect(refusal(send('DELETE', '/api/3/credentials/Zzz'), facts('dedicated'))).toBe('not-ours')
    expect(refusal(send('DELETE', '/api/3/credentials/R1s'), facts('dedicated'))).toBeUndefined()
  })
})

describe('people that are ours, or nobody', () => {
  test.each(everywhere)('ours, on the %s target', (kind) => {
    for (const path of ['/api/3/people/4711', '/api/3/person/4711', '/api/3/people/A1b2', '/api/3/people/4711.json']) {
      expect(refusal(send('PUT', path, {}), facts(kind))).toBeUndefined()
      expect(refusal(send('DELETE', path), facts(kind))).toBeUndefined()
    }
    expect(refusal(send('POST', '/api/3/people/4711/credentials', {}), facts(kind))).toBeUndefined()
    expect(refusal(send('DELETE', '/api/3/people/4711/credentials/unknown'), facts(kind))).toBeUndefined()
    for (const id of [4711, '4711', null, 777, 2_000_000_977, 'abc', {}, [1], true, 0]) {
      expect(refusal(send('POST', '/api/3/credentials', { person_id: id }), facts(kind))).toBeUndefined()
    }
  })

  test('nobody, where nobody else creates', () => {
    for (const id of ['777', '2000000977', 'abc', '0', '-1', '9'.repeat(400), '%ZZ', '4711x', '2000000001e0']) {
      expect(refusal(send('DELETE', `/api/3/people/${id}`), facts('dedicated'))).toBeUndefined()
      expect(refusal(send('DELETE', `/api/3/people/${id}`), facts('embedded'))).toBeUndefined()
      expect(refusal(send('DELETE', `/api/3/people/${id}`), facts('shared'))).toBeDefined()
    }
  })
})

describe('shared targets', () => {
  const refused: readonly WireRequest[] = [
    send('PATCH', '/api/3/people/4711', {}),
    send('POST', '/api/3/people/4711', {}),
    send('DELETE', '/api/3/people'),
    send('PUT', '/api/3/account', {}),
    send('POST', '/api/3/nonexistent', {}),
    send('DELETE', '/api/3/credentials/R1s'),
    send('PUT', '/api/3/people/4711/', {}),
    send('PUT', '/api/3/people/%34711', {}),
    send('PUT', '/api/3/people/4711.xml', {}),
    send('post', '/api/3/people', {}),
    send('POST', '/api/3/people', { group_ids: [1] }),
    send('POST', '/api/3/people', { person: { role_ids: [] } }),
    send('PUT', '/api/3/people/4711', { channel_ids: [1] }),
    { ...send('POST', '/api/3/people'), body: '{"group\\u005fids":[1]}' },
    { ...send('POST', '/api/3/people'), body: 'group_ids[]=1' },
  ]
  test.each(
    refused.map((request) => [`${request.method} ${request.path} ${String(request.body ?? '')}`, request] as const),
  )('%s', (_, request) => {
    expect(refusal(request, facts('shared'))).toBe('forbidden')
    expect(refusal(request, facts('dedicated'))).toBeUndefined()
    expect(refusal(request, facts('embedded'))).toBeUndefined()
  })

  test.each(['classic', 'current'])('every documented write on our own is allowed: %s', (edition) => {
    const writes = (editions[edition]?.operations ?? []).filter(({ acts }) => acts === undefined)
    expect(writes.length).toBeGreaterThan(15)
    for (const { method, path, variants } of writes) {
      for (const template of [path, ...Object.values(variants)]) {
        const own = template.replaceAll(/\{(?:person_)?id\}/g, '4711')
        expect(refusal({ ...send(method, own, {}), method }, facts('shared', { edition }))).toBeUndefined()
      }
    }
  })

  test.each(['classic', 'current'])('what is felt elsewhere is not, unless it is allowed by name: %s', (edition) => {
    const acting = (editions[edition]?.operations ?? []).filter(
      ({ acts, method }) => acts !== undefined && method !== 'GET',
    )
    expect(acting.length).toBeGreaterThan(14)
    const everything = facts('shared', {
      edition,
      ledger: { ...ledger, owns: () => true },
      allow: {
        channels: [4711],
        encryptionKeys: [4711],
        groups: [],
        roles: [],
        callbackUrl: 'https://callback.example.com/',
        sync: true,
        reservations: { channels: [4711], groups: [4711] },
        mobileCredentials: [],
        oauth: { clientId: 'x' },
      },
    })
    for (const { acts, method, path, variants } of acting) {
      for (const template of [path, ...Object.values(variants)]) {
        const ids = acts === 'reservations' ? { channel_ids: [4711], group_ids: [4711] } : {}
        const body = { card_lockdown: true, person_id: 4711, ...ids }
        const request = { ...send(method, template.replace('{id}', '4711'), body), method }
        expect([request.path, refusal(request, everything)]).toEqual([request.path, undefined])
        const nothing = { ...everything, allow: nothingAllowed }
        expect([request.path, refusal(request, nothing)]).toEqual([request.path, 'forbidden'])
      }
    }
  })

  test('wrong keys are counted', () => {
    for (const kind of ['unknown', 'truncated'] as const) {
      const request = get('/api/3/account', { credentials: { kind } })
      expect(refusal(request, facts('shared', { wrongKeys: wrongKeyLimit - 1 }))).toBeUndefined()
      expect(refusal(request, facts('shared', { wrongKeys: wrongKeyLimit }))).toBe('forbidden')
      expect(refusal(request, facts('dedicated', { wrongKeys: wrongKeyLimit }))).toBeUndefined()
    }
    expect(refusal(get('/'), facts('shared', { wrongKeys: wrongKeyLimit }))).toBeUndefined()
  })
})

describe('what is never sent', () => {
  const never: readonly WireRequest[] = [
    send('POST', '/api/3/people', { deleted: true }),
    send('POST', '/api/3/people', { person: { image_remote_url: '' } }),
    send('POST', '/api/3/people', { _method: 'DELETE' }),
    { ...send('POST', '/api/3/people'), body: '{"\\u0064eleted":true}' },
    { ...send('POST', '/api/3/people'), body: '_method=DELETE&a=1' },
    { ...send('POST', '/api/3/people'), body: '{"deleted": tru' },
    { ...send('POST', '/api/3/people'), body: Buffer.from('{"deleted":true}') },
    get('/api/3/people/4711/credentials/1?ack_token=x'),
    get('/api/3/people?a=1&call%62ack=x'),
    get('/api/3/people?_method=DELETE'),
    get('/api/3/people', { headers: [['X-HTTP-Method-Override', 'DELETE']] }),
    send('POST', '/api/3/channels/710/admit'),
    send('POST', '/api/3/channel/710/unlock'),
    send('POST', '/api/3/channels/710%2Flockdown'),
    send('POST', '/api/3/sync'),
    send('PUT', '/api/3/SYNC.json'),
    send('POST', '/api/3/notification_rules', {}),
  ]
  test.each(
    never.map((request) => [`${request.method} ${request.path} ${String(request.body ?? '')}`, request] as const),
  )('%s', (_, request) => {
    for (const kind of everywhere) expect(refusal(request, facts(kind))).toBe('forbidden')
  })

  test('texts that only speak of it may be sent', () => {
    const notes = 'deleted, "deleted": true, _method=x, group_ids: [1], \\u0064eleted'
    for (const kind of everywhere) {
      expect(refusal(send('POST', '/api/3/people', { notes, person: 'deleted' }), facts(kind))).toBeUndefined()
      expect(refusal(get('/api/3/people?email=callback%40example.com'), facts(kind))).toBeUndefined()
    }
    expect(refusal(send('PUT', '/api/3/channels/710', {}), facts('dedicated'))).toBeUndefined()
  })
})
