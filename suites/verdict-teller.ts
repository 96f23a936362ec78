import type { CellReport } from '../oracle/results.ts'
import type { RunReport } from './settings.ts'

/** What is known when all cells have been run. */
export interface Over {
  readonly reports: readonly CellReport[]
  readonly run: RunReport
  readonly interrupted: boolean
}

/** What the test of a cell's verdict comes to. */
export interface ToldVerdict {
  /** `broken`: the cell could not be judged, for want of something that is not the target's. */
  readonly outcome: 'passed' | 'failed' | 'broken' | 'skipped'
  readonly message: string
}

/** Tells of each planned cell, inside a test of its own, what the whole run has come to there. */
export type VerdictTeller = (over: Over) => (cell: string) => Promise<ToldVerdict>

let teller: VerdictTeller | undefined

/**
 * For a set-up file of vitest: from now on the cells' verdicts are told, each in a test that follows when all cells have
 * been run. Only then they are known, since evidence and findings belong to clause and operation, whichever cell comes upon
 * them.
 */
export const tellVerdicts = (by: VerdictTeller): void => {
  teller = by
}

/** Who tells verdicts; undefined where nobody asked for them. */
export const verdictTeller = (): VerdictTeller | undefined => teller
