/** Something that is wrong with a bundle. */
export interface Problem {
  /** File or part of the bundle. */
  readonly where: string
  /** Half a sentence that goes on from there: `results.json` `was altered`. */
  readonly what: string
}

export const problem = (where: string, what: string): Problem => ({ where, what })
