import type { RecordedEnd } from '../oracle/evidence.ts'
import type { Exchange, RecordedRequest } from '../oracle/exchange.ts'
import type { CellReport } from '../oracle/results.ts'
import type { PlannedCell } from './planned-cell.ts'

/** Whether a run was ended before its plan was done. */
export const endedEarly = (end: RecordedEnd | undefined): boolean =>
  end === undefined || end.interrupted || end.ending !== undefined

/** Whether a cell says of itself that it gives no verdict. What was left unlooked at has been sent all the same. */
export const isOpen = ({ inconclusive, suiteFault }: CellReport): boolean =>
  inconclusive.length > 0 || suiteFault !== undefined

/** Whether a cell says of itself that its run ended before it was done. */
export const isCut = ({ cut = 0, unexercised }: CellReport): boolean => cut > 0 || unexercised?.kind === 'budget'

/** What a cell says of itself that its plan and the end of its run do not bear out, each as half a sentence. */
export const untrue = (
  report: CellReport,
  { clause, operation, carrier, unexercised }: PlannedCell,
  end: RecordedEnd | undefined,
): readonly string[] => {
  const outOfBudget = end === undefined || end.ending?.kind === 'budget'
  const why = report.unexercised?.kind
  const excuses = [...(outOfBudget ? ['budget'] : []), 'missing', undefined]
  return [
    ...(report.clause === clause && report.operation === operation.id && report.carrier === carrier
      ? []
      : ['is not the cell of that name']),
    ...(unexercised === undefined
      ? excuses.includes(why)
        ? []
        : [`says that it was not exercised (${why}), and the plan knows no reason`]
      : why === unexercised.kind
        ? []
        : [`was not to be exercised (${unexercised.kind}), and does not say so`]),
    ...(report.cut === undefined || endedEarly(end) ? [] : ['was cut short, and the run came to its end']),
  ]
}

/** Statuses with which values are refused that somebody has already. */
const refused = (status: number): boolean => status >= 400 && status <= 422
const turnedAway = (status: number | undefined): boolean => status === undefined || status === 429 || status === 503

/** What counts of an exchange that belongs to no case yet. */
interface Waiting extends Pick<RecordedRequest, 'method' | 'operation'> {
  /** So many exchanges had come with it. */
  readonly at: number
  readonly status: number | undefined
}

/**
 * Keeps account of the exchanges of a recording by their numbers: none may be missing, and each belongs to a case, but for
 * those that a run sends beside its cases.
 */
export class Accounts {
  readonly #numbers = new Set<number>()
  readonly #waiting = new Map<string, Waiting>()
  /** Exchanges when the run had found its target, and when its last cell was done. */
  #found = 0
  #done = 0

  sent({ id, request: { method, operation }, response }: Exchange): void {
    this.#numbers.add(Number(id.slice(id.lastIndexOf('-') + 1)))
    this.#waiting.set(id, { at: this.#numbers.size, method, operation, status: response?.status })
  }

  judged(ids: readonly (string | null)[]): void {
    for (const id of ids) if (id !== null) this.#waiting.delete(id)
  }

  found(): void {
    this.#found = this.#numbers.size
  }

  cellDone(): void {
    this.#done = this.#numbers.size
  }

  /** Numbers that are missing. */
  missing(): readonly number[] {
    const last = this.#numbers.size === 0 ? 0 : [...this.#numbers].reduce((one, other) => Math.max(one, other))
    // More than a hundred say no more than a hundred do.
    const missing: number[] = []
    for (let number = 1; number <= last && missing.length < 100; number += 1)
      if (!this.#numbers.has(number)) missing.push(number)
    return missing
  }

  /**
   * Ids of exchanges that belong to no case and should: what was turned away or lost is sent again, what a target takes
   * time to show is read again, values that were taken are drawn anew, and the first look and the clean-up are no cases.
   */
  stray({
    settles,
    redrawn,
    probe,
  }: {
    /** The target is given time to show changes. */
    readonly settles: boolean
    /** Times that values were drawn anew. */
    readonly redrawn: number
    /** Operation by which a target that has stopped answering is asked whether it is still there. */
    readonly probe: string | undefined
  }): readonly string[] {
    let allowed = redrawn
    const stray: string[] = []
    for (const [id, { at, method, operation, status }] of this.#waiting) {
      if (at <= this.#found || at > this.#done || turnedAway(status)) continue
      if (method === 'GET' && (settles || operation === probe)) continue
      if (status !== undefined && refused(status) && allowed > 0) allowed -= 1
      else stray.push(id)
    }
    return stray
  }
}
