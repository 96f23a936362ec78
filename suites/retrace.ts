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
import type { BindingSource } from './engine/binding.ts'
import { type DrawnCase, digestOfCell, drawCases } from './engine/draw.ts'
import { factsOf } from './engine/open-run.ts'
import { withOwnDoor } from './engine/own-door.ts'
import { variantSeed } from './engine/seeds.ts'
import { recipes } from './engine/set-up.ts'
import { removalLike } from './engine/tear-down.ts'
import type { Plan } from './plan.ts'
import type { PlannedCell } from './planned-cell.ts'
import { Accounts, endedEarly, isOpen, untrue } from './retrace-accounts.ts'
import { differences, type Retraced } from './retrace-case.ts'
import { lackFixtures } from './retrace-fixtures.ts'
import type { Case } from './step.ts'

/** Where a recording is not what its plan and its seed make of it. */
export interface RetraceProblem {
  readonly kind: 'altered' | 'missing' | 'foreign'
  /** A whole sentence. */
  readonly detail: string
  /** The variant of which cases are missing. */
  readonly variant?: { readonly cell: string; readonly id: string }
}

/** One variant of a planned cell, and which of its cases have come by. */
interface ExpectedVariant {
  readonly cell: PlannedCell
  readonly cases: readonly DrawnCase[]
  readonly digest: string
  readonly source: BindingSource
  readonly sent: Set<number>
  twin: boolean
}

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
  readonly #variants = new Map<string, ExpectedVariant>()
  readonly #problems: RetraceProblem[] = []
  readonly #markers = new Map<string, number>()
  /** Ids that were given in each cell. */
  readonly #given = new Map<string, Set<string>>()
  readonly #accounts = new Accounts()
  /** What cells said of themselves when they were done. */
  readonly #reports = new Map<string, CellReport>()
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
  #source: BindingSource | undefined
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
    else if ('cell' in line) {
      this.#reports.set(line.cell.cell, line.cell)
      this.#accounts.cellDone()
    }
    if (judged !== undefined) this.#compare(judged)
  }

  /** What is wrong with the whole, once all lines have come by. */
  end(): readonly RetraceProblem[] {
    if (this.#source === undefined) return [{ kind: 'missing', detail: 'What the target was found to be is missing.' }]
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
    if (report === undefined || this.#source === undefined) return
    for (const what of untrue(report, cell, this.#end)) this.#say('altered', `${cell.id} ${what}.`)
    if (cell.unexercised !== undefined || isOpen(report) || (early && (report.cut ?? 0) > 0)) return
    if (early && report.unexercised?.kind === 'budget') return
    const variants = cell.variants.map(({ id }) => ({ id, ...this.#variant(cell, id) }))
    // Without the name of what is missing nothing can be sent, and nothing is.
    const lacking = new Set(
      report.unexercised?.kind !== 'missing'
        ? []
        : variants.filter((one) => lackFixtures(this.#edition, this.#operations, one.source, one.cases)),
    )
    if (report.unexercised?.kind === 'missing' && lacking.size === 0)
      this.#say('altered', `${cell.id} says that something is missing from the target, and nothing is.`)
    for (const one of variants) if (!lacking.has(one)) this.#checkComplete(one, one.id)
    if (lacking.size === 0 && report.digest !== digestOfCell(variants))
      this.#say('altered', `${cell.id} says that it has drawn other cases.`)
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

  #say(kind: RetraceProblem['kind'], detail: string, variant?: RetraceProblem['variant']): void {
    this.#problems.push({ kind, detail, ...(variant === undefined ? {} : { variant }) })
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
    this.#source = { fixtures, unique, issueMarker: unique.marker, baseDay }
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
    if (cell === undefined || !cell.variants.some(({ id }) => id === variantId)) {
      this.#say('foreign', `${name} is of no cell of the plan.`)
      return
    }
    const expected = this.#variant(cell, variantId)
    const again = this.#drawnAgain(expected, recorded)
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

  #variant(cell: PlannedCell, id: string): ExpectedVariant {
    const key = `${cell.id} ${id}`
    const known = this.#variants.get(key)
    if (known !== undefined) return known
    const planned = cell.variants.find((one) => one.id === id)
    if (planned === undefined || this.#source === undefined) throw new Error(`${key} is not planned.`)
    const seed = variantSeed(this.#seed, cell.id, id)
    const [{ source }] = withOwnDoor({ source: this.#source }, cell, seed)
    const variant = { cell, ...drawCases(planned, seed), source, sent: new Set<number>(), twin: false }
    this.#variants.set(key, variant)
    return variant
  }

  /** The case that a recorded one says that it is. */
  #drawnAgain({ cases, source }: ExpectedVariant, { part, expectation }: RecordedCase): Retraced | undefined {
    const one = (): Case | undefined => {
      switch (part.kind) {
        case 'subject':
          return cases.find(({ index }) => index === part.index)?.drawn.subject
        case 'twin':
          return cases.find(({ index }) => index === part.index)?.drawn.twin
        case 'set-up':
          return wayOf(this.#edition, part.of, part.way)
        case 'tear-down':
          return this.#tearingDown(expectation)
        default:
          return undefined
      }
    }
    const drawn = one()
    return drawn === undefined ? undefined : { one: drawn, source }
  }

  /** Plain requests for what was made: what they are sent to is checked by their ids. */
  #tearingDown({ steps }: RecordedCase['expectation']): Case | undefined {
    const [step] = steps
    const operation = step === undefined ? undefined : this.#operations.get(step.operation)
    if (step === undefined || operation === undefined || steps.length > 1) return undefined
    return removalLike(this.#edition, operation, step)
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

  #checkComplete({ cell, cases, sent, twin }: ExpectedVariant, id: string): void {
    const variant = { cell: cell.id, id }
    if (cases[0]?.drawn.twin !== undefined && !twin)
      this.#say('missing', `${cell.id} ${id}: the request in order is missing, or was not accepted.`, variant)
    const missing = cases.filter(({ index }) => !sent.has(index))
    if (missing.length === 0) return
    const which = missing.map(({ index }) => index).join(', ')
    this.#say('missing', `${cell.id} ${id}: of ${counted(cases.length)} these are missing: ${which}.`, variant)
  }
}

const counted = (cases: number): string => (cases === 1 ? '1 case' : `${cases} cases`)

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

const wayOf = (edition: Edition, name: string, way: number): Case | undefined => recipes({ edition }, name)[way]
