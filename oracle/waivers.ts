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
  /** What was not found there is not there: see `seenIn`. */
  readonly exercised: ReadonlySet<string>
  /** Every cell was chosen and heard of. */
  readonly complete: boolean
}

/**
 * A run can say that what it did not find is not there where the cell was chosen, there was evidence, and nothing that
 * was sent to its operation was left open: a violation belongs to its own clause and operation whichever cell provokes
 * it. Evidence also comes up for pairs that have no cell; of these only a run of all cells can say so.
 */
const seenIn = ({ cells, reports, interrupted }: WaivedRun): Seen => {
  const chosen = reports.filter(({ carrier }) => !carrier)
  const heard = new Set(chosen.map(({ cell }) => cell))
  const complete = !interrupted && cells.every(({ cell }) => heard.has(cell))
  const examined = new Set(reports.flatMap((report) => Object.keys(report.examined)))
  const open = new Set(reports.filter(isOpen).map(({ operation }) => operation))
  const left = new Set(reports.flatMap((report) => report.left))
  const planned = new Set(cells.map(pairOf))
  const own = chosen.filter(({ unexercised }) => unexercised === undefined).map(pairOf)
  const others = complete ? [...examined].filter((pair) => !planned.has(pair)) : []
  const isSettled = (pair: string): boolean =>
    examined.has(pair) && !left.has(pair) && !open.has(partsOf(pair).operation)
  return { examined, complete, exercised: new Set(interrupted ? [] : [...own, ...others].filter(isSettled)) }
}

/**
 * What became of each waiver. Whether it has expired is judged by the day of the run in UTC, and the last day still
 * counts. Of a waiver whose cells were not run, not all of them, or not to an end, nothing is said: neither that it is
 * stale nor, where none of them was, that it has expired.
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
      return pairs.length > 0 && pairs.every(isExercised) ? 'stale' : 'idle'
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
