import { describe, expect, it } from 'vitest'
import type { Relation } from '../../oracle/expectation.ts'
import { accusedIn, booked, judged, step, times } from './records.ts'
import { type Answer, answer, clausesOf, current, empty, inBody, type Sent, succeed, tag } from './support.ts'

/** What a request on reservations or rules leaves behind, seen in what lists and rules show before and after it. */

describe('a refused update of a rule', () => {
  const rule = {
    id: 7,
    name: 'Forced',
    active: true,
    conditions: [],
    events: [
      { code: 10, name: tag },
      { code: 32, name: tag },
    ],
    actions: [{ type: 0, data: { url: tag } }],
  }
  const refused = step(
    'updateNotificationRule',
    answer(422, { error: 'x', error_description: 'y' }),
    { name: '' },
    { outcome: 'invalid-value', strength: 'should-refuse', defect: inBody('not-empty', 'name') },
  )
  const after = (shown: object) =>
    accusedIn(
      [
        step('getNotificationRule', answer(200, rule)),
        refused,
        step('getNotificationRule', answer(200, { ...rule, ...shown })),
      ],
      { kind: 'unchanged', refused: 1, before: 0, after: 2 },
    )

  it.each<[string, object, string[]]>([
    ['nothing', {}, []],
    ['events in another order', { events: rule.events.toReversed() }, []],
    ['events called otherwise', { events: [{ code: 10 }, { code: 32 }] }, []],
    ['another event', { events: [{ code: 10 }, { code: 33 }] }, ['match_event_codes']],
    ['an event less', { events: [{ code: 10 }] }, ['match_event_codes']],
    ['another URL', { actions: [{ type: 0, data: { url: '⟦b.b.3.a.⟧' } }] }, ['call_back_url']],
    ['a URL more', { actions: [...rule.actions, { type: 0, data: {} }] }, ['call_back_url']],
    ['another name', { name: 'x' }, ['name']],
    ['no longer active', { active: false }, ['active']],
  ])('changes %s', (_, shown, members) => {
    expect(after(shown)).toEqual(members.map((member) => `CU-NO-EFFECT updateNotificationRule ${member}`))
  })
})

describe('a refused request', () => {
  const relation: Relation = { kind: 'same-list', refused: 1, before: 0, after: 2, person: '5' }
  const refused = step(
    'createReservation',
    answer(422, { error: 'x', error_description: 'y' }),
    { person_id: 5, ...times },
    { outcome: 'missing-parameter', strength: 'must-refuse', defect: inBody('required', 'channel_ids') },
  )
  const list = (items: unknown) => step('listReservations', answer(200, items))

  it.each<[string, unknown[], unknown[], boolean]>([
    ['nothing', [], [], true],
    ['the same', [booked(1)], [booked(1)], true],
    [
      'somebody else’s come and go',
      [booked(1), booked(2, { person_id: 6 })],
      [booked(3, { person_id: 6 }), booked(1)],
      true,
    ],
    ['one more', [booked(1)], [booked(1), booked(2)], false],
    ['one less', [booked(1)], [], false],
    ['another one', [booked(1)], [booked(2)], false],
    ['given to somebody else', [booked(1)], [booked(1, { person_id: 6 })], false],
  ])('adds nothing to what a person has reserved: %s', (_, before, after, same) => {
    const { violations, examined } = judged([list(before), refused, list(after)], relation)
    expect(violations.map(({ clause, operation }) => `${clause}:${operation}`)).toEqual(
      same ? [] : ['CU-NO-EFFECT:createReservation'],
    )
    expect(examined).toContain('CU-NO-EFFECT:createReservation')
  })

  it('is judged by everybody’s where no person is named', () => {
    const { person: _, ...ofAll } = relation as Extract<Relation, { kind: 'same-list' }>
    expect(accusedIn([list([]), refused, list([booked(3, { person_id: 6 })])], ofAll)).toEqual([
      'CU-NO-EFFECT createReservation channel_ids',
    ])
  })

  it('was not refused, or its lists say nothing', () => {
    const accepted = step('createReservation', answer(201, booked(2)), {}, refused[0])
    const clauses = (steps: readonly Sent[]) => clausesOf(judged(steps, relation))
    expect(clauses([list([]), accepted, list([booked(2)])])).toEqual(['CU-422'])
    expect(clauses([list([]), refused, step('listReservations', empty(429))])).toEqual([])
    expect(clauses([step('listReservations', empty(500)), refused, list([booked(2)])])).toEqual(['CU-200'])
    expect(clauses([list([]), refused, [succeed('listReservations', current), undefined]])).toEqual([])
  })
})

describe('an accepted request that need not have been', () => {
  const relation: Relation = { kind: 'still-valid', accepted: 0, read: 1 }
  const coerced = (given: Answer) =>
    step(
      'createReservation',
      given,
      { person_id: '5', ...times, channel_ids: [710] },
      {
        outcome: 'invalid-value',
        strength: 'may-accept',
        defect: inBody('coercible-type', 'person_id'),
      },
    )
  const listed = (items: unknown) =>
    accusedIn([coerced(answer(201, booked(7))), step('listReservations', answer(200, items))], relation)

  it('leaves something valid on the list', () => {
    expect(listed([booked(7)])).toEqual([])
    expect(listed([booked(7, { person_id: '5' })])).toEqual(['CU-ACCEPTED createReservation person_id'])
    expect(listed([booked(7, { channel_ids: '710' })])).toEqual(['CU-ACCEPTED createReservation person_id'])
    expect(listed([booked(7, { start_time: tag })])).toEqual(['CU-ACCEPTED createReservation person_id'])
  })

  it('is not at fault for what others have there, nor for what is not there', () => {
    expect(listed([])).toEqual([])
    expect(listed([booked(7), booked(8, { person_id: 'x' })])).toEqual([])
    expect(listed([booked(8, { person_id: 'x' })])).toEqual([])
  })

  it('was not accepted: then the list is like any other', () => {
    const refusal = coerced(answer(422, { error: 'x', error_description: 'y' }))
    const list = step('listReservations', answer(200, [booked(8, { person_id: 'x' })]))
    expect(accusedIn([refusal, list], relation)).toEqual(['CU-RESOURCE listReservations'])
  })
})
