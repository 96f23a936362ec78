import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Credentials } from '../../contract/credentials.ts'
import { type Attempt, type Client, type ClientOptions, createClient, type WireRequest } from '../../target/client.ts'
import type { TargetDescription } from '../../target/description.ts'
import { GuardError } from '../../target/errors.ts'
import { describeTarget, fullKey, get, json, send, startEndpoint, startTcp } from './support.ts'

/** A client and every attempt that it observed. The body, if any, stands where an exchange would have it. */
const clientOf = (url: string, options: Partial<ClientOptions> = {}, more: Partial<TargetDescription> = {}) => {
  const attempts: Attempt[] = []
  const client: Client = createClient(describeTarget(url, more), {
    runId: 'testtest',
    version: '1.2.3',
    concurrency: 4,
    unknownKey: 'nobody-was-given-this',
    observe: (request, attempt) => {
      attempts.push(attempt)
      return { ...attempt, request: { ...request, body: { text: '' } } }
    },
    ...options,
  })
  return { client, attempts }
}

const lastOf = (attempts: readonly Attempt[]): Attempt => {
  const last = attempts.at(-1)
  if (last === undefined) throw new Error('nothing was sent')
  return last
}

const okay = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

test('a request arrives byte for byte, with the marks of its run', async () => {
  const { url, seen } = await startEndpoint((_, response) => json(response, 200, {}))
  const { client } = clientOf(`${url}/base`, {}, { headers: { 'X-Extra': 'yes' } })
  const path = '/api/3/people/../%2e%2e/x%ZZ//y?a=b%20c&&d'
  await client.send(
    get(path, {
      headers: [
        ['X-One', '1'],
        ['X-One', '2'],
      ],
    }),
  )
  await client.close()
  expect(seen[0]?.url).toBe(`/base${path}`)
  expect(seen[0]?.headers).toMatchObject({
    'user-agent': 'doorflow-conformance/1.2.3',
    'x-doorflow-conformance-run': 'testtest',
    'x-doorflow-conformance-exchange': 'testtest-1',
    'x-extra': 'yes',
    'x-one': '1, 2',
    authorization: `Bearer ${fullKey}`,
  })
  expect(seen[0]?.headers).not.toHaveProperty('accept')
})

const ways: readonly (readonly [Credentials, string | undefined, string])[] = [
  [{ kind: 'key', identity: 'full' }, `Bearer ${fullKey}`, ''],
  [{ kind: 'key', identity: 'full', form: 'basic' }, `Basic ${Buffer.from(`${fullKey}:x`).toString('base64')}`, ''],
  [{ kind: 'key', identity: 'full', form: 'query' }, undefined, `?api_key=${fullKey}`],
  [{ kind: 'none' }, undefined, ''],
  [{ kind: 'empty', form: 'bearer' }, 'Bearer', ''],
  [{ kind: 'empty', form: 'basic' }, `Basic ${Buffer.from(':x').toString('base64')}`, ''],
  [{ kind: 'empty', form: 'query' }, undefined, '?api_key='],
  [{ kind: 'unknown' }, 'Bearer nobody-was-given-this', ''],
  [{ kind: 'truncated' }, `Bearer ${fullKey.slice(0, -1)}`, ''],
  [{ kind: 'lengthened' }, `Bearer ${fullKey}x`, ''],
  [{ kind: 'recased' }, 'Bearer TK-FULL-7C1D9E5A2B8F4036', ''],
  [{ kind: 'scheme', scheme: 'Digest' }, `Digest ${fullKey}`, ''],
  [
    { kind: 'key', identity: 'full', form: 'basic', password: 'pä' },
    `Basic ${Buffer.from(`${fullKey}:pä`).toString('base64')}`,
    '',
  ],
  [{ kind: 'header', value: 'Bearer' }, 'Bearer', ''],
]

test.each(ways)('credentials %j', async (credentials, authorization, query) => {
  const { url, seen } = await startEndpoint((_, response) => json(response, 200, {}))
  const { client } = clientOf(url)
  await client.send(get('/api/3/account', { credentials }))
  await client.close()
  expect(seen[0]?.headers.authorization?.trim()).toBe(authorization)
  expect(seen[0]?.url).toBe(`/api/3/account${query}`)
})

