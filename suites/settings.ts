import type { CellReport, RunEnding } from '../oracle/results.ts'
import type { TargetDescription } from '../target/description.ts'

export type Profile = 'smoke' | 'gate'

/** On this channel whoever runs the suites tells their thread that the run is to end. */
export const interruptionChannel = 'doorflow-conformance interruption'

/** Everything that decides what a run does, besides the edition. Plain JSON: it crosses a thread. */
export interface RunSettings {
  readonly description: TargetDescription
  readonly seed: number
  readonly profile: Profile
  /** Cases per variant, in place of the profile's. */
  readonly runs?: number
  /** Patterns of clauses, operations or cells; empty for all. */
  readonly only: readonly string[]
  readonly exclude: readonly string[]
  /** Requests in flight. */
  readonly concurrency: number
  /** The run stops looking for more once it has confirmed so many. */
  readonly maxFindings: number
  /** File for the recorded exchanges, as JSON Lines. */
  readonly evidence?: string
  /** Folder for the ledger, which is needed there only if this process does not come to its end. */
  readonly ledger?: string
}

/** Cases per variant of each profile. */
export const runsOf: Readonly<Record<Profile, number>> = { smoke: 1, gate: 5 }

/** What a test that is not a cell reports. */
export interface RunReport {
  readonly id: string
  readonly leftovers: readonly string[]
  /** Why the run ended before its plan was done, where nobody interrupted it. */
  readonly ending?: RunEnding
}

declare module 'vitest' {
  interface ProvidedContext {
    doorflow: RunSettings
  }
}

declare module '@vitest/runner' {
  interface TaskMeta {
    cell?: CellReport
    run?: RunReport
    /** The target cannot be judged at all: what its owner can mend. */
    setup?: { readonly message: string; readonly exitCode: number }
    /** The test tells of a verdict, and is no cell. */
    verdict?: true
  }
}
