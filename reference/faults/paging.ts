import type { Person } from '../entities.ts'
import type { Exchange } from '../exchange.ts'
import type { Hooks } from '../hooks.ts'
import { queried } from '../lists.ts'
import { type Fault, fault, inBoth } from './fault.ts'

const clause = inBoth('PAGING')

const number = (exchange: Exchange, name: string, otherwise: number): number => {
  const value = Number(queried(exchange, name))
  return Number.isInteger(value) && value > 0 ? value : otherwise
}

const skipped = (exchange: Exchange): boolean => exchange.query.skip_pagination !== undefined

/** Changes the whole list where one of its later pages is asked for; `start` is where that page begins. */
const fromSecondPage = (
  change: (people: readonly Person[], start: number, exchange: Exchange) => readonly Person[],
): Hooks => ({
  listedPeople(people, exchange) {
    const start = (number(exchange, 'page', 1) - 1) * number(exchange, 'per_page', 50)
    return start === 0 || skipped(exchange) ? people : change(people, start, exchange)
  },
})

const without = <Thing>(things: readonly Thing[], position: number): readonly Thing[] =>
  things.filter((_, index) => index !== position)

export const pagingFaults: readonly Fault[] = [
  fault(
    'page-skips-after-deletion',
    clause,
    'Since somebody has been deleted, one is left out where a page begins.',
    fromSecondPage((people, start, { store }) => (store.gonePeople.size === 0 ? people : without(people, start))),
  ),
  fault(
    'page-repeats-after-deletion',
    clause,
    'Since somebody has been deleted, a page begins with the last of the page before.',
    fromSecondPage((people, start, { store }) =>
      store.gonePeople.size === 0 ? people : [...people.slice(0, start), ...people.slice(start - 1)],
    ),
  ),
  fault(
    'last-page-lost-when-full',
    clause,
    'Where the last page is full it is taken for the one after it, which is empty.',
    fromSecondPage((people, start, exchange) =>
      people.length % number(exchange, 'per_page', 50) === 0 &&
      start + number(exchange, 'per_page', 50) === people.length
        ? people.slice(0, start)
        : people,
    ),
  ),
  fault('page-of-events-ignored', clause, 'Whichever page of events is asked for, it is the first.', {
    paging: (page, { place }) => (place?.kind === 'events' ? { ...page, page: 1 } : page),
  }),
  fault('page-of-events-loses-its-last', clause, 'Of more than ten events on a page the last one is left out.', {
    page: (resources, exchange) => {
      const most = number(exchange, 'n', 50)
      return exchange.place?.kind === 'events' && most > 10 && resources.length === most
        ? resources.slice(0, -1)
        : resources
    },
  }),
  fault('page-of-events-begins-late', clause, 'One event is left out where a page begins.', {
    listedEntities(events, exchange) {
      const start = (number(exchange, 'page', 1) - 1) * number(exchange, 'n', 50)
      return exchange.place?.kind !== 'events' || start === 0 ? events : without(events, start)
    },
  }),
  fault('page-counted-from-zero', clause, 'The first page is the page 0.', {
    paging: (page, exchange) => (skipped(exchange) ? page : { ...page, page: number(exchange, 'page', 0) + 1 }),
  }),
  fault('total-counts-the-page', clause, 'The total counts what stands on the page.', {
    paging: (page) => ({
      ...page,
      total: Math.max(0, Math.min(page.perPage, page.total - (page.page - 1) * page.perPage)),
    }),
  }),
  fault('total-counts-the-deleted', clause, 'The total counts those who have been deleted, too.', {
    paging: (page, { place, store }) =>
      place?.kind === 'people' ? { ...page, total: page.total + store.gonePeople.size } : page,
  }),
  fault('total-ignores-the-filter', clause, 'The total counts everybody, whoever was asked for.', {
    paging: (page, { place, store }) => (place?.kind === 'people' ? { ...page, total: store.people.size } : page),
  }),
  fault('per-page-beyond-25-ignored', clause, 'More than 25 on a page are not to be had.', {
    paging: (page, exchange) =>
      number(exchange, 'per_page', 1) > 25 && !skipped(exchange) ? { ...page, perPage: 25 } : page,
  }),
  fault('per-page-of-one-ignored', clause, 'Who asks for one on a page gets as many as usual.', {
    paging: (page, exchange) => (number(exchange, 'per_page', 0) === 1 ? { ...page, perPage: 50 } : page),
  }),
]
