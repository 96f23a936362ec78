import type { Unexercised } from '../oracle/results.ts'
import type { Budgets } from '../target/description-written.ts'
import type { PlannedCell, PlannedVariant } from './planned-cell.ts'

/** What a plan leaves out, since the budget does not suffice for it. */
export interface Cut {
  /** Requests that the plan may cost. */
  readonly requests: number
  /** Cases that are left out of the variants that stay. */
  readonly cases: number
  /** Variants that are left out, with all their cases. */
  readonly variants: number
  /** Cells of which nothing is left. */
  readonly cells: readonly string[]
}

/** Requests for looking at the target before the first case, and for what nobody can foresee. */
const overhead = 40

/** Of what a rate allows in a time: the last answers and cleaning up take some. */
const usable = 0.9

/** Requests a second that a target is taken to answer where no rate is given: nobody knows beforehand. */
const assumedRate = 100

/** Requests that a plan may cost; undefined where nothing limits it. */
export const limitOf = ({ rate = assumedRate, maxRequests, maxTime }: Budgets): number | undefined => {
  if (maxTime === undefined) return maxRequests
  const inTime = Math.floor(rate * maxTime * usable)
  return Math.min(inTime, maxRequests ?? inTime)
}

/** Requests of a variant, about, if it runs so many cases. */
export const costOf = ({ once, each }: PlannedVariant, runs: number): number => once + runs * each

const leftOut: Unexercised = { kind: 'budget', detail: 'The budget leaves no request for it.' }

type Variants = PlannedCell['variants']

/** What stays of each cell. */
type Kept = ReadonlyMap<PlannedCell, Variants[number][]>

/** With at most so many cases of each variant. */
const capped = (variants: Variants, cap: number): Variants =>
  variants.map((variant) => (variant.runs <= cap ? variant : { ...variant, runs: cap }))

/** Requests of a plan, about. */
export const costOfPlan = (cells: readonly PlannedCell[]): number =>
  cells.reduce((sum, { variants }) => sum + costOfAll(variants), overhead)

const costOfAll = (variants: Variants): number => variants.reduce((sum, one) => sum + costOf(one, one.runs), 0)

/**
 * Cuts a plan down to what a budget suffices for: first the cases of every variant, down to one; then the variants, each
 * time the dearest of the cell that has most of them; then cells, the dearest first. A pure function of the plan, and
 * the same for every seed: what is left sends what it would have sent anyway.
 */
export const withinBudget = (
  cells: readonly PlannedCell[],
  budgets: Budgets,
): { readonly cells: readonly PlannedCell[]; readonly cut?: Cut } => {
  const limit = limitOf(budgets)
  if (limit === undefined) return { cells }
  const room = Math.max(0, limit - overhead)
  const total = (cap: number): number => cells.reduce((sum, { variants }) => sum + costOfAll(capped(variants, cap)), 0)
  const mostRuns = cells.flatMap(({ variants }) => variants).reduce((most, { runs }) => Math.max(most, runs), 0)
  if (total(mostRuns) <= room) return { cells }

  let cap = 1
  while (total(cap + 1) <= room) cap += 1
  const kept: Kept = new Map(cells.map((cell) => [cell, [...capped(cell.variants, cap)]]))
  let cost = total(cap)
  if (cost <= room) raise(kept, room - cost)
  else {
    cost = thin(kept, cost, room)
    if (cost > room) empty(kept, cost, room)
  }

  const cut = cells.map((cell): PlannedCell => {
    const variants = kept.get(cell) ?? []
    return variants.length === 0 && cell.variants.length > 0
      ? { ...cell, variants, unexercised: leftOut }
      : { ...cell, variants }
  })
  return {
    cells: cut.filter(({ carrier, unexercised }) => !carrier || unexercised !== leftOut),
    cut: cutOf(cells, kept, limit),
  }
}

/** One case more for each variant in its turn, as long as there is room. */
const raise = (kept: Kept, room: number): void => {
  let left = room
  for (const [cell, variants] of kept) {
    for (const [index, variant] of variants.entries()) {
      if (variant.runs >= (cell.variants[index]?.runs ?? 0) || variant.each > left) continue
      left -= variant.each
      variants[index] = { ...variant, runs: variant.runs + 1 }
    }
  }
}

/** Position of the first that is the greatest by that measure. */
const greatest = <T>(all: readonly T[], measure: (one: T) => number): number =>
  all.reduce((best, one, index) => (measure(one) > measure(all[best] ?? one) ? index : best), 0)

const priceOf = (variant: Variants[number]): number => costOf(variant, variant.runs)

/** Takes variants away until all fits or each cell has one. Returns what is left to pay. */
const thin = (kept: Kept, cost: number, room: number): number => {
  const lists = [...kept.values()]
  let left = cost
  while (left > room) {
    const most = lists[greatest(lists, ({ length }) => length)]
    if (most === undefined || most.length < 2) return left
    for (const variant of most.splice(greatest(most, priceOf), 1)) left -= priceOf(variant)
  }
  return left
}

/** Leaves cells empty, the dearest first, so that as many as possible keep something. */
const empty = (kept: Kept, cost: number, room: number): void => {
  let left = cost
  for (const variants of [...kept.values()].sort((one, other) => costOfAll(other) - costOfAll(one))) {
    if (left <= room) return
    left -= costOfAll(variants)
    variants.length = 0
  }
}

const cutOf = (cells: readonly PlannedCell[], kept: Kept, requests: number): Cut => {
  const sum = (of: (cell: PlannedCell, variants: Variants) => number): number =>
    cells.reduce((all, cell) => all + of(cell, kept.get(cell) ?? []), 0)
  const runs = (variants: Variants): number => variants.reduce((all, one) => all + one.runs, 0)
  return {
    requests,
    cases: sum((cell, variants) => {
      const staying = new Set(variants.map(({ id }) => id))
      return runs(cell.variants.filter(({ id }) => staying.has(id))) - runs(variants)
    }),
    variants: sum((cell, variants) => cell.variants.length - variants.length),
    cells: cells
      .filter((cell) => !cell.carrier && cell.variants.length > 0 && kept.get(cell)?.length === 0)
      .map(({ id }) => id),
  }
}
