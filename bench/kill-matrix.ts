import { faultsOf } from '../reference/faults/index.ts'
import type { Killed, KillMatrix } from '../suites/certify/kill-matrix.ts'
import { ownSuite } from '../suites/engine/version.ts'
import type { SoakTask } from './soak-tasks.ts'

/** Which clauses caught which planted faults, as it becomes known. */
export const createKillMatrix = (editions: readonly SoakTask['edition'][], seeds: readonly number[]) => {
  const caught = new Map<string, Record<string, number>>()
  const of = ({ edition, subject }: Pick<SoakTask, 'edition' | 'subject'>): Record<string, number> => {
    const key = `${edition} ${subject}`
    const counts = caught.get(key) ?? {}
    caught.set(key, counts)
    return counts
  }
  const rowsOf = (edition: SoakTask['edition']): readonly Killed[] =>
    faultsOf(edition).map(({ id, clauses, escapes }) => ({
      fault: id,
      breaks: clauses[edition] ?? [],
      caught: of({ edition, subject: id }),
      ...(escapes === undefined ? {} : { escapes }),
    }))
  return {
    /** Notes the clauses that one planting was accused of. */
    note: (task: SoakTask, clauses: readonly string[]): void => {
      const counts = of(task)
      for (const clause of clauses) counts[clause] = (counts[clause] ?? 0) + 1
    },
    matrices: (): readonly KillMatrix[] =>
      editions.map((edition) => ({
        format: 1,
        suite: ownSuite.version,
        generators: ownSuite.generators,
        edition,
        seeds,
        faults: rowsOf(edition),
      })),
  }
}
