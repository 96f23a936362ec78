import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { describe as describeTarget } from '../../bench/embedded-run.ts'
import { verdicts } from '../../oracle/verdicts.ts'
import type { EditionName } from '../../reference/edition.ts'
import { type ReferenceOptions, startReference } from '../../reference/server.ts'
import { openRun } from '../../suites/engine/open-run.ts'
import { runPlan } from '../../suites/engine/run-plan.ts'
import { ofPhase, plan } from '../../suites/plan.ts'
import type { TargetDescription } from '../../target/description.ts'
import { settingsFor } from '../support/settings.ts'
import { always, answering, relay, type Web } from '../support/web.ts'

const editions = ['classic', 'current'] as const

const clauses = ['RE-429', 'RE-503', 'CU-429', 'CU-503', 'CU-RETRY-IN', 'CU-LICENCE']

interface Setting {
  readonly edition?: EditionName
  readonly endpoint?: ReferenceOptions
  readonly only?: readonly string[]
  /** How the target is described. */
  readonly described?: (description: TargetDescription) => TargetDescription
  /** Resolves when the run is to be interrupted. */
  readonly interruptedAt?: (web: Web) => Promise<void>
}

/** Runs cells against a practice endpoint, and notes everything that it is asked. */
const run = async ({ edition = 'classic', endpoint = {}, only = clauses, ...more }: Setting) => {
  const reference = await startReference({ edition, ...endpoint })
  const web = await relay(reference.url)
  const plain = describeTarget(web.url, edition)
  const settings = settingsFor(more.described?.(plain) ?? plain, {
    only: [...only],
  })
  const ended = new AbortController()
  try {
    const planned = plan(settings.description, settings)
    const opened = await openRun(settings, ended.signal)
    const running = runPlan(planned, opened.context)
    if (more.interruptedAt !== undefined) {
      await more.interruptedAt(web)
      ended.abort()
    }
    const reports = [opened.discovery, ...(await running)]
    const leftovers = await opened.close()
    const state = await fetch(`${reference.url}/_control/`).then((answer) => answer.json() as Promise<unknown>)
    return {
      state,
      leftovers,
      seen: web.seen,
      keys: reports.flatMap(({ findings }) => findings.map(({ key }) => key)).sort(),
      findings: reports.flatMap(({ findings }) => findings),
      inconclusive: reports.flatMap(({ inconclusive }) => inconclusive),
      observations: reports.flatMap(({ observations }) => observations.map(({ what }) => what)),
      suiteFaults: reports.flatMap(({ suiteFault }) => suiteFault ?? []),
      verdicts: new Map(
        verdicts(
          opened.context.edition,
          planned.cells.map(({ id, clause, operation }) => ({ cell: id, clause, operation: operation.id })),
          reports,
        ).map((verdict) => [verdict.cell, verdict]),
      ),
    }
  } finally {
    await web.close()
    await reference.close()
  }
}

const calm = { maintenance: false, gateway: null, rate_limit: null }

const isControl = ({ path }: { readonly path: string }): boolean => path.startsWith('/_control/')

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
    if (edition === 'current')
      expect(over.verdicts.get('CU-LICENCE:createPersonCredential')?.evidence).toBeGreaterThan(0)
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
    expect(last.map(({ clause }) => clause.slice(3)).sort()).toEqual(['429', '503', '503', '503'])
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
  const limited = (requests: number, seconds: number) => (description: TargetDescription) => ({
    ...description,
    recipes: {
      rateLimit: {
        requests: 20,
        enter: {
          kind: 'request' as const,
          method: 'POST' as const,
          url: `${description.url}/_control/rate-limit`,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ on: true, requests, seconds }),
        },
        leave: {
          kind: 'request' as const,
          method: 'POST' as const,
          url: `${description.url}/_control/rate-limit`,
          headers: { 'content-type': 'application/json' },
          body: '{"on":false}',
        },
      },
    },
  })

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

/** Describes maintenance whose way in and out are asked for at those addresses; at the target's own, where empty. */
const maintenance = (enter: string, leave: string) => (description: TargetDescription) => {
  const step = (base: string, on: boolean) => ({
    kind: 'request' as const,
    method: 'POST' as const,
    url: `${base || description.url}/_control/maintenance`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ on }),
  })
  return { ...description, recipes: { maintenance: { enter: step(enter, true), leave: step(leave, false) } } }
}