test('a redirect is an answer: no key goes where it points', async () => {
  const elsewhere = await startEndpoint((_, response) => json(response, 200, {}))
  const { url } = await startEndpoint((_, response) =>
    response.writeHead(307, { location: `${elsewhere.url}/x` }).end(),
  )
  const { client, attempts } = clientOf(url)
  await client.send(get('/api/3/account'))
  await client.close()
  expect(attempts[0]?.answer?.status).toBe(307)
  expect(elsewhere.seen).toEqual([])
})

test('invented methods and arbitrary bytes can be sent', async () => {
  const requests: Buffer[] = []
  const url = await startTcp((socket) =>
    socket.on('data', (data) => {
      requests.push(data)
      socket.write(okay)
    }),
  )
  const { client } = clientOf(url)
  await client.send({ ...send('BREW', '/api/3/people'), body: Uint8Array.of(0x7b, 0xff, 0x7d) })
  await client.send({ ...get('/api/3/people'), body: '{}' })
  await client.close()
  const [first, second] = requests.map((request) => request.toString('latin1'))
  expect(first).toMatch(/^BREW \/api\/3\/people HTTP\/1\.1\r\n.*\r\n\r\n\{\xff\}$/s)
  expect(second).toMatch(/^GET .*\r\n\r\n\{\}$/s)
})

const unsendable: readonly (readonly [string, Partial<WireRequest>])[] = [
  ['a tunnel', { method: 'CONNECT' }],
  ['a broken method', { method: 'GE T' }],
  ['a space in the path', { path: '/a b' }],
  ['another origin', { path: 'http://elsewhere.example/' }],
  ['a header with a line break', { headers: [['x', 'a\r\nb']] }],
  ['credentials of its own', { headers: [['Authorization', 'Bearer x']] }],
  ['a key in the path', { path: '/api/3/people?api_key=x' }],
  ['a key that is not described', { credentials: { kind: 'key', identity: 'expired' } }],
]

test.each(unsendable)('%s is a fault of the suite', async (_, part) => {
  const { url, seen } = await startEndpoint((__, response) => json(response, 200, {}))
  const { client } = clientOf(url)
  await expect(client.send(get('/', part))).rejects.toThrow(GuardError)
  await client.send(get('/after'))
  await client.close()
  expect(seen).toHaveLength(1)
})

test('a body larger than the cap is a failure, and its connection is closed', async () => {
  let closed = false
  const { url } = await startEndpoint((_, response, request) => {
    request.socket.on('close', () => {
      closed = true
    })
    response.writeHead(200)
    const pour = (): void => {
      while (!response.destroyed && response.write('x'.repeat(10_000)));
      if (!response.destroyed) response.once('drain', pour)
    }
    pour()
  })
  const { client, attempts } = clientOf(url, { maxBodySize: 100_000 })
  await client.send(get('/'))
  expect(attempts[0]?.failure).toEqual({
    kind: 'too-large',
    message: 'the body of the response is larger than 100000 bytes',
  })
  await expect.poll(() => closed).toBe(true)
  await client.close()
})

test('a response that drips is given up in time', async () => {
  const url = await startTcp((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n')
    const drip = setInterval(() => socket.write('x'), 20)
    socket.on('close', () => clearInterval(drip))
  })
  const { client, attempts } = clientOf(url, { timeout: 200 })
  const begin = performance.now()
  await client.send(get('/'))
  await client.close()
  expect(attempts[0]?.failure?.kind).toBe('timeout')
  expect(performance.now() - begin).toBeLessThan(1500)
})

test('a silent endpoint does not hold the next request up', async () => {
  let requests = 0
  const url = await startTcp((socket) => {
    socket.on('data', () => {
      requests += 1
      if (requests > 1) socket.write(okay)
    })
  })
  const { client, attempts } = clientOf(url, { timeout: 150, concurrency: 1 })
  await client.send(get('/'))
  await client.send(get('/'))
  await client.close()
  expect(attempts.map(({ failure, answer }) => failure?.kind ?? answer?.status)).toEqual(['timeout', 200])
})

