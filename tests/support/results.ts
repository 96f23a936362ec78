import { describe as describeTarget, runEmbedded } from '../../bench/embedded-run.ts'
import { resultOf } from '../../cli/result.ts'
import type { RunResult } from '../../oracle/results.ts'
import type { ReferenceOptions } from '../../reference/server.ts'
import { plan } from '../../suites/plan.ts'
import type { RunSettings } from '../../suites/settings.ts'

/** The result of a run against an endpoint in this process, put together as the command does it. */
export const embeddedResult = async (
  options: ReferenceOptions,
  some: Partial<RunSettings> = {},
): Promise<RunResult> => {
  const url = 'http://127.0.0.1:8080'
  const settings: RunSettings = {
    description: describeTarget(url, options.edition),
    seed: 7,
    profile: 'smoke',
    only: [],
    exclude: [],
    concurrency: 8,
    maxFindings: 100,
    ...some,
  }
  const { description: _, ...others } = settings
  const startedAt = new Date()
  const { reports, leftovers, duration } = await runEmbedded(options, others)
  const command = `doorflow-conformance run --seed ${settings.seed}`
  const facts = { plan: plan(settings.description, settings), settings, startedAt, duration, strict: false }
  return resultOf(
    { ...facts, command, target: '' },
    { reports, suiteFaults: [], interrupted: false, run: { id: 'run', leftovers } },
  )
}

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
