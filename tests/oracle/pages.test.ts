import { describe, expect, it } from 'vitest'
import type { Relation } from '../../oracle/expectation.ts'
import { answer, exchange, judgeSteps, listOf, queried, request, type Sent, step } from './support.ts'

/** A list that is walked page by page, in one size of page or in two. */

const figures = (page: number, size: number, total: number): Record<string, string> => ({
  'x-page': String(page),
  'x-per-page': String(size),
  'x-total-results': String(total),
})

describe('pages', () => {
  const page = (number: number, size: number, ids: readonly number[], headers: Record<string, string> = {}): Sent =>
    queried('listPeople', `?page=${number}&per_page=${size}`, listOf(ids), headers)
  const refused: Sent = [
    {
      operation: 'listPeople',
      outcome: 'unroutable',
      strength: 'may-accept',
      defect: { rule: 'range', place: 'query', parameters: ['page'] },
    },
    exchange(request('listPeople', { path: '/api/3/people?page=9&per_page=2' }), answer(404, { type: 'not_found' })),
  ]
  const creation = step('createPerson', answer(201, { id: 1 }), { first_name: 'Ada', last_name: 'Lovelace' })
  const small = [page(1, 2, [1, 2]), page(2, 2, [3]), page(3, 2, [])]
  const walk = (length: number, from = 1): number[] => Array.from({ length }, (_, index) => from + index)

  it.each<[what: string, steps: readonly Sent[], second: readonly Sent[], wrong: string]>([
    ['the whole', small, [page(1, 9, [3, 2, 1]), page(2, 9, [])], ''],
    ['a refusal behind the last', [page(1, 2, [1, 2]), refused], [], ''],
    ['not to the end', [page(1, 2, [5, 6])], [], ''],
    [
      'the last page again behind it, as its number says',
      [
        page(1, 2, [1, 2], figures(1, 2, 3)),
        page(2, 2, [3], figures(2, 2, 3)),
        page(3, 2, [3], figures(2, 2, 3)),
        page(4, 2, [3], figures(2, 2, 3)),
      ],
      [page(1, 9, [1, 2, 3], figures(1, 9, 3)), page(2, 9, [1, 2, 3], figures(1, 9, 3))],
      '',
    ],
    ['a page again that is not the last', [page(1, 2, [1, 2]), page(2, 2, [1, 2])], [page(1, 9, [1, 2, 3])], 'twice'],
    ['the last page again, without our own', [page(1, 2, [2, 3]), page(2, 2, [2, 3])], [], 'id 1'],
    ['shorter pages than asked for', [page(1, 9, [1]), page(2, 9, [2]), page(3, 9, [])], [], ''],
    ['a page too long', [page(1, 2, [1, 2, 3], { 'x-page': '1' })], [], 'at most 2'],
    ['something twice', [page(1, 2, [1, 2]), page(2, 2, [2, 3])], [], 'nothing twice'],
    ['our own is missing', [page(1, 2, [2, 3]), page(2, 2, [])], [], 'id 1'],
    ['the walks differ', small, [page(1, 9, [1, 2]), page(2, 9, [])], 'the same'],
    [
      'figures that fit',
      [page(1, 2, [1, 2], figures(1, 2, 3)), page(2, 2, [3], figures(2, 2, 3)), page(3, 2, [], figures(3, 2, 3))],
      [],
      '',
    ],
    ['items of this page', [page(1, 2, [1], { 'x-per-page': '1' }), page(2, 2, [])], [], ''],
    ['another page', [page(2, 2, [1], { 'x-page': '1' })], [], '2 as the number'],
    ['no number', [page(1, 2, [1], { 'x-page': '⟦a.a.3.a.⟧' })], [], '1 as the number'],
    ['a greater size than asked for', [page(1, 2, [1], { 'x-per-page': '50' })], [], 'a size of page'],
    ['a total that is too small', [page(1, 2, [1, 2], { 'x-total-results': '1' })], [], 'at least 2'],
    [
      'a total that is not the whole',
      [page(1, 2, [1, 2], { 'x-total-results': '2' }), page(2, 2, [3]), page(3, 2, [])],
      [],
      '3 as the number',
    ],
    [
      'the other total may count the page',
      [page(1, 2, [1, 2], { total: '2' }), page(2, 2, [3], { total: '3' }), page(3, 2, [])],
      [],
      '',
    ],
  ])('%s', (_, steps, second, wrong) => {
    const relation: Relation = {
      kind: 'pages',
      walks: [walk(steps.length), walk(second.length, 1 + steps.length)],
      own: [0],
    }
    const { violations, examined } = judgeSteps([creation, ...steps, ...second], [relation])
    expect(violations.map(({ clause }) => clause)).toEqual(wrong === '' ? [] : ['RE-PAGING'])
    if (wrong !== '') expect(violations[0]?.expected).toContain(wrong)
    expect(examined).toContain('RE-PAGING:listPeople')
  })

  it('are not asked of a list that shows none, where the documents only say that there might be', () => {
    const relation: Relation = { kind: 'pages', walks: [[1, 2], []], own: [0] }
    const everything = [page(1, 2, [1, 2, 3]), page(2, 2, [1, 2, 3])]
    const { violations, examined, observations } = judgeSteps([creation, ...everything], [relation])
    expect(violations).toEqual([])
    expect(examined).not.toContain('RE-PAGING:listPeople')
    expect(observations.map(({ what }) => what)).toContain('no-pages')
  })
})
