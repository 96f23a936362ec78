import type { Operation } from '../contract/operation.ts'
import type { Unexercised } from '../oracle/results.ts'
import type { Variant } from './cell.ts'
import type { Estimate } from './estimate.ts'

export interface PlannedVariant extends Estimate {
  readonly id: string
  /** Cases that it will run. */
  readonly runs: number
}

/**
 * `concurrent` beside anything but `exclusive`; `doors` the same, but after those that look at doors and one after the
 * other at each door; `exclusive` one after the other when all these are done; `derived` without requests of its own.
 */
export type Phase = 'concurrent' | 'doors' | 'exclusive' | 'derived'

export interface PlannedCell {
  /** `CLAUSE:operation`. */
  readonly id: string
  readonly clause: string
  readonly operation: Operation
  readonly phase: Phase
  /** Shows in what state doors are, or may depend on it: done when the first command goes to a door. */
  readonly looksAtDoors: boolean
  /** Changes the whole target: begun when all others of its phase are done. */
  readonly last: boolean
  /** Runs only to give evidence to cells that have no requests of their own; gets no verdict. */
  readonly carrier: boolean
  readonly variants: readonly (PlannedVariant & { readonly variant: Variant })[]
  readonly unexercised?: Unexercised
}
