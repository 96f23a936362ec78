import { describe, expect, test } from 'vitest'
import { describe as describeTarget, runEmbedded } from '../../bench/embedded-run.ts'
import { exitCode, verdicts } from '../../oracle/verdicts.ts'
import { startReference } from '../../reference/server.ts'
import { costOf } from '../../suites/budget.ts'
import { openRun } from '../../suites/engine/open-run.ts'
import { runPlan } from '../../suites/engine/run-plan.ts'
import { plan } from '../../suites/plan.ts'
import type { PlannedCell } from '../../suites/planned-cell.ts'
import type { Budgets } from '../../target/description-written.ts'
import { result } from '../reports/samples.ts'
import { settingsFor } from '../support/settings.ts'

const all = { profile: 'gate', only: [], exclude: [] } as const
const planFor = (budgets: Budgets, edition = 'classic') =>
  plan({ ...describeTarget('http://127.0.0.1:9', edition), budgets }, all)

const cost = (cells: readonly PlannedCell[]): number =>
  cells.reduce((sum, { variants }) => sum + variants.reduce((all, one) => all + costOf(one, one.runs), 0), 0)

const sending = (cells: readonly PlannedCell[]): readonly PlannedCell[] =>
  cells.filter(({ variants }) => variants.length > 0)

describe.each(['classic', 'current'])('a budget for the %s edition', (edition) => {
  const whole = planFor({}, edition)

  test('that suffices changes nothing', () => {
    const { cells, cut } = planFor({ maxRequests: 100_000 }, edition)
    expect(cut).toBeUndefined()
    expect(cost(cells)).toBe(cost(whole.cells))
  })

  test.each([15_000, 8000, 5000, 2000, 500, 100])(
    'of %d requests is kept, and spread over as many cells as it can be',
    (most) => {
      const { cells, cut } = planFor({ maxRequests: most }, edition)
      expect(cost(cells)).toBeLessThanOrEqual(most)
      const empty = cells.filter(({ unexercised }) => unexercised?.kind === 'budget')
      expect(cut?.cells).toEqual(empty.map(({ id }) => id))
      const variants = cells.flatMap((cell) => cell.variants)
      // Cases before variants, variants before cells.
      if (cut?.variants !== 0) expect(Math.max(...variants.map(({ runs }) => runs))).toBe(1)
      if (empty.length > 0) expect(Math.max(...sending(cells).map((cell) => cell.variants.length))).toBe(1)
      // No cell gives more than its share while another one has more.
      const widest = Math.max(...sending(cells).map((cell) => cell.variants.length))
      const whence = new Map(whole.cells.map((cell) => [cell.id, cell.variants.length]))
      if (empty.length === 0)
        for (const cell of sending(cells))
          expect(cell.variants.length).toBeGreaterThanOrEqual(Math.min(whence.get(cell.id) ?? 0, widest - 1))
      expect(sending(cells).length + empty.length).toBe(sending(whole.cells).length)
      // The whole budget is used: less is left over than the dearest cell costs.
      if (empty.length > 0)
        expect(most - cost(cells)).toBeLessThan(40 + Math.max(...sending(whole.cells).map((c) => cost([c]))))
    },
  )

  test('leaves every cell something as long as one case for each fits', () => {
    const { cut } = planFor({ maxRequests: 8000 }, edition)
    expect(cut?.cells).toEqual([])
    expect(cut?.variants).toBeGreaterThan(0)
  })

  test('of time is one of requests: as many as the rate allows in it', () => {
    expect(planFor({ rate: 20, maxTime: 100 }, edition).cut).toEqual(
      planFor({ rate: 20, maxRequests: 1800 }, edition).cut,
    )
    expect(planFor({ rate: 20, maxTime: 100, maxRequests: 500 }, edition).cut?.requests).toBe(500)
  })
})

