import { describe, expect, it } from 'vitest'
import type { Relation } from '../../oracle/expectation.ts'
import { answer, exchange, judgeSteps, listOf, queried, request, type Sent } from './support.ts'

/** The first pages of a list that others add to meanwhile, two at a time, then four: all of it, and once more. */

const figures = (page: number, size: number, total: number): Record<string, string> => ({
  'x-page': String(page),
  'x-per-page': String(size),
  'x-total-results': String(total),
})

const page = (number: number, size: number, ids: readonly number[], headers = figures(number, size, 9)): Sent =>
  queried('listEvents', `?page=${number}&n=${size}`, listOf(ids), headers)

const relation: Relation = {
  kind: 'pages',
  walks: [
    [0, 1],
    [2, 3],
    [4, 5],
    [6, 7],
  ],
  own: [],
  grows: true,
}

/** Ids of one digit, the latest first: `98 76` are two pages of two. */
const idsOn = (pages: string): number[][] => pages.split(' ').map((ids) => [...ids].map(Number))

/** One round. A page of no ids is written `-`. */
const round = (small: string, large: string): Sent[] =>
  [[2, small] as const, [4, large] as const].flatMap(([size, pages]) =>
    idsOn(pages.replaceAll('-', '')).map((ids, index) => page(index + 1, size, ids)),
  )

/** A list with a single page, which is served whatever number is asked for. */
const single = (ids: readonly number[], size = 2): Sent[] =>
  [size, 2 * size].flatMap((one) => [1, 2].map((number) => page(number, one, ids, figures(1, one, ids.length))))

const refused: Sent = [
  {
    operation: 'listEvents',
    outcome: 'unroutable',
    strength: 'may-accept',
    defect: { rule: 'range', place: 'query', parameters: ['page'] },
  },
  exchange(request('listEvents', { path: '/api/3/events?page=2&n=2' }), answer(404, { type: 'not_found' })),
]

const fine = round('87 65', '8765 4321')
const repeating = round('87 87', '8765 8765')
const skipping = round('87 54', '8765 4321')
const losing = round('87 65', '876 432')
const pushed = round('87 76', '9876 5432')
const tooLong = [page(1, 2, [8, 7, 6]), ...fine.slice(1)]
const notServed = [...skipping.slice(0, 1), refused, ...skipping.slice(2)]
/** The last page is given again, under its own number, to whoever asks for more. */
const lastAgain = [
  page(1, 2, [8, 7], figures(1, 2, 3)),
  page(2, 2, [6], figures(2, 2, 3)),
  page(1, 4, [8, 7, 6], figures(1, 4, 3)),
  page(2, 4, [8, 7, 6], figures(1, 4, 3)),
]

describe('pages of a list that grows', () => {
  it.each<[what: string, before: readonly Sent[], after: readonly Sent[]]>([
    ['the same twice', fine, fine],
    ['something on two pages, since something was added', pushed, fine],
    ['something on two pages, the second time alone', fine, pushed],
    ['something on two pages, twice, of which the last one differs', pushed, round('87 76', '9876 5431')],
    ['something on a larger page alone, once', skipping, fine],
    ['something on a larger page alone, the second time', fine, skipping],
    ['something on a smaller page alone, once', losing, fine],
    ['something on a smaller page alone, the second time', fine, losing],
    ['something on a smaller page alone, and more of them the second time', losing, round('98 76', '987 543')],
    ['more of them the second time', fine, round('98 76', '9876 5432')],
    ['pages of three, and no more of them', round('87 65', '876 543'), round('87 65', '876 543')],
    ['pages of one, and no more of them', round('8 7', '8 7'), round('8 7', '8 7')],
    ['to its end', round('87 6', '876 -'), round('87 6', '876 -')],
    ['nothing at all', round('- -', '- -'), round('- -', '- -')],
    ['few, and the only page again behind it', single([8, 7]), single([8, 7])],
    ['few, and more of them the second time', single([8, 7]), single([9, 8, 7], 4)],
    ['the last page again behind it', lastAgain, lastAgain],
    ['a second page that is not there', notServed, notServed],
    ['a second page that is not there, once', notServed, skipping],
  ])('are in order: %s', (_, before, after) => {
    const { violations, examined } = judgeSteps([...before, ...after], [relation])
    expect(violations).toEqual([])
    expect(examined).toContain('RE-PAGING:listEvents')
  })

  it.each<[what: string, before: readonly Sent[], after: readonly Sent[], expected: string, actual: string]>([
    ['something on two pages, twice', repeating, repeating, 'nothing twice on the pages', 'id 8 '],
    [
      'the end of a page on the next one, twice',
      round('87 76', '8765 4321'),
      round('87 76', '8765 4321'),
      'twice',
      'id 7 ',
    ],
    [
      'the end of a larger page on the next one, twice',
      round('87 65', '8765 5432'),
      round('87 65', '8765 5432'),
      'twice',
      'id 5 ',
    ],
    ['something on a larger page alone, twice', skipping, skipping, 'only what stands on smaller pages', 'id 6 '],
    [
      'something on a smaller page alone, twice',
      round('87 65', '876 432'),
      round('87 65', '876 432'),
      'all that stands on smaller pages',
      'id 5 ',
    ],
    [
      'the last of pages of one on no larger ones, twice',
      round('8 7', '8 6'),
      round('8 7', '8 6'),
      'all that stands on smaller pages',
      'id 7 ',
    ],
    ['a page too long', tooLong, fine, 'at most 2', '3'],
    ['a page too long, twice, of which one says enough', tooLong, tooLong, 'at most 2', '3'],
    ['a page too long, the second time', fine, tooLong, 'at most 2', '3'],
    [
      'another number than was asked for',
      [...fine.slice(0, 3), page(2, 4, [4, 3], figures(3, 4, 9))],
      fine,
      '2 as the number',
      '3',
    ],
    [
      'more than there are',
      [...fine.slice(0, 2), page(1, 4, [8, 7, 6, 5], figures(1, 4, 3)), ...fine.slice(3)],
      fine,
      'at least 4',
      '3',
    ],
  ])('are accused: %s', (_, before, after, wanted, shown) => {
    const { violations } = judgeSteps([...before, ...after], [relation])
    expect(violations).toEqual([
      expect.objectContaining({
        clause: 'RE-PAGING',
        expected: expect.stringContaining(wanted),
        actual: expect.stringContaining(shown),
      }),
    ])
  })

  it.each<[what: string, ids: readonly number[]]>([
    ['no more than a page', [8, 7]],
    ['more than either page', [8, 7, 6, 5, 4]],
  ])('are not asked of a list that shows none, where the documents only say that there might be: %s', (_, ids) => {
    const bare = [1, 2].flatMap(() => [1, 2].flatMap((size) => [1, 2].map((one) => page(one, 2 * size, ids, {}))))
    const { violations, examined, observations } = judgeSteps(bare, [relation])
    expect(violations).toEqual([])
    expect(examined).not.toContain('RE-PAGING:listEvents')
    expect(observations.map(({ what }) => what)).toContain('no-pages')
  })
})
