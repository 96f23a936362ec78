import { describe, expect, it } from 'vitest'
import type { Edition } from '../../contract/edition.ts'
import type { Relation } from '../../oracle/expectation.ts'
import type { Judgement } from '../../oracle/results.ts'
import {
  type Answer,
  accused,
  answer,
  classic,
  current,
  dedicated,
  empty,
  exchange,
  exchanged,
  failed,
  judgeSteps,
  request,
  type Sent,
  succeed,
} from './support.ts'

const judged = (edition: Edition, steps: readonly Sent[], relations: readonly Relation[], chained = true): Judgement =>
  judgeSteps(steps, relations, dedicated, edition, chained)

const step = (operation: string, given: Answer, body?: unknown): Sent => [
  succeed(operation),
  exchanged(operation, given, body),
]

const created = (body: object): Sent => step('createPerson', answer(201, { id: 7 }), body)
const shown = (members: object): Sent => step('getPerson', answer(200, { id: 7, ...members }))

/** What a person of the current edition shows at least. */
const least = { id: 7, first_name: 'Ada', last_name: 'Lovelace', enabled: true, groups: [], roles: [] }

describe('what a sequence of writes has led to', () => {
  const relation: Relation = { kind: 'accumulated', writes: [0, 1], read: 2 }
  const first = created({ first_name: 'Ada', last_name: 'Lovelace', notes: 'old', custom_1: '007' })

  it.each<[what: string, update: object, back: object, named: string[], unnamed: string[]]>([
    ['everything kept', { notes: 'new' }, { notes: 'new', custom_1: '007' }, [], []],
    ['what was named is not there', { notes: 'new' }, { notes: 'old', custom_1: '007' }, ['notes'], []],
    ['what was named is gone', { notes: 'new' }, { custom_1: '007' }, ['notes'], []],
    ['what was not named is gone', { notes: 'new' }, { notes: 'new' }, [], ['custom_1']],
    ['what was not named is another', { notes: 'new' }, { notes: 'new', custom_1: '7' }, [], ['custom_1']],
    ['null that clears', { notes: null }, { notes: '', custom_1: '007' }, [], []],
    ['null that leaves', { notes: null }, { notes: 'old', custom_1: '007' }, [], []],
    ['null that becomes something else', { notes: null }, { notes: 'else', custom_1: '007' }, ['notes'], []],
    ['both at once', { notes: 'new' }, { notes: 'old' }, ['notes'], ['custom_1']],
  ])('%s', (_, update, back, named, unnamed) => {
    const steps = [
      step('createPerson', answer(201, least), {
        first_name: 'Ada',
        last_name: 'Lovelace',
        notes: 'old',
        custom_1: '007',
      }),
      step('updatePerson', answer(200, least), update),
      step('getPerson', answer(200, { ...least, ...back })),
    ]
    expect(accused(judged(classic, steps, [relation]))).toEqual(named.map((one) => `RE-READ-BACK updatePerson ${one}`))
    expect([...accused(judged(current, steps, [relation]))].sort()).toEqual(
      [
        ...named.map((one) => `CU-READ-BACK updatePerson ${one}`),
        ...unnamed.map((one) => `CU-PARTIAL updatePerson ${one}`),
      ].sort(),
    )
    const { observations } = judged(classic, steps, [relation])
    expect(observations.filter(({ what }) => what === 'unnamed-member-changed').length).toBe(unnamed.length)
  })

  it.each<[boolean, boolean, string[]]>([
    [false, true, []],
    [false, false, ['CU-REPLACE updateNotificationRule active']],
    [true, true, []],
  ])('a rule is replaced as a whole: active %s before, %s after', (before, after, violations) => {
    const rule = { id: 7, name: 'dfc-a-1', events: [{ code: 10, name: 'Admitted' }], actions: [], conditions: [] }
    const written = { name: 'dfc-a-1', call_back_url: 'https://example.com/', match_event_codes: [10] }
    const steps = [
      step('createNotificationRule', answer(200, { ...rule, active: before }), { ...written, active: before }),
      step('updateNotificationRule', answer(200, { ...rule, active: after }), written),
      step('getNotificationRule', answer(200, { ...rule, active: after })),
    ]
    expect(accused(judged(current, steps, [relation])).filter((one) => !one.startsWith('CU-RESOURCE'))).toEqual(
      violations,
    )
    expect(judged(current, steps, [relation]).examined).toContain('CU-REPLACE:updateNotificationRule')
  })

  it('skips what was refused and what was not sent', () => {
    const refused = step('updatePerson', answer(400, { type: 'invalid' }), { notes: 'refused' })
    const mayRefuse: Sent = [{ ...refused[0], strength: 'may-refuse' }, refused[1]]
    const at: Relation = { kind: 'accumulated', writes: [0, 1, 2], read: 3 }
    const steps: Sent[] = [first, mayRefuse, [succeed('updatePerson'), undefined], shown({ ...ada, notes: 'old' })]
    expect(accused(judged(classic, steps, [at]))).toEqual([])
    expect(judged(classic, steps, [at]).examined).toContain('RE-READ-BACK:createPerson')
    const other: Sent[] = [...steps.slice(0, 3), shown({ ...ada, notes: 'refused' })]
    expect(accused(judged(classic, other, [at]))).toEqual(['RE-READ-BACK createPerson notes'])
  })

  it('says nothing behind a write that has no answer', () => {
    const lost: Sent = [succeed('updatePerson'), failed(request('updatePerson'), 'timeout')]
    const steps: Sent[] = [first, lost, shown({ notes: 'who knows' }), step('getPerson', empty(500))]
    const judgement = judged(classic, steps, [relation])
    expect(accused(judgement)).toEqual([])
    expect(judgement.inconclusive.map(({ reason }) => reason)).toEqual(['transport'])
  })

  it('finds what cannot be read by itself in a list', () => {
    const at: Relation = { kind: 'accumulated', writes: [0], read: 1 }
    const list = (notes: string): Sent =>
      step(
        'listPeople',
        answer(200, [
          { id: 3, notes: 'other' },
          { id: 7, ...ada, notes },
        ]),
      )
    expect(accused(judged(classic, [first, list('old')], [at]))).toEqual([])
    expect(accused(judged(classic, [first, list('new')], [at]))).toEqual(['RE-READ-BACK createPerson notes'])
  })
})

