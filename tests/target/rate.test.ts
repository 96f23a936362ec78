import { monitorEventLoopDelay } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { clientOf } from './clients.ts'
import { get, json, startEndpoint } from './support.ts'

interface Arrivals {
  /** Milliseconds since the first. */
  readonly times: readonly number[]
  /** Milliseconds for which this process was held up at most: what falls due meanwhile arrives together. */
  readonly heldUp: number
}

/** When requests arrived; the connection of those that `hangsUp` names is closed the first time. */
const arrivals = async (rate: number, requests: number, hangsUp: (path: string) => boolean = () => false) => {
  const times: number[] = []
  const hungUp = new Set<string>()
  const { url } = await startEndpoint(({ url: path }, response, request) => {
    times.push(performance.now())
    if (!hangsUp(path) || hungUp.has(path)) return json(response, 200, {})
    hungUp.add(path)
    request.socket.destroy()
  })
  const { client } = clientOf(url, { rate, concurrency: 8 })
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  await Promise.all(Array.from({ length: requests }, (_, index) => client.send(get(`/${index}`))))
  delay.disable()
  await client.close()
  return { times: times.map((time) => time - (times[0] ?? 0)), heldUp: delay.max / 1e6 } satisfies Arrivals
}

const mostWithin = (times: readonly number[], milliseconds: number): number =>
  Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + milliseconds).length))

test('no more requests than allowed are begun in any second, evenly, and hardly fewer', async () => {
  const { times, heldUp } = await arrivals(100, 250)
  const together = heldUp / 10
  // What was sent evenly may arrive a little closer together.
  expect(mostWithin(times, 1000)).toBeLessThanOrEqual(105 + together)
  expect(mostWithin(times.slice(0, 100), 100)).toBeLessThanOrEqual(15 + together)
  const perSecond = (times.length - 1) / ((times.at(-1) ?? 0) / 1000)
  expect(perSecond).toBeGreaterThan(80)
  expect(perSecond).toBeLessThan(105)
})

test('what is sent again counts like anything else', async () => {
  const { times, heldUp } = await arrivals(30, 30, (path) => Number(path.slice(1)) % 2 === 0)
  expect(times).toHaveLength(45)
  expect(mostWithin(times, 1000)).toBeLessThanOrEqual(32 + heldUp / 33)
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
