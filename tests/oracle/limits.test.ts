import { describe, expect, test } from 'vitest'
import type { Exchange } from '../../oracle/exchange.ts'
import type { Expected, Relation } from '../../oracle/expectation.ts'
import { waitIn } from '../../oracle/limits.ts'
import {
  type Answer,
  answer,
  broken,
  clausesOf,
  current,
  dedicated,
  empty,
  exchanged,
  failed,
  judgeSteps,
  request,
} from './support.ts'

const account = { id: 20617, name: 'A', time_zone: 'London' }
const served: Answer = answer(200, account)
const refusal = answer(429, { type: 'too_many_requests' })

const once: Expected = {
  operation: 'getAccount',
  outcome: 'read',
  strength: 'succeed',
  otherwise: { outcomes: ['too-many-requests'] },
}
const again: Expected = { operation: 'getAccount', outcome: 'read', strength: 'succeed', clause: 'RE-429' }

const sent = (given: Answer, more: Partial<Exchange> = {}, headers: Record<string, string> = {}): Exchange => {
  const one = exchanged('getAccount', given)
  return { ...one, ...more, response: { ...one.response, headers: { ...one.response?.headers, ...headers } } as never }
}

const refused = (wait?: string): Exchange => sent(refusal, {}, wait === undefined ? {} : { 'retry-after': wait })

/** What is said of a burst that was answered so, and of the request after it. */
const judged = (burst: readonly Exchange[], last: Exchange, mayBeServed = false) => {
  const positions = burst.map((_, index) => index)
  const relation: Relation = {
    kind: 'limited',
    burst: positions,
    again: burst.length,
    ...(mayBeServed ? { mayBeServed } : {}),
  }
  return judgeSteps([...burst.map((one) => [once, one] as const), [again, last]], [relation])
}

describe('requests that come too often', () => {
  test('are refused in part, and the same is served after the wait', () => {
    const judgement = judged([sent(served), refused('1'), refused('1')], sent(served))
    expect(judgement.violations).toEqual([])
    expect(judgement.inconclusive).toEqual([])
    expect(judgement.examined).toContain('RE-429:getAccount')
  })

  test('must not all be served, where the owner says that it is too much', () => {
    expect(broken(judged([sent(served), sent(served)], sent(served)))).toEqual(['RE-429:getAccount'])
    expect(broken(judged([sent(served), sent(served)], sent(served), true))).toEqual([])
  })

  test.each([500, 503, 404, 403])('must not be refused with %i', (status) => {
    const { violations } = judged([sent(served), sent(answer(status, { type: 'x' }))], sent(served))
    expect(violations.map(({ clause, status: seen, step }) => [clause, seen, step])).toEqual([
      ['RE-429', String(status), 1],
    ])
  })

  test.each([
    ['a gateway that fails', sent(answer(502, {}))],
    ['a lost answer', failed(request('getAccount'), 'reset')],
  ])('say nothing where one of them met %s', (_, other) => {
    const judgement = judged([sent(served), other], sent(served))
    expect(judgement.violations).toEqual([])
    expect(judgement.inconclusive).toHaveLength(1)
  })

  test('are not said to be served for ever where one of the answers is wrong by itself', () => {
    const { violations } = judged([sent(served), sent(answer(200, []))], sent(served))
    expect(violations.map(({ clause }) => clause)).toEqual(['RE-RESOURCE'])
  })
})

describe('waiting as long as was asked', () => {
  const still = (attempt: number): Exchange => sent(refusal, { attempt }, { 'retry-after': '1' })

  test('has to help, but for what may be rounding', () => {
    expect(broken(judged([sent(served), refused('1')], still(3)))).toEqual(['RE-429:getAccount'])
    for (const attempt of [1, 2]) {
      const judgement = judged([sent(served), refused('1')], still(attempt))
      expect(judgement.violations).toEqual([])
      expect(judgement.inconclusive.map(({ reason }) => reason)).toEqual(['rate-limited'])
    }
  })

  test('is accused of with the refusal that asked for it', () => {
    const [violation] = judged([sent(served), refused(), refused('1')], still(3)).violations
    expect(violation).toMatchObject({ step: 2, status: '429', actual: 'refused again and again' })
  })

  test('cannot be expected to help where nobody said how long', () => {
    const judgement = judged([sent(served), refused()], sent(refusal, { attempt: 3 }))
    expect(judgement.violations).toEqual([])
    expect(judgement.observations.map(({ what }) => what)).toContain('no-wait-told')
  })

  test('is not possible where nobody can read how long', () => {
    const judgement = judged([sent(served), refused('soon')], sent(refusal, { attempt: 3 }))
    expect(judgement.violations).toEqual([])
    expect(judgement.observations.map(({ what }) => what)).toContain('unreadable-wait')
  })
})

test.each<[header: string, inBody: unknown, seconds: number | undefined]>([
  ['3', undefined, 3],
  [' 0 ', 9, 0],
  ['Thu, 01 Jan 1970 00:01:00 GMT', undefined, 50],
  ['Thu, 01 Jan 1970 00:00:00 GMT', undefined, 0],
  ['', 2.5, 2.5],
  ['soon', 4, 4],
  ['', '4', undefined],
  ['', -1, undefined],
  ['-1', undefined, undefined],
  ['1e3', undefined, undefined],
  ['', undefined, undefined],
])('a wait of %j and %j is %s seconds', (header, inBody, seconds) => {
  expect(waitIn(header, inBody, 10_000)).toBe(seconds)
})

describe('during maintenance', () => {
  const closed = (operation: string): Expected => ({ operation, outcome: 'maintenance', strength: 'succeed' })
  const given = (operation: string, one: Answer) => judgeSteps([[closed(operation), exchanged(operation, one)]])

  test('503 is right, with a body like any refusal or with none', () => {
    for (const one of [empty(503), answer(503, { type: 'maintenance' })]) {
      const judgement = given('createPerson', one)
      expect(judgement.violations).toEqual([])
      expect(judgement.inconclusive).toEqual([])
      expect(judgement.examined).toContain('RE-503:createPerson')
    }
    expect(broken(given('getAccount', answer(503, {})))).toEqual(['RE-TYPE:getAccount'])
  })

  test.each([200, 429, 500, 502, 504, 404])('%i is no 503', (status) => {
    const judgement = given('getAccount', status === 200 ? served : answer(status, { type: 'x' }))
    // A limit that is met there as well says nothing of maintenance.
    if (status === 429) expect(judgement.inconclusive.map(({ reason }) => reason)).toEqual(['rate-limited'])
    else expect(broken(judgement)).toContain('RE-503:getAccount')
  })
})

describe('retry_in, in the current edition', () => {
  const said = (retryIn: unknown) => {
    const body = { error: 'rate_limited', description: 'Wait.', retry_in: retryIn }
    return judgeSteps([[once, sent(answer(429, body))]], [], dedicated, current)
  }

  test.each([[0], [60]])('may be %s', (seconds) => {
    expect(said(seconds).violations).toEqual([])
    expect(said(seconds).examined).toContain('CU-RETRY-IN:getAccount')
  })

  test.each([[null], [undefined]])('may be %s, which says nothing', (nothing) => {
    expect(said(nothing).violations).toEqual([])
    expect(said(nothing).examined).not.toContain('CU-RETRY-IN:getAccount')
  })

  test.each([['60'], [1.5], [-1], [[60]], [{}], [true]])('must not be %j', (wrong) => {
    expect(clausesOf(said(wrong))).toEqual(['CU-RETRY-IN'])
  })
})
