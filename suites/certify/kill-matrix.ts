import killMatrix from './kill-matrix.json' with { type: 'json' }

/** How many of the planted faults of an edition this suite has caught, and by which clauses, when it was last measured. */
export interface KillMatrix {
  readonly format: 1
  /** Of the suite that was measured. */
  readonly suite: string
  readonly generators: number
  readonly edition: string
  readonly seeds: readonly number[]
  readonly faults: readonly Killed[]
}

/** One planted fault. */
export interface Killed {
  readonly fault: string
  /** Clauses that it breaks. */
  readonly breaks: readonly string[]
  /** In how many of the seeds each of those clauses was accused. */
  readonly caught: Readonly<Record<string, number>>
  /** Why no suite can see it from outside. */
  readonly escapes?: string
}

/** The kill matrix of an edition, as it was last measured. */
export const killMatrixOf = (edition: string): KillMatrix => {
  const found = (killMatrix as readonly KillMatrix[]).find((one) => one.edition === edition)
  if (found === undefined) throw new Error(`No kill matrix has been measured for the edition "${edition}"`)
  return found
}
