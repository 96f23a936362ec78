import { createHash } from 'node:crypto'

/**
 * What Allure knows a cell by, across runs and machines: nothing of the seed, the target, the folder or the test's place
 * in a file is in it.
 */
export interface CellIdentity {
  readonly fullName: string
  readonly titlePath: readonly string[]
  /** Of the cell, and of its history: the same, since none of its parameters makes it another test. */
  readonly id: string
}

export const identityOf = (edition: string, clause: string, operation: string): CellIdentity => {
  const fullName = `doorflow-conformance.${edition}.${clause}:${operation}`
  return {
    fullName,
    titlePath: ['doorflow-conformance', edition, clause],
    id: createHash('sha256').update(fullName).digest('hex').slice(0, 32),
  }
}
