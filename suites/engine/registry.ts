import { findingKey } from '../../oracle/findings.ts'
import type { Judgement, Violation } from '../../oracle/results.ts'

/** Where a violation was seen: how a race goes, it may go otherwise the next time. */
export type Sighting = 'race' | 'sequence'

/**
 * What the whole run has seen so far: which findings are being looked into, so that each is shrunk and confirmed
 * once, whichever cell comes upon it; once more where it was a race that showed it first, and something shows it that is
 * the same each time.
 */
export class Registry {
  readonly #claimed = { must: new Map<string, Sighting>(), other: new Map<string, Sighting>() }
  readonly #maximum: number
  readonly #isMust: (clause: string) => boolean

  /**
   * `maximum` is the number of findings after which the run stops looking for more. Those that break a MUST are counted
   * by themselves: warnings never crowd them out.
   */
  constructor(maximum: number, isMust: (clause: string) => boolean) {
    this.#maximum = maximum
    this.#isMust = isMust
  }

  get full(): boolean {
    return this.#claimed.must.size >= this.#maximum
  }

  /** Whether something breaks a MUST, and not only a recommendation. */
  isMust({ clause }: Violation): boolean {
    return this.#isMust(clause)
  }

  /** The violations that are to be looked into, each of them once; the others are left where there is no more room. */
  claim(
    { violations }: Judgement,
    sighting: Sighting,
  ): { readonly fresh: readonly Violation[]; readonly left: readonly Violation[] } {
    const left: Violation[] = []
    const fresh = violations.filter((violation) => {
      const key = findingKey(violation)
      const claimed = this.isMust(violation) ? this.#claimed.must : this.#claimed.other
      const known = claimed.get(key)
      if (known === 'sequence' || known === sighting) return false
      if (known === undefined && claimed.size >= this.#maximum) {
        left.push(violation)
        return false
      }
      claimed.set(key, sighting)
      return true
    })
    return { fresh, left }
  }
}
