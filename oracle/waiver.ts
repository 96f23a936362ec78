/** A known deviation of a target that its owner accepts until a date. */
export interface Waiver {
  /** Key of the only finding that it is of. */
  readonly key?: string
  readonly clause: string
  /** Of any operation, where none is named. */
  readonly operation?: string
  readonly reason: string
  readonly owner: string
  /** The last day on which it holds, in UTC, as `2030-05-01`. */
  readonly expires: string
  readonly ticket?: string
  /** It is of what comes and goes: a finding that shows every time is not excused, and one that is not found is not missed. */
  readonly flaky: boolean
  /** Where it stands, as `file:line:column`. */
  readonly where: string
}

export type WaiverState =
  /** It excuses at least one finding. */
  | 'used'
  /** The run was complete, all that it covers was exercised, and nothing of it was found: fails the run. */
  | 'stale'
  /** Its last day is over, and what it covers was exercised: fails the run. */
  | 'expired'
  /** No cell that there is for the target has its clause and operation, and nothing was evidence there: fails the run. */
  | 'unmatched'
  /** It is of what comes and goes, and what was found showed every time: excuses nothing. */
  | 'not-flaky'
  /** The run says nothing of it. */
  | 'idle'

/** What became of a waiver in a run. */
export interface WaiverOutcome {
  readonly waiver: Waiver
  readonly state: WaiverState
  /** Keys of the findings that it excuses, or that it would if it were `used`. */
  readonly findings: readonly string[]
}
