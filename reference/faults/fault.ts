import type { ByEdition } from '../edition.ts'
import type { Hooks } from '../hooks.ts'

/** The requirements that a mistake breaks in each edition; where there is none, it breaks nothing there. */
export type Broken = ByEdition<readonly string[]>

/** A mistake that a real implementer could make, and the requirements that it breaks. */
export interface Fault {
  readonly id: string
  readonly clauses: Broken
  /** What is wrong, in one line. */
  readonly summary: string
  readonly hooks: Hooks
  /** Why no request of the suite shows it; the suite's own matrix leaves it out and says so. */
  readonly escapes?: string
}

/** Clauses that the editions have under the same name, written without what tells the editions apart. */
export const inBoth = (...names: readonly string[]): Broken => ({
  classic: names.map((name) => `RE-${name}`),
  current: names.map((name) => `CU-${name}`),
})

/** Clauses of each edition; those of an edition that is left out are none. */
export const broken = (clauses: Partial<Broken>): Broken => ({ classic: [], current: [], ...clauses })

/** A string or a list names clauses of the classic edition alone. */
export const fault = (
  id: string,
  clauses: string | readonly string[] | Broken,
  summary: string,
  hooks: Hooks,
): Fault => ({ id, clauses: byEdition(clauses), summary, hooks })

const byEdition = (clauses: string | readonly string[] | Broken): Broken => {
  if (typeof clauses === 'string') return broken({ classic: [clauses] })
  return 'classic' in clauses ? clauses : broken({ classic: clauses })
}