describe('a recipe that does not work', () => {
  test('on the way in leaves its cells open, accuses nobody, and is taken back', async () => {
    const broken = await always(500, 'text/html', '<h1>Oh dear</h1>')
    const over = await run({ only: ['RE-503:getAccount'], described: maintenance(broken.url, '') })
    await broken.close()
    expect(over.keys).toEqual([])
    expect(over.inconclusive).toEqual([
      `maintenance could not be entered: The recipe's POST ${broken.url}/_control/maintenance was answered 500, but 2xx is due.`,
    ])
    expect(over.verdicts.get('RE-503:getAccount')?.verdict).toBe('inconclusive')
    expect(over.seen.filter(isControl).map(({ body }) => body.toString())).toEqual(['{"on":false}'])
    expect(over.leftovers).toEqual([])
  })

  test('on the way out is said loudly: in its cell, and in what is left behind', async () => {
    const broken = await always(404, 'text/plain', 'no such thing')
    const over = await run({ only: ['RE-503:getAccount'], described: maintenance('', broken.url) })
    await broken.close()
    const said = `maintenance could not be left: The recipe's POST ${broken.url}/_control/maintenance was answered 404, but 2xx is due.`
    expect(over.inconclusive).toContain(said)
    expect(over.leftovers).toEqual([said])
    expect(over.state).toEqual({ ...calm, maintenance: true })
    expect(over.suiteFaults).toEqual([])
  }, 30_000)

  test('since the run is interrupted in the midst of it is taken back', async () => {
    const over = await run({
      only: ['RE-503'],
      described: (description) => ({ ...description, settleTime: 10_000 }),
      interruptedAt: (web) => web.came(1, isControl),
    })
    expect(over.state).toEqual(calm)
    expect(over.leftovers).toEqual([])
    expect(over.keys).toEqual([])
    expect(over.suiteFaults).toEqual([])
  }, 30_000)
})

describe('a recipe that is slow to be entered', () => {
  test('is left after that, even if the run is interrupted meanwhile', async () => {
    let endpoint = ''
    const done: string[] = []
    const slow = await answering(async ({ path, body }, response) => {
      const asked = body.toString()
      if (asked.includes('true')) await setTimeout(300)
      await fetch(endpoint + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: asked })
      done.push(asked)
      response.writeHead(204).end()
    })
    const over = await run({
      only: ['RE-503:getAccount'],
      described: (description) => {
        endpoint = description.url
        return maintenance(slow.url, slow.url)(description)
      },
      interruptedAt: () => slow.came(1),
    })
    await slow.close()
    expect(done).toEqual(['{"on":true}', '{"on":false}'])
    expect(over.state).toEqual(calm)
    expect(over.leftovers).toEqual([])
    expect(over.suiteFaults).toEqual([])
  })
})

describe('a target whose description has no recipes', () => {
  const cellsOf = (
    described: (description: TargetDescription) => TargetDescription,
    edition: EditionName = 'current',
  ) =>
    new Map(
      plan(described(describeTarget('http://127.0.0.1:9', edition)), {
        profile: 'gate',
        only: clauses,
        exclude: [],
      }).cells.map(({ id, unexercised }) => [id, unexercised]),
    )

  test('is told what to add', () => {
    const cells = cellsOf((description) => ({ ...description, recipes: {} }))
    const missing = (detail: string) => ({ kind: 'missing', detail: expect.stringContaining(detail) })
    for (const operation of ['getAccount', 'listPeople', 'createPerson'])
      expect(cells.get(`CU-503:${operation}`)).toEqual(missing('(recipes.maintenance)'))
    expect(cells.get('CU-429:getAccount')).toEqual(missing('(recipes.rateLimit)'))
    expect(cells.get('CU-LICENCE:createPersonCredential')).toEqual(missing('(recipes.exhaustedType)'))
  })

  test('is not asked for a credential that might invite somebody, unless that is allowed', () => {
    const cells = cellsOf((description) => ({
      ...description,
      allow: { ...description.allow, mobileCredentials: [] },
    }))
    expect(cells.get('CU-LICENCE:createPersonCredential')).toEqual({
      kind: 'missing',
      detail: expect.stringContaining('allow.mobileCredentials'),
    })
  })

  test('is not changed as a whole where it is shared', () => {
    const cells = cellsOf((description) => ({ ...description, kind: 'shared', recipes: {} }))
    for (const cell of ['CU-503:getAccount', 'CU-429:getAccount', 'CU-LICENCE:createPersonCredential'])
      expect(cells.get(cell)?.kind).toBe('withheld')
  })

  test('has no cell for licences in the edition that does not speak of them', () => {
    expect([...cellsOf((description) => description, 'classic').keys()].filter((id) => /LICENCE/.test(id))).toEqual([])
  })
})
