import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describe as describeTarget } from '../../bench/embedded-run.ts'
import type { RunningReference } from '../../reference/server.ts'
import { startReference } from '../../reference/server.ts'
import { openRun } from '../../suites/engine/open-run.ts'
import { runPlan } from '../../suites/engine/run-plan.ts'
import { plan } from '../../suites/plan.ts'
import { passOn } from '../support/proxy.ts'
import { settingsFor } from '../support/settings.ts'

const lag = 150

/** Passes everything on, but shows people a little later than they have been created. */
const laggingProxy = (target: string) => {
  const createdAt = new Map<string, number>()
  const isFresh = (path: string): boolean => Date.now() - (createdAt.get(path) ?? 0) < lag
  return createServer(
    (incoming, outgoing) =>
      void passOn(
        target,
        incoming,
        outgoing,
        ({ method, path }) => (method === 'GET' && isFresh(path) ? 404 : undefined),
        ({ method, path }, answer) => {
          const id = method === 'POST' && path === '/api/3/people' ? /"id":(\d+)/.exec(answer)?.[1] : undefined
          if (id !== undefined) createdAt.set(`/api/3/people/${id}`, Date.now())
        },
      ),
  )
}

/** Passes everything on, but once it has shown somebody new, it says for a little while that they are not there. */
const waveringProxy = (target: string) => {
  const shownAt = new Map<string, number>()
  return createServer(
    (incoming, outgoing) =>
      void passOn(
        target,
        incoming,
        outgoing,
        ({ method, path }) => (method === 'GET' && Date.now() - (shownAt.get(path) ?? 0) < lag ? 404 : undefined),
        ({ method, path }) => {
          if (method === 'GET' && /^\/api\/3\/people\/\d+$/.test(path) && !shownAt.has(path))
            shownAt.set(path, Date.now())
        },
      ),
  )
}

const cells = {
  // Single writes, and sequences in which one write follows what has been read of another.
  classic: ['RE-201:createPerson', 'RE-LISTED:listPeople', 'RE-UNLISTED:listPeople', 'RE-402:createPerson'],
  // Races, after which it is read what some of them have made, and nothing for the others.
  current: ['CU-201:createPerson', 'CU-RACE-UNIQUE:createPerson'],
} as const

/** A reference behind a proxy, and runs of cells against it. */
const behind = (edition: 'classic' | 'current', proxyOf: typeof laggingProxy) => {
  let reference: RunningReference
  const servers: ReturnType<typeof laggingProxy>[] = []
  let url = ''

  beforeAll(async () => {
    reference = await startReference({ edition })
    const proxy = proxyOf(reference.url)
    servers.push(proxy)
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  })

  afterAll(async () => {
    for (const server of servers) server.closeAllConnections()
    await reference.close()
  })

  return async (settleTime: number, only: readonly string[]) => {
    const settings = settingsFor({ ...describeTarget(url, edition), settleTime }, { only, concurrency: 4 })
    const opened = await openRun(settings, new AbortController().signal)
    const reports = await runPlan(plan(settings.description, settings), opened.context)
    await opened.close()
    return reports
  }
}

describe.each(['classic', 'current'] as const)('a %s target that shows a little later what it was told', (edition) => {
  const runCells = behind(edition, laggingProxy)
  const run = (settleTime: number) => runCells(settleTime, cells[edition])

  test('is not accused within the time that its description grants, and the delay is reported', async () => {
    const reports = await run(2_000)
    expect(reports.flatMap(({ findings }) => findings.map(({ key }) => key))).toEqual([])
    expect(reports.flatMap(({ observations }) => observations.map(({ what }) => what))).toContain('settled-later')
  })

  test('is not said to have settled where the time was too short', async () => {
    const observed = (await run(20)).flatMap(({ observations }) => observations)
    expect(observed).toContainEqual(
      expect.objectContaining({ what: 'not-settled', detail: expect.stringMatching(/^not settled within 0\.\d+ s$/) }),
    )
  })

  test('is accused where its description grants none', async () => {
    const reports = await run(0)
    expect(reports.flatMap(({ findings }) => findings.map(({ violation }) => violation.clause))).toContain(
      edition === 'classic' ? 'RE-200' : 'CU-200',
    )
  })
})

// Nothing is changed by a method that is documented for nothing: what was read before it must have settled all the same.
describe.each([
  ['classic', 'RE'],
  ['current', 'CU'],
] as const)('a %s target of which one machine is behind', (edition, prefix) => {
  const run = behind(edition, waveringProxy)

  test.each([`${prefix}-405:getPerson`, `${prefix}-500:getPerson`])(
    'is not accused of what was read before an undocumented method (%s)',
    async (cell) => {
      const reports = await run(2_000, [cell])
      expect(reports.flatMap(({ findings }) => findings.map(({ key }) => key))).toEqual([])
      expect(reports.flatMap(({ inconclusive }) => inconclusive)).toEqual([])
      expect(reports.flatMap(({ observations }) => observations.map(({ what }) => what))).toContain('settled-later')
    },
  )
})
