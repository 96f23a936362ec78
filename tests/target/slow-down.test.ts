import { describe, expect, test } from 'vitest'
import { backOff } from '../../target/pacing.ts'
import { createSlots } from '../../target/slots.ts'
import { createSlowDown } from '../../target/slow-down.ts'
import { clientOf } from './clients.ts'
import { get, json, startEndpoint } from './support.ts'

/** Answers 429 to whoever asks more often than so many times within a second. */
const limitedTo = (perSecond: number) => {
  const begun: number[] = []
  return startEndpoint((_, response) => {
    const now = performance.now()
    const isFree = begun.filter((time) => time > now - 1000).length < perSecond
    if (isFree) begun.push(now)
    json(response, isFree ? 200 : 429, {})
  })
}

test('a target that takes only so many requests a second answers all of them in the end', async () => {
  const { url, seen } = await limitedTo(20)
  const { client, attempts } = clientOf(url, { concurrency: 8 })
  const exchanges = await Promise.all(Array.from({ length: 80 }, (_, index) => client.send(get(`/${index}`))))
  await client.close()
  const last = new Map(attempts.map(({ id, answer }) => [id, answer?.status]))
  expect(exchanges.filter(({ id }) => last.get(id) !== 200)).toEqual([])
  // Without going more slowly nearly every request would be refused at least once.
  expect(seen.length).toBeLessThan(80 * 1.4)
})

test('what is about being turned away is never slowed down', async () => {
  const { url, seen } = await startEndpoint((_, response) => json(response, 429, {}))
  const { client } = clientOf(url, { concurrency: 8 })
  const begin = performance.now()
  await Promise.all(Array.from({ length: 60 }, () => client.send(get('/'), { once: true })))
  expect(seen).toHaveLength(60)
  expect(performance.now() - begin).toBeLessThan(3000)
  // Nor does it slow down anything else.
  const next = performance.now()
  const other = client.send(get('/other'))
  await expect.poll(() => seen.length, { interval: 10 }).toBeGreaterThan(60)
  expect(performance.now() - next).toBeLessThan(700)
  await other
  await client.close()
})

describe('fewer requests are in flight and begun', () => {
  const slowed = () => {
    let size = 8
    const slots = {
      ...createSlots(8),
      resize: (to: number) => {
        size = to
      },
    }
    return { one: createSlowDown(slots, 8), places: () => size }
  }

  test('after a refusal, once for all that were under way; then more again, slowly, until it is forgotten', () => {
    const { one, places } = slowed()
    for (let time = 1000; time < 2000; time += 10) one.served(time)
    one.refused(429, undefined, 1990, 2000)
    for (let more = 0; more < 7; more += 1) one.refused(429, undefined, 1991, 2001)
    expect(one.active).toBe(true)
    expect(one.notBefore).toBe(3000)
    expect(one.perSecond(3000)).toBeCloseTo(75, 5)
    expect(places()).toBe(4)
    expect(one.perSecond(5000)).toBeGreaterThan(75)
    expect(one.perSecond(5000)).toBeLessThan(90)
    expect(places()).toBe(6)
    one.perSecond(120_000)
    expect(one.active).toBe(false)
    expect(places()).toBe(8)
  })

  test('as long as an answer says, and never less than one a second', () => {
    const { one, places } = slowed()
    for (let time = 0; time < 500; time += 10) one.refused(429, 2000, time, time + 1)
    expect(one.notBefore).toBe(2491)
    expect(one.perSecond(2491)).toBe(1)
    expect(places()).toBe(1)
  })

  test('not because of a gateway that answers 503 now and then, but where it does so again and again', () => {
    const { one, places } = slowed()
    for (let time = 0; time < 10_000; time += 10) {
      if (time % 500 === 0) one.refused(503, undefined, time - 5, time)
      else one.served(time)
    }
    expect(one.active).toBe(false)
    for (let time = 10_000; time < 10_100; time += 10) one.refused(503, undefined, time - 5, time)
    expect(one.active).toBe(true)
    expect(one.perSecond(10_090)).toBe(100)
    expect(places()).toBe(4)
  })
})

test('waiting for a second time is drawn at random between nothing and twice as long as before', () => {
  const answer = { status: 429, headers: {}, body: undefined }
  expect([1, 2, 3].map((attempt) => backOff(answer, attempt, () => 0))).toEqual([0, 0, 0])
  expect([1, 2, 3].map((attempt) => backOff(answer, attempt, () => 0.5))).toEqual([100, 200, 400])
})
