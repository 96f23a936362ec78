import type { Level } from '../contract/clause.ts'
import type { Rule } from '../contract/defect.ts'
import type { Durations } from './durations.ts'
import type { Exchange } from './exchange.ts'
import type { WaiverOutcome } from './waiver.ts'

/** One clause broken by one group of exchanges. */
export interface Violation {
  readonly clause: string
  /** Operation that broke it: that of the exchange at fault, whichever cell provoked it. */
  readonly operation: string
  readonly rule?: Rule
  readonly parameters: readonly string[]
  /** Status observed, or the kind of transport failure. */
  readonly status: string
  /** Position of the step at fault. */
  readonly step: number
  /** What would have been right, as half a sentence: `400, and ...`. */
  readonly expected: string
  /** What was seen beyond the status: `param is "email"`. Empty where the status says it all. */
  readonly actual: string
}

/** Something worth knowing that no clause forbids. */
export interface Observation {
  readonly operation: string
  /** Stable name, such as `trimmed-blanks` or `refusal-without-body`. */
  readonly what: string
  readonly detail: string
}

/** Why a step says nothing about the target. */
export interface Inconclusive {
  readonly step: number
  readonly reason: 'rate-limited' | 'maintenance' | 'server-error' | 'transport'
  readonly detail: string
}

export interface Judgement {
  readonly violations: readonly Violation[]
  /** Clause and operation pairs that these exchanges are evidence for, as `CLAUSE:operation`. */
  readonly examined: readonly string[]
  readonly observations: readonly Observation[]
  readonly inconclusive: readonly Inconclusive[]
  /** Of a chain of steps that went astray: the last that was judged. */
  readonly until?: number
}

/** One deviation as its reader meets it: violations with one key, and the smallest case that shows them. */
export interface Finding {
  /** `clause:operation:rule:parameters:status`. */
  readonly key: string
  readonly level: Level
  readonly violation: Violation
  /** How often it was seen before it was confirmed. */
  readonly occurrences: number
  /** The smallest case, as sent: all of its exchanges, its set-up's first. */
  readonly exchanges: readonly Exchange[]
  /** Position among them of the one at fault. */
  readonly atFault: number
  readonly confirmation: { readonly reproduced: number; readonly of: number }
  /** Token for `replay`. */
  readonly replay: string
  /** Cell that provoked it. */
  readonly cell: string
}

/** `waived`: broken, and all that broke it is excused; not a pass. */
export type Verdict = 'pass' | 'warn' | 'fail' | 'flaky' | 'waived' | 'inconclusive' | 'not-exercised'

/** Why a cell was not exercised. */
export type Unexercised =
  /** Its owner declares the resource absent: neutral. */
  | { readonly kind: 'absent'; readonly detail: string }
  /** It could do harm on a shared target: neutral in the gate. */
  | { readonly kind: 'withheld'; readonly detail: string }
  /** Something is missing from the target or from its description. */
  | { readonly kind: 'missing'; readonly detail: string }
  /** The owner of the run wants no more to be spent on it: a choice like a filter, neutral in the gate. */
  | { readonly kind: 'budget'; readonly detail: string }
  /** No exchange of the run was evidence for it: the target never showed what it is about. */
  | { readonly kind: 'unobserved'; readonly detail: string }

/** What a cell's own run sent back to the reporter. Plain JSON: it crosses a thread. */
export interface CellReport {
  readonly cell: string
  readonly clause: string
  readonly operation: string
  /** Runs only because other cells need its exchanges as evidence. */
  readonly carrier: boolean
  readonly cases: number
  readonly exchanges: number
  /** SHA-256 of the cases generated, run-dependent values aside. */
  readonly digest: string
  /** Times that each `CLAUSE:operation` was examined. */
  readonly examined: Readonly<Record<string, number>>
  /** Number of answers by `operation status`. */
  readonly statuses: Readonly<Record<string, number>>
  /** How long its answers took, by operation. */
  readonly durations: Readonly<Record<string, Durations>>
  readonly findings: readonly Finding[]
  /** Times that each finding was seen in this cell's run, by key; most belong to findings of other cells. */
  readonly sightings: Readonly<Record<string, number>>
  /** `CLAUSE:operation` of what was seen and not looked into, since the run had its greatest number of findings. */
  readonly left: readonly string[]
  readonly observations: readonly Observation[]
  readonly inconclusive: readonly string[]
  /** Cases that were planned and not sent to their end, since the budget was used up. */
  readonly cut?: number
  readonly unexercised?: Unexercised
  /** A fault of the suite itself; ends in exit code 4. */
  readonly suiteFault?: string
}

export interface CellVerdict {
  readonly cell: string
  readonly clause: string
  readonly operation: string
  readonly level: Level
  readonly verdict: Verdict
  /** Exchanges that were evidence for it, whichever cell sent them. */
  readonly evidence: number
  /** Cases and exchanges of its own run: none where others give it its evidence. */
  readonly cases: number
  readonly exchanges: number
  /** How often its operation was answered with each status, or failed in transport, in its own run. */
  readonly statuses: Readonly<Record<string, number>>
  readonly unexercised?: Unexercised
  readonly reasons: readonly string[]
}

export interface RunEnding {
  /** `budget`: its owner wants no more to be sent; `gone`: the target answers nothing any more. */
  readonly kind: 'budget' | 'gone'
  /** A sentence without its full stop. */
  readonly detail: string
}

/** A whole run, as reports read it. */
export interface RunResult {
  readonly suite: {
    readonly version: string
    readonly generators: number
    /** The commit that it was built from, where that is known. */
    readonly commit?: string
  }
  readonly run: {
    /** In the header of every request, for the target owner's logs. */
    readonly id: string
    readonly edition: string
    readonly profile: string
    /** SHA-256 of the plan: which cells and variants there were for this target, and how many cases of each. */
    readonly plan: string
    readonly seed: number
    readonly url: string
    readonly kind: 'embedded' | 'shared' | 'dedicated'
    readonly startedAt: string
    /** Seconds. */
    readonly duration: number
    /** What it was allowed to cost: requests a second, requests in all, seconds. */
    readonly budgets: { readonly rate?: number; readonly maxRequests?: number; readonly maxTime?: number }
    readonly interrupted: boolean
    /** Why it ended before its plan was done, where nobody interrupted it. */
    readonly ending?: RunEnding
    /** What its budget left out, each a whole sentence. */
    readonly cut?: readonly string[]
    readonly strict: boolean
    /** The command line that repeats the run. */
    readonly command: string
    /** What a command line adds to name the target again: empty for the embedded endpoint. */
    readonly target: string
  }
  readonly cells: readonly CellVerdict[]
  /** All of them, those that are waived too. */
  readonly findings: readonly Finding[]
  /** What became of each waiver; absent where none was given. */
  readonly waivers?: readonly WaiverOutcome[]
  readonly observations: readonly Observation[]
  /** Number of answers by `operation status`. */
  readonly statuses: Readonly<Record<string, number>>
  /** How long answers took, by operation. */
  readonly durations: Readonly<Record<string, Durations>>
  readonly cases: number
  readonly exchanges: number
  /** SHA-256 over the digests of all cells, in the order of their ids. */
  readonly digest: string
  /** What the run created and could not remove, as `people 4711`. */
  readonly leftovers: readonly string[]
  readonly suiteFaults: readonly string[]
}

/** What a verdict needs to know of a planned cell. */
export interface Planned {
  readonly cell: string
  readonly clause: string
  readonly operation: string
}
