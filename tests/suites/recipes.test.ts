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

const clauses = ['RE-429', 'RE-503', 'CU-429', 'CU-502', 'CU-503', 'CU-504', 'CU-RETRY-IN', 'CU-LICENCE']

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

/** Describes how the gateway of the endpoint is brought to answer 502: by what is asked for at that path of its own. */
const badGateway =
  (path: string, leave = path) =>
  (description: TargetDescription): TargetDescription => {
    const step = (at: string, on: boolean) => ({
      kind: 'request' as const,
      method: 'POST' as const,
      url: at.startsWith('/') ? `${description.url}${at}` : at,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ on }),
    })
    return { ...description, recipes: { badGateway: { enter: step(path, true), leave: step(leave, false) } } }
  }

describe.each([
  ['502', 'bad-gateway'],
  ['504', 'gateway-timeout'],
])('a gateway that answers %s (%s)', (status, control) => {
  const only = [`CU-${status}`]

  test('is seen by what it is about alone, once, and the same request is served afterwards', async () => {
    const { seen, keys, verdicts, leftovers } = await run({ edition: 'current', only })
    const within: string[] = []
    const afterwards: string[] = []
    let closed: boolean | undefined
    for (const one of seen) {
      if (isControl(one)) {
        expect(one.path).toBe(`/_control/${control}`)
        closed = one.body.toString() === '{"on":true}'
      } else if (closed === true) within.push(`${one.method} ${one.path} ${one.answer?.status}`)
      else if (closed === false) afterwards.push(`${one.method} ${one.path} ${one.answer?.status}`)
    }
    const asked = ['GET /api/3/account', 'GET /api/3/people', 'POST /api/3/people']
    expect(within.sort()).toEqual(asked.map((one) => `${one} ${status}`))
    expect(afterwards).toEqual(
      expect.arrayContaining(['GET /api/3/account 200', 'GET /api/3/people 200', 'POST /api/3/people 201']),
    )
    expect([keys, leftovers]).toEqual([[], []])
    expect([...verdicts.values()].map(({ verdict, level }) => [verdict, level])).toEqual([
      ['pass', 'MAY'],
      ['pass', 'MAY'],
      ['pass', 'MAY'],
    ])
  })

  test('in a page of its own is accused of nothing', async () => {
    const over = await run({ edition: 'current', endpoint: { dialects: ['gateway-answers-in-html'] }, only })
    const page = over.seen.find(({ answer }) => answer?.status === Number(status))?.answer?.body.toString()
    expect(page).toContain('<h1>')
    expect([over.keys, over.inconclusive, over.suiteFaults]).toEqual([[], [], []])
    expect([...over.verdicts.values()].map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass'])
  })

  test('though everything has been done is accused of nothing, and what was made is removed', async () => {
    const over = await run({ edition: 'current', endpoint: { dialects: ['gateway-loses-answers'] }, only })
    expect([over.keys, over.inconclusive, over.suiteFaults, over.leftovers]).toEqual([[], [], [], []])
    expect(over.observations).toContain('done-behind-the-gateway')
    const creations = over.seen.filter(({ method, path }) => method === 'POST' && path === '/api/3/people')
    // Behind the one that the gateway lost another one would have been in its way.
    expect(creations.map(({ answer }) => answer?.status).indexOf(Number(status))).toBe(creations.length - 1)
    expect([...over.verdicts.values()].map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass'])
  })
})

describe('a recipe for a bad gateway', () => {
  test.each([
    ['503', '/_control/maintenance'],
    ['504', '/_control/gateway-timeout'],
  ])('that brings about %s instead leaves its cell without evidence, and accuses nobody', async (status, path) => {
    const over = await run({ edition: 'current', only: ['CU-502'], described: badGateway(path) })
    expect([over.keys, over.inconclusive, over.leftovers]).toEqual([[], [], []])
    expect(over.observations).toEqual(Array.from({ length: 3 }, () => 'recipe-without-effect'))
    expect(over.seen.filter(({ answer }) => answer?.status === Number(status))).toHaveLength(3)
    for (const { verdict, unexercised } of over.verdicts.values())
      expect([verdict, unexercised?.kind]).toEqual(['not-exercised', 'unobserved'])
    expect(over.state).toEqual(calm)
  })

  test('that brings about nothing leaves nothing behind', async () => {
    const idle = await always(204, 'text/plain', '')
    const over = await run({ edition: 'current', only: ['CU-502'], described: badGateway(`${idle.url}/on`) })
    await idle.close()
    expect([over.keys, over.inconclusive, over.leftovers]).toEqual([[], [], []])
    expect(over.observations).toEqual(Array.from({ length: 3 }, () => 'recipe-without-effect'))
  })

  test('that does not lead back leaves its cells open, and accuses nobody', async () => {
    const idle = await always(204, 'text/plain', '')
    const over = await run({
      edition: 'current',
      only: ['CU-502:getAccount'],
      described: badGateway('/_control/bad-gateway', `${idle.url}/off`),
    })
    await idle.close()
    expect(over.keys).toEqual([])
    expect(over.inconclusive).toContain('server-error: answered 502')
    expect(over.verdicts.get('CU-502:getAccount')?.verdict).toBe('inconclusive')
    expect(over.state).toEqual({ ...calm, gateway: 'bad-gateway' })
  }, 30_000)

  test('that cannot be entered or left is said by its name', async () => {
    const broken = await always(500, 'text/html', '<h1>Oh dear</h1>')
    const only = ['CU-502:getAccount']
    const described = badGateway(`${broken.url}/on`, '/_control/bad-gateway')
    const first = await run({ edition: 'current', only, described })
    expect(first.inconclusive).toEqual([expect.stringMatching(/^the state of a bad gateway could not be entered: /)])
    const stuck = badGateway('/_control/bad-gateway', `${broken.url}/off`)
    const second = await run({ edition: 'current', only, described: stuck })
    await broken.close()
    expect(second.leftovers).toEqual([expect.stringMatching(/^the state of a bad gateway could not be left: /)])
    expect([...first.keys, ...second.keys]).toEqual([])
  }, 30_000)

  test('is taken back where the run is interrupted in the midst of it', async () => {
    const over = await run({
      edition: 'current',
      only: ['CU-502'],
      described: (description) => ({ ...badGateway('/_control/bad-gateway')(description), settleTime: 10_000 }),
      interruptedAt: (web) => web.came(1, isControl),
    })
    expect(over.state).toEqual(calm)
    expect([over.leftovers, over.keys, over.suiteFaults]).toEqual([[], [], []])
  }, 30_000)
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
    for (const operation of ['getAccount', 'listPeople', 'createPerson']) {
      expect(cells.get(`CU-502:${operation}`)).toEqual(missing('(recipes.badGateway)'))
      expect(cells.get(`CU-504:${operation}`)).toEqual(missing('(recipes.gatewayTimeout)'))
    }
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
    for (const cell of [
      'CU-502:getAccount',
      'CU-503:getAccount',
      'CU-504:listPeople',
      'CU-429:getAccount',
      'CU-LICENCE:createPersonCredential',
    ])
      expect(cells.get(cell)?.kind).toBe('withheld')
  })

  test('has no cell for licences and gateways in the edition that does not speak of them', () => {
    const plain = describeTarget('http://127.0.0.1:9', 'classic')
    const recipes = { ...plain.recipes, ...badGateway('/on')(plain).recipes }
    const { cells } = plan({ ...plain, recipes }, { profile: 'gate', only: [], exclude: [] })
    expect(cells.filter(({ id }) => /LICENCE/.test(id)).map(({ id }) => id)).toEqual([])
    const variants = cells.flatMap((cell) => cell.variants.map(({ id }) => id))
    expect(variants).toContain('maintenance')
    expect(variants.filter((id) => /gateway/.test(id))).toEqual([])
  })
})
