import type { Edition } from '../contract/edition.ts'
import type { Operation } from '../contract/operation.ts'
import type { RecordedCase } from '../oracle/evidence.ts'
import type { CellReport } from '../oracle/results.ts'
import type { BindingSource } from './engine/binding.ts'
import { type DrawnCase, digestOfCell, drawCases } from './engine/draw.ts'
import { withOwnDoor } from './engine/own-door.ts'
import { variantSeed } from './engine/seeds.ts'
import { recipes } from './engine/set-up.ts'
import { removalLike } from './engine/tear-down.ts'
import type { PlannedCell } from './planned-cell.ts'
import type { Retraced } from './retrace-case.ts'
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

/** One variant of a planned cell, drawn again, and which of its cases have come by. */
export interface ExpectedVariant {
  readonly id: string
  readonly cases: readonly DrawnCase[]
  readonly digest: string
  readonly source: BindingSource
  readonly sent: Set<number>
  twin: boolean
}

/** The variants of a plan as their seeds draw them: each is drawn when it is first asked for. */
export class RetracedVariants {
  readonly #edition: Edition
  readonly #operations: ReadonlyMap<string, Operation>
  readonly #seed: number
  readonly #source: BindingSource
  readonly #drawn = new Map<PlannedCell, Map<string, ExpectedVariant>>()

  /** `seed`: of the run; `source`: what the symbols of its cases stand for. */
  constructor(edition: Edition, operations: ReadonlyMap<string, Operation>, seed: number, source: BindingSource) {
    this.#edition = edition
    this.#operations = operations
    this.#seed = seed
    this.#source = source
  }

  /** A variant of a cell, undefined if it has none of that name. */
  of(cell: PlannedCell, id: string): ExpectedVariant | undefined {
    const drawn = this.#drawn.get(cell) ?? new Map<string, ExpectedVariant>()
    this.#drawn.set(cell, drawn)
    const known = drawn.get(id)
    const planned = cell.variants.find((one) => one.id === id)
    if (known !== undefined || planned === undefined) return known
    const seed = variantSeed(this.#seed, cell.id, id)
    const [{ source }] = withOwnDoor({ source: this.#source }, cell, seed)
    const variant = { id, ...drawCases(planned, seed), source, sent: new Set<number>(), twin: false }
    drawn.set(id, variant)
    return variant
  }

  /** The case that a recorded one says that it is, undefined if the seed draws none such. */
  caseLike({ cases, source }: ExpectedVariant, { part, expectation }: RecordedCase): Retraced | undefined {
    const like = (): Case | undefined => {
      switch (part.kind) {
        case 'subject':
          return cases.find(({ index }) => index === part.index)?.drawn.subject
        case 'twin':
          return cases.find(({ index }) => index === part.index)?.drawn.twin
        case 'set-up':
          return recipes({ edition: this.#edition }, part.of)[part.way]
        case 'tear-down':
          return this.#tearingDown(expectation)
        default:
          return undefined
      }
    }
    const one = like()
    return one === undefined ? undefined : { one, source }
  }

  /** Plain requests for what was made: what they are sent to is checked by their ids. */
  #tearingDown({ steps }: RecordedCase['expectation']): Case | undefined {
    const [step] = steps
    const operation = step === undefined ? undefined : this.#operations.get(step.operation)
    if (step === undefined || operation === undefined || steps.length > 1) return undefined
    return removalLike(this.#edition, operation, step)
  }

  /** What a cell that says that it is done has not sent, or drawn otherwise. */
  complete(cell: PlannedCell, { unexercised, digest }: CellReport): readonly RetraceProblem[] {
    const variants = cell.variants.flatMap(({ id }) => this.of(cell, id) ?? [])
    const isMissing = unexercised?.kind === 'missing'
    // Without the name of what is missing nothing can be sent, and nothing is.
    const lacking = new Set(
      isMissing
        ? variants.filter(({ source, cases }) => lackFixtures(this.#edition, this.#operations, source, cases))
        : [],
    )
    const isOther = lacking.size === 0 && digest !== digestOfCell(variants)
    return [
      ...(isMissing && lacking.size === 0
        ? [altered(`${cell.id} says that something is missing from the target, and nothing is.`)]
        : []),
      ...variants.filter((one) => !lacking.has(one)).flatMap((one) => missingFrom(cell.id, one)),
      ...(isOther ? [altered(`${cell.id} says that it has drawn other cases.`)] : []),
    ]
  }

  /** Lets go of a cell of which nothing more comes: those of a long run would be most of what is in memory. */
  forget(cell: PlannedCell): void {
    this.#drawn.delete(cell)
  }
}

const altered = (detail: string): RetraceProblem => ({ kind: 'altered', detail })

const counted = (cases: number): string => (cases === 1 ? '1 case' : `${cases} cases`)

const missingFrom = (cell: string, { id, cases, sent, twin }: ExpectedVariant): readonly RetraceProblem[] => {
  const missing = (what: string): RetraceProblem => ({
    kind: 'missing',
    detail: `${cell} ${id}: ${what}.`,
    variant: { cell, id },
  })
  const which = cases.filter(({ index }) => !sent.has(index)).map(({ index }) => index)
  return [
    ...(cases[0]?.drawn.twin !== undefined && !twin
      ? [missing('the request in order is missing, or was not accepted')]
      : []),
    ...(which.length > 0 ? [missing(`of ${counted(cases.length)} these are missing: ${which.join(', ')}`)] : []),
  ]
}
