import { describe, expect, it } from 'vitest'
import type { Edition } from '../../contract/edition.ts'
import type { Expected, Relation } from '../../oracle/expectation.ts'
import {
  type Answer,
  accused,
  answer,
  classic,
  clausesOf,
  current,
  dedicated,
  empty,
  exchange,
  exchanged,
  failed,
  garbage,
  inBody,
  judgeOne,
  judgeSteps,
  request,
  type Sent,
  succeed,
  tag,
} from './support.ts'

/** Relations on reservations and rules, which are read in lists or shown under other names than they are written. */

const step = (operation: string, given: Answer, body?: unknown, expected: Partial<Expected> = {}): Sent => [
  { ...succeed(operation, current), ...expected },
  exchanged(operation, given, body, current),
]

const judged = (steps: readonly Sent[], relation: Relation, edition: Edition = current) =>
  judgeSteps(steps, [relation], dedicated, edition)

const broken = (steps: readonly Sent[], relation: Relation, edition?: Edition): readonly string[] =>
  accused(judged(steps, relation, edition))

const times = { start_time: '2035-01-01T10:00:00Z', end_time: '2035-01-01T11:00:00Z' }
const moments = { created_at: '2034-01-01T00:00:00Z', updated_at: '2034-01-01T00:00:00Z' }
const booked = (id: number, more: object = {}) => ({
  id,
  person_id: 5,
  ...times,
  channel_ids: [710],
  ...moments,
  ...more,
})
const joined = (id: number, more: object = {}) => ({
  id,
  person_id: 5,
  ...times,
  state: 'pending',
  group_ids: [410, 411],
  ...moments,
  ...more,
})

describe('what was written is read back from a list', () => {
  const relation: Relation = { kind: 'read-back', write: 0, read: 1 }
  const written = { person_id: 5, ...times, channel_ids: [710] }
  const list = (items: unknown, body: unknown = written) =>
    judged(
      [step('createReservation', answer(201, booked(7)), body), step('listReservations', answer(200, items))],
      relation,
    )

  it.each<[string, unknown, string[]]>([
    ['the same, among others', [booked(6, { person_id: 6 }), booked(7), booked(8, { channel_ids: [9] })], []],
    ['the same instants elsewhere', [booked(7, { start_time: '2035-01-01T12:00:00+02:00' })], []],
    ['another person', [booked(7, { person_id: 6 })], ['person_id']],
    ['another door', [booked(7, { channel_ids: [711] }), booked(8)], ['channel_ids']],
    ['one door more', [booked(7, { channel_ids: [710, 711] })], ['channel_ids']],
    ['no door', [booked(7, { channel_ids: [] })], ['channel_ids']],
    ['another hour', [booked(7, { end_time: '2035-01-01T12:00:00Z' })], ['end_time']],
  ])('%s', (_, items, members) => {
    const { violations, examined } = list(items)
    expect(violations.map(({ clause, operation, parameters }) => [clause, operation, ...parameters])).toEqual(
      members.map((member) => ['CU-READ-BACK', 'createReservation', member]),
    )
    expect(examined).toContain('CU-READ-BACK:createReservation')
  })

  it('says nothing where it is not on the list: that is another matter', () => {
    for (const items of [[], [booked(8, { person_id: 6 })], [booked(77)]]) {
      const { violations, examined } = list(items)
      expect(violations).toEqual([])
      expect(examined).not.toContain('CU-READ-BACK:createReservation')
    }
  })
})

describe('groups', () => {
  const readBack: Relation = { kind: 'read-back', write: 0, read: 1 }
  const person = { id: 7, first_name: 'Ada', last_name: 'L', enabled: true, groups: [], roles: [] }

  it('of people are written as `group_ids` and shown as `groups`', () => {
    const back = (shown: object) =>
      broken(
        [
          step('createPerson', answer(201, person), { group_ids: [3, 4] }),
          step('getPerson', answer(200, { ...person, ...shown })),
        ],
        readBack,
      )
    expect(back({ groups: [4, 3] })).toEqual([])
    expect(back({ groups: [3] })).toEqual(['CU-READ-BACK createPerson group_ids'])
    expect(back({ groups: [], group_ids: [3, 4] })).toEqual(['CU-READ-BACK createPerson group_ids'])
  })

  it('of reservations keep their name', () => {
    const body = { group_reservation: { person_id: 5, ...times, group_ids: [411, 410] } }
    const back = (shown: object) =>
      broken(
        [
          step('createGroupReservation', answer(201, joined(7)), body),
          step('listGroupReservations', answer(200, [joined(6), joined(7, shown)])),
        ],
        readBack,
      )
    expect(back({})).toEqual([])
    expect(back({ group_ids: [410] })).toEqual(['CU-READ-BACK createGroupReservation group_ids'])
    expect(back({ group_ids: [], groups: [410, 411] })).toEqual(['CU-READ-BACK createGroupReservation group_ids'])
    expect(back({ person_id: 6 })).toEqual(['CU-READ-BACK createGroupReservation person_id'])
  })
})

