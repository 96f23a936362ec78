import type { Edition } from '../contract/edition.ts'
import type { Operation } from '../contract/operation.ts'
import type { EvidenceLine, RecordedCase, RecordedFound, RecordedRun } from '../oracle/evidence.ts'
import type { JudgedCase } from '../oracle/rejudgement.ts'
import type { CellReport } from '../oracle/results.ts'
import type { TargetDescription } from '../target/description.ts'
import type { Fixtures } from '../target/fixtures.ts'
import { uniqueValues } from '../target/unique.ts'
import { idIn, isAccepted } from './engine/answers.ts'
import type { BindingSource } from './engine/binding.ts'
import { type DrawnCase, drawCases } from './engine/draw.ts'
import { factsOf } from './engine/open-run.ts'
import { withOwnDoor } from './engine/own-door.ts'
import { variantSeed } from './engine/seeds.ts'
import { recipes } from './engine/set-up.ts'
import { removalLike } from './engine/tear-down.ts'
import type { Plan } from './plan.ts'
import type { PlannedCell } from './planned-cell.ts'
import { differences, type Retraced } from './retrace-case.ts'
import type { Case } from './step.ts'

/** Where a recording is not what its plan and its seed make of it. */
export interface RetraceProblem {
  readonly kind: 'altered' | 'missing' | 'foreign'
  /** A whole sentence. */
  readonly detail: string
}

/** One variant of a planned cell, and which of its cases have come by. */
interface ExpectedVariant {
  readonly cell: PlannedCell
  readonly cases: readonly DrawnCase[]
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
  readonly #excused = new Set<string>()
  readonly #held = new Set<string>()
  readonly #deletedLater = new Set<string>()
  readonly #promised = new Set<string>()
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
    else if ('exchange' in line) this.#checkPrefix(line.exchange.id)
    // A cell that says that it was not done, or why it could not be, is no pass, so that nothing of it need be there.
    else if ('cell' in line && isOpen(line.cell)) this.#excused.add(line.cell.cell)
    if (judged !== undefined) this.#compare(judged)
  }

  /** What is wrong with the whole, once all lines have come by. */
  end(): readonly RetraceProblem[] {
    if (this.#source === undefined) return [{ kind: 'missing', detail: 'What the target was found to be is missing.' }]
    for (const cell of this.#cells.values()) {
      if (cell.unexercised !== undefined || this.#excused.has(cell.id)) continue
      for (const { id } of cell.variants) this.#checkComplete(this.#variant(cell, id), id)
    }
    for (const cell of this.#held)
      if (!this.#excused.has(cell))
        this.#problems.push({
          kind: 'altered',
          detail: `${cell} held steps back, and does not say that it was left open.`,
        })
    for (const resource of this.#deletedLater)
      if (!this.#promised.has(resource))
        this.#problems.push({
          kind: 'altered',
          detail: `Cases excuse ${resource} that are deleted later, and no deletion of any was answered 202.`,
        })
    return this.#problems
  }

  #begin({ id, facts, fixtures: found, baseDay }: RecordedFound): void {
    const fixtures = found as Fixtures
    this.#prefix = `${id}-`
    const unique = uniqueValues(id)
    this.#source = { fixtures, unique, issueMarker: unique.marker, baseDay }
    if (JSON.stringify(facts) !== JSON.stringify(factsOf(this.#description, fixtures)))
      this.#problems.push({
        kind: 'altered',
        detail: 'The facts of the target are not those that it was found to have.',
      })
  }

  #checkPrefix(id: string): void {
    // Those of the first look come before the run has said its name.
    if (this.#prefix === '') this.#prefix = id.slice(0, id.lastIndexOf('-') + 1)
    if (!id.startsWith(this.#prefix))
      this.#problems.push({ kind: 'foreign', detail: `Exchange ${id} is of another run.` })
  }

  #compare(judged: JudgedCase): void {
    const { recorded, judgement } = judged
    this.#note(judged)
    if (recorded.for !== undefined || recorded.part.kind === 'discovery') return
    const name = `Case ${recorded.n} (${recorded.cell} ${recorded.variant} ${nameOf(recorded)})`
    const cell = this.#cells.get(recorded.cell)
    const variant = cell?.variants.find(({ id }) => id === recorded.variant)
    if (cell === undefined || variant === undefined) {
      this.#problems.push({ kind: 'foreign', detail: `${name} is of no cell of the plan.` })
      return
    }
    const expected = this.#variant(cell, variant.id)
    const again = this.#drawnAgain(expected, recorded)
    if (again === undefined) {
      this.#problems.push({ kind: 'foreign', detail: `${name} is none that the seed draws.` })
      return
    }
    for (const what of [...differences(this.#operations, judged, again), ...this.#strangers(recorded)])
      this.#problems.push({ kind: 'altered', detail: `${name}: ${what}.` })
    if (recorded.held !== undefined) this.#held.add(recorded.cell)
    // Whoever gets no answer is asked again: what stays without one leaves its cell open.
    if (recorded.part.kind === 'subject' && judgement.inconclusive.length === 0) expected.sent.add(recorded.part.index)
    if (recorded.part.kind === 'twin') expected.twin = true
  }

  /** What later cases may refer to, or be excused by. */
  #note({ recorded, exchanges }: JudgedCase): void {
    const given = this.#given.get(recorded.cell) ?? new Set<string>()
    this.#given.set(recorded.cell, given)
    for (const resource of recorded.expectation.deletedLater ?? []) this.#deletedLater.add(resource)
    for (const exchange of exchanges) {
      if (exchange === undefined) continue
      const id = isAccepted(exchange) ? idIn(exchange) : undefined
      if (id !== undefined) given.add(String(id))
      const operation = this.#operations.get(exchange.request.operation)
      if (operation?.outcome === 'deleted' && exchange.response?.status === 202) this.#promised.add(operation.resource)
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
    const variant = { cell, cases: drawCases(planned, seed).cases, source, sent: new Set<number>(), twin: false }
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
    const missing = cases.filter(({ index }) => !sent.has(index))
    if (cases[0]?.drawn.twin !== undefined && !twin)
      this.#problems.push({ kind: 'missing', detail: `${cell.id} ${id}: the request in order is missing.` })
    if (missing.length === 0) return
    const which = missing.map(({ index }) => index).join(', ')
    this.#problems.push({
      kind: 'missing',
      detail: `${cell.id} ${id}: of ${cases.length} cases these are missing: ${which}.`,
    })
  }
}

const nameOf = ({ part }: RecordedCase): string =>
  part.kind === 'subject' || part.kind === 'twin' ? `${part.kind} ${part.index}` : part.kind

const wayOf = (edition: Edition, name: string, way: number): Case | undefined => recipes({ edition }, name)[way]

const isOpen = ({ inconclusive, cut, unexercised, suiteFault, left }: CellReport): boolean =>
  inconclusive.length > 0 ||
  left.length > 0 ||
  cut !== undefined ||
  unexercised !== undefined ||
  suiteFault !== undefined
