import { isConfirmed } from './findings.ts'
import type { CellReport, Finding, Planned } from './results.ts'
import type { Waiver, WaiverOutcome, WaiverState } from './waiver.ts'

/** A cell that there is for the target, whichever of them a run's filters choose. */
export interface WaivableCell extends Planned {
  /** What the plan itself leaves out shows nothing in any run. */
  readonly leftOut: boolean
}

/** All that a run knows which bears on waivers. */
export interface WaivedRun {
  /** The cells of the plan before any filter. */
  readonly cells: readonly WaivableCell[]
  readonly findings: readonly Finding[]
  readonly reports: readonly CellReport[]
  readonly interrupted: boolean
  /** A budget left out some of what was planned, or the target was gone. */
  readonly cut: boolean
  /** The day of the run in UTC, as `2030-05-01`. */
  readonly day: string
}

type Pair = Pick<Planned, 'clause' | 'operation'>

const isOf = ({ clause, operation }: Waiver, pair: Pair): boolean =>
  clause === pair.clause && (operation === undefined || operation === pair.operation)

const covers = (waiver: Waiver, { key, violation }: Finding): boolean =>
  waiver.key === undefined ? isOf(waiver, violation) : waiver.key === key

const isOpen = ({ inconclusive, suiteFault }: CellReport): boolean =>
  inconclusive.length > 0 || suiteFault !== undefined

const pairOf = ({ clause, operation }: Pair): string => `${clause}:${operation}`

const partsOf = (pair: string): Pair => {
  const [clause = '', operation = ''] = pair.split(':')
  return { clause, operation }
}

/** What a run has seen of clauses and operations, each as `CLAUSE:operation`. */
interface Seen {
  /** There was evidence. */
  readonly examined: ReadonlySet<string>
  /** There was evidence, of a cell that was chosen, and nothing that was seen there was left. */
  readonly exercised: ReadonlySet<string>
  /** What was not found is not there. */
  readonly complete: boolean
}

/**
 * A violation belongs to its own clause and operation whichever cell provokes it, and nothing says which cells can. So a
 * run can say that what it did not find is not there only where each cell that there is was chosen and came to an end.
 * Evidence also comes up for pairs that have no cell; these too are exercised in such a run alone.
 */
const seenIn = ({ cells, reports, interrupted, cut }: WaivedRun): Seen => {
  const chosen = reports.filter(({ carrier }) => !carrier)
  const heard = new Set(chosen.map(({ cell }) => cell))
  const complete =
    !interrupted && !cut && !reports.some(isOpen) && cells.every(({ cell, leftOut }) => leftOut || heard.has(cell))
  const examined = new Set(reports.flatMap((report) => Object.keys(report.examined)))
  const left = new Set(reports.flatMap((report) => report.left))
  const planned = new Set(cells.map(pairOf))
  const own = chosen.filter((report) => report.unexercised === undefined && !isOpen(report)).map(pairOf)
  const others = complete ? [...examined].filter((pair) => !planned.has(pair)) : []
  const isSettled = (pair: string): boolean => examined.has(pair) && !left.has(pair)
  return { examined, complete, exercised: new Set(interrupted ? [] : [...own, ...others].filter(isSettled)) }
}

/**
 * What became of each waiver. Whether it has expired is judged by the day of the run in UTC, and the last day still
 * counts. Nothing is said against a waiver of which nothing was found, unless the run was complete; that it has expired is
 * said all the same where one of its cells was run.
 */
export const judgeWaivers = (waivers: readonly Waiver[], run: WaivedRun): readonly WaiverOutcome[] => {
  const { examined, exercised, complete } = seenIn(run)
  const isExercised = (pair: string): boolean => exercised.has(pair)
  return waivers.map((waiver): WaiverOutcome => {
    const covered = run.findings.filter((finding) => covers(waiver, finding))
    const findings = covered.filter((finding) => !waiver.flaky || !isConfirmed(finding)).map(({ key }) => key)
    const expired = run.day > waiver.expires
    const state = (): WaiverState => {
      if (findings.length > 0) return expired ? 'expired' : 'used'
      const cells = run.cells.filter((cell) => isOf(waiver, cell))
      const beyond = [...examined].filter((pair) => isOf(waiver, partsOf(pair)))
      // A key was found once, if only by a cell that a filter now leaves out.
      if (cells.length + beyond.length + covered.length === 0)
        return waiver.key === undefined || complete ? 'unmatched' : 'idle'
      const pairs = cells.length === 0 ? beyond : cells.filter(({ leftOut }) => !leftOut).map(pairOf)
      if (expired) return pairs.some(isExercised) ? 'expired' : 'idle'
      if (waiver.flaky) return covered.length > 0 ? 'not-flaky' : 'idle'
      return complete && pairs.length > 0 && pairs.every(isExercised) ? 'stale' : 'idle'
    }
    return { waiver, state: state(), findings }
  })
}

/** Keys of the findings that are excused. */
export const waivedKeys = (outcomes: readonly WaiverOutcome[] = []): ReadonlySet<string> =>
  new Set(outcomes.flatMap(({ state, findings }) => (state === 'used' ? findings : [])))

/** Whether a waiver that has come to this fails the run. */
export const failsRun = ({ state }: WaiverOutcome): boolean =>
  state === 'stale' || state === 'expired' || state === 'unmatched'

/** The day so many days after another one, both as `2030-05-01`. */
export const daysAfter = (day: string, days: number): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10)
}