const ada = { first_name: 'Ada', last_name: 'Lovelace', custom_1: '007' }

describe('two readings with nothing written in between', () => {
  const relation: Relation = { kind: 'repeated', first: 1, again: 2, writes: [0] }
  const first = created({ ...ada, notes: 'old' })

  it.each<[string, object, string[]]>([
    ['alike', { ...ada, notes: 'old' }, []],
    ['nothing for nothing', { ...ada, notes: 'old', barcode: '' }, []],
    ['a member that nobody wrote', { ...ada, notes: 'old', barcode: 'B1' }, []],
    ['a member that was written', { ...ada, notes: 'new' }, ['RE-READ-BACK getPerson notes']],
  ])('%s', (_, again, violations) => {
    const steps = [first, shown({ ...ada, notes: 'old' }), shown(again)]
    expect(accused(judged(classic, steps, [relation]))).toEqual(violations)
  })
})

describe('a chain', () => {
  const relation: Relation = { kind: 'accumulated', writes: [0], read: 1 }

  it('is judged up to the first thing that is wrong, since nobody knows what state that leaves', () => {
    const steps = [created(ada), shown({ ...ada, first_name: 'Eda' }), step('getPerson', empty(404))]
    expect(accused(judged(classic, steps, [relation]))).toEqual(['RE-READ-BACK createPerson first_name'])
    expect(accused(judged(classic, steps, [relation], false)).length).toBe(2)
  })

  it('goes on behind an answer that is only unusual, or whose body is not as it should be', () => {
    const update = step('updatePerson', answer(201, { id: 7 }), { notes: 'new' })
    const refused: Sent = [
      {
        operation: 'updatePerson',
        outcome: 'malformed-body',
        strength: 'must-refuse',
        defect: { rule: 'body-syntax', place: 'wire', parameters: [] },
      },
      exchange(request('updatePerson', { body: { text: '{' } }), answer(400, {})),
    ]
    const steps = [created(ada), update, refused, step('getPerson', empty(500))]
    expect(accused(judged(classic, steps, []))).toEqual([
      'RE-200-UPDATE-USUAL updatePerson',
      'RE-TYPE updatePerson',
      'RE-200 getPerson',
    ])
  })
})

