import { randomInt } from 'node:crypto'
import type { CellVerdict, RunResult } from '../../oracle/results.ts'
import { type Problem, problem } from '../../reports/certificate/problem.ts'
import { accountDigest, type Statement } from '../../reports/certificate/statement.ts'
import { plan } from '../../suites/plan.ts'
import type { RunSettings } from '../../suites/settings.ts'
import { UsageError } from '../errors.ts'
import { type LedgerOptions, ledgerOf, remindOfPast, sayWhatStays } from '../ledgers.ts'
import { describeTarget, namesTarget } from '../options.ts'
import { carryOut } from '../run.ts'

export interface LiveOptions extends LedgerOptions {
  readonly config?: string
  /** Cells that are run again. */
  readonly sample: number
}

/** What a sample of a certificate's cells comes to against an endpoint, now. */
export type Live =
  | { readonly problems: readonly Problem[]; readonly open: readonly string[]; readonly sampled: number }
  /** The target cannot be judged at all, or the run was interrupted. */
  | { readonly exitCode: number }

/** So many of them, drawn by a chance that nobody can foresee: an endpoint could be prepared for cells that are known beforehand. */
const drawn = <Value>(all: readonly Value[], count: number): readonly Value[] => {
  const left = [...all]
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(randomInt(left.length), 1)).flat()
}

/**
 * Runs some of the cells that passed again, with the seed of the certificate, against the endpoint that a description names:
 * what was certified should still be what answers there.
 *
 * @throws UsageError if the description is of another account or edition than the certificate
 */
export const checkLive = async (
  { predicate }: Statement,
  { cells, run }: RunResult,
  options: LiveOptions,
): Promise<Live> => {
  const its = predicate.doorflowConformance
  const target = options.config === undefined ? {} : { config: options.config }
  if (!namesTarget(target))
    throw new UsageError('--live needs a target: name its description with --config, or set DOORFLOW_CONFIG.')
  const { description } = await describeTarget(target)
  if (description.edition !== its.edition.value)
    throw new UsageError(
      `The description is of the ${description.edition} edition, the certificate of ${its.edition.value}.`,
    )
  if (accountDigest(its.origin.value, description.account ?? '') !== its.account.value)
    throw new UsageError('The description names another account than the one that was certified.')
  const passed = cells.filter(({ verdict, cases }) => cases > 0 && (verdict === 'pass' || verdict === 'warn'))
  const sample = drawn(passed, options.sample)
  const settings: RunSettings = {
    description,
    seed: run.seed,
    profile: 'certify',
    only: sample.map(({ cell }) => cell),
    exclude: [],
    concurrency: 8,
    maxFindings: 100,
    ...ledgerOf(description, options),
  }
  remindOfPast(description, { ...target, ...options })
  const planned = plan(description, settings)
  const command = `doorflow-conformance run --profile certify --seed ${run.seed}`
  const ended = await carryOut({ settings, planned, strict: false, command, target: '' }, () => process.exit(130))
  sayWhatStays(description, { ...target, ...options })
  if ('setup' in ended) return { exitCode: ended.setup.exitCode }
  if (ended.result.run.interrupted) return { exitCode: 130 }
  return { ...compared(sample, ended.result), sampled: sample.length }
}

const compared = (
  sample: readonly CellVerdict[],
  { cells }: RunResult,
): { readonly problems: readonly Problem[]; readonly open: readonly string[] } => {
  const now = new Map(cells.map((one) => [one.cell, one]))
  const problems: Problem[] = []
  const open: string[] = []
  for (const { cell } of sample) {
    const is = now.get(cell)
    if (is === undefined) open.push(`${cell} is not in the plan for this description`)
    else if (is.verdict === 'fail')
      problems.push(problem(cell, `passed when it was certified, and fails now (${is.reasons[0]})`))
    else if (is.verdict !== 'pass' && is.verdict !== 'warn')
      open.push(`${cell} is ${is.verdict}${is.reasons[0] === undefined ? '' : ` (${is.reasons[0]})`}`)
  }
  return { problems, open }
}