test('whoever limits the rate sends no burst, and the cell that needs one says so', () => {
  const burst = planFor({ rate: 1000 }).cells.find(({ id }) => id === 'RE-429:getAccount')
  expect(burst?.variants).toEqual([])
  expect(burst?.unexercised?.kind).toBe('budget')
  expect(planFor({}).cells.find(({ id }) => id === 'RE-429:getAccount')?.variants).toHaveLength(1)
})

test('a small budget touches every cell that it can, and is kept', async () => {
  const budgets = { maxRequests: 400 }
  const only = ['RE-400*', 'RE-200:*', 'RE-405*']
  const over = await runEmbedded({}, { only, profile: 'gate' }, { budgets })
  expect(over.suiteFaults).toEqual([])
  expect(over.leftovers).toEqual([])
  expect(over.unchanged).toBe(true)
  expect(over.exchanges).toBeLessThanOrEqual(420)
  const open = over.verdicts.filter(({ unexercised }) => unexercised?.kind === 'budget')
  expect(over.verdicts.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(20)
  expect(over.verdicts.filter(({ verdict }) => verdict === 'inconclusive' || verdict === 'fail')).toEqual([])
  expect(open.every(({ evidence }) => evidence === 0)).toBe(true)
})

/** Runs a plan that is larger than its budget, as one is that was estimated wrongly. */
const overspend = async (budgets: Budgets) => {
  const reference = await startReference()
  try {
    const settings = settingsFor(describeTarget(reference.url), {
      profile: 'gate',
      only: ['RE-400:*', 'RE-READ-BACK:*'],
    })
    const { cells, edition } = plan(settings.description, settings)
    const begin = performance.now()
    const run = await openRun(
      { ...settings, description: { ...settings.description, budgets } },
      new AbortController().signal,
    )
    const reports = [run.discovery, ...(await runPlan({ cells, edition }, run.context))]
    const leftovers = await run.close()
    const planned = cells.map(({ id, clause, operation }) => ({ cell: id, clause, operation: operation.id }))
    return {
      reports,
      leftovers,
      ending: run.ending(),
      verdicts: verdicts(edition, planned, reports),
      received: reports.reduce((sum, { exchanges }) => sum + exchanges, 0),
      seconds: (performance.now() - begin) / 1000,
    }
  } finally {
    await reference.close()
  }
}

test.each<[string, Budgets]>([
  ['requests', { maxRequests: 600 }],
  ['time', { maxTime: 1, rate: 200 }],
])('when a budget of %s is used up, nothing is begun any more, and what was created is removed', async (_, budgets) => {
  const { reports, leftovers, ending, verdicts: found, seconds } = await overspend(budgets)
  expect(ending?.kind).toBe('budget')
  expect(ending?.detail).toMatch(
    /^The budget of (?:600 requests|1 s) was used up.* after \d+\.\d s; cleaning up took \d+ requests/,
  )
  expect(leftovers).toEqual([])
  expect(reports.flatMap(({ suiteFault }) => suiteFault ?? [])).toEqual([])
  expect(reports.flatMap(({ findings }) => findings)).toEqual([])
  const kinds = new Set(found.map(({ verdict }) => verdict))
  expect(kinds).toEqual(new Set(['pass', 'not-exercised']))
  const cut = found.filter(({ unexercised }) => unexercised?.kind === 'budget')
  expect(cut.length).toBeGreaterThan(3)
  expect(reports.reduce((sum, { cut: cases = 0 }) => sum + cases, 0)).toBeGreaterThan(cut.length)
  if (budgets.maxTime !== undefined) expect(seconds).toBeLessThan(4)
  const beyond = /, which makes (\d+) more/.exec(ending?.detail ?? '')?.[1]
  expect(Number(beyond ?? 0)).toBeLessThanOrEqual(30)
  expect(exitCodeOf(found)).toBe(0)
})

/** What a run with these verdicts and nothing else ends with: to spend no more is a choice, like a filter. */
const exitCodeOf = (cells: ReturnType<typeof verdicts>): number => {
  const { run } = result()
  const ending = { kind: 'budget', detail: 'used up' } as const
  return exitCode(result({ run: { ...run, ending }, cells, findings: [] }), { strict: false })
}
