import type { Edition } from '../contract/edition.ts'
import { type AssembledCase, Assembly, RecordingError, type Span } from './assembly.ts'
import type { EvidenceLine, RecordedCase, RecordedEnd, RecordedFinding, RecordedFound } from './evidence.ts'
import type { Exchange } from './exchange.ts'
import { findingFrom, findingKey, type Shown, shownBy } from './findings.ts'
import { judge } from './judge.ts'
import type { CellReport, Finding, Judgement } from './results.ts'
import { Tally } from './tally.ts'

/** A recorded case, what was sent for it, and what that shows. */
export interface JudgedCase extends AssembledCase {
  readonly judgement: Judgement
}

/** What came of a recording that was judged again. */
export interface Rejudged {
  /** What its cells report now. */
  readonly reports: readonly CellReport[]
  /** What they reported when they were run, but for the exchanges of their findings. */
  readonly recorded: readonly CellReport[]
  readonly found: RecordedFound | undefined
  /** Absent where the run was killed, or the recording is not whole. */
  readonly end: RecordedEnd | undefined
  readonly exchanges: number
  readonly cases: number
  /** When its exchanges were sent, by what they say. */
  readonly sent: Span
}

/** One sending of the smallest case of a finding: its set-up comes before it. */
interface Sending {
  readonly before: Exchange[]
  shown?: Shown | undefined
}

/**
 * Judges the cases of a recording again, as its lines come by, by the contract of this suite. What a cell says of itself
 * that no exchange shows (why it was not exercised, what was left open) is taken from the recording.
 */
export class Rejudgement {
  readonly #edition: Edition
  readonly #assembly = new Assembly()
  readonly #tallies = new Map<string, Tally>()
  readonly #reported = new Map<string, CellReport>()
  /** What showed each finding first, by the numbers of the cases, and the cells whose cases these were. */
  readonly #seen = new Map<string, Map<number, { readonly shown: Shown; readonly cell: string }>>()
  readonly #sendings = new Map<string, Map<number, Sending>>()
  readonly #findings = new Map<string, RecordedFinding>()
  #found: RecordedFound | undefined
  #end: RecordedEnd | undefined

  constructor(edition: Edition) {
    this.#edition = edition
  }

