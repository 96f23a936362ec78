import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { control } from '../../reference/controls.ts'
import { Gates } from '../../reference/gates.ts'
import { facts } from '../../reference/seed.ts'
import type { ReferenceOptions } from '../../reference/server.ts'
import { type Caller, callReference, type Received, type Sent } from './client.ts'
import { editions } from './either.ts'

const running: Caller[] = []

afterEach(async () => {
  for (const caller of running.splice(0)) await caller.close()
})

const start = async (options: ReferenceOptions): Promise<Caller> => {
  const caller = await callReference(options)
  running.push(caller)
  return caller
}

const secondsIn = ({ headers }: Received): number => Number(headers['retry-after'])

const setting = (caller: Caller, what: string, sent: Sent): Promise<Received> =>
  caller.call('POST', `/_control/${what}`, { key: null, ...sent })

describe.each(editions)('the %s edition', (edition) => {
  const tooMany = (seconds: number) =>
    edition === 'classic'
      ? { type: 'too_many_requests', message: expect.stringMatching(/./) }
      : { error: 'rate_limited', description: expect.stringMatching(/./), retry_in: seconds }

  test('synchronises once in a while, and again after the time that it names', async () => {
    const caller = await start({ edition, syncSeconds: 1 })
    const first = await caller.call('POST', 'sync')
    expect([first.status, first.json]).toEqual([200, { result: 'ok' }])
    const before = caller.reference.snapshot()
    const second = await caller.call('POST', 'sync')
    const seconds = secondsIn(second)
    expect([second.status, second.json]).toEqual([429, tooMany(seconds)])
    expect(seconds).toBe(1)
    expect(caller.reference.snapshot()).toEqual(before)
    // Somebody else has a window of their own, and everything else goes on.
    expect((await caller.call('POST', 'sync', { key: facts.keys.other })).status).toBe(200)
    expect((await caller.call('GET', 'account')).status).toBe(200)
    await sleep(seconds * 1000)
    expect((await caller.call('POST', 'sync')).status).toBe(200)
    expect((await caller.call('POST', 'sync')).status).toBe(429)
    expect((await caller.call('GET', 'sync')).status).toBe(405)
  })

  test('says when it was synchronised', async () => {
    const caller = await start({ edition })
    const last = async (): Promise<string> =>
      ((await caller.call('GET', 'account')).json as { sync: { last_sync: string } }).sync.last_sync
    const before = await last()
    const now = Date.now()
    expect((await caller.call('POST', 'sync')).status).toBe(200)
    expect(Date.parse(before)).toBeLessThan(now)
    expect(Date.parse(await last())).toBeGreaterThanOrEqual(now)
  })

  test('answers so many requests in so much time, whoever asks', async () => {
    const caller = await start({ edition, rateLimit: { requests: 3, seconds: 1 } })
    const statuses: number[] = []
    let last = await caller.call('GET', 'account')
    for (const key of [facts.keys.full, facts.keys.restricted, 'nobodys', facts.keys.full]) {
      statuses.push(last.status)
      last = await caller.call('GET', 'account', { key })
    }
    expect(statuses).toEqual([200, 200, 200, 429])
    expect([last.status, last.json]).toEqual([429, tooMany(secondsIn(last))])
    await sleep(secondsIn(last) * 1000)
    expect((await caller.call('GET', 'account')).status).toBe(200)
  })

  test('is limited and set free by its owner', async () => {
    const caller = await start({ edition })
    const sent = { body: { on: true, requests: 1, seconds: 60 } }
    expect((await setting(caller, 'rate-limit', sent)).json).toMatchObject({ rate_limit: { requests: 1, seconds: 60 } })
    expect((await caller.call('GET', 'people')).status).toBe(200)
    const refused = await caller.call('POST', 'people', { body: { first_name: 'Ada', last_name: 'Bell' } })
    expect([refused.status, secondsIn(refused)]).toEqual([429, 60])
    expect((await setting(caller, 'rate-limit', { body: { on: false } })).json).toMatchObject({ rate_limit: null })
    for (let count = 0; count < 5; count += 1) expect((await caller.call('GET', 'people')).status).toBe(200)
  })

  test('is down for maintenance until that is over', async () => {
    const caller = await start({ edition })
    const before = caller.reference.snapshot()
    expect((await setting(caller, 'maintenance', { body: { on: true } })).json).toMatchObject({ maintenance: true })
    const requests: readonly (readonly [string, string, Sent])[] = [
      ['GET', 'account', {}],
      ['GET', 'account', { key: 'nobodys' }],
      ['GET', 'nothing', {}],
      ['PATCH', 'people', {}],
      ['POST', 'people', { body: { first_name: 'Ada', last_name: 'Bell' } }],
      ['DELETE', 'people/3001', {}],
      ['GET', 'people', { headers: { accept: 'text/xml' } }],
      ['POST', 'people', { raw: 'x'.repeat(2_000_000) }],
      ['GET', 'people/%', {}],
    ]
    for (const [method, path, sent] of requests) {
      const received = await caller.call(method, path, sent)
      expect([received.status, secondsIn(received)]).toEqual([503, 1])
      expect(received.json).toMatchObject(
        edition === 'classic'
          ? { type: 'maintenance', message: expect.stringMatching(/./) }
          : { error: 'service_unavailable', error_description: expect.stringMatching(/./) },
      )
    }
    expect(caller.reference.snapshot()).toEqual(before)
    expect((await setting(caller, 'maintenance', { body: { on: false } })).json).toMatchObject({ maintenance: false })
    expect((await caller.call('GET', 'account')).status).toBe(200)
  })
})

