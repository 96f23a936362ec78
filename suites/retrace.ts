import type { Edition } from '../contract/edition.ts'
import type { Operation } from '../contract/operation.ts'
import type { EvidenceLine, RecordedCase, RecordedEnd, RecordedFound, RecordedRun } from '../oracle/evidence.ts'
import type { Exchange } from '../oracle/exchange.ts'
import type { JudgedCase } from '../oracle/rejudgement.ts'
import type { CellReport } from '../oracle/results.ts'
import type { TargetDescription } from '../target/description.ts'
import type { Fixtures } from '../target/fixtures.ts'
import { uniqueValues } from '../target/unique.ts'
import { idIn, isAccepted } from './engine/answers.ts'
import { factsOf } from './engine/open-run.ts'
import type { Plan } from './plan.ts'
import type { PlannedCell } from './planned-cell.ts'
import { Accounts, endedEarly, isCut, isOpen, untrue } from './retrace-accounts.ts'
import { differences } from './retrace-case.ts'
import { RetracedVariants, type RetraceProblem } from './retrace-variants.ts'

export type { RetraceProblem } from './retrace-variants.ts'

/**
 * Draws all cases of a run again, from its seed, and compares each with its recording: what was sent, and by what it was
 * judged. What the target answered nobody can know again. Cases that were sent for a finding are left aside, since how
 * they were shrunk depends on the answers; they are evidence for nothing else.
 */
export class Retrace {
  readonly #edition: Edition
  readonly #description: TargetDescription
  readonly #seed: number
  readonly #cells: ReadonlyMap<string, PlannedCell>
  readonly #operations: ReadonlyMap<string, Operation>
  readonly #problems: RetraceProblem[] = []
  readonly #markers = new Map<string, number>()
  /** Ids that were given in each cell. */
  readonly #given = new Map<string, Set<string>>()
  readonly #accounts = new Accounts()
  /** What cells said of themselves when they were done. */
  readonly #reports = new Map<string, CellReport>()
  /** What is wrong with those whose cases could be checked then. */
  readonly #completed = new Map<string, readonly RetraceProblem[]>()
  /** Cells with cases that were not sent to their end. */
  readonly #brokenOff = new Set<string>()
  /** Findings that are said to have been looked into, and those that cases are said to have been sent for. */
  readonly #findings = new Set<string>()
  readonly #investigated = new Set<string>()
  /** Resources whose deletion is said to come later, and those of which one was answered so. */
  readonly #deletedLater = new Set<string>()
  readonly #promised = new Set<string>()
  #redrawn = 0
  #end: RecordedEnd | undefined
  /** Known once the target was found. */
  #variants: RetracedVariants | undefined
  #prefix = ''

  constructor(edition: Edition, run: Pick<RecordedRun, 'seed'>, description: TargetDescription, { cells }: Plan) {
    this.#edition = edition
    this.#description = description
    this.#seed = run.seed
    this.#cells = new Map(cells.map((cell) => [cell.id, cell]))
    this.#operations = new Map(edition.operations.map((operation) => [operation.id, operation]))
  }

  /** A line of the recording, in order, and the case that it completes. */
  take(line: EvidenceLine, judged: JudgedCase | undefined): void {
    if ('found' in line) this.#begin(line.found)
    else if ('exchange' in line) this.#sent(line.exchange)
    else if ('finding' in line) this.#findings.add(line.finding.key)
    else if ('end' in line) this.#end = line.end
    else if ('cell' in line) this.#cellDone(line.cell)
    if (judged !== undefined) this.#compare(judged)
  }

