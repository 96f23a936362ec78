import { expect, test } from 'vitest'
import { clientOf } from './clients.ts'
import { get, json, startEndpoint } from './support.ts'

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

test('closing ends what is in flight', async () => {
  const { url, seen } = await startEndpoint(() => {})
  const { client, attempts } = clientOf(url)
  const pending = client.send(get('/'))
  await expect.poll(() => seen.length).toBe(1)
  await client.close()
  await pending
  expect(attempts[0]?.failure?.kind).toBe('aborted')
})