const talks: readonly (readonly [string, string | undefined, string])[] = [
  ['nothing', undefined, 'reset'],
  ['half a head', 'HTTP/1.1 200 OK\r\ncontent-le', 'reset'],
  ['half a body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc', 'reset'],
  ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', 'protocol'],
  ['a head without end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`, 'protocol'],
]

test.each(talks)('a connection that says %s and closes', async (_, text, kind) => {
  const url = await startTcp((socket) =>
    socket.once('data', () => (text === undefined ? socket.destroy() : socket.end(text))),
  )
  const { client, attempts } = clientOf(url)
  await client.send(send('POST', '/api/3/people', {}))
  await client.close()
  expect(attempts).toHaveLength(1)
  expect(attempts[0]?.failure?.kind).toBe(kind)
  expect(attempts[0]?.failure?.message).not.toContain('SSH')
})

test('an address where nobody listens', async () => {
  const { client, attempts } = clientOf('http://127.0.0.1:1')
  await client.send(get('/'))
  await client.close()
  expect(attempts[0]?.failure).toEqual({ kind: 'unreachable', message: 'the connection was refused (ECONNREFUSED)' })
})

test('TLS with somebody who does not speak it', async () => {
  const url = await startTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  const { client, attempts } = clientOf(url.replace('http:', 'https:'))
  await client.send(get('/'))
  await client.close()
  expect(attempts[0]?.failure?.kind).toBe('tls')
})

test.each([
  ['GET', 2],
  ['POST', 1],
])('a kept connection closed between requests: %s takes %i attempts', async (method, attempt) => {
  let connections = 0
  const url = await startTcp((socket) => {
    connections += 1
    let requests = 0
    const first = connections === 1
    socket.on('data', () => {
      requests += 1
      if (first && requests === 2) socket.destroy()
      else socket.write(okay)
    })
  })
  const { client, attempts } = clientOf(url, { concurrency: 1 })
  await client.send(get('/'))
  await client.send(method === 'GET' ? get('/') : send('POST', '/', {}))
  await client.close()
  expect(lastOf(attempts).attempt).toBe(attempt)
  expect(lastOf(attempts).failure?.kind).toBe(method === 'GET' ? undefined : 'reset')
  expect(attempts).toHaveLength(2)
})

const busy: readonly (readonly [string, string, number, Record<string, string>, unknown, number])[] = [
  ['429 to a write', 'POST', 429, { 'retry-after': '0' }, {}, 3],
  ['429 with retry_in', 'GET', 429, {}, { retry_in: 0 }, 3],
  ['429 without a word', 'GET', 429, {}, {}, 3],
  ['503 to a read', 'GET', 503, { 'retry-after': new Date(0).toUTCString() }, {}, 3],
  ['503 to a write', 'POST', 503, { 'retry-after': '0' }, {}, 1],
  ['429 that asks for too much patience', 'GET', 429, { 'retry-after': '60' }, {}, 1],
  ['500', 'GET', 500, { 'retry-after': '0' }, {}, 1],
]

test.each(busy)('%s', async (_, method, status, headers, body, sendings) => {
  const { url, seen } = await startEndpoint((__, response) => json(response, status, body, headers))
  const { client, attempts } = clientOf(url)
  await client.send({ ...get('/api/3/people'), method })
  await client.close()
  expect(seen).toHaveLength(sendings)
  expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3].slice(0, sendings))
  expect(new Set(seen.map((one) => one.headers['x-doorflow-conformance-exchange'])).size).toBe(sendings)
})

test('Retry-After is waited out', async () => {
  let calm = false
  const { url } = await startEndpoint((_, response) => {
    json(response, calm ? 200 : 429, {}, { 'retry-after': '1' })
    calm = true
  })
  const { client, attempts } = clientOf(url)
  const begin = performance.now()
  const exchange = await client.send(get('/'))
  await client.close()
  expect(performance.now() - begin).toBeGreaterThan(900)
  expect([exchange.attempt, lastOf(attempts).answer?.status]).toEqual([2, 200])
})

test('what has time to wait is sent again until it is served', async () => {
  let refusals = 0
  const { url, seen } = await startEndpoint((_, response) => {
    refusals += 1
    json(response, refusals > 4 ? 200 : 429, {})
  })
  const { client, attempts } = clientOf(url)
  const exchange = await client.send(get('/'), { wait: 30_000 })
  await client.close()
  expect([exchange.attempt, lastOf(attempts).answer?.status]).toEqual([5, 200])
  expect(seen).toHaveLength(5)
})

test('is sent until the time is over to whoever never says how long', async () => {
  const { url, seen } = await startEndpoint((_, response) => json(response, 429, {}))
  const { client } = clientOf(url)
  const begin = performance.now()
  await client.send(get('/'), { wait: 1000 })
  await client.close()
  expect(performance.now() - begin).toBeGreaterThan(950)
  expect(seen.length).toBeGreaterThan(2)
  expect(seen.length).toBeLessThanOrEqual(5)
})

