import { expect, test } from 'vitest'
import { clientOf } from './clients.ts'
import { get, json, startEndpoint } from './support.ts'

/** When requests arrived, in milliseconds since the first. */
const arrivals = async (rate: number, requests: number, hangsUp: (index: number) => boolean = () => false) => {
  const times: number[] = []
  const { url } = await startEndpoint((_, response, request) => {
    times.push(performance.now())
    if (hangsUp(times.length - 1)) request.socket.destroy()
    else json(response, 200, {})
  })
  const { client } = clientOf(url, { rate, concurrency: 8 })
  await Promise.all(Array.from({ length: requests }, (_, index) => client.send(get(`/${index}`))))
  await client.close()
  return times.map((time) => time - (times[0] ?? 0))
}

const mostWithin = (times: readonly number[], milliseconds: number): number =>
  Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + milliseconds).length))

test('no more requests than allowed are begun in any second, evenly, and hardly fewer', async () => {
  const times = await arrivals(100, 250)
  // What was sent evenly may arrive a little closer together.
  expect(mostWithin(times, 1000)).toBeLessThanOrEqual(105)
  expect(mostWithin(times.slice(0, 20), 100)).toBeLessThanOrEqual(15)
  const perSecond = (times.length - 1) / ((times.at(-1) ?? 0) / 1000)
  expect(perSecond).toBeGreaterThan(80)
  expect(perSecond).toBeLessThan(105)
})

test('what is sent again counts like anything else', async () => {
  const times = await arrivals(30, 30, (index) => index % 3 === 0)
  expect(times.length).toBeGreaterThan(40)
  expect(mostWithin(times, 1000)).toBeLessThanOrEqual(32)
})

test('a raised signal ends the waiting for a turn', async () => {
  const { url, seen } = await startEndpoint((_, response) => json(response, 200, {}))
  const run = new AbortController()
  const { client, attempts } = clientOf(url, { rate: 1, signal: run.signal })
  const begin = performance.now()
  const all = Promise.all(['/1', '/2', '/3', '/4'].map((path) => client.send(get(path))))
  await expect.poll(() => seen.length).toBe(1)
  run.abort()
  await all
  await client.close()
  expect(performance.now() - begin).toBeLessThan(900)
  expect(attempts.filter(({ failure }) => failure?.kind === 'aborted').length).toBeGreaterThanOrEqual(3)
})