const list = (
  operation: string,
  query: string,
  items: readonly object[],
  headers: Record<string, string> = {},
): Sent => {
  const sent = exchange(request(operation, { path: `/api/3/${operation}${query}` }), answer(200, items))
  const { response } = sent
  if (response === undefined) throw new Error('it was answered')
  return [succeed(operation), { ...sent, response: { ...response, headers: { ...response.headers, ...headers } } }]
}

describe('a list that is filtered', () => {
  const [one, two] = [
    { id: 1, email: 'Dfc-a-1@example.com', system_id: 'dfc-a-1', updated_at: '2026-11-22T10:00:00Z' },
    { id: 2, email: 'dfc-a-2@example.com', system_id: 'dfc-a-12', updated_at: '2010-01-01T10:00:00Z' },
  ]
  const events = [
    { id: 5, event_code: 10, created_at: '2026-11-01T10:00:00Z', channel_id: 3 },
    { id: 6, event_code: 11, created_at: '2011-11-01T10:00:00Z', channel_id: 4, person_name: '⟦a.a.5.a.text⟧' },
  ]
  const people = 'listPeople'

  it.each<[what: string, operation: string, query: string, items: readonly object[], ahead: boolean, wrong: string]>([
    ['the one with the address', people, '?email=dfc-a-1%40example.com', [one], false, ''],
    ['in part and in capitals', people, '?email=DFC-A', [one, two], false, ''],
    ['another address', people, '?email=dfc-a-1%40example.com', [one, two], false, 'email'],
    ['no address', people, '?email=dfc-a-1%40example.com', [{ id: 3, email: null }], false, 'email'],
    ['an address that is not shown', people, '?email=dfc-a-1%40example.com', [{ id: 3 }], false, ''],
    ['a marker', people, '?system_id=dfc-a-1', [one], false, ''],
    ['a marker that only begins so', people, '?system_id=dfc-a-1', [one, two], false, 'system_id'],
    [
      'one of two filters ignored',
      people,
      '?email=dfc-a-1%40example.com&system_id=dfc-a-12',
      [one],
      false,
      'system_id',
    ],
    [
      'long ago: what has changed since may not show it',
      people,
      '?since=2014-05-12T09%3A00%3A00',
      [one, two],
      false,
      '',
    ],
    ['ahead: nothing', people, '?since=2099-12-31T23%3A59%3A59', [], true, ''],
    ['ahead: something', people, '?since_utc=2099-12-31T23%3A59%3A59', [one], true, 'since_utc'],
    ['events since', 'listEvents', '?since=2014-05-12T09%3A00%3A00', events.slice(0, 1), false, ''],
    ['events before', 'listEvents', '?since=2014-05-12T09%3A00%3A00', events, false, 'since'],
    ['within a day of the bound', 'listEvents', '?since=2011-11-02T09%3A00%3A00', events, false, ''],
    ['codes', 'listEvents', '?event_codes=10%2C11', events, false, ''],
    ['another code', 'listEvents', '?event_codes=10', events, false, 'event_codes'],
    ['another channel', 'listEvents', '?channels=3', events, false, 'channels'],
    ['somebody else', 'listEvents', '?first_name=dfc-a-1', events.slice(1), false, 'first_name'],
  ])('%s', (_, operation, query, items, ahead, wrong) => {
    const relation: Relation = { kind: 'filtered', list: 0, ...(ahead ? { ahead } : {}) }
    const judgement = judged(classic, [list(operation, query, items)], [relation])
    expect(accused(judgement)).toEqual(wrong === '' ? [] : [`RE-FILTER ${operation} ${wrong}`])
    expect(judgement.examined).toContain(`RE-FILTER:${operation}`)
  })

  it.each<[what: string, query: string, items: readonly object[], own: readonly number[] | undefined, wrong: boolean]>([
    ['all that match', '?per_page=5&since=2014-05-12T09%3A00%3A00', [one], undefined, false],
    ['one is missing', '?per_page=5&since=2014-05-12T09%3A00%3A00', [], undefined, true],
    ['it may be on the next page', '?per_page=1&since=2014-05-12T09%3A00%3A00', [two], undefined, false],
    ['it is not ours', '?per_page=5&since=2014-05-12T09%3A00%3A00', [], [], false],
    ['it is ours', '?per_page=5&since=2014-05-12T09%3A00%3A00', [], [0], true],
    ['it does not match', '?per_page=5&email=dfc-a-3%40example.com', [], undefined, false],
  ])('with what it shows otherwise: %s', (_, query, items, own, wrong) => {
    const creation = step('createPerson', answer(201, { id: 1 }), ada)
    const relation: Relation = { kind: 'filtered', list: 2, plain: 1, ...(own === undefined ? {} : { own }) }
    const steps = [creation, list(people, '?per_page=5', [one, two]), list(people, query, items)]
    expect(accused(judged(classic, steps, [relation])).map((text) => text.split(' ')[0])).toEqual(
      wrong ? ['RE-FILTER'] : [],
    )
  })
})

