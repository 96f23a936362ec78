import type { Level } from '../../contract/clause.ts'
import type { CellVerdict, RunResult, Verdict } from '../results.ts'
import { unlooked } from '../verdicts.ts'

/** A cell whose verdict is not what it was. `absent`: the run had no such cell. */
export interface CellChange {
  readonly cell: string
  readonly clause: string
  readonly operation: string
  readonly level: Level
  readonly before: Verdict | 'absent'
  readonly after: Verdict | 'absent'
}

export interface CellChanges {
  /** Passed, and does not hold any more. */
  readonly broken: readonly CellChange[]
  readonly newlyExercised: readonly CellChange[]
  readonly noLongerExercised: readonly CellChange[]
  /** Was decided, and now nobody knows. */
  readonly noLongerDecided: readonly CellChange[]
}

const without: ReadonlySet<CellChange['before']> = new Set(['absent', 'not-exercised'])

export const isExercised = (verdict: CellChange['before']): boolean => !without.has(verdict)

const isDecided = (verdict: CellChange['before']): boolean => isExercised(verdict) && verdict !== 'inconclusive'

const broken: ReadonlySet<CellChange['before']> = new Set(['fail', 'warn', 'flaky'])

const isLeft = ({ verdict, reasons }: CellVerdict): boolean => verdict === 'inconclusive' && reasons.includes(unlooked)

/** Whether a run had its greatest number of findings, so that it did not look into all that it saw. */
export const hasLeft = ({ cells }: RunResult): boolean => cells.some(isLeft)

/** Whether a cell was seen to be broken, looked into or not. */
export const wasBroken = (cell: CellVerdict): boolean => broken.has(cell.verdict) || isLeft(cell)

/** The verdicts of a run by clause and operation, as `CLAUSE:operation`. */
export const byPair = ({ cells }: RunResult): ReadonlyMap<string, CellVerdict> =>
  new Map(cells.map((cell) => [`${cell.clause}:${cell.operation}`, cell]))

/** What has become of the cells of either run. */
export const changedCells = (before: RunResult, after: RunResult): CellChanges => {
  const [old, young] = [byPair(before), byPair(after)]
  const changes = [...new Map([...old, ...young])].map(
    ([pair, { cell, clause, operation, level }]): CellChange => ({
      cell,
      clause,
      operation,
      level,
      before: old.get(pair)?.verdict ?? 'absent',
      after: young.get(pair)?.verdict ?? 'absent',
    }),
  )
  return {
    broken: changes.filter((change) => change.before === 'pass' && broken.has(change.after)),
    newlyExercised: changes.filter((change) => !isExercised(change.before) && isExercised(change.after)),
    noLongerExercised: changes.filter((change) => isExercised(change.before) && !isExercised(change.after)),
    noLongerDecided: changes.filter((change) => isDecided(change.before) && change.after === 'inconclusive'),
  }
}
