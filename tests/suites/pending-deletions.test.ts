import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { describe as describeTarget, records } from '../../bench/embedded-run.ts'
import { startReference } from '../../reference/server.ts'
import { openRun } from '../../suites/engine/open-run.ts'
import { runPlan } from '../../suites/engine/run-plan.ts'
import { plan } from '../../suites/plan.ts'
import type { RunSettings } from '../../suites/settings.ts'
import { answering, passOn } from '../support/web.ts'

/** Milliseconds after which a deletion takes place that was answered already. */
const later = 60

/** Passes everything on, but what is there to be deleted it deletes only after it has answered. */
const patient = async (endpoint: string) => {
  const pending = new Set<Promise<unknown>>()
  const web = await answering(async (seen, response, request) => {
    const pass = () => passOn(endpoint, seen, request)
    const isThere = async () => (await passOn(endpoint, { ...seen, method: 'GET' }, request)).status === 200
    if (seen.method === 'DELETE' && /\/(?:people|notification_rules)\/[^/?]+$/.test(seen.path) && (await isThere())) {
      const done = sleep(later).then(pass)
      pending.add(done)
      void done.finally(() => pending.delete(done))
      response.writeHead(202).end()
      return
    }
    const { status, rawHeaders, body } = await pass()
    response.writeHead(status, rawHeaders).end(body)
  })
  return { web, settled: () => Promise.all(pending) }
}

test.each(['classic', 'current'] as const)(
  'an endpoint of the %s edition that deletes later, and says so, is accused of nothing',
  async (edition) => {
    const reference = await startReference({ edition })
    const { web, settled } = await patient(reference.url)
    const settings: RunSettings = {
      description: describeTarget(web.url, edition),
      seed: 3,
      profile: 'smoke',
      only: [],
      exclude: ['*-503', '*-429'],
      concurrency: 8,
      maxFindings: 10,
    }
    const held = () => records(reference.snapshot())
    const before = held()
    const opened = await openRun(settings, new AbortController().signal)
    const reports = await runPlan(plan(settings.description, settings), opened.context)
    expect(await opened.close()).toEqual([])
    await settled()
    const clauses = new Set(reports.flatMap(({ findings }) => findings.map(({ violation }) => violation.clause)))
    expect([...clauses]).toEqual(edition === 'classic' ? ['RE-200-DELETE-USUAL'] : [])
    expect(reports.flatMap(({ suiteFault }) => suiteFault ?? [])).toEqual([])
    expect(reports.flatMap(({ observations }) => observations.map(({ what }) => what))).toEqual(
      expect.arrayContaining(['not-gone-yet', 'list-may-change']),
    )
    expect(held()).toBe(before)
    await web.close()
    await reference.close()
  },
  60_000,
)
