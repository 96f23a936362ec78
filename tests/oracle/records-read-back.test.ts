import { describe, expect, it } from 'vitest'
import type { Edition } from '../../contract/edition.ts'
import type { Relation } from '../../oracle/expectation.ts'
import { writeTag } from '../../oracle/tag.ts'
import { accusedIn, booked, judged, moments, step, times } from './records.ts'
import { answer, classic, current, tag } from './support.ts'

/** Reservations and rules, which are read back from lists or under other names than they are written. */

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
      accusedIn(
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
      accusedIn(
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
    accusedIn(
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

  describe('show the controllers that were written as conditions', () => {
    const condition = (value: unknown, type: unknown = 'door_controller_id') => ({ type, type_description: tag, value })
    const about = (conditions: unknown) =>
      accusedIn(
        [
          step('createNotificationRule', answer(200, rule), { ...written, match_controller_ids: [710, 711] }),
          step('getNotificationRule', answer(200, { ...rule, events: [{ code: 10 }, { code: 32 }], conditions })),
        ],
        { kind: 'read-back', write: 0, read: 1 },
        current,
      )
    const another = writeTag({ exact: 'a', folded: 'a', length: 3, classes: 'd', formats: [] })
    const joined = writeTag({ exact: 'b', folded: 'b', length: 7, classes: 'dp', formats: [] })

    it.each<[string, unknown, boolean]>([
      ['both', [condition('710'), condition('711')], false],
      ['the other way round', [condition('711'), condition('710')], false],
      ['as numbers', [condition(710), condition(711)], false],
      ['one', [condition('711')], true],
      ['none', [], true],
      ['one more', [condition('710'), condition('711'), condition('712')], true],
      ['one that nobody wrote', [condition('710'), condition(another)], true],
      // What is not written as the example writes it cannot be read.
      ['in one text', [condition(joined)], false],
      ['as another kind', [condition('711', tag)], false],
      ['as a list', [condition([710])], false],
      ['without a word on them', undefined, false],
    ])('%s', (_, conditions, wrong) => {
      expect(about(conditions).filter((one) => !one.startsWith('CU-RESOURCE'))).toEqual(
        wrong ? ['CU-READ-BACK createNotificationRule match_controller_ids'] : [],
      )
    })
  })

  it('forget the controllers that an update does not name', () => {
    const conditions = (...ids: readonly string[]) => ids.map((value) => ({ type: 'door_controller_id', value }))
    const look = (...ids: readonly string[]) =>
      step('getNotificationRule', answer(200, { ...rule, conditions: conditions(...ids) }))
    const forgotten = (never: readonly string[], named: readonly string[], now: readonly string[]) =>
      accusedIn(
        [
          look(...never),
          look(...named),
          step('updateNotificationRule', answer(200, rule), { ...written, match_event_codes: [10] }),
          look(...now),
        ],
        { kind: 'forgotten', write: 2, read: 3, never: 0, named: 1 },
        current,
      )
    expect(forgotten([], ['710'], [])).toEqual([])
    expect(forgotten([], ['710'], ['710'])).toEqual(['CU-REPLACE updateNotificationRule match_controller_ids'])
    // A rule about no door in particular may be shown as one about each of them.
    expect(forgotten(['710', '711'], ['710'], ['710', '711'])).toEqual([])
    expect(forgotten(['710'], ['710'], ['710'])).toEqual([])
  })

  it('need not show the URL, but the name', () => {
    const events = [{ code: 10 }, { code: 32 }]
    expect(back({ events, actions: [{ data: { url: tag } }] })).toEqual([])
    expect(back({ events, name: tag })).toEqual(['CU-READ-BACK createNotificationRule name'])
  })
})
