import { describe, expect, it } from 'vitest'
import type { Edition } from '../../contract/edition.ts'
import type { Expected, Relation } from '../../oracle/expectation.ts'
import {
  type Answer,
  answer,
  classic,
  clausesOf,
  current,
  dedicated,
  empty,
  exchanged,
  inBody,
  judgeSteps,
  step,
  succeed,
} from './support.ts'

const tag = '⟦abc.abc.6.a.non-blank,text⟧'
const door = { id: 7, name: 'Front door', status: 'online' }
const relation: Relation = { kind: 'commanded', command: 0, read: 1 }

/** What is said of a command that was answered with 200, by what its door shows afterwards. */
const judged = (
  operation: string,
  body: unknown,
  shown: object,
  {
    edition = current,
    ...more
  }: { edition?: Edition; answered?: Answer; read?: Answer; expected?: Partial<Expected> } = {},
) =>
  judgeSteps(
    [
      [
        { ...succeed(operation, edition), ...more.expected },
        exchanged(operation, more.answered ?? answer(200, door), body, edition),
      ],
      [
        succeed('getChannel', edition),
        exchanged('getChannel', more.read ?? answer(200, { ...door, ...shown }), undefined, edition),
      ],
    ],
    [relation],
    dedicated,
    edition,
  )

const flags = (card: unknown, rex: unknown, aux: unknown) => ({
  lockdown: { message: '', card_lockdown: { state: card }, rex_lockdown: { state: rex }, aux_lockdown: { state: aux } },
})

const rows: readonly (readonly [what: string, operation: string, body: unknown, shown: object, holds: boolean])[] = [
  ['unlocked', 'unlockChannel', {}, { mode: { description: 'unlock', relock_at: null } }, true],
  ['unlocked, as a word', 'unlockChannel', {}, { mode: 'unlock' }, true],
  ['unlocked, in a list of one', 'unlockChannel', undefined, { mode: { description: 'unlock' } }, true],
  ['still normal', 'unlockChannel', {}, { mode: { description: 'normal' } }, false],
  ['still normal, as a word', 'unlockChannel', {}, { mode: 'normal' }, false],
  ['in a mode that nobody knows', 'unlockChannel', {}, { mode: { description: tag } }, false],
  ['without a mode', 'unlockChannel', {}, {}, true],
  ['mode null', 'unlockChannel', {}, { mode: null }, true],
  ['mode empty', 'unlockChannel', {}, { mode: '' }, true],
  ['mode without a word', 'unlockChannel', {}, { mode: { relock_at: null } }, true],
  ['mode with null for a word', 'unlockChannel', {}, { mode: { description: null } }, true],

  ['normal', 'normalChannel', undefined, { mode: { description: 'normal' } }, true],
  ['normal, as a word', 'normalChannel', undefined, { mode: 'normal' }, true],
  ['still unlocked', 'normalChannel', undefined, { mode: { description: 'unlock' } }, false],
  ['still unlocked, as a word', 'normalChannel', undefined, { mode: 'unlock' }, false],

  ['locked down', 'lockdownChannel', { card_lockdown: true }, flags(true, false, false), true],
  [
    'locked down, and more than was asked for',
    'lockdownChannel',
    { card_lockdown: true },
    flags(true, true, true),
    true,
  ],
  ['not locked down', 'lockdownChannel', { card_lockdown: true }, flags(false, false, false), false],
  ['lockdown null', 'lockdownChannel', { card_lockdown: true }, { lockdown: null }, false],
  ['lockdown null, as was asked for', 'lockdownChannel', { card_lockdown: false }, { lockdown: null }, true],
  ['no lockdown shown', 'lockdownChannel', { card_lockdown: true }, {}, true],
  ['another flag', 'lockdownChannel', { card_lockdown: true, aux_lockdown: true }, flags(true, false, false), false],
  [
    'a flag that should be off',
    'lockdownChannel',
    { card_lockdown: true, aux_lockdown: false },
    flags(true, false, true),
    false,
  ],
  ['both flags', 'lockdownChannel', { card_lockdown: true, aux_lockdown: true }, flags(true, false, true), true],
  ['a flag null', 'lockdownChannel', { card_lockdown: true }, { lockdown: { card_lockdown: null } }, true],
  ['a flag in other words', 'lockdownChannel', { card_lockdown: true }, flags(tag, tag, tag), true],
  ['nothing asked for', 'lockdownChannel', {}, flags(false, false, false), true],
  ['no body', 'lockdownChannel', undefined, flags(true, true, true), true],

  ['no longer locked down', 'unlockdownChannel', undefined, flags(false, false, false), true],
  ['no longer locked down, null', 'unlockdownChannel', undefined, { lockdown: null }, true],
  ['no longer locked down, nothing shown', 'unlockdownChannel', undefined, {}, true],
  ['still locked down', 'unlockdownChannel', undefined, flags(true, false, false), false],
  ['still locked down on the way out', 'unlockdownChannel', undefined, flags(false, true, false), false],

  ['on the schedule', 'autoUnlockChannel', { shift_id: 55 }, { auto_unlock: { id: 55, name: tag } }, true],
  ['on the schedule, as a text', 'autoUnlockChannel', { shift_id: 55 }, { auto_unlock: { id: '55' } }, true],
  ['on another schedule', 'autoUnlockChannel', { shift_id: 55 }, { auto_unlock: { id: 56 } }, false],
  ['on no schedule', 'autoUnlockChannel', { shift_id: 55 }, { auto_unlock: null }, false],
  ['no schedule shown', 'autoUnlockChannel', { shift_id: 55 }, {}, true],
  ['off the schedule', 'autoUnlockChannel', {}, { auto_unlock: null }, true],
  ['off the schedule, without a body', 'autoUnlockChannel', undefined, { auto_unlock: null }, true],
  [
    'off the schedule by null',
    'autoUnlockChannel',
    { shift_id: null },
    { auto_unlock: { id: null, name: null } },
    true,
  ],
  ['still on a schedule', 'autoUnlockChannel', {}, { auto_unlock: { id: 55 } }, false],
]

