import { describe, expect, it } from 'vitest'
import type { Relation } from '../../oracle/expectation.ts'
import { accused, answer, classic, current, dedicated, judgeSteps, queried, type Sent, step } from './support.ts'

/** Lists that were asked for in part: everything on them has to match, and nothing that matches may be missing. */

const judged = (steps: readonly Sent[], relation: Relation) => judgeSteps(steps, [relation], dedicated, classic, true)

const list = (operation: string, query: string, items: readonly object[], headers: Record<string, string> = {}) =>
  queried(operation, query, answer(200, items), headers)

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
    [
      'a channel under its other name alone',
      'listEvents',
      '?channels=3',
      [{ id: 5, channel_id: null, door_controller_id: 3 }],
      false,
      '',
    ],
    [
      'no channel under either name',
      'listEvents',
      '?channels=3',
      [{ id: 5, channel_id: null, door_controller_id: null }],
      false,
      'channels',
    ],
    ['somebody else', 'listEvents', '?first_name=dfc-a-1', events.slice(1), false, 'first_name'],
  ])('%s', (_, operation, query, items, ahead, wrong) => {
    const relation: Relation = { kind: 'filtered', list: 0, ...(ahead ? { ahead } : {}) }
    const judgement = judged([list(operation, query, items)], relation)
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
    const creation = step('createPerson', answer(201, { id: 1 }), { first_name: 'Ada', last_name: 'Lovelace' })
    const relation: Relation = { kind: 'filtered', list: 2, plain: 1, ...(own === undefined ? {} : { own }) }
    const steps = [creation, list(people, '?per_page=5', [one, two]), list(people, query, items)]
    expect(accused(judged(steps, relation)).map((text) => text.split(' ')[0])).toEqual(wrong ? ['RE-FILTER'] : [])
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
    expect(accused(judged(steps(headers), relation))).toEqual(wrong ? ['RE-FILTER listEvents event_codes'] : [])
  })

  it.each([10, 25, 30])('may go on where %i is what a page has elsewhere', (count) => {
    const usual = [
      list('listEvents', '?n=50', events),
      list('listEvents', '?n=50&event_codes=10', events.slice(0, count)),
    ]
    expect(accused(judged(usual, relation))).toEqual([])
  })
})

describe('a list in an order', () => {
  const [first, second, third] = ['2026-11-01T10:00:00Z', '2026-11-01T11:30:00+01:00', '2026-11-02T10:00:00Z']
  const event = (id: number, at: string | undefined, changed = at) => ({
    id,
    event_code: 10,
    ...(at === undefined ? {} : { created_at: at, updated_at: changed }),
  })
  const oldest = [event(5, first), event(6, second), event(7, third)]
  const newest = oldest.toReversed()
  const mixed = [event(6, first), event(5, third), event(7, second)]

  it.each<[what: string, query: string, items: readonly object[], wrong: boolean]>([
    ['oldest first', '?sort=ASC', oldest, false],
    ['newest first', '?sort=DESC', newest, false],
    ['newest first where the oldest were asked for', '?sort=ASC', newest, true],
    ['oldest first where the newest were asked for', '?n=50&sort=DESC', oldest, true],
    ['in no order', '?sort=ASC', mixed, true],
    ['by the time alone', '?sort=ASC', [event(7, first), event(5, second)], false],
    ['by the id alone', '?sort=ASC', [event(5, third), event(6, first)], false],
    ['by the last change alone', '?sort=DESC', [event(5, first, third), event(6, second, second)], false],
    ['of one time, ids either way', '?sort=ASC', [event(6, first), event(5, first)], false],
    ['without times, by the id', '?sort=DESC', [event(5, undefined), event(6, undefined)], true],
    ['in whatever order, where none was asked for', '?n=50', mixed, false],
    ['one of them', '?sort=ASC', [event(5, first)], false],
  ])('%s', (_, query, items, wrong) => {
    const relation: Relation = { kind: 'filtered', list: 0 }
    expect(accused(judged([list('listEvents', query, items)], relation))).toEqual(
      wrong ? ['RE-FILTER listEvents sort'] : [],
    )
  })

  const all = [1, 2, 3, 4, 5, 6].map((id) => event(id, `2026-11-0${id}T10:00:00Z`))
  const some = (...ids: readonly number[]) => ids.flatMap((id) => all.filter((one) => one.id === id))
  const others = [event(21, third, first), event(22, second, third)]

  it.each<[what: string, query: string, plain: readonly object[], items: readonly object[], wrong: boolean]>([
    ['the oldest', '?n=3&sort=ASC', all, some(1, 2, 3), false],
    ['older than all that was shown', '?n=3&sort=ASC', some(6, 5, 4), some(1, 2, 3), false],
    ['the oldest of the newest', '?n=3&sort=ASC', all, some(4, 5, 6), true],
    ['the oldest but one', '?n=3&sort=ASC', all, some(1, 3, 4), true],
    ['the newest', '?n=3&sort=DESC', all, some(6, 5, 4), false],
    ['the newest but one', '?n=3&sort=DESC', all, some(6, 4, 3), true],
    ['the newest and what came meanwhile', '?n=3&sort=DESC', some(5, 4, 3), some(6, 5, 4), false],
    ['the newest of a copy that is a moment behind', '?n=3&sort=DESC', all, some(5, 4, 3), false],
    ['the oldest by one of two times', '?n=1&sort=ASC', others, [others[0] ?? {}, event(23, third, second)], false],
  ])('is as short as was asked for, and holds %s', (_, query, plain, items, wrong) => {
    const relation: Relation = { kind: 'filtered', list: 1, plain: 0 }
    const exchanges = judged([list('listEvents', '?n=50', plain), list('listEvents', query, items)], relation)
    expect(accused(exchanges)).toEqual(wrong ? ['RE-FILTER listEvents sort'] : [])
  })
})

describe('a list of events of no kind in particular', () => {
  const at = '2026-11-01T10:00:00Z'
  const event = (code: number) => ({
    id: code,
    event_code: code,
    event_label: 'Admitted',
    channel_id: 3,
    created_at: at,
    updated_at: at,
  })
  const events = [10, 30, 50, 70].map(event)
  const all = [...events, event(102)]

  it.each<[what: string, edition: typeof classic, query: string, items: readonly object[], wrong: boolean]>([
    ['access, and what may be taken for it', current, '?n=50', events, false],
    ['doors as well', current, '?n=50', all, true],
    ['doors as well, of one of them', current, '?channels=3', all, true],
    ['doors as well, where they were asked for', current, '?event_codes=10,30,50,70,102', all, false],
    ['doors as well, at the level that has them', current, '?level=debug', all, false],
    ['doors as well, where no document speaks of them', classic, '?n=50', all, false],
  ])('%s', (_, edition, query, items, wrong) => {
    const steps = [list('listEvents', query, items)]
    const judgement = judgeSteps(steps, [{ kind: 'filtered', list: 0 }], dedicated, edition)
    expect(accused(judgement)).toEqual(wrong ? ['CU-FILTER listEvents event_codes'] : [])
  })
})
