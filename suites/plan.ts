import fc from 'fast-check'
import { editions } from '../contract/index.ts'
import type { Edition, Operation } from '../contract/types.ts'
import type { Unexercised } from '../oracle/results.ts'
import type { TargetDescription } from '../target/description.ts'
import { caseMaker } from './case.ts'
import type { Cell, SuiteContext, Variant } from './cell.ts'
import { cellId } from './cell.ts'
import { absence } from './sections/absence.ts'
import { sections } from './sections/index.ts'
import type { RunSettings } from './settings.ts'
import { runsOf } from './settings.ts'

export interface PlannedVariant {
  readonly id: string
  /** Cases that it will run. */
  readonly runs: number
  /** Requests that one case sends at most, its twin aside. */
  readonly requests: number
}

export interface PlannedCell {
  /** `CLAUSE:operation`. */
  readonly id: string
  readonly clause: string
  readonly operation: Operation
  readonly phase: 'concurrent' | 'exclusive' | 'derived'
  /** Runs only to give evidence to cells that have no requests of their own; gets no verdict. */
  readonly carrier: boolean
  readonly variants: readonly (PlannedVariant & { readonly variant: Variant })[]
  readonly unexercised?: Unexercised
}

export interface Plan {
  readonly edition: Edition
  /** In the order of the document; exclusive ones are run after the concurrent ones, derived ones judged last. */
  readonly cells: readonly PlannedCell[]
}

const phaseOf = (cell: Cell): PlannedCell['phase'] =>
  cell.variants.length === 0 ? 'derived' : cell.exclusive === true ? 'exclusive' : 'concurrent'

const requestsOf = (variant: Variant): number => {
  const [drawn] = fc.sample(variant.arbitrary, { seed: 0, numRuns: 1 })
  return drawn === undefined ? 0 : drawn.subject.steps.length
}

/** A set of few different cases is exhausted where that costs at most twice what another variant may cost. */
const casesOf = ({ distinct, weight }: Variant, runs: number): number => {
  const cases = Math.max(1, Math.round(runs * weight))
  return distinct === undefined ? cases : Math.min(distinct, 2 * cases)
}

const absentReason: Unexercised = { kind: 'absent', detail: 'The target is described as not having this resource.' }

/** Requests that a cell sends, about: what takes longest is best begun first. */
export const costOf = ({ variants }: PlannedCell): number =>
  variants.reduce((sum, { runs, requests }) => sum + runs * requests, 0)

/** Patterns name clauses, operations or cells; `*` stands for anything. */
export const matcher = (patterns: readonly string[]): ((cell: Pick<Cell, 'clause' | 'operation'>) => boolean) => {
  const expressions = patterns.map(
    (pattern) =>
      new RegExp(
        `^${pattern
          .split('*')
          .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
          .join('.*')}$`,
      ),
  )
  return (cell) =>
    expressions.some((expression) =>
      [cell.clause, cell.operation.id, cellId(cell)].some((name) => expression.test(name)),
    )
}

/** Cells of an edition for a target, before any filter. */
const allCells = (edition: Edition, description: TargetDescription): readonly Cell[] => {
  const present = edition.operations.filter(({ resource }) => !description.absent.includes(resource))
  const absent = edition.operations.filter(({ resource }) => description.absent.includes(resource))
  const shared = description.kind === 'shared'
  const context: SuiteContext = {
    edition,
    operations: present,
    make: caseMaker(edition),
    selection: { references: !shared },
    shared,
    pathForms: description.forms.paths,
    keyForms: [...new Set([description.auth, ...description.forms.keys])],
    restrictedKey: description.identities.restricted !== undefined,
    expiredKey: description.identities.expired !== undefined,
    hiddenPerson: description.fixtures.hiddenPerson !== undefined,
  }
  const ofAbsent = sections
    .flatMap((section) => section({ ...context, operations: absent }))
    .map((cell): Cell => ({ ...cell, variants: [], unexercised: absentReason }))
  return [...sections.flatMap((section) => section(context)), ...ofAbsent, ...absence(edition, absent)]
}

/**
 * What a run will do: a pure function of the edition, the target's description and the settings. Filters choose cells
 * and change nothing in them; a chosen cell without requests of its own brings the cells of its operation along as
 * carriers.
 */
export const plan = (
  description: TargetDescription,
  settings: Pick<RunSettings, 'profile' | 'runs' | 'only' | 'exclude'>,
): Plan => {
  const edition = editions[description.edition]
  if (edition === undefined) throw new Error(`There is no edition "${description.edition}"`)
  const isOnly = matcher(settings.only)
  const isExcluded = matcher(settings.exclude)
  const cells = allCells(edition, description)
  const chosen = new Set(cells.filter((cell) => (settings.only.length === 0 || isOnly(cell)) && !isExcluded(cell)))
  const starving = new Set(
    [...chosen]
      .filter((cell) => cell.variants.length === 0 && cell.unexercised === undefined)
      .map(({ operation }) => operation.id),
  )
  const runs = settings.runs ?? runsOf[settings.profile]
  const planned = (cell: Cell, carrier: boolean): PlannedCell => ({
    id: cellId(cell),
    clause: cell.clause,
    operation: cell.operation,
    phase: phaseOf(cell),
    carrier,
    variants: cell.variants.map((variant) => ({
      id: variant.id,
      runs: casesOf(variant, runs),
      requests: requestsOf(variant),
      variant,
    })),
    ...(cell.unexercised === undefined ? {} : { unexercised: cell.unexercised }),
  })
  const order = new Map(edition.clauses.map(({ id }, index) => [id, index]))
  return {
    edition,
    cells: cells
      .filter(
        (cell) =>
          chosen.has(cell) ||
          (settings.only.length > 0 &&
            cell.variants.length > 0 &&
            !isExcluded(cell) &&
            starving.has(cell.operation.id)),
      )
      .map((cell) => planned(cell, !chosen.has(cell)))
      .sort((one, other) => (order.get(one.clause) ?? 0) - (order.get(other.clause) ?? 0)),
  }
}
