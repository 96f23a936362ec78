import { randomInt } from 'node:crypto'
import type { CellVerdict, RunResult } from '../../oracle/results.ts'
import { type Problem, problem } from '../../reports/certificate/problem.ts'
import type { Statement } from '../../reports/certificate/statement.ts'
import { plan } from '../../suites/plan.ts'
import type { RunSettings } from '../../suites/settings.ts'
import type { TargetDescription } from '../../target/description.ts'
import { type LedgerOptions, ledgerOf, remindOfPast, sayWhatStays } from '../ledgers.ts'
import { carryOut } from '../run.ts'
import { checkDescribed, remarkOnKey } from './live-target.ts'
import { tlsKeyOf } from './tls-key.ts'

export interface LiveOptions extends LedgerOptions {
  readonly config?: string
  /** Cells that are run again. */
  readonly sample: number
}

/** What a sample of a certificate's cells comes to against an endpoint, now. */
export type Live =
  | {
      readonly problems: readonly Problem[]
      readonly open: readonly string[]
      /** Whole sentences on what is no problem. */
      readonly remarks: readonly string[]
      readonly sampled: number
    }
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
 * @throws UsageError if the description is of another origin, account or edition than the certificate
 */
export const checkLive = async (
  { predicate }: Statement,
  { cells, run }: RunResult,
  description: TargetDescription,
  options: LiveOptions,
): Promise<Live> => {
  const its = predicate.doorflowConformance
  checkDescribed(its, description)
  const remark = remarkOnKey(its.tlsKey.value, await tlsKeyOf(description))
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
  remindOfPast(description, options)
  const planned = plan(description, settings)
  const command = `doorflow-conformance run --profile certify --seed ${run.seed}`
  const ended = await carryOut({ settings, planned, strict: false, command, target: '' }, () => process.exit(130))
  sayWhatStays(description, options)
  if ('setup' in ended) return { exitCode: ended.setup.exitCode }
  if (ended.result.run.interrupted) return { exitCode: 130 }
  return { ...compared(sample, ended.result), remarks: remark === undefined ? [] : [remark], sampled: sample.length }
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
