import { describe as describeTarget } from '../../bench/embedded-run.ts'
import { resultOf } from '../../cli/result.ts'
import type { Waiving } from '../../cli/waivers.ts'
import { editions } from '../../contract/index.ts'
import type { RunResult } from '../../oracle/results.ts'
import type { Waiver } from '../../oracle/waiver.ts'
import { renderResults } from '../../reports/results/index.ts'
import { openRun } from '../../suites/engine/open-run.ts'
import { runPlan } from '../../suites/engine/run-plan.ts'
import { plan } from '../../suites/plan.ts'
import type { RunSettings } from '../../suites/settings.ts'
import type { TargetDescription } from '../../target/description.ts'
import { settingsFor } from './settings.ts'

export interface ResultsSettings extends Partial<RunSettings> {
  readonly edition?: string
  readonly budgets?: TargetDescription['budgets']
  readonly waivers?: readonly Waiver[]
  readonly strict?: boolean
  /** Interrupts the run once so many cells have reported. */
  readonly interruptAfter?: number
}

const editionOf = (name: string) => {
  const edition = editions[name]
  if (edition === undefined) throw new Error(`there is no edition ${name}`)
  return edition
}

/** Runs the plan against an endpoint that serves at `url`, and puts together what the reports of `run` are made of. */
export const runAgainst = async (url: string, settings: ResultsSettings = {}): Promise<RunResult> => {
  const { edition = 'classic', budgets = {}, waivers, strict = false, interruptAfter, ...more } = settings
  const full = settingsFor({ ...describeTarget(url, edition), budgets }, { maxFindings: 100, ...more })
  const controller = new AbortController()
  const planned = plan(full.description, full)
  const startedAt = new Date()
  const run = await openRun(full, controller.signal)
  let heard = 0
  const reports = await runPlan(planned, run.context, () => {
    heard += 1
    if (heard === interruptAfter) controller.abort()
  })
  const leftovers = await run.close()
  const ending = run.ending()
  const cells = plan(full.description, { ...full, only: [], exclude: [] }).cells.map(
    ({ id, clause, operation, unexercised }) => ({
      cell: id,
      clause,
      operation: operation.id,
      leftOut: unexercised !== undefined,
    }),
  )
  const waiving: Waiving | undefined = waivers === undefined ? undefined : { waivers, cells }
  return resultOf(
    {
      plan: planned,
      settings: full,
      startedAt,
      duration: (Date.now() - startedAt.getTime()) / 1000,
      strict,
      command: `doorflow-conformance run --url ${url} --seed ${full.seed}`,
      target: `--url ${url}`,
      ...(waiving === undefined ? {} : { waiving }),
    },
    {
      reports: [run.discovery, ...reports],
      suiteFaults: [],
      interrupted: controller.signal.aborted,
      run: { id: run.context.session.runId, leftovers, ...(ending === undefined ? {} : { ending }) },
    },
  )
}

/** A result as the file that reports it. */
export const written = (result: RunResult): string => renderResults(editionOf(result.run.edition), result)

/** About twenty mistakes that an endpoint can make at once, of all kinds that a report shows in a way of its own. */
export const manyFaults: readonly string[] = [
  'missing-answers-422',
  'invalid-date-answers-409',
  'not-found-answers-400',
  'gone-credential-readable',
  'error-param-names-the-first',
  'error-message-empty',
  'key-unchecked-on-events',
  'not-acceptable-answers-415',
  'not-acceptable-create-creates',
  'suffix-csv-answers-500',
  'rule-always-active',
  'admit-accepted-offline',
  'sync-answers-in-text',
  'email-raced-on-create',
  'update-revives-who-is-being-deleted',
  'list-lags-by-one-write',
  'leading-zero-lost-on-update-of-value',
  'page-repeats-after-deletion',
  'empty-groups-shown-as-null',
  'foreign-event-readable',
]
