import type { TestProject } from 'vitest/node'
import type { RunSettings } from '../suites/settings.ts'
import type { Budgets } from '../target/description-written.ts'
// For what is provided besides the settings.
import type {} from './allure-setup.ts'
import { editionNamed } from './editions.ts'
import { UsageError } from './errors.ts'
import { planFor } from './filters.ts'
import { ledgerOf, usualFolder } from './ledgers.ts'
import { freshSeed, greatestSeed, mostRequests, perSecond, seconds, wholeNumber, withBudgets } from './options.ts'
import { openTarget } from './target.ts'

const listOf = (variable: string): readonly string[] =>
  (process.env[variable] ?? '')
    .split(',')
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '')

const read = (variable: string, parse: (text: string) => number, what: string): number | undefined => {
  const text = process.env[variable]?.trim() ?? ''
  if (text === '') return undefined
  try {
    return parse(text)
  } catch {
    throw new UsageError(`${variable} must be ${what}.`)
  }
}

const numberOf = (variable: string, least: number, most: number): number | undefined =>
  read(variable, wholeNumber(least, most), `a whole number of at least ${least}`)

const budgets = (): Budgets => {
  const rate = read('DOORFLOW_RATE', perSecond, 'a number of requests, such as 20 or 20/s')
  const maxRequests = numberOf('DOORFLOW_MAX_REQUESTS', 1, mostRequests)
  const maxTime = read('DOORFLOW_MAX_TIME', seconds, 'a time, such as 90, 90s or 5m')
  return {
    ...(rate === undefined ? {} : { rate }),
    ...(maxRequests === undefined ? {} : { maxRequests }),
    ...(maxTime === undefined ? {} : { maxTime }),
  }
}

const profileOf = (): RunSettings['profile'] => {
  const name = process.env.DOORFLOW_PROFILE?.trim() || 'gate'
  if (name === 'gate' || name === 'smoke') return name
  throw new UsageError(`DOORFLOW_PROFILE must be smoke or gate, not ${JSON.stringify(name)}.`)
}

/**
 * Global set-up for those who run the suites with vitest itself. The target is named by the environment as for the
 * command line (DOORFLOW_CONFIG, or DOORFLOW_URL and its companions); without one the embedded endpoint is started.
 * DOORFLOW_SEED, DOORFLOW_PROFILE, DOORFLOW_RUNS, DOORFLOW_ONLY and DOORFLOW_EXCLUDE (separated by commas),
 * DOORFLOW_CONCURRENCY, DOORFLOW_RATE, DOORFLOW_MAX_REQUESTS, DOORFLOW_MAX_TIME, DOORFLOW_EVIDENCE and DOORFLOW_LEDGER
 * stand for the options of the same names. DOORFLOW_ALLURE names a folder for results that Allure reads.
 */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const runs = numberOf('DOORFLOW_RUNS', 1, 100_000)
  const evidence = process.env.DOORFLOW_EVIDENCE?.trim() ?? ''
  const chosen = {
    seed: numberOf('DOORFLOW_SEED', 0, greatestSeed) ?? freshSeed(),
    profile: profileOf(),
    only: listOf('DOORFLOW_ONLY'),
    exclude: listOf('DOORFLOW_EXCLUDE'),
    concurrency: numberOf('DOORFLOW_CONCURRENCY', 1, 256) ?? 8,
    maxFindings: 100,
    ...(runs === undefined ? {} : { runs }),
    ...(evidence === '' ? {} : { evidence }),
  }
  const limits = budgets()
  const target = await openTarget({})
  try {
    const description = withBudgets(target.description, limits)
    const ledger = ledgerOf(description, { ledger: process.env.DOORFLOW_LEDGER?.trim() || usualFolder })
    const settings: RunSettings = { ...chosen, ...ledger, description }
    planFor(editionNamed(settings.description.edition), settings)
    project.provide('doorflow', settings)
    project.provide('doorflowReports', {
      strict: false,
      command: `DOORFLOW_SEED=${settings.seed} npx vitest run --project conformance`,
      target: '',
    })
    process.stderr.write(`seed ${settings.seed}, against ${target.description.url}\n`)
  } catch (error) {
    await target.stop()
    throw error
  }
  return target.stop
}
