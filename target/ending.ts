import type { RunEnding } from '../oracle/results.ts'

/** The reason of the signal that ends a run from within. */
export class RunEnded extends Error {
  override name = 'RunEnded'
  readonly ending: RunEnding

  constructor(ending: RunEnding) {
    super(ending.detail)
    this.ending = ending
  }
}

/** Why a signal was raised; undefined where it was not, or somebody interrupted the run. */
export const endingOf = ({ aborted, reason }: AbortSignal): RunEnding | undefined =>
  aborted && reason instanceof RunEnded ? reason.ending : undefined

/** Nothing more is begun, but what is under way may still be answered: only a used up budget is so polite. */
export const letsFinish = (signal: AbortSignal): boolean => endingOf(signal)?.kind === 'budget'
