import { BroadcastChannel } from 'node:worker_threads'
import { afterAll, describe, expect, inject, type RunnerTestSuite, test } from 'vitest'
import type { CellReport, Finding, RunEnding } from '../oracle/results.ts'
import { TargetError } from '../target/errors.ts'
import type { Run } from './engine/open-run.ts'
import { openRun } from './engine/open-run.ts'
import { isUnknown, runCell } from './engine/run-cell.ts'
import { createTurns, type Turns } from './engine/turns.ts'
import { ofPhase, plan } from './plan.ts'
import type { PlannedCell } from './planned-cell.ts'
import { interruptionChannel, type RunReport } from './settings.ts'
import { verdictTeller } from './verdict-teller.ts'

/**
 * The one file that registers the planned cells with vitest: a first test opens the target, each cell is a test of its
 * own, and another one removes what the run created. What they found travels in the tests' meta data. For those who want
 * a result of each cell from vitest itself, such as Allure, a test for each verdict follows.
 */
const settings = inject('doorflow')
const { cells } = plan(settings.description, settings)
let turns: Turns | undefined
const ended = new AbortController()
// Not left to vitest: of tests that run at the same time it forgets most, and it has no use for what they still report.
const interruptions = new BroadcastChannel(interruptionChannel)
interruptions.onmessage = ({ data }: MessageEvent) => {
  if (data === 'stop') ended.abort()
}
interruptions.unref()
interruptions.postMessage('listening')
const seen: CellReport[] = []
let run: Run | undefined
let id = ''
const teller = verdictTeller()

/** What a test says that fails: enough to act on, in one line for each finding. */
const summary = ({ violation, replay }: Finding): string =>
  `${violation.clause} ${violation.operation} ${[violation.rule ?? [], violation.parameters].flat().join(' ')}: ` +
  `expected ${violation.expected}; observed ${violation.status} ${violation.actual}; replay ${replay}`

const ownFindings = ({ clause, operation }: PlannedCell): readonly Finding[] =>
  seen
    .flatMap(({ findings }) => findings)
    .filter(
      ({ violation, level }) => level === 'MUST' && violation.clause === clause && violation.operation === operation.id,
    )

/** Names of the tests of a suite that are not run. */
const leftOut = ({ tasks }: RunnerTestSuite): ReadonlySet<string> =>
  new Set(
    tasks.flatMap((task) =>
      task.type === 'suite' ? [...leftOut(task)] : task.mode === 'skip' || task.mode === 'todo' ? [task.name] : [],
    ),
  )

const register = (cell: PlannedCell): void =>
  test(cell.id, async ({ task, skip, signal }) => {
    if (run === undefined || turns === undefined) return skip('the target could not be opened')
    signal.addEventListener('abort', () => ended.abort(), { once: true })
    const report = await runCell(run.context, cell, turns)
    if (isUnknown(run.context.signal, report)) return skip('interrupted before it began')
    seen.push(report)
    task.meta.cell = report
    // It is told when all is known.
    if (teller !== undefined) return
    const findings = ownFindings(cell)
    if (report.suiteFault !== undefined) expect.fail(report.suiteFault)
    if (findings.length > 0) expect.fail(findings.map(summary).join('\n'))
    if (report.unexercised !== undefined) skip(report.unexercised.detail)
    const evidence = seen.reduce((sum, { examined }) => sum + (examined[cell.id] ?? 0), 0)
    if (evidence === 0 && report.inconclusive.length > 0) expect.fail(`inconclusive: ${report.inconclusive.join('; ')}`)
  })

test('target', async ({ task }) => {
  try {
    // Nobody waits for a cell that vitest itself has been told to leave out.
    const left = leftOut(task.file)
    turns = createTurns(
      cells.filter(({ id }) => !left.has(id)),
      settings.concurrency,
    )
    run = await openRun(settings, ended.signal)
    id = run.context.session.runId
    seen.push(run.discovery)
    task.meta.cell = run.discovery
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    task.meta.setup = { message: error.message, exitCode: error.exitCode }
    expect.fail(error.message)
  }
})

/** A group that filters have left empty is not registered: vitest takes one for a mistake. */
const group = (
  name: string,
  suite: typeof describe.concurrent,
  members: readonly PlannedCell[],
  add: (cell: PlannedCell) => void = register,
): void => {
  if (members.length > 0) suite(name, () => members.forEach(add))
}

group('side by side', describe.concurrent, [...ofPhase(cells, 'concurrent'), ...ofPhase(cells, 'doors')])
group('exclusive', describe, ofPhase(cells, 'exclusive'))
group('derived', describe, ofPhase(cells, 'derived'))

let leftovers: readonly string[] | undefined
let ending: RunEnding | undefined

const close = async (): Promise<void> => {
  const open = run
  run = undefined
  if (open === undefined) return
  leftovers = await open.close()
  ending = open.ending()
}

const runReport = (): RunReport => ({
  id,
  leftovers: leftovers ?? [],
  ...(ending === undefined ? {} : { ending }),
})

test('clean up', async ({ task }) => {
  await close()
  task.meta.run = runReport()
  if (ending?.kind === 'gone') expect.fail(ending.detail)
  expect(leftovers ?? []).toEqual([])
})

if (teller !== undefined) {
  let tell: ReturnType<typeof teller> | undefined
  group(
    'verdicts',
    describe,
    cells.filter(({ carrier }) => !carrier),
    (cell) =>
      test(cell.id, async ({ task, skip }) => {
        if (id === '') return skip('the target could not be opened')
        tell ??= teller({ reports: seen, run: runReport(), interrupted: ended.signal.aborted })
        const { outcome, message } = await tell(cell.id)
        task.meta.verdict = true
        if (outcome === 'failed') expect.fail(message)
        if (outcome === 'broken') throw new Error(message)
        if (outcome === 'skipped') skip(message)
      }),
  )
}

// Interrupted, the last test is never begun; what was created goes all the same.
afterAll(close)
afterAll(() => interruptions.close())
