import fc from 'fast-check'
import type { Edition } from '../../contract/edition.ts'
import type { Operation } from '../../contract/operation.ts'
import { type FixtureKind, isSymbolic } from '../../generators/draft.ts'
import { fixtureIds, MissingFixture } from '../../suites/engine/binding.ts'
import { plan } from '../../suites/plan.ts'
import type { PlannedCell } from '../../suites/planned-cell.ts'
import type { TargetDescription } from '../../target/description.ts'
import type { Fixtures } from '../../target/fixtures.ts'
import { type Addition, additions, withAdditions } from './additions.ts'

/** Cells that wait for the same things. */
export interface Need {
  /** Ids of additions that only together let these cells run. */
  readonly additions: readonly string[]
  readonly cells: readonly string[]
}

/** What a run could exercise as the target is described, and what it would take to exercise more. */
export interface Outlook {
  readonly cells: number
  readonly runnable: number
  readonly operations: readonly { readonly operation: string; readonly runnable: number; readonly cells: number }[]
  readonly needs: readonly Need[]
  /** Cells that no addition lets run, by the reason that the plan gives. */
  readonly others: readonly { readonly reason: string; readonly cells: readonly string[] }[]
}

const cellsOf = (description: TargetDescription): readonly PlannedCell[] =>
  plan(description, { profile: 'gate', only: [], exclude: [] }).cells.filter(({ carrier }) => !carrier)

const runnableIn = (description: TargetDescription): ReadonlySet<string> =>
  new Set(cellsOf(description).flatMap(({ id, unexercised }) => (unexercised === undefined ? [id] : [])))

/**
 * Finds out what each cell waits for by planning again: the plan is a pure function of the description. What is missing
 * is whatever the cell stops running without, where everything else is described.
 */
export const outlook = (edition: Edition, description: TargetDescription, fixtures?: Fixtures): Outlook => {
  const possible = additions.filter(({ applies }) => applies(description))
  const complete = withAdditions(description, possible)
  const now = cellsOf(description)
  const intended = now.filter(({ unexercised }) => unexercised === undefined)
  const starved = new Map(
    fixtures === undefined
      ? []
      : intended.flatMap((cell) => {
          const lacking = lackingFor(cell, fixtures)
          return lacking === undefined ? [] : [[cell.id, lacking] as const]
        }),
  )
  const runnable = new Set(intended.flatMap(({ id }) => (starved.has(id) ? [] : [id])))
  const best = cellsOf(complete)
  const waiting = best.flatMap(({ id, unexercised }) =>
    unexercised === undefined && !runnable.has(id) && !starved.has(id) ? [id] : [],
  )
  // What keeps a cell from running where everything is described is what its reader has to know. A cell that stands in for
  // others, for want of doors for instance, and is not there any more where everything is described, waits for nothing.
  const lasting = new Set(best.map(({ id }) => id))
  const known = new Map(
    [...now.filter(({ id }) => runnable.has(id) || lasting.has(id)), ...best].map((cell) => [cell.id, cell]),
  )

  const planned = new Map<string, ReadonlySet<string>>()
  const runsWith = (some: readonly Addition[]): ReadonlySet<string> => {
    const name = some.map(({ id }) => id).join(' ')
    const runs = planned.get(name) ?? runnableIn(withAdditions(description, some))
    planned.set(name, runs)
    return runs
  }
  const without = possible.map((addition) => ({
    addition,
    runs: runsWith(possible.filter((one) => one !== addition)),
  }))
  const needed = (cell: string): readonly Addition[] => {
    const indispensable = without.filter(({ runs }) => !runs.has(cell)).map(({ addition }) => addition)
    if (runsWith(indispensable).has(cell)) return indispensable
    // Of several that would do besides, the first is proposed.
    const besides = possible.find((one) =>
      runsWith(possible.filter((each) => each === one || indispensable.includes(each))).has(cell),
    )
    return besides === undefined ? [] : possible.filter((one) => one === besides || indispensable.includes(one))
  }

  const needs = new Map<string, { additions: readonly string[]; cells: string[] }>()
  const unexplained: string[] = []
  for (const cell of waiting) {
    const ids = needed(cell).map(({ id }) => id)
    if (ids.length === 0) unexplained.push(cell)
    else {
      const name = ids.join(' ')
      const need = needs.get(name) ?? { additions: ids, cells: [] }
      need.cells.push(cell)
      needs.set(name, need)
    }
  }
  const hopeless = [...known.values()].filter(({ id }) => !runnable.has(id) && !waiting.includes(id))
  const reasons = new Map<string, string[]>()
  for (const { id, unexercised } of [...hopeless, ...unexplained.map((id) => known.get(id) as PlannedCell)]) {
    const reason = unexercised?.detail ?? starved.get(id) ?? 'Only several additions together would let them run.'
    reasons.set(reason, [...(reasons.get(reason) ?? []), id])
  }
  return {
    cells: known.size,
    runnable: runnable.size,
    operations: byOperation(edition.operations, [...known.values()], runnable),
    needs: [...needs.values()].sort((one, other) => other.cells.length - one.cells.length),
    others: [...reasons].map(([reason, cells]) => ({ reason, cells })),
  }
}

/** What the target lacks that every variant of a cell refers to, in the words that a run would use. */
const lackingFor = ({ variants }: PlannedCell, fixtures: Fixtures): string | undefined => {
  if (variants.length === 0) return undefined
  const lacking = variants.map(({ variant }) => {
    const [drawn] = fc.sample(variant.arbitrary, { seed: 0, numRuns: 1 })
    return [...kindsIn(drawn)].find((kind) => fixtureIds(fixtures, kind).length === 0)
  })
  const [first] = lacking
  return first === undefined || lacking.includes(undefined) ? undefined : new MissingFixture(first).message
}

/** Kinds of things on the target that a case refers to. */
const kindsIn = (value: unknown, found = new Set<FixtureKind>()): ReadonlySet<FixtureKind> => {
  if (typeof value !== 'object' || value === null) return found
  if (isSymbolic(value)) {
    if (value.$ === 'fixture') found.add(value.of)
    if (value.$ === 'credential-value') found.add('credential-type')
    return found
  }
  for (const part of Object.values(value)) kindsIn(part, found)
  return found
}

const byOperation = (
  operations: readonly Operation[],
  cells: readonly PlannedCell[],
  runnable: ReadonlySet<string>,
): Outlook['operations'] =>
  operations.flatMap(({ id }) => {
    const its = cells.filter(({ operation }) => operation.id === id)
    if (its.length === 0) return []
    return [{ operation: id, runnable: its.filter((cell) => runnable.has(cell.id)).length, cells: its.length }]
  })
