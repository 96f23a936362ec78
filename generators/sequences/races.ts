import fc from 'fast-check'
import { plainName } from '../text.ts'

/** How often a race is run in one case, and among how many. */
export interface Race {
  readonly rounds: number
  readonly contenders: number
  /** Where among those who are sent at once the odd one stands, if there is one. */
  readonly position: number
  /** A name that everything in it bears, so that hardly two cases are the same. */
  readonly name: string
}

/**
 * Races of two to six at once, run one to four times in a case. A slip that shows once in ten races has a chance of one
 * in three in the larger of these cases, and one of nine in ten over the cases of a gate.
 */
export const race = (most = 6): fc.Arbitrary<Race> =>
  fc.record({
    // Early values of a sample are small by default; here small means that there is hardly a race.
    rounds: fc.noBias(fc.integer({ min: 1, max: 4 })),
    contenders: fc.noBias(fc.integer({ min: 2, max: most })),
    position: fc.nat({ max: 5 }),
    name: plainName,
  })
