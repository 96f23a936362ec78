import { isConfirmed } from '../findings.ts'
import type { Finding, RunResult } from '../results.ts'
import { waivedKeys } from '../waivers.ts'
import { byPair, hasLeft, isExercised, wasBroken } from './cells.ts'

/** A finding that was not there before. */
export interface NewFinding {
  readonly finding: Finding
  /** Keys of findings of the first run that were the same but for the status observed. */
  readonly insteadOf: readonly string[]
  /** The first run had evidence for its clause and operation, so that it was seen to hold. */
  readonly held: boolean
}

export interface FindingChanges {
  /** Shown every time, by the first sending and those that confirm it. */
  readonly failing: readonly NewFinding[]
  /** Seen, and not every time. */
  readonly flaky: readonly NewFinding[]
  /** The first run saw more than it looked into, and there too something was broken: it may have been this. */
  readonly undated: readonly NewFinding[]
  /** Its owner accepts it. */
  readonly waived: readonly NewFinding[]
  /** In both, waived or not, steady or not. */
  readonly known: readonly Finding[]
  /** Not found any more, where its clause and operation were exercised. */
  readonly fixed: readonly Finding[]
  /** Not found, where nobody looked, or not into all that was seen. */
  readonly unseen: readonly Finding[]
}

/** All of a key but the status observed, behind its last colon. */
const withoutStatus = (key: string): string => key.slice(0, key.lastIndexOf(':'))

const pairOf = ({ violation: { clause, operation } }: Finding): string => `${clause}:${operation}`

/** Findings that something is demanded by: what MAY be is never broken. */
const binding = ({ findings }: RunResult): readonly Finding[] => findings.filter(({ level }) => level !== 'MAY')

/**
 * What has become of the findings of either run, by their keys. A finding that was there is not new because it is no
 * longer waived, or shows more often: the target is as it was.
 */
export const changedFindings = (before: RunResult, after: RunResult): FindingChanges => {
  const [old, young] = [binding(before), binding(after)]
  const [was, is] = [new Set(old.map(({ key }) => key)), new Set(young.map(({ key }) => key))]
  const waived = waivedKeys(after.waivers)
  const cellsBefore = byPair(before)
  const cells = byPair(after)

  const fresh = young
    .filter(({ key }) => !was.has(key))
    .map((finding): NewFinding => {
      const alike = old.filter(({ key }) => withoutStatus(key) === withoutStatus(finding.key) && !is.has(key))
      const held = cellsBefore.get(pairOf(finding))
      return {
        finding,
        insteadOf: alike.map(({ key }) => key),
        held: held !== undefined && isExercised(held.verdict) && held.verdict !== 'inconclusive',
      }
    })
  const replaced = new Set(fresh.flatMap(({ insteadOf }) => insteadOf))
  const gone = old.filter(({ key }) => !is.has(key) && !replaced.has(key))
  const isFull = hasLeft(after)
  // What broke a clause without a cell of its own was come upon by another cell.
  const looked = (finding: Finding): boolean => {
    const pair = pairOf(finding)
    const cell = cells.get(pair) ?? (cellsBefore.has(pair) ? undefined : cells.get(finding.cell))
    if (cell === undefined || (isFull && wasBroken(cell))) return false
    return isExercised(cell.verdict) && cell.verdict !== 'inconclusive'
  }
  const full = hasLeft(before)
  const isUndated = ({ finding }: NewFinding): boolean => {
    const cell = cellsBefore.get(pairOf(finding))
    return full && cell !== undefined && wasBroken(cell)
  }
  const unwaived = fresh.filter(({ finding }) => !waived.has(finding.key))
  const open = unwaived.filter((one) => !isUndated(one))
  return {
    failing: open.filter(({ finding }) => isConfirmed(finding)),
    flaky: open.filter(({ finding }) => !isConfirmed(finding)),
    undated: unwaived.filter(isUndated),
    waived: fresh.filter(({ finding }) => waived.has(finding.key)),
    known: young.filter(({ key }) => was.has(key)),
    fixed: gone.filter(looked),
    unseen: gone.filter((finding) => !looked(finding)),
  }
}