describe('what a door shows after a command', () => {
  it.each(rows)('%s', (_, operation, body, shown, holds) => {
    for (const edition of [classic, current]) {
      const clause = edition === classic ? 'RE-COMMAND-STATE' : 'CU-COMMAND-STATE'
      for (const given of [
        judged(operation, body, shown, { edition }),
        judged(operation, body, shown, { edition, read: answer(200, [{ ...door, ...shown }]) }),
      ]) {
        expect(clausesOf(given)).toEqual(holds ? [] : [clause])
        expect(given.violations.map((one) => one.operation)).toEqual(holds ? [] : [operation])
        expect(given.examined).toContain(`${clause}:${operation}`)
      }
    }
  })

  it.each<[string, string, unknown, object]>([
    ['a mode that is a number', 'unlockChannel', {}, { mode: 1 }],
    ['flags that are booleans', 'lockdownChannel', { card_lockdown: true }, { lockdown: { card_lockdown: false } }],
    ['a flag that is a text', 'unlockdownChannel', undefined, { lockdown: { aux_lockdown: 'on' } }],
    ['a schedule that is a number', 'autoUnlockChannel', { shift_id: 55 }, { auto_unlock: 56 }],
    ['a schedule that is an empty text', 'autoUnlockChannel', {}, { auto_unlock: '' }],
  ])('is judged as a channel where it is none as documented: %s', (_, operation, body, shown) => {
    const { violations, examined } = judged(operation, body, shown)
    expect(violations.map((one) => `${one.clause}:${one.operation}`)).toEqual(['CU-RESOURCE:getChannel'])
    expect(examined).not.toContain(`CU-COMMAND-STATE:${operation}`)
  })

  it.each<[string, unknown, unknown, boolean]>([
    ['as it was asked for', '2035-01-01T12:00:00.000Z', '2035-01-01T12:00:00.000Z', true],
    ['the same instant elsewhere', '2035-01-01T12:00:00.000Z', '2035-01-01T13:00:00+01:00', true],
    ['the minute', '2035-01-01T12:00:37.000Z', '2035-01-01T12:00:00.000Z', true],
    ['the next minute', '2035-01-01T12:00:37.000Z', '2035-01-01T12:01:00Z', true],
    ['another minute', '2035-01-01T12:00:37.000Z', '2035-01-01T12:02:00.000Z', false],
    ['other seconds', '2035-01-01T12:00:37.000Z', '2035-01-01T12:00:13.000Z', false],
    ['another hour', '2035-01-01T12:00:00.000Z', '2035-01-01T13:00:00.000Z', false],
    ['another day', '2035-01-01T12:00:00.000Z', '2035-01-02T12:00:00.000Z', false],
    ['never', '2035-01-01T12:00:00.000Z', null, false],
    ['not shown', '2035-01-01T12:00:00.000Z', undefined, true],
    ['some time, though none was asked for', undefined, '2035-01-01T12:00:00.000Z', true],
    ['some time, in place of none', null, '2035-01-01T12:00:00.000Z', true],
  ])('until when it is unlocked: %s', (_, asked, shown, holds) => {
    const mode = { description: 'unlock', ...(shown === undefined ? {} : { relock_at: shown }) }
    const { violations } = judged('unlockChannel', asked === undefined ? {} : { relock_at: asked }, { mode })
    expect(violations.map(({ clause }) => clause)).toEqual(holds ? [] : ['CU-COMMAND-STATE'])
  })

  it('says what was sent and what is shown', () => {
    const actual = (operation: string, body: unknown, shown: object) =>
      judged(operation, body, shown).violations.map((one) => [one.expected, one.actual])
    expect(actual('lockdownChannel', { card_lockdown: true }, { lockdown: null })).toEqual([
      ['the lockdown that was asked for', 'card_lockdown: sent true, shown false'],
    ])
    expect(actual('unlockChannel', {}, { mode: 'normal' })).toEqual([
      ['a door in the mode unlock until the time that was asked for', '`mode` is "normal"'],
    ])
    expect(actual('unlockdownChannel', {}, flags(false, false, true))).toEqual([
      ['a door that is not locked down', 'aux_lockdown is still on'],
    ])
  })
})

