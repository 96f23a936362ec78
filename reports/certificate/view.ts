import type { Level } from '../../contract/clause.ts'
import { isConfirmed } from '../../oracle/findings.ts'
import type { RunResult, Unexercised, Verdict } from '../../oracle/results.ts'

/** What a certificate rests on, of a run: taken from the run itself, or from the results in a bundle. */
export interface RunView {
  readonly run: {
    readonly id: string
    readonly edition: string
    readonly profile: string
    readonly seed: number
    readonly url: string
    readonly kind: string
    readonly startedAt: string
    /** Seconds. */
    readonly duration: number
  }
  readonly suite: { readonly version: string; readonly generators: number; readonly commit?: string }
  readonly cells: readonly {
    readonly cell: string
    readonly clause: string
    readonly operation: string
    readonly verdict: Verdict
    readonly evidence: number
    readonly unexercised?: Unexercised
    readonly reasons: readonly string[]
  }[]
  readonly findings: readonly {
    readonly key: string
    readonly level: Level
    readonly clause: string
    readonly operation: string
    readonly confirmed: boolean
  }[]
  /** Why the run as a whole decides nothing: interrupted, ended early, cut, a fault of the suite. */
  readonly obstacles: readonly string[]
}

/** What of a run a certificate rests on. */
export const viewOf = (
  result: Pick<RunResult, 'run' | 'suite' | 'cells' | 'findings' | 'suiteFaults' | 'waivers'>,
): RunView => {
  const { run, suite, cells, findings, suiteFaults, waivers = [] } = result
  const { id, edition, profile, seed, url, kind, startedAt, duration } = run
  return {
    run: { id, edition, profile, seed, url, kind, startedAt, duration },
    suite,
    cells,
    findings: findings.map((finding) => ({
      key: finding.key,
      level: finding.level,
      clause: finding.violation.clause,
      operation: finding.violation.operation,
      confirmed: isConfirmed(finding),
    })),
    obstacles: [
      ...(run.interrupted ? ['The run was interrupted.'] : []),
      ...(run.ending === undefined ? [] : [`The run ended early: ${run.ending.detail}.`]),
      ...(run.cut ?? []),
      ...(waivers.length > 0 ? ['The run was made with waivers.'] : []),
      ...suiteFaults.map((fault) => `A fault of the suite: ${fault}`),
    ],
  }
}
