import { findingKey } from '../../oracle/findings.ts'
import type { Judgement, Violation } from '../../oracle/results.ts'

/**
 * What the whole run has seen so far: which findings are being looked into, so that each is shrunk and confirmed
 * once, whichever cell comes upon it.
 */
export class Registry {
  readonly #claimed = { must: new Set<string>(), other: new Set<string>() }
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

  /** The violations that nobody has looked into yet, each of them once; the others are left where there is no more room. */
  claim({ violations }: Judgement): { readonly fresh: readonly Violation[]; readonly left: readonly Violation[] } {
    const left: Violation[] = []
    const fresh = violations.filter((violation) => {
      const key = findingKey(violation)
      const claimed = this.isMust(violation) ? this.#claimed.must : this.#claimed.other
      if (claimed.has(key)) return false
      if (claimed.size >= this.#maximum) {
        left.push(violation)
        return false
      }
      claimed.add(key)
      return true
    })
    return { fresh, left }
  }
}
