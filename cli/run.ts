import { resolve } from 'node:path'
import { Command } from 'commander'
import type { RunResult } from '../oracle/results.ts'
import { exitCode } from '../oracle/verdicts.ts'
import { progress } from '../reports/terminal/progress.ts'
import { renderSummary } from '../reports/terminal/summary.ts'
import { count, counted, escapeText } from '../reports/terminal/text.ts'
import { suggestWaivers } from '../reports/waiver-suggestions.ts'
import { costOfPlan } from '../suites/budget.ts'
import { suiteVersion } from '../suites/engine/version.ts'
import type { Plan } from '../suites/plan.ts'
import type { RunSettings } from '../suites/settings.ts'
import type { TargetDescription } from '../target/description.ts'
import type { Collected } from './collector.ts'
import { renderPlan } from './dry-run.ts'
import { editionNamed } from './editions.ts'
import { planFor } from './filters.ts'
import { addLedgerOption, type LedgerOptions, ledgerOf, remindOfPast, sayWhatStays } from './ledgers.ts'
import {
  addPlanOptions,
  addTargetOptions,
  freshSeed,
  type PlanOptions,
  repeatCommand,
  type TargetOptions,
  targetWords,
  withBudgets,
} from './options.ts'
import { layout, note, print, progressLayout } from './output.ts'
import { addReportOptions, type ReportFlags, type Reports, reportsOf } from './reports.ts'
import { resultOf } from './result.ts'
import { runSuites } from './suite.ts'
import { openTarget, plannedTarget } from './target.ts'
import { readWaiving, type WaiverOptions, type Waiving } from './waivers.ts'

interface RunOptions extends TargetOptions, PlanOptions, LedgerOptions, WaiverOptions, ReportFlags {
  readonly dryRun?: true
}

export const runCommand = (): Command =>
  addReportOptions(
    addLedgerOption(
      addPlanOptions(
        addTargetOptions(
          new Command('run')
            .summary('judge an endpoint')
            .description(
              'Sends generated requests, in order and malformed, and judges every answer by the documented contract.\nWithout a target it starts and judges the embedded endpoint.',
            ),
        ),
      ).option('--dry-run', 'show what would be sent where, how often, and send nothing'),
    )
      .optionsGroup('Result:')
      .option('--strict', 'fail where what SHOULD hold does not'),
  )
    .option(
      '--evidence <file>',
      'record there what is sent, what comes back and how it is judged; compressed if named .gz',
    )
    .option('--waivers <file>', 'known deviations that are accepted until a date, in YAML or JSON')
    .option('--suggest-waivers', 'end with waivers for what was found, whose reason and owner are to be filled in')
    .addHelpText(
      'after',
      `
Examples:
  $ doorflow-conformance run
  $ doorflow-conformance run --config staging.yaml --dry-run
  $ DOORFLOW_KEY=… doorflow-conformance run --url https://staging.example.com --account 20445
  $ doorflow-conformance run --config staging.yaml --only 'RE-40*' --exclude '*:listEvents' --seed 7
  $ doorflow-conformance run --config staging.yaml --waivers waivers.yaml --suggest-waivers
  $ doorflow-conformance run --config staging.yaml --report junit,badge --output reports

Exit codes:
    0  conformant
    1  violations, or a waiver that is stale, expired or matches nothing
    2  wrong use, wrong description, wrong key, a waiver file that is not in order
    3  unreachable, nothing to judge by, or a MUST left undecided
    4  a fault of the suite itself
  130  interrupted, after cleaning up`,
    )
    .action(async (options: RunOptions) => {
      process.exitCode = options.dryRun ? await dryRun(options) : await run(options)
    })

const settingsOf = (options: RunOptions, description: TargetDescription): RunSettings => ({
  description: withBudgets(description, options),
  seed: options.seed ?? freshSeed(),
  profile: options.profile,
  only: options.only ?? [],
  exclude: options.exclude ?? [],
  concurrency: options.concurrency,
  maxFindings: options.maxFindings,
  ...(options.runs === undefined ? {} : { runs: options.runs }),
  ...(options.evidence === undefined ? {} : { evidence: resolve(options.evidence) }),
  ...ledgerOf(description, options),
})

const dryRun = async (options: RunOptions): Promise<number> => {
  const description = await plannedTarget(options)
  const edition = editionNamed(description.edition)
  const settings = settingsOf(options, description)
  const planned = planFor(edition, settings)
  await readWaiving(options, settings)
  reportsOf(options)
  const about = description.kind === 'embedded' ? 'the embedded endpoint' : `${description.url} (${description.kind})`
  print(renderPlan(edition, planned, about))
  return 0
}

