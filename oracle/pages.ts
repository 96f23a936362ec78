import type { ResourceName } from '../contract/operation.ts'
import { idsIn, itemsIn, statusOf } from './answers.ts'
import { figure, queryOf } from './filters.ts'
import { accuse, examine, observe, type SettledStep } from './notes.ts'
import { isRefusal, isSuccess } from './status.ts'

/** The pages of one walk through a list, in the order in which they were asked for, each undefined where it was not. */
export type Walk = readonly (SettledStep | undefined)[]

const sizes: ReadonlySet<string> = new Set(['per_page', 'n'])

const numberAsked = (page: SettledStep, isName: (name: string) => boolean): number | undefined => {
  const value = queryOf(page).find(([name]) => isName(name))?.[1]
  return value === undefined ? undefined : Number(value)
}

const sizeOf = (page: SettledStep): number | undefined => numberAsked(page, (name) => sizes.has(name))

const served = (walk: Walk): readonly SettledStep[] => walk.filter((page) => page?.sound === true) as SettledStep[]

/** It has come to a page with nothing on it, or to one that is not there. */
const isComplete = (walk: Walk): boolean => {
  const last = walk.findLast((page) => page !== undefined)
  if (last === undefined) return false
  if (last.sound) return itemsIn(last).length === 0
  return isRefusal(statusOf(last)) && statusOf(last) < 500 && !isSuccess(statusOf(last))
}

/**
 * Judges one page by itself: its size, and the figures in its headers, where there are any. Of a figure that can be read
 * in two ways either will do: items of this page or of a full one, of this page or of the whole list.
 */
export const judgePage = (page: SettledStep, clause: string, whole: number | undefined): boolean => {
  const { paging } = page.edition.edition
  const count = itemsIn(page).length
  const size = sizeOf(page)
  const wrong = (expected: string, actual: string): boolean => {
    accuse(page, clause, expected, actual)
    return false
  }
  if (size !== undefined && count > size) return wrong(`at most ${size} on a page`, `${count} of them`)
  const number = figure(page, paging.page)
  const asked = numberAsked(page, (name) => name === 'page') ?? 1
  if (number !== undefined && number !== asked) return wrong(`${asked} as the number of the page`, `it says ${number}`)
  const per = figure(page, paging.size)
  if (per !== undefined && !(per >= count && (size === undefined || per <= size)))
    return wrong(`a size of page of ${size ?? `at least ${count}`}`, `it says ${per}, and shows ${count}`)
  const all = figure(page, paging.total)
  if (all === undefined || (paging.ambiguous === true && all === count)) return true
  if (!(all >= count) || (whole !== undefined && all !== whole))
    return wrong(`${whole ?? `at least ${count}`} as the number of all`, `it says ${all}`)
  return true
}

/**
 * A walk as far as the end of the list. What stands behind the last page is not documented: whoever is asked for more may
 * give the last one again. That it is the last is believed of a page that comes again as it was, unless another walk
 * shows something that this one has not come to.
 */
export const untilRepeated = (walk: Walk, walks: readonly Walk[]): Walk => {
  const end = walk.findIndex((page, index) => index > 0 && isAgain(page, walk[index - 1]))
  if (end === -1) return walk
  const [sofar, behind] = [walk.slice(0, end), served(walk.slice(end))]
  // Whoever knows that nothing is left further on knows it here too.
  if (!behind.every((page) => isAgain(page, walk[end - 1]))) return walk
  const shown = new Set(served(sofar).flatMap(idsIn))
  return walks.flatMap(served).every((page) => idsIn(page).every((id) => shown.has(id))) ? sofar : walk
}

const isAgain = (page: SettledStep | undefined, before: SettledStep | undefined): boolean =>
  page?.sound === true && before?.sound === true && idsIn(page).join() === idsIn(before).join()

/** A list that has pages says so, or shows no more on one than was asked for. */
const showsPages = (pages: readonly SettledStep[]): boolean =>
  pages.some((page) => {
    const { paging } = page.edition.edition
    return [paging.page, paging.size, paging.total].some((name) => figure(page, name) !== undefined)
  }) || pages.some((page) => itemsIn(page).length > 0 && itemsIn(page).length <= (sizeOf(page) ?? 0))

/**
 * Judges two walks through the pages of a list that nobody else changes meanwhile. Nothing may stand on two pages of one
 * walk; walks that came to an end have shown the same, and everything of `own`, which is known to be there. Of a resource
 * of which something is still to be deleted the list may change, so that nothing is said of it.
 */
export const judgePages = (
  walks: readonly Walk[],
  own: readonly string[],
  deletedLater: readonly ResourceName[],
): void => {
  const [first] = walks.flatMap(served)
  const clause = first?.edition.edition.general.paging
  if (first === undefined || clause === undefined) return
  const { resource, path } = first.on.operation
  // What is below a person of the case's own, the case alone changes.
  if (deletedLater.includes(resource) && !path.includes('{person_id}')) {
    observe(first, 'list-may-change')
    return
  }
  if (first.edition.edition.paging.optional === true && !showsPages(walks.flatMap(served))) {
    observe(first, 'no-pages')
    return
  }
  const found: ReadonlySet<string>[] = []
  for (const asked of walks) {
    const walk = untilRepeated(asked, walks)
    const pages = served(walk)
    const complete = walk !== asked || isComplete(walk)
    const shown = new Set<string>()
    const whole = complete ? pages.reduce((sum, page) => sum + itemsIn(page).length, 0) : undefined
    for (const page of pages) {
      examine(page, clause)
      if (!judgePage(page, clause, whole)) return
      for (const id of idsIn(page)) {
        if (shown.has(id)) {
          accuse(page, clause, 'nothing twice on the pages of a list', `id ${id} stands there again`)
          return
        }
        shown.add(id)
      }
    }
    if (!complete) continue
    const missing = own.find((id) => !shown.has(id))
    const last = pages.at(-1) ?? first
    if (missing !== undefined) {
      accuse(last, clause, `id ${missing} on one of the pages`, `it is on none of ${pages.length}`)
      return
    }
    const [before] = found
    const unlike = before === undefined ? undefined : difference(before, shown)
    if (unlike !== undefined) {
      accuse(last, clause, 'the same on all pages together, whatever their size', `only one walk shows id ${unlike}`)
      return
    }
    found.push(shown)
  }
}

const difference = (one: ReadonlySet<string>, other: ReadonlySet<string>): string | undefined =>
  [...one].find((id) => !other.has(id)) ?? [...other].find((id) => !one.has(id))
