import { expect, test } from 'vitest'
import { clientOf, lastOf } from './clients.ts'
import { get, json, startEndpoint } from './support.ts'

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
  let intended = 0
  const { client, attempts } = clientOf(url, {
    intend: () => {
      intended += 1
      // Before it is on the wire.
      expect(seen).toHaveLength(intended - 1)
    },
  })
  await client.send({ ...get('/api/3/people'), method })
  await client.close()
  expect(seen).toHaveLength(sendings)
  expect(intended).toBe(method === 'GET' ? 0 : sendings)
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
