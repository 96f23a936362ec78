import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { describe as describeTarget, runEmbedded } from '../../bench/embedded-run.ts'
import { startReference } from '../../reference/server.ts'
import { openRun } from '../../suites/engine/open-run.ts'
import { runPlan } from '../../suites/engine/run-plan.ts'
import { plan } from '../../suites/plan.ts'
import type { RunSettings } from '../../suites/settings.ts'
import { passOn } from '../support/proxy.ts'

/** Numbers that are the same in every run of a test, without a pattern that a race could fall in step with. */
const numbers = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

type Handling = (pass: () => Promise<void>, method: string) => Promise<void>

/** Runs cells against an endpoint behind a server of the test's own, which decides when each request is passed on. */
const behind = async (faults: readonly string[], handle: Handling, settings: Partial<RunSettings>) => {
  const reference = await startReference({ faults })
  const server = createServer(
    (incoming, outgoing) =>
      void handle(() => passOn(reference.url, incoming, outgoing, () => undefined), incoming.method ?? ''),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const full: RunSettings = {
      description: describeTarget(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
      seed: 1,
      profile: 'gate',
      only: [],
      exclude: [],
      concurrency: 8,
      maxFindings: 100,
      ...settings,
    }
    const run = await openRun(full, new AbortController().signal)
    const reports = await runPlan(plan(full.description, full), run.context)
    const leftovers = await run.close()
    return {
      findings: reports.flatMap(({ findings }) => findings),
      suiteFaults: reports.flatMap(({ suiteFault }) => suiteFault ?? []),
      examined: reports.reduce((sum, { examined }) => sum + (examined['RE-RACE-UNIQUE:createPerson'] ?? 0), 0),
      leftovers,
    }
  } finally {
    server.closeAllConnections()
    server.close()
    await reference.close()
  }
}

const clauses = (run: { findings: readonly { violation: { clause: string } }[] }): readonly string[] => [
  ...new Set(run.findings.map(({ violation }) => violation.clause)),
]

describe('races', () => {
  test.each([1, 2, 3])(
    'accuse nobody of what a network does: answers come in any order, seed %d',
    async (seed) => {
      const next = numbers(seed)
      const run = await behind(
        [],
        async (pass) => {
          await sleep(next() * 12)
          await pass()
        },
        { seed, only: ['RE-RACE-UNIQUE', 'RE-RACE-DELETE'] },
      )
      expect(run.findings.map(({ key }) => key)).toEqual([])
      expect(run.suiteFaults).toEqual([])
      expect(run.leftovers).toEqual([])
      expect(run.examined).toBeGreaterThan(10)
    },
    60_000,
  )

  test('accuse nobody who lets one write at a time through', async () => {
    let last: Promise<unknown> = Promise.resolve()
    const run = await behind(
      ['email-raced-on-create'],
      (pass, method) => {
        const mine = method === 'GET' ? pass() : last.then(pass)
        last = Promise.allSettled([last, mine])
        return mine
      },
      { only: ['RE-RACE-UNIQUE:createPerson'] },
    )
    expect(run.findings.map(({ key }) => key)).toEqual([])
  }, 60_000)

  test('see a lock that one in ten slips through', async () => {
    const found: boolean[] = []
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const next = numbers(seed)
      let last: Promise<unknown> = Promise.resolve()
      const run = await behind(
        ['email-raced-on-create'],
        (pass, method) => {
          const slips = method === 'GET' || next() < 0.1
          const mine = slips ? pass() : last.then(pass)
          if (!slips) last = Promise.allSettled([last, mine])
          return mine
        },
        { seed, only: ['RE-RACE-UNIQUE:createPerson'] },
      )
      expect(clauses(run).filter((clause) => clause !== 'RE-RACE-UNIQUE')).toEqual([])
      expect(run.leftovers).toEqual([])
      found.push(run.findings.length > 0)
    }
    expect(found.filter(Boolean).length).toBeGreaterThanOrEqual(4)
  }, 120_000)

  test.each([
    ['email-raced-on-create', 'RE-RACE-UNIQUE:createPerson', 5],
    ['email-raced-on-update', 'RE-RACE-UNIQUE:updatePerson', 9],
    ['credential-type-raced', 'RE-RACE-UNIQUE:createPersonCredential', 9],
    ['update-revives-who-is-being-deleted', 'RE-RACE-DELETE:deletePerson', 12],
    ['update-revives-credential-being-deleted', 'RE-RACE-DELETE:deletePersonCredential', 16],
  ])('see %s, and show it in one race of two', async (fault, cell, most) => {
    const run = await runEmbedded({ faults: [fault] }, { only: [cell] })
    const finding = run.findings.find(({ violation }) => `${violation.clause}:${violation.operation}` === cell)
    expect(finding?.exchanges.length).toBeLessThanOrEqual(most)
    expect(run.suiteFaults).toEqual([])
    // All that was created by mistake has gone as well.
    expect(run.leftovers).toEqual([])
    expect(run.unchanged).toBe(true)
  })

  test.each([
    ['email-unchecked-on-create', 'RE-RACE-UNIQUE:createPerson'],
    ['second-credential-accepted', 'RE-RACE-UNIQUE:createCredential'],
    ['gone-person-revived', 'RE-RACE-DELETE:deletePerson'],
  ])('leave %s to the clause that is broken without any race', async (fault, cell) => {
    const run = await runEmbedded({ faults: [fault] }, { only: [cell] })
    expect(clauses(run).filter((clause) => clause.includes('RACE'))).toEqual([])
    expect(run.findings.length).toBeGreaterThan(0)
  })

  test('lose no update of another member, where the edition says so', async () => {
    const only = ['CU-RACE-PARTIAL']
    const faulty = await runEmbedded({ edition: 'current', faults: ['update-reads-then-writes'] }, { only })
    expect(clauses(faulty)).toContain('CU-RACE-PARTIAL')
    const clean = await runEmbedded({ edition: 'current' }, { only })
    expect(clean.findings.map(({ key }) => key)).toEqual([])
    expect(clean.verdicts.map(({ verdict }) => verdict)).toEqual(['pass'])
  })
})