describe('nothing is said of the state', () => {
  const wrong = { mode: 'normal' }
  const silent = (more: Parameters<typeof judged>[3], operation = 'unlockChannel', body: unknown = {}) => {
    const { examined, violations } = judged(operation, body, wrong, more)
    expect(examined).not.toContain(`CU-COMMAND-STATE:${operation}`)
    return violations.map(({ clause }) => clause)
  }

  it('where the command was refused, or its answer says nothing', () => {
    expect(silent({ answered: answer(404, { error: 'x', error_description: 'y' }) })).toEqual(['CU-COMMAND'])
    expect(silent({ answered: empty(429) })).toEqual([])
  })

  it('where the door could not be read', () => {
    expect(silent({ read: empty(500) })).toEqual(['CU-200'])
    expect(silent({ read: answer(200, []) })).toEqual(['CU-RESOURCE'])
    expect(silent({ read: answer(200, { ...door, ...wrong, id: 8 }) })).toEqual(['CU-RESOURCE'])
  })

  it('where what was sent is defective: nobody documents what that sets', () => {
    const expected: Partial<Expected> = {
      outcome: 'invalid-value',
      strength: 'may-accept',
      defect: inBody('coercible-type', 'shift_id'),
    }
    expect(silent({ expected }, 'autoUnlockChannel', { shift_id: '55' })).toEqual([])
  })

  it('by commands that leave a door as it was', () => {
    expect(silent({}, 'regenerateEncryptionKey')).toEqual([])
    expect(silent({ answered: answer(202, { admission_request_id: 5, status: 'pending' }) }, 'admitChannel')).toEqual(
      [],
    )
  })
})

describe('the answer to a command', () => {
  const answered = (operation: string, status: number, body: unknown) =>
    judgeSteps([step(operation, answer(status, body), undefined, current)], [], dedicated, current)

  it.each<[string, string, number, unknown, string[]]>([
    ['the door', 'unlockChannel', 200, door, []],
    ['the door in a list', 'unlockChannel', 200, [door], []],
    ['a word of consent', 'unlockChannel', 200, { result: 'ok' }, ['CU-RESOURCE']],
    ['anything else', 'unlockChannel', 200, { unlocked: true }, []],
    ['a text', 'unlockChannel', 200, 'ok', []],
    ['another door', 'unlockChannel', 200, { ...door, id: 8 }, ['CU-RESOURCE']],
    ['a door without a name', 'normalChannel', 200, { id: 7 }, ['CU-RESOURCE']],
    ['202 to a command', 'normalChannel', 202, door, ['CU-COMMAND']],
    ['a wish', 'admitChannel', 202, { admission_request_id: 5, status: 'pending' }, []],
    ['a wish in a state that is no word', 'admitChannel', 202, { admission_request_id: 5, status: 7 }, ['CU-RESOURCE']],
    [
      'a wish with a text for an id',
      'admitChannel',
      202,
      { admission_request_id: '5', status: 'pending' },
      ['CU-RESOURCE'],
    ],
    ['a wish without an id', 'admitChannel', 202, { status: 'pending' }, ['CU-RESOURCE']],
    [
      'a wish with null for an id',
      'admitChannel',
      202,
      { admission_request_id: null, status: 'pending' },
      ['CU-RESOURCE'],
    ],
    ['200 to a wish', 'admitChannel', 200, { admission_request_id: 5, status: 'pending' }, ['CU-COMMAND']],
    ['the result of a sync', 'initiateSync', 200, { result: 'ok' }, []],
    ['a result that is no word', 'initiateSync', 200, { result: 5 }, ['CU-RESOURCE']],
  ])('%s (%s, %i)', (_, operation, status, body, clauses) => {
    expect(clausesOf(answered(operation, status, body))).toEqual(clauses)
  })
})

describe('what became of a wish', () => {
  const wished = (shown: object) =>
    judgeSteps(
      [
        [
          succeed('admitChannel', current),
          exchanged('admitChannel', answer(202, { admission_request_id: 9, status: 'pending' }), undefined, current),
        ],
        [
          succeed('getAdmissionRequest', current),
          exchanged('getAdmissionRequest', answer(200, { id: 7, status: 'admitted', ...shown }), undefined, current),
        ],
      ],
      [{ kind: 'wished', command: 0, read: 1 }],
      dedicated,
      current,
    )
  const others = { requested_at: '2026-11-22T10:00:00Z', door_controller: { id: 7, name: tag } }

  it.each<[string, unknown, readonly string[]]>([
    ['at its door', 7, []],
    ['at another door', 8, ['CU-RESOURCE']],
  ])('%s', (_, channel, clauses) => {
    expect(clausesOf(wished({ ...others, channel_id: channel }))).toEqual(clauses)
  })
})