/** Runs and reports. Returns the exit code. */
const run = async (options: RunOptions): Promise<number> => {
  // A filter that matches nothing, a waiver file that is not in order, and reports that cannot be written are found
  // before anything is started.
  const expected = await plannedTarget(options)
  const intended = settingsOf(options, expected)
  planFor(editionNamed(expected.edition), intended)
  const waiving = await readWaiving(options, intended)
  const reports = reportsOf(options)
  await reports.prepare()
  const target =
    expected.kind === 'embedded' ? await openTarget(options) : { description: expected, stop: async () => {} }
  try {
    const settings = settingsOf(options, target.description)
    const planned = planFor(editionNamed(settings.description.edition), settings)
    remindOfPast(settings.description, options)
    return await judge(options, settings, planned, waiving, reports, () => {
      sayWhatStays(settings.description, options)
      void target.stop().finally(() => process.exit(130))
    })
  } finally {
    await target.stop()
  }
}

/** What a report for Allure says of the run as a whole. */
const environmentOf = ({ description, profile, seed }: RunSettings): Readonly<Record<string, string>> => ({
  edition: description.edition,
  target: `${description.url} (${description.kind})`,
  profile,
  seed: String(seed),
  suite: suiteVersion,
})

/** What is run, and how its result is to be called. */
export interface Undertaking {
  readonly settings: RunSettings
  readonly planned: Plan
  readonly strict: boolean
  /** The command line that repeats the run. */
  readonly command: string
  /** What a command line adds to name the target again. */
  readonly target: string
  readonly waiving?: Waiving | undefined
  /** Folder for what Allure reads. */
  readonly allure?: string | undefined
}

/**
 * Runs what is planned, and says on standard error how far it is. Returns what it has shown, or why the target cannot be
 * judged at all. `abandon` is called if somebody is too impatient to wait for the end.
 */
export const carryOut = async (
  { settings, planned, strict, command, target, waiving, allure }: Undertaking,
  abandon: () => void,
): Promise<{ readonly result: RunResult } | { readonly setup: NonNullable<Collected['setup']> }> => {
  const { seed, description, profile } = settings
  const carriers = planned.cells.filter(({ carrier }) => carrier).length
  const more = carriers === 0 ? '' : ` and ${count(carriers)} that only give evidence`
  note(
    `${counted(planned.cells.length - carriers, 'cell')}${more}, ${profile} profile, seed ${seed}, against ${description.url}`,
  )
  const startedAt = new Date()
  const began = performance.now()
  const shown = progress({
    total: planned.cells.length,
    expected: costOfPlan(planned.cells),
    write: (text) => void process.stderr.write(text),
    now: () => performance.now(),
    ...progressLayout(),
  })
  const state = { cells: 0, exchanges: 0, findings: 0 }
  const known = new Set(planned.cells.map(({ id }) => id))
  const judged = { strict, command, target, ...(waiving === undefined ? {} : { waiving }) }
  const suite = await runSuites(settings, {
    abandon,
    ...(allure === undefined
      ? {}
      : { allure: { folder: allure, facts: judged, environment: environmentOf(settings) } }),
    onCell: (report) => {
      if (known.has(report.cell)) state.cells += 1
      state.exchanges += report.exchanges
      state.findings += report.findings.length
      shown.update(state)
    },
  }).finally(() => shown.stop())

  if (suite.setup !== undefined) {
    note(`doorflow-conformance: ${escapeText(suite.setup.message)}`)
    return { setup: suite.setup }
  }
  const duration = (performance.now() - began) / 1000
  return { result: resultOf({ plan: planned, settings, startedAt, duration, ...judged }, suite) }
}

const judge = async (
  options: RunOptions,
  settings: RunSettings,
  planned: Plan,
  waiving: Waiving | undefined,
  reports: Reports,
  abandon: () => void,
): Promise<number> => {
  const { seed, description } = settings
  const strict = options.strict === true
  const command = repeatCommand(options, seed)
  const target = targetWords(options)
  const ended = await carryOut({ settings, planned, strict, command, target, waiving, allure: reports.allure }, abandon)
  if ('setup' in ended) return ended.setup.exitCode
  const { result } = ended
  print(renderSummary(planned.edition, result, { ...layout(), form: description.auth }))
  sayWhatStays(description, options)
  if (options.suggestWaivers) print(`\n${suggestWaivers(planned.edition, result)}`)
  const filtered = settings.only.length + settings.exclude.length > 0
  const written = await reports.write(planned.edition, result, { form: description.auth, filtered })
  const code = exitCode(result, { strict })
  // What was asked for is not there: that goes before the verdict, as wrong use does.
  return written || code === 130 || code === 4 ? code : 2
}