describe('a filtered list of as many as a page may have', () => {
  const events = Array.from({ length: 32 }, (_, index) => ({ id: index + 1, event_code: 10 }))
  const steps = (headers: Record<string, string>): Sent[] => [
    list('listEvents', '?n=50', events),
    list('listEvents', '?n=50&event_codes=10', events.slice(0, 31), headers),
  ]
  const relation: Relation = { kind: 'filtered', list: 1, plain: 0 }

  it.each<[what: string, headers: Record<string, string>, wrong: boolean]>([
    ['may go on where its page has no more', { 'x-per-page': '31' }, false],
    ['may go on where the size of its page cannot be read', { 'x-per-page': 'many' }, false],
    ['is all that there is where its page has room for more', { 'x-per-page': '50' }, true],
    ['is all that there is where it is shorter than was asked for', {}, true],
  ])('%s', (_, headers, wrong) => {
    expect(accused(judged(classic, steps(headers), [relation]))).toEqual(
      wrong ? ['RE-FILTER listEvents event_codes'] : [],
    )
  })

  it.each([10, 25, 30])('may go on where %i is what a page has elsewhere', (count) => {
    const usual = [
      list('listEvents', '?n=50', events),
      list('listEvents', '?n=50&event_codes=10', events.slice(0, count)),
    ]
    expect(accused(judged(classic, usual, [relation]))).toEqual([])
  })
})

describe('pages', () => {
  const page = (number: number, size: number, ids: readonly number[], headers: Record<string, string> = {}): Sent =>
    list(
      'listPeople',
      `?page=${number}&per_page=${size}`,
      ids.map((id) => ({ id })),
      headers,
    )
  const refused: Sent = [
    {
      operation: 'listPeople',
      outcome: 'unroutable',
      strength: 'may-accept',
      defect: { rule: 'range', place: 'query', parameters: ['page'] },
    },
    exchange(request('listPeople', { path: '/api/3/people?page=9&per_page=2' }), answer(404, { type: 'not_found' })),
  ]
  const creation = step('createPerson', answer(201, { id: 1 }), ada)
  const small = [page(1, 2, [1, 2]), page(2, 2, [3]), page(3, 2, [])]
  const walk = (length: number, from = 1): number[] => Array.from({ length }, (_, index) => from + index)

  it.each<[what: string, steps: readonly Sent[], second: readonly Sent[], wrong: string]>([
    ['the whole', small, [page(1, 9, [3, 2, 1]), page(2, 9, [])], ''],
    ['a refusal behind the last', [page(1, 2, [1, 2]), refused], [], ''],
    ['not to the end', [page(1, 2, [5, 6])], [], ''],
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
    const { violations, examined } = judged(classic, [creation, ...steps, ...second], [relation], false)
    expect(violations.map(({ clause }) => clause)).toEqual(wrong === '' ? [] : ['RE-PAGING'])
    if (wrong !== '') expect(violations[0]?.expected).toContain(wrong)
    expect(examined).toContain('RE-PAGING:listPeople')
  })

  it('are not asked of a list that shows none, where the documents only say that there might be', () => {
    const relation: Relation = { kind: 'pages', walks: [[1, 2], []], own: [0] }
    const everything = [page(1, 2, [1, 2, 3]), page(2, 2, [1, 2, 3])]
    const { violations, examined, observations } = judged(classic, [creation, ...everything], [relation], false)
    expect(violations).toEqual([])
    expect(examined).not.toContain('RE-PAGING:listPeople')
    expect(observations.map(({ what }) => what)).toContain('no-pages')
  })
})

function figures(page: number, size: number, total: number): Record<string, string> {
  return { 'x-page': String(page), 'x-per-page': String(size), 'x-total-results': String(total) }
}