  /** What is wrong with the whole, once all lines have come by. */
  end(): readonly RetraceProblem[] {
    if (this.#variants === undefined)
      return [{ kind: 'missing', detail: 'What the target was found to be is missing.' }]
    const early = endedEarly(this.#end)
    for (const cell of this.#cells.values()) this.#checkCell(cell, early)
    for (const cell of this.#brokenOff) {
      const report = this.#reports.get(cell)
      if (!early && report !== undefined && !isOpen(report))
        this.#say('altered', `${cell} did not send its cases to their end, and does not say that it was left open.`)
    }
    for (const resource of this.#deletedLater)
      if (!this.#promised.has(resource))
        this.#say(
          'altered',
          `Cases excuse ${resource} that are deleted later, and no deletion of any was answered 202.`,
        )
    if (!early && ![...this.#reports.values()].some(({ suiteFault }) => suiteFault !== undefined)) this.#checkAccounts()
    return this.#problems
  }

  #checkCell(cell: PlannedCell, early: boolean): void {
    const report = this.#reports.get(cell.id)
    // That it did not report is said by whoever judges.
    if (report === undefined) return
    for (const what of untrue(report, cell, this.#end)) this.#say('altered', `${cell.id} ${what}.`)
    if (early && isCut(report)) return
    this.#problems.push(...(this.#completed.get(cell.id) ?? this.#complete(cell, report)))
  }

  /** What is missing from a cell that has been sent to its end, as it says. */
  #complete(cell: PlannedCell, report: CellReport): readonly RetraceProblem[] {
    if (cell.unexercised !== undefined || isOpen(report)) return []
    return this.#variants?.complete(cell, report) ?? []
  }

  /** Nothing of a cell comes behind what it says of itself. Whether it was cut short with reason is not known yet. */
  #cellDone(report: CellReport): void {
    const cell = this.#cells.get(report.cell)
    this.#reports.set(report.cell, report)
    this.#accounts.cellDone()
    this.#given.delete(report.cell)
    if (cell === undefined || this.#variants === undefined || isCut(report)) return
    this.#completed.set(cell.id, this.#complete(cell, report))
    this.#variants.forget(cell)
  }

  #checkAccounts(): void {
    const missing = this.#accounts.missing()
    if (missing.length > 0)
      this.#say(
        'missing',
        `Exchanges are missing: ${missing.slice(0, 10).join(', ')}${missing.length > 10 ? ', …' : ''}.`,
      )
    const settles = this.#description.settleTime > 0
    const probe = this.#edition.operations.find(
      ({ resource, action }) => resource === 'account' && action === 'read',
    )?.id
    for (const id of this.#accounts.stray({ settles, redrawn: this.#redrawn, probe }))
      this.#say('altered', `Exchange ${id} belongs to no case.`)
    for (const key of this.#investigated)
      if (!this.#findings.has(key)) this.#say('altered', `Cases were sent for a finding that is not there (${key}).`)
  }

  #say(kind: RetraceProblem['kind'], detail: string): void {
    this.#problems.push({ kind, detail })
  }

  #sent(exchange: Exchange): void {
    const { id, request, response } = exchange
    this.#accounts.sent(exchange)
    // Those of the first look come before the run has said its name.
    if (this.#prefix === '') this.#prefix = id.slice(0, id.lastIndexOf('-') + 1)
    if (!id.startsWith(this.#prefix)) this.#say('foreign', `Exchange ${id} is of another run.`)
    const operation = this.#operations.get(request.operation)
    if (operation?.outcome === 'deleted' && response?.status === 202) this.#promised.add(operation.resource)
  }

  #begin({ id, facts, fixtures: found, baseDay }: RecordedFound): void {
    const fixtures = found as Fixtures
    this.#prefix = `${id}-`
    const unique = uniqueValues(id)
    const source = { fixtures, unique, issueMarker: unique.marker, baseDay }
    this.#variants = new RetracedVariants(this.#edition, this.#operations, this.#seed, source)
    if (JSON.stringify(facts) !== JSON.stringify(factsOf(this.#description, fixtures)))
      this.#say('altered', 'The facts of the target are not those that it was found to have.')
    this.#accounts.found()
  }

  #compare(judged: JudgedCase): void {
    const { recorded, exchanges, judgement } = judged
    const { part, cell: cellId, variant: variantId } = recorded
    this.#note(judged)
    const name = `Case ${recorded.n} (${cellId} ${variantId} ${nameOf(recorded)})`
    if (part.kind === 'discovery') {
      if (!isDiscovery(recorded, this.#operations)) this.#say('altered', `${name} is nothing that a first look reads.`)
      return
    }
    if (recorded.for !== undefined) {
      this.#investigated.add(recorded.for.finding)
      return
    }
    const cell = this.#cells.get(cellId)
    const expected = cell === undefined ? undefined : this.#variants?.of(cell, variantId)
    if (expected === undefined) {
      this.#say('foreign', `${name} is of no cell of the plan.`)
      return
    }
    const again = this.#variants?.caseLike(expected, recorded)
    if (again === undefined) {
      this.#say('foreign', `${name} is none that the seed draws.`)
      return
    }
    for (const what of [...differences(this.#operations, judged, again), ...this.#strangers(recorded)])
      this.#say('altered', `${name}: ${what}.`)
    const isChained = again.one.chained === true && judgement.violations.length > 0
    const isShort = exchanges.length < again.one.steps.length && !isChained
    if (recorded.held !== undefined || isShort) this.#brokenOff.add(cellId)
    // Whoever gets no answer is asked again: what stays without one leaves its cell open.
    if (part.kind === 'subject' && judgement.inconclusive.length === 0) expected.sent.add(part.index)
    if (part.kind === 'twin' && isAccepted(exchanges[again.one.subject])) expected.twin = true
  }

  /** What later cases may refer to, or be excused by. */
  #note({ recorded, exchanges }: JudgedCase): void {
    const given = this.#given.get(recorded.cell) ?? new Set<string>()
    this.#given.set(recorded.cell, given)
    this.#accounts.judged(recorded.exchanges)
    this.#redrawn += recorded.bound.refused?.length ?? 0
    for (const resource of recorded.expectation.deletedLater ?? []) this.#deletedLater.add(resource)
    for (const exchange of exchanges) {
      const id = exchange !== undefined && isAccepted(exchange) ? idIn(exchange) : undefined
      if (id !== undefined) given.add(String(id))
    }
  }

  /** What a case refers to that nothing of its cell has made, and markers that another case has carried. */
  #strangers({ n, cell, bound }: RecordedCase): readonly string[] {
    const given = this.#given.get(cell)
    const strange = bound.things
      .filter(([, id]) => given?.has(String(id)) !== true)
      .map(([name]) => `nothing of its cell has made the ${name} that it refers to`)
    const used = bound.markers.flatMap(([, systemId]) => {
      const other = this.#markers.get(systemId) ?? n
      this.#markers.set(systemId, other)
      if (!systemId.startsWith(`dfc-${this.#prefix}`)) return [`${systemId} is no marker of this run`]
      return other === n ? [] : [`${systemId} is the marker of case ${other}`]
    })
    return [...strange, ...used]
  }
}

/** What discovery reads is judged as what is in order, and nothing more is made of it. */
const isDiscovery = (
  { cell, n, expectation: { steps, relations } }: RecordedCase,
  operations: ReadonlyMap<string, Operation>,
): boolean => {
  const [step] = steps
  return (
    cell === 'discovery' &&
    n < 100 &&
    steps.length === 1 &&
    relations.length === 0 &&
    step?.strength === 'succeed' &&
    step.outcome === operations.get(step.operation)?.outcome
  )
}

const nameOf = ({ part }: RecordedCase): string =>
  part.kind === 'subject' || part.kind === 'twin' ? `${part.kind} ${part.index}` : part.kind
