/**
 * A recording of a run: everything that it sent and got back, redacted, with what each group of exchanges was judged by. It
 * is a file of JSON Lines, each an object with one member that says what it is, in the order in which things happened; a
 * run that was killed leaves one without its end. Judged again, it must come to the same verdict.
 */

import type { Exchange } from './exchange.ts'
import type { Expectation, TargetFacts } from './expectation.ts'
import type { CellReport, Observation, RunEnding } from './results.ts'

export const recordingFormat = 'doorflow-conformance-evidence'
export const recordingVersion = 1

/** The first line: what decides which cases are drawn, and who judged. */
export interface RecordedRun {
  readonly format: typeof recordingFormat
  readonly version: typeof recordingVersion
  readonly suite: { readonly version: string; readonly generators: number; readonly commit?: string }
  readonly edition: string
  readonly profile: string
  /** Cases of each variant, in place of the profile's. */
  readonly runs?: number
  readonly only: readonly string[]
  readonly exclude: readonly string[]
  readonly seed: number
  readonly maxFindings: number
  readonly startedAt: string
  /** The target's description, without keys. */
  readonly target: unknown
}

/** What the first look at the target showed, on which cases depend. */
export interface RecordedFound {
  /** Names the run on the wire: it is part of every unique value. */
  readonly id: string
  readonly facts: TargetFacts
  /** What symbols of cases are bound to. */
  readonly fixtures: unknown
  /** First day of the run, as milliseconds of its midnight in UTC. */
  readonly baseDay: number
}

/** What a case is in its cell. */
export type CasePart =
  /** Something that the first look at the target read. */
  | { readonly kind: 'discovery' }
  /** The case at a position among those drawn from the seed of its variant. */
  | { readonly kind: 'subject'; readonly index: number }
  /** The request in order beside which the case at that position proves something. */
  | { readonly kind: 'twin'; readonly index: number }
  /** The n-th way of making what a case needs. */
  | { readonly kind: 'set-up'; readonly of: string; readonly way: number }
  | { readonly kind: 'tear-down' }

/**
 * A finding that a case is sent for. `seen`: the case that showed it, since what a race showed may be looked into again.
 * `sending`: of its smallest case, 1 for the first; absent while it is looked for.
 */
export interface Investigated {
  readonly finding: string
  readonly seen?: number
  readonly sending?: number
}

/** One case as it was sent. */
export interface RecordedCase {
  /** Counts the cases of the recording, from 1. */
  readonly n: number
  readonly cell: string
  readonly variant: string
  readonly part: CasePart
  readonly for?: Investigated
  /** By what it was judged; the facts of the target stand once for all. */
  readonly expectation: Omit<Expectation, 'target'> & Pick<TargetFacts, 'deletedLater'>
  /** The id of the exchange of each step, the last of several attempts; null for a step that was not sent. */
  readonly exchanges: readonly (string | null)[]
  /** What its symbols were bound to when it began, by name, and what was drawn for it alone. */
  readonly bound: {
    readonly things: readonly (readonly [name: string, id: number | string])[]
    readonly markers: readonly (readonly [slot: number, systemId: string])[]
    readonly values: readonly (readonly [key: string, value: string])[]
    /** Values that stood there before, one list for each time that the target had one of them already. */
    readonly refused?: readonly (readonly (readonly [key: string, value: string])[])[]
  }
  /** Why steps were held back. */
  readonly held?: string
  /** What was noted while it was waited for a change to show. */
  readonly settled?: Observation
}

/** Something that was looked into. Its smallest case is the one whose sendings are recorded as sent for it. */
export interface RecordedFinding {
  readonly key: string
  readonly cell: string
  /** Case that showed it first. */
  readonly seen: number
  readonly sendings: number
  readonly replay: string
}

export interface RecordedEnd {
  readonly leftovers: readonly string[]
  readonly ending?: RunEnding
  readonly interrupted: boolean
  /** Seconds. */
  readonly duration: number
}

/** A line of a recording. */
export type EvidenceLine =
  | { readonly run: RecordedRun }
  | { readonly exchange: Exchange }
  | { readonly found: RecordedFound }
  | { readonly case: RecordedCase }
  | { readonly finding: RecordedFinding }
  /** What a cell said of itself when it was done; its findings stand in lines of their own. */
  | { readonly cell: CellReport }
  | { readonly end: RecordedEnd }