describe.each([
  ['bad-gateway', 502, 'bad_gateway'],
  ['gateway-timeout', 504, 'gateway_timeout'],
] as const)('a gateway (%s)', (error, status, code) => {
  test.each(editions)(
    'answers everything by itself until it gets through again, in the %s edition',
    async (edition) => {
      const caller = await start({ edition })
      const before = caller.reference.snapshot()
      expect((await setting(caller, error, { body: { on: true } })).json).toMatchObject({ gateway: error })
      const requests: readonly (readonly [string, string, Sent])[] = [
        ['GET', 'account', {}],
        ['GET', 'account', { key: 'nobodys' }],
        ['POST', 'people', { body: { first_name: 'Ada', last_name: 'Bell' } }],
        ['POST', 'people', { raw: 'x'.repeat(2_000_000) }],
        ['GET', 'people/%', {}],
      ]
      for (const [method, path, sent] of requests) {
        const received = await caller.call(method, path, sent)
        expect([received.status, received.json]).toEqual([
          status,
          edition === 'classic'
            ? { type: code, message: expect.stringMatching(/./) }
            : { error: code, error_description: expect.stringMatching(/./) },
        ])
      }
      expect(caller.reference.snapshot()).toEqual(before)
      // Whoever takes back the other error takes back nothing.
      const other = error === 'bad-gateway' ? 'gateway-timeout' : 'bad-gateway'
      expect((await setting(caller, other, { body: { on: false } })).json).toMatchObject({ gateway: error })
      expect((await setting(caller, error, { body: { on: false } })).json).toMatchObject({ gateway: null })
      expect((await caller.call('GET', 'account')).status).toBe(200)
    },
  )
})

describe('the controls', () => {
  test('show how they are set', async () => {
    const caller = await start({})
    const shown = await caller.call('GET', '/_control/', { key: null })
    expect([shown.status, shown.json]).toEqual([200, { maintenance: false, gateway: null, rate_limit: null }])
  })

  test.each<[string, string, string, Sent, number]>([
    ['an unknown control', 'POST', 'explode', { body: { on: true } }, 404],
    ['another method', 'GET', 'maintenance', {}, 405],
    ['no body', 'POST', 'maintenance', { headers: { 'content-type': 'application/json' } }, 400],
    ['a broken body', 'POST', 'maintenance', { raw: '{' }, 400],
    ['no object', 'POST', 'maintenance', { raw: 'true' }, 400],
    ['perhaps', 'POST', 'maintenance', { body: { on: 'perhaps' } }, 400],
    [
      'what a form could send',
      'POST',
      'maintenance',
      { raw: '{"on":true}', headers: { 'content-type': 'text/plain' } },
      415,
    ],
    ['a limit without figures', 'POST', 'rate-limit', { body: { on: true } }, 400],
    ['a limit of nothing', 'POST', 'rate-limit', { body: { on: true, requests: 0, seconds: 1 } }, 400],
    ['a limit of a part', 'POST', 'rate-limit', { body: { on: true, requests: 1.5, seconds: 1 } }, 400],
    ['a limit for ever', 'POST', 'rate-limit', { body: { on: true, requests: 1, seconds: 1e9 } }, 400],
    ['a limit in words', 'POST', 'rate-limit', { body: { on: true, requests: 'one', seconds: 1 } }, 400],
  ])('refuse %s', async (_what, method, path, sent, status) => {
    const caller = await start({})
    const refused = await caller.call(method, `/_control/${path}`, { key: null, ...sent })
    expect([refused.status, refused.json]).toEqual([status, { message: expect.stringMatching(/./) }])
    for (let count = 0; count < 3; count += 1) expect((await caller.call('GET', 'account')).status).toBe(200)
  })

  test.each([
    ['127.0.0.1', 200],
    ['127.8.0.1', 200],
    ['::1', 200],
    ['::ffff:127.0.0.1', 200],
    ['192.0.2.1', 403],
    ['::ffff:192.0.2.1', 403],
    ['2001:db8::1', 403],
    ['::', 403],
    ['', 403],
  ])('obey this computer alone: %s', (address, status) => {
    const gates = new Gates(undefined, 2)
    const raw = Buffer.from('{"on":true}')
    const path = '/_control/maintenance'
    const answer = control(gates, { method: 'POST', path, contentType: 'application/json', address, raw })
    expect([answer.status, gates.maintenance]).toEqual([status, status === 200])
  })

  test('are not part of the API', async () => {
    const caller = await start({})
    for (const path of ['_control', '_control/maintenance']) expect((await caller.call('POST', path)).status).toBe(404)
  })
})