describe('rules', () => {
  const rule = { id: 7, name: 'Forced', active: true, conditions: [], events: [{ code: 10 }], actions: [{}] }
  const written = { name: 'Forced', call_back_url: 'https://callback.example.com/', match_event_codes: [10, 32] }
  const back = (shown: object, edition: Edition = current) =>
    broken(
      [
        step('createNotificationRule', answer(200, rule), written),
        step('getNotificationRule', answer(200, { ...rule, ...shown })),
      ],
      { kind: 'read-back', write: 0, read: 1 },
      edition,
    )

  it('show the codes that were written as events', () => {
    for (const edition of [classic, current]) {
      const clause = edition === classic ? 'RE-READ-BACK' : 'CU-READ-BACK'
      const codes = (...all: readonly unknown[]) => back({ events: all.map((code) => ({ code, name: tag })) }, edition)
      expect(codes(10, 32)).toEqual([])
      expect(codes(32, 10)).toEqual([])
      expect(codes(10)).toEqual([`${clause} createNotificationRule match_event_codes`])
      expect(codes(10, 32, 33)).toEqual([`${clause} createNotificationRule match_event_codes`])
      expect(codes(10, 33)).toEqual([`${clause} createNotificationRule match_event_codes`])
    }
  })

  it('need not show the URL, but the name', () => {
    const events = [{ code: 10 }, { code: 32 }]
    expect(back({ events, actions: [{ data: { url: tag } }] })).toEqual([])
    expect(back({ events, name: tag })).toEqual(['CU-READ-BACK createNotificationRule name'])
  })
})

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
    broken(
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
    expect(broken([list([]), refused, list([booked(3, { person_id: 6 })])], ofAll)).toEqual([
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
    broken([coerced(answer(201, booked(7))), step('listReservations', answer(200, items))], relation)

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
    expect(broken([refusal, list], relation)).toEqual(['CU-RESOURCE listReservations'])
  })
})

describe('what was deleted', () => {
  const relation: Relation = { kind: 'unlisted', create: 0, list: 1 }
  const deletion = (operation: string, path: string, given: Answer): Sent => [
    succeed(operation, current),
    exchange(request(operation, { path }, current), given),
  ]
  const ok = answer(200, { result: 'ok' })
  const list = (items: unknown) => step('listReservations', answer(200, items))

  it('is named by the path of its deletion', () => {
    for (const given of [ok, empty(204)]) {
      const one = deletion('deleteReservation', '/api/3/reservations/7', given)
      expect(broken([one, list([booked(6), booked(77)])], relation)).toEqual([])
      expect(broken([one, list([booked(6), booked(7)])], relation)).toEqual(['CU-UNLISTED listReservations'])
      expect(judged([one, list([])], relation).examined).toContain('CU-UNLISTED:listReservations')
    }
  })

  it('by its id alone, however that is written, and not by its person', () => {
    const credentials = (...ids: string[]) =>
      step(
        'listPersonCredentials',
        answer(
          200,
          ids.map((id) => ({ id, credential_type_id: 3, person_id: 7, label: tag })),
        ),
      )
    const path = '/api/3/people/7/credentials/R%31'
    expect(broken([deletion('deletePersonCredential', path, ok), credentials('R2', '7')], relation)).toEqual([])
    expect(broken([deletion('deletePersonCredential', path, ok), credentials('R1')], relation)).toEqual([
      'CU-UNLISTED listPersonCredentials',
    ])
  })

  it('was not deleted: then it may be there', () => {
    const { examined, violations } = judged(
      [
        deletion('deleteReservation', '/api/3/reservations/7', answer(404, { error: 'x', error_description: 'y' })),
        list([booked(7)]),
      ],
      relation,
    )
    expect(violations.map(({ clause }) => clause)).toEqual(['CU-200-DELETE'])
    expect(examined).not.toContain('CU-UNLISTED:listReservations')
    const lost = [
      succeed('deleteReservation', current),
      failed(request('deleteReservation', {}, current), 'timeout'),
    ] as const
    expect(broken([lost, list([booked(7)])], relation)).toEqual([])
  })
})

describe('a success in plain text', () => {
  const clauses = (operation: string, given: Answer, edition: Edition) =>
    clausesOf(judgeOne(succeed(operation, edition), given, { edition }))

  it('answers the deletion of a credential of the current edition, and nothing else', () => {
    for (const status of [200, 202]) {
      expect(clauses('deletePersonCredential', garbage(status, 'text/plain'), current)).toEqual([])
      expect(clauses('deletePersonCredential', answer(status, { result: 'ok' }), current)).toEqual([])
      expect(clauses('deletePerson', garbage(status, 'text/plain'), current)).toEqual(['CU-JSON'])
      expect(clauses('deletePersonCredential', garbage(status, 'text/plain'), classic)).toContain('RE-JSON')
    }
    expect(clauses('deletePersonCredential', garbage(204, 'text/plain'), current)).toEqual(['CU-JSON'])
  })
})
