import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { describe as describeTarget, records, runEmbedded } from '../../bench/embedded-run.ts'
import { startReference } from '../../reference/server.ts'
import { openRun } from '../../suites/engine/open-run.ts'
import { runPlan } from '../../suites/engine/run-plan.ts'
import { plan } from '../../suites/plan.ts'
import { settingsFor } from '../support/settings.ts'
import { answering, passOn } from '../support/web.ts'

/** Milliseconds after which a deletion takes place that was answered already. */
const later = 60

/** Passes everything on, but what is there to be deleted it deletes only after it has answered, if at all. */
const patient = async (endpoint: string, deletes: boolean) => {
  const pending = new Set<Promise<unknown>>()
  const web = await answering(async (seen, response, request) => {
    const pass = () => passOn(endpoint, seen, request)
    const isThere = async () => (await passOn(endpoint, { ...seen, method: 'GET' }, request)).status === 200
    if (
      seen.method === 'DELETE' &&
      /\/(?:people|credentials|notification_rules)\/[^/?]+$/.test(seen.path) &&
      (await isThere())
    ) {
      if (deletes) {
        const done = sleep(later).then(pass)
        pending.add(done)
        void done.finally(() => pending.delete(done))
      }
      response.writeHead(202).end()
      return
    }
    const { status, rawHeaders, body } = await pass()
    response.writeHead(status, rawHeaders).end(body)
  })
  return { web, settled: () => Promise.all(pending) }
}

/** Runs cells of an edition against such an endpoint. */
const run = async (
  edition: 'classic' | 'current',
  { only = [], deletes = true }: { only?: string[]; deletes?: boolean },
) => {
  const reference = await startReference({ edition })
  const { web, settled } = await patient(reference.url, deletes)
  const settings = settingsFor(describeTarget(web.url, edition), {
    seed: 3,
    only,
    exclude: ['*-503', '*-429'],
  })
  const held = () => records(reference.snapshot())
  const before = held()
  const opened = await openRun(settings, new AbortController().signal)
  const reports = await runPlan(plan(settings.description, settings), opened.context)
  const leftovers = await opened.close()
  await settled()
  const unchanged = held() === before
  await web.close()
  await reference.close()
  return {
    leftovers,
    unchanged,
    accused: new Set(reports.flatMap(({ findings }) => findings.map(({ violation }) => violation.clause))),
    observed: new Set(reports.flatMap(({ observations }) => observations.map(({ what }) => what))),
    suiteFaults: reports.flatMap(({ suiteFault }) => suiteFault ?? []),
  }
}

const usual = { classic: ['RE-200-DELETE-USUAL'], current: [] } as const

test.each(['classic', 'current'] as const)(
  'an endpoint of the %s edition that deletes later, and says so, is accused of nothing',
  async (edition) => {
    const over = await run(edition, {})
    expect([...over.accused]).toEqual(usual[edition])
    expect(over.suiteFaults).toEqual([])
    expect(over.leftovers).toEqual([])
    expect(over.unchanged).toBe(true)
    expect([...over.observed]).toEqual(expect.arrayContaining(['not-gone-yet', 'list-may-change']))
  },
  60_000,
)

test.each(['classic', 'current'] as const)(
  'what an endpoint of the %s edition never deletes, though it says that it will, is named as left behind',
  async (edition) => {
    const over = await run(edition, { only: ['*:deletePerson', '*:deleteNotificationRule'], deletes: false })
    expect(over.unchanged).toBe(false)
    const promised = expect.stringMatching(
      /^\w+ \d+: its deletion was accepted, and nothing shows that it is gone \(GET answered 200\)$/,
    )
    expect(over.leftovers).toEqual(over.leftovers.map(() => promised))
    for (const resource of ['people', 'notification_rules'])
      expect(over.leftovers.filter((one) => one.startsWith(resource)).length).toBeGreaterThan(0)
    expect(over.suiteFaults).toEqual([])
  },
  60_000,
)

// Each rule is deleted with the case that made it, and shown again by a reading that looks whether it is gone.
test.each(['classic', 'current'] as const)(
  'rules that the %s edition only deactivates are named, too',
  async (edition) => {
    const { leftovers, findings } = await runEmbedded(
      { edition, faults: ['delete-of-rule-only-deactivates'] },
      { profile: 'smoke', only: ['*:deleteNotificationRule'] },
    )
    expect(findings).not.toEqual([])
    expect(leftovers).not.toEqual([])
    for (const one of leftovers)
      expect(one).toMatch(
        /^notification_rules \d+: its deletion was accepted, and nothing shows that it is gone \(GET answered 200\)$/,
      )
  },
)
