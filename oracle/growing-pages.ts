import { idsIn } from './answers.ts'
import { figure } from './filters.ts'
import { accuse, examine, observe, type SettledStep } from './notes.ts'
import { judgePage, untilRepeated, type Walk } from './pages.ts'

/** The pages of one walk, all of which were served. */
type Served = readonly SettledStep[]

const isServed = (walk: Walk): walk is Served => walk.every((page) => page?.sound === true)

const alike = (one: Served, other: Served): boolean =>
  one.every((page, index) => idsIn(page).join() === idsIn(other[index] ?? page).join())

/**
 * Judges the pages of a list that others add to meanwhile: pages of one size and of a larger one, all of it twice in
 * turn. What is added on the way shows in the second round, so that two rounds that agree saw one and the same list.
 * Nothing stands on two of its pages, and of the first large page nothing is missing on the small ones.
 */
export const judgeGrowingPages = (walks: readonly Walk[]): void => {
  const first = walks.flat().find((page) => page?.sound === true)
  const clause = first?.edition.edition.general.paging
  if (first === undefined || clause === undefined) return
  const { paging } = first.edition.edition
  // That so many are asked for by a number of their own says nothing of pages.
  if (
    paging.optional === true &&
    [paging.page, paging.size, paging.total].every((name) => figure(first, name) === undefined)
  ) {
    observe(first, 'no-pages')
    return
  }
  // Each by itself: what one shows more than another may have come meanwhile.
  for (const page of walks.flatMap((walk) => untilRepeated(walk, [walk]))) {
    if (page?.sound !== true) continue
    examine(page, clause)
    if (!judgePage(page, clause, undefined)) return
  }
  const half = walks.length / 2
  const rounds = [walks.slice(0, half), walks.slice(half)].map((round) => round.filter(isServed))
  const [before = [], after = []] = rounds
  if (before.length < half || after.length < half) return
  if (!before.every((walk, index) => alike(walk, after[index] ?? []))) return
  judgeSteady(
    before.map((walk) => untilRepeated(walk, before).filter((page) => page?.sound === true) as Served),
    clause,
  )
}

const judgeSteady = (walks: readonly Served[], clause: string): void => {
  for (const walk of walks) {
    const shown = new Set<string>()
    for (const page of walk) {
      const again = idsIn(page).find((id) => shown.has(id))
      if (again !== undefined) {
        accuse(page, clause, 'nothing twice on the pages of a list', `id ${again} stands there again`)
        return
      }
      for (const id of idsIn(page)) shown.add(id)
    }
  }
  const [small = [], large = []] = walks
  const [page] = large
  if (page === undefined) return
  const shown = new Set(small.flatMap(idsIn))
  const missing = idsIn(page).find((id) => !shown.has(id))
  if (missing !== undefined) {
    accuse(page, clause, 'only what stands on smaller pages too', `id ${missing} is on none of ${small.length}`, [
      'page',
    ])
    return
  }
  // On whichever of them: a page may be smaller than was asked for.
  const there = new Set(large.flatMap(idsIn))
  const lost = [...shown].find((id) => !there.has(id))
  if (lost !== undefined)
    accuse(page, clause, 'all that stands on smaller pages', `id ${lost} is on none of ${large.length}`, ['page'])
}
