import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Credentials } from '../../contract/credentials.ts'
import type { WireRequest } from '../../target/client.ts'
import { GuardError } from '../../target/errors.ts'
import { clientOf, okay } from './clients.ts'
import { fullKey, get, json, send, startEndpoint, startTcp } from './support.ts'

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