  /** @throws RecordingError if the recording contradicts itself */
  take(line: EvidenceLine): JudgedCase | undefined {
    if (this.#end !== undefined) throw new RecordingError('Something stands behind the end of the recording.')
    if ('found' in line) this.#found = line.found
    else if ('end' in line) this.#end = line.end
    else if ('finding' in line) this.#findings.set(line.finding.key, line.finding)
    else if ('cell' in line) this.#reported.set(line.cell.cell, line.cell)
    const one = this.#assembly.take(line)
    return one === undefined ? undefined : { ...one, judgement: this.#judge(one) }
  }

  result(): Rejudged {
    for (const finding of this.#foundAgain()) this.#tallyOf(finding.cell).findings.push(finding)
    const recorded = [...this.#reported.values()]
    const begun = [...this.#tallies.keys()].filter((cell) => !this.#reported.has(cell)).map(unfinished)
    return {
      // Where a run was killed, what its cells had begun counts too; in a whole recording they are missing.
      reports: [...recorded, ...(this.#end === undefined ? begun : [])].map((report) => this.#report(report)),
      recorded,
      found: this.#found,
      end: this.#end,
      exchanges: this.#assembly.exchanges,
      cases: this.#assembly.cases,
      sent: this.#assembly.sent,
    }
  }

  #judge({ recorded, exchanges }: AssembledCase): Judgement {
    if (this.#found === undefined) throw new RecordingError('A case comes before what the target was found to be.')
    const { expectation, cell, part, for: investigated, settled } = recorded
    const { deletedLater, ...rest } = expectation
    const target = { ...this.#found.facts, ...(deletedLater === undefined ? {} : { deletedLater }) }
    const judgement = this.#judged({ ...rest, target }, exchanges, recorded.n)
    const run = { exchanges, judgement }
    const tally = this.#tallyOf(cell)
    tally.answered(exchanges)
    if (investigated === undefined) {
      tally.add(
        settled === undefined ? judgement : { ...judgement, observations: [...judgement.observations, settled] },
      )
      if (part.kind === 'subject' || part.kind === 'twin') tally.cases += 1
      // What discovery showed is looked into by the cells that it belongs to, and what got no answer is sent again.
      if (part.kind !== 'discovery' && (part.kind !== 'subject' || !isLost(judgement)))
        for (const violation of judgement.violations) this.#see(findingKey(violation), recorded, run)
    } else if (investigated.sending !== undefined && part.kind !== 'tear-down') {
      const sending = this.#sending(investigated.finding, investigated.sending)
      if (part.kind === 'set-up') sending.before.push(...exchanges.filter((exchange) => exchange !== undefined))
      else sending.shown = shownBy(this.#edition, investigated.finding, run, sending.before).shown
    }
    return judgement
  }

  /** Expectations come from a file: whatever the oracle makes of one, it is the file's to answer for. */
  #judged(
    expectation: Parameters<typeof judge>[1],
    exchanges: readonly (Exchange | undefined)[],
    number: number,
  ): Judgement {
    try {
      return judge(this.#edition, expectation, exchanges)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw new RecordingError(`Case ${number} cannot be judged by this suite (${why}).`)
    }
  }

  #see(key: string, { n, cell }: RecordedCase, run: Parameters<typeof shownBy>[2]): void {
    const known = this.#seen.get(key) ?? new Map<number, { readonly shown: Shown; readonly cell: string }>()
    this.#seen.set(key, known)
    if (known.size >= mostSeen) return
    const { shown } = shownBy(this.#edition, key, run)
    if (shown !== undefined) known.set(n, { shown, cell })
  }

  /**
   * Findings of the recording that still are some, and those that are new: nobody has sent them again. What there was no
   * room for is not among them.
   */
  *#foundAgain(): Generator<Finding> {
    const left = new Set([...this.#reported.values()].flatMap((report) => report.left))
    for (const [key, all] of this.#seen) {
      const known = this.#findings.get(key)
      const [first] = all.values()
      const seen = all.get(known?.seen ?? 0) ?? first
      if (seen === undefined) continue
      const { clause, operation } = seen.shown.violation
      if (known === undefined && left.has(`${clause}:${operation}`)) continue
      const of = known?.sendings ?? 0
      const sent = this.#sendings.get(key)
      const sendings = Array.from({ length: of }, (_, index) => sent?.get(index + 1)?.shown)
      yield findingFrom(this.#edition, {
        seen: seen.shown,
        sendings,
        of,
        replay: known?.replay ?? '',
        cell: known?.cell ?? seen.cell,
      })
    }
  }

  #sending(key: string, number: number): Sending {
    const all = this.#sendings.get(key) ?? new Map<number, Sending>()
    this.#sendings.set(key, all)
    const sending = all.get(number) ?? { before: [] }
    all.set(number, sending)
    return sending
  }

  #tallyOf(cell: string): Tally {
    const tally = this.#tallies.get(cell) ?? new Tally()
    this.#tallies.set(cell, tally)
    return tally
  }

  #report(report: CellReport): CellReport {
    const tally = this.#tallyOf(report.cell)
    for (const reason of report.inconclusive) tally.inconclusive.add(reason)
    for (const pair of report.left) tally.left.add(pair)
    tally.cut = report.cut ?? 0
    return tally.report(report)
  }
}

/** Cases kept for one finding: several may show it before the first of them is looked into. */
const mostSeen = 100

/** Whether a case is sent again, since its requests got no answer of their own. */
const isLost = ({ inconclusive }: Judgement): boolean => inconclusive.some(({ reason }) => reason !== 'rate-limited')

const unfinished = (cell: string): CellReport => {
  const [clause = '', operation = ''] = cell.split(':')
  const left = new Tally()
  left.inconclusive.add('the recording ends before it was done')
  return left.report({ cell, clause, operation, carrier: false, digest: '' })
}