test('is sent three times to whoever always asks to come back at once', async () => {
  const { url, seen } = await startEndpoint((_, response) => json(response, 429, {}, { 'retry-after': '0' }))
  const { client } = clientOf(url)
  await client.send(get('/'), { wait: 30_000 })
  await client.close()
  expect(seen).toHaveLength(3)
})

test('a request that is to be sent once is sent once', async () => {
  const { url, seen } = await startEndpoint((_, response) => json(response, 429, {}, { 'retry-after': '0' }))
  const { client } = clientOf(url)
  await client.send(get('/'), { once: true })
  await client.close()
  expect(seen).toHaveLength(1)
})

test('no more requests are in flight than there are places, and they keep their order', async () => {
  let flying = 0
  let most = 0
  const { url, seen } = await startEndpoint((_, response) => {
    flying += 1
    most = Math.max(most, flying)
    setTimeout(() => {
      flying -= 1
      json(response, 200, {})
    }, 5)
  })
  const { client } = clientOf(url, { concurrency: 2 })
  await Promise.all(Array.from({ length: 20 }, (_, index) => client.send(get(`/${index}`))))
  await client.close()
  expect(most).toBe(2)
  // Two connections may overtake one another by one place.
  for (const [index, { url: path }] of seen.entries())
    expect(Math.abs(Number(path.slice(1)) - index)).toBeLessThanOrEqual(1)
})

test('a raised signal ends what is in flight, what waits, and what comes later', async () => {
  const { url, seen } = await startEndpoint(() => {})
  const run = new AbortController()
  const { client, attempts } = clientOf(url, { concurrency: 1, signal: run.signal })
  const pending = Promise.all([client.send(get('/1')), client.send(get('/2'))])
  await expect.poll(() => seen.length).toBe(1)
  run.abort()
  await pending
  await client.send(get('/3'))
  await client.close()
  expect(attempts.map(({ failure }) => failure?.kind)).toEqual(['aborted', 'aborted', 'aborted'])
  expect(seen).toHaveLength(1)
})

test('of several in flight each is ended by its own signal, and the rest by that of the run', async () => {
  const { url, seen } = await startEndpoint(() => {})
  const run = new AbortController()
  const own = new AbortController()
  const { client } = clientOf(url, { concurrency: 5, signal: run.signal })
  const ended: string[] = []
  const sendAs = async (path: string, signal?: AbortSignal): Promise<void> => {
    await client.send(get(path), { signal })
    ended.push(path)
  }
  const first = ['/1', '/4'].map((path) => sendAs(path, own.signal))
  const others = ['/2', '/3', '/5'].map((path) => sendAs(path))
  await expect.poll(() => seen.length).toBe(5)
  own.abort()
  await Promise.all(first)
  expect(ended.toSorted()).toEqual(['/1', '/4'])
  run.abort()
  await Promise.all(others)
  expect(ended.toSorted()).toEqual(['/1', '/2', '/3', '/4', '/5'])
  await client.close()
})

test("a case's own signal ends its back-off", async () => {
  const { url } = await startEndpoint((_, response) => json(response, 429, {}, { 'retry-after': '4' }))
  const { client, attempts } = clientOf(url)
  const own = new AbortController()
  setTimeout(() => own.abort(), 100)
  const begin = performance.now()
  await client.send(get('/'), { signal: own.signal })
  await client.close()
  expect(performance.now() - begin).toBeLessThan(2000)
  expect(lastOf(attempts).failure?.kind).toBe('aborted')
})

test('closing ends what is in flight', async () => {
  const { url, seen } = await startEndpoint(() => {})
  const { client, attempts } = clientOf(url)
  const pending = client.send(get('/'))
  await expect.poll(() => seen.length).toBe(1)
  await client.close()
  await pending
  expect(attempts[0]?.failure?.kind).toBe('aborted')
})

test('interim responses are passed over', async () => {
  const url = await startTcp((socket) =>
    socket.on('data', () => socket.write(`HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n${okay}`)),
  )
  const { client, attempts } = clientOf(url)
  await client.send(get('/'))
  await client.close()
  expect(attempts[0]?.answer?.status).toBe(200)
})

test('a compressed body stays as it came until it is read', async () => {
  const { url } = await startEndpoint((_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{}')),
  )
  const { client, attempts } = clientOf(url)
  await client.send(get('/'))
  await client.close()
  expect(attempts[0]?.answer?.body?.subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]))
})
