import { describe, expect, test } from 'vitest'
import { describe as describeTarget } from '../../bench/embedded-run.ts'
import type { EditionName } from '../../reference/edition.ts'
import { ofPhase, plan } from '../../suites/plan.ts'
import { calm, isControl, limited, run } from './recipe-runs.ts'

const editions = ['classic', 'current'] as const

describe.each(editions)('the %s edition: an endpoint whose recipes are described', (edition) => {
  test('passes every cell of them, and is left as it was', async () => {
    const over = await run({ edition })
    expect(over.keys).toEqual([])
    expect(over.inconclusive).toEqual([])
    expect(over.suiteFaults).toEqual([])
    expect(over.leftovers).toEqual([])
    expect(over.state).toEqual(calm)
    expect([...over.verdicts.values()].filter(({ verdict }) => verdict !== 'pass')).toEqual([])
    const short = edition === 'classic' ? 'RE' : 'CU'
    for (const cell of ['503:getAccount', '503:listPeople', '503:createPerson', '429:getAccount'])
      expect(over.verdicts.get(`${short}-${cell}`)?.evidence).toBeGreaterThan(0)
    const ofCurrent = ['502', '504'].flatMap((status) =>
      ['getAccount', 'listPeople', 'createPerson'].map((operation) => `CU-${status}:${operation}`),
    )
    for (const cell of edition === 'current' ? ['CU-LICENCE:createPersonCredential', ...ofCurrent] : [])
      expect([cell, over.verdicts.get(cell)?.evidence]).toEqual([cell, 1])
  })

  test('is asked for what it is about alone while it is in maintenance, and never with a key to get there', async () => {
    const { seen } = await run({ edition, only: ['*-503'] })
    const within: string[] = []
    let closed = false
    for (const one of seen) {
      if (isControl(one)) closed = one.body.toString() === '{"on":true}'
      else if (closed) within.push(`${one.method} ${one.path} ${one.answer?.status}`)
    }
    expect(within.sort()).toEqual(['GET /api/3/account 503', 'GET /api/3/people 503', 'POST /api/3/people 503'])
    expect(seen.filter(isControl)).toHaveLength(6)
    expect(seen.filter(isControl).filter(({ headers }) => headers.authorization !== undefined)).toEqual([])
  })

  test('is changed as a whole only when everything else is done', () => {
    const { cells } = plan(describeTarget('http://127.0.0.1:9', edition), { profile: 'gate', only: [], exclude: [] })
    const exclusive = ofPhase(cells, 'exclusive')
    const last = exclusive.filter((cell) => cell.last)
    const closing = edition === 'current' ? ['502', '503', '504'] : ['503']
    expect(last.map(({ clause }) => clause.slice(3)).sort()).toEqual([
      '429',
      ...closing.flatMap((status) => [status, status, status]),
    ])
    expect(exclusive.slice(-last.length)).toEqual(last)
    expect(exclusive.length).toBeGreaterThan(last.length)
  })
})

describe('an endpoint with a planted fault', () => {
  test.each<[fault: string, edition: EditionName, accused: readonly string[]]>([
    ['maintenance-answers-500', 'classic', ['RE-503:createPerson', 'RE-503:getAccount', 'RE-503:listPeople']],
    ['maintenance-lets-readers-in', 'current', ['CU-503:getAccount', 'CU-503:listPeople']],
    ['maintenance-works-in-secret', 'classic', ['RE-NO-EFFECT:createPerson']],
    ['limit-answers-500', 'classic', ['RE-429:getAccount']],
    ['limit-answers-in-html', 'current', ['CU-ERROR-JSON:getAccount']],
    ['limit-not-kept', 'current', ['CU-429:getAccount']],
    ['limit-never-lifted', 'classic', ['RE-429:getAccount']],
    ['wait-told-in-words', 'current', ['CU-RETRY-IN:getAccount']],
    ['licences-not-counted', 'current', ['CU-LICENCE:createPersonCredential']],
  ])(
    '%s in the %s edition: is accused of it, and of nothing else',
    async (fault, edition, accused) => {
      const over = await run({
        edition,
        endpoint: { faults: [fault] },
        only: ['*-503', 'CU-LICENCE', '*-429:getAccount', 'CU-RETRY-IN:getAccount'],
      })
      expect([...new Set(over.keys.map((key) => key.split(':').slice(0, 2).join(':')))]).toEqual(accused)
      for (const { confirmation } of over.findings) expect(confirmation).toEqual({ reproduced: 3, of: 3 })
      expect(over.suiteFaults).toEqual([])
      expect(over.leftovers).toEqual([])
      expect(over.state).toEqual(calm)
    },
    60_000,
  )

  test.each(['sync-limit-never-ends', 'sync-limit-grows-while-waiting'])(
    '%s is accused where waiting as told does not help',
    async (fault) => {
      const over = await run({ endpoint: { faults: [fault], syncSeconds: 1 }, only: ['RE-429:initiateSync'] })
      expect(over.keys).toEqual(['RE-429:initiateSync:::429'])
    },
    60_000,
  )

  test.each(editions)('of sync in the %s edition is waited for as long as the documents say', async (edition) => {
    const short = edition === 'classic' ? 'RE' : 'CU'
    // Longer than anything else is waited for.
    const over = await run({ edition, endpoint: { syncSeconds: 7 }, only: ['*:initiateSync'] })
    expect(over.keys).toEqual([])
    expect(over.inconclusive).toEqual([])
    expect(over.verdicts.get(`${short}-COMMAND:initiateSync`)?.verdict).toBe('pass')
    expect(over.verdicts.get(`${short}-429:initiateSync`)?.verdict).toBe('pass')
    expect(over.seen.filter(({ answer }) => answer?.status === 429).length).toBeGreaterThan(0)
  })

  test('shows of a burst what differs, and not all of it', async () => {
    const over = await run({ endpoint: { faults: ['limit-not-kept'] }, only: ['RE-429:getAccount'] })
    const [finding] = over.findings
    expect(finding?.violation.actual).toBe('all were served')
    expect(finding?.violation.expected).toBe('429 to some of 44 requests at once')
    expect(finding?.exchanges).toHaveLength(2)
    expect(finding?.exchanges[finding.atFault]?.response?.status).toBe(200)
  })
})

describe('a rate limit', () => {
  test('that asks for more patience than anybody has is left open', async () => {
    const over = await run({ only: ['RE-429:getAccount'], described: limited(10, 60) })
    expect(over.keys).toEqual([])
    expect(over.inconclusive).toEqual([
      expect.stringMatching(/^rate-limited: it asks to wait for (60|59) s, and 5 s are waited at most$/),
    ])
    expect(over.verdicts.get('RE-429:getAccount')?.verdict).toBe('inconclusive')
    expect(over.state).toEqual(calm)
  })

  test('that does not say how long is observed, and accused of nothing', async () => {
    const over = await run({
      endpoint: { dialects: ['waiting-time-unsaid'] },
      only: ['RE-429:getAccount'],
      described: limited(10, 1),
    })
    expect(over.keys).toEqual([])
    expect(over.observations).toContain('no-wait-told')
  })
})
