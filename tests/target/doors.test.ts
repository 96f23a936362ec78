import { describe, expect, test } from 'vitest'
import type { Exchange } from '../../oracle/exchange.ts'
import { createDoors } from '../../target/doors.ts'

/** A command and its answer: a status, or undefined where there was none. */
type Sent = readonly [path: string, status: number | undefined, body?: unknown, method?: string]

const exchange = ([path, status, body, method = 'POST']: Sent): Exchange => ({
  id: 'abcdefgh-1',
  started: 1,
  ended: 2,
  attempt: 1,
  at: 0,
  duration: 1,
  request: {
    operation: 'unlockChannel',
    method,
    path: `/api/3/channels/${path}`,
    headers: [],
    credentials: { kind: 'key', identity: 'full' },
    ...(body === undefined ? {} : { body: { text: JSON.stringify(body) } }),
  },
  ...(status === undefined
    ? { failure: { kind: 'timeout', message: '' } }
    : { response: { status, headers: {}, body: { kind: 'none' } } }),
})

const openAfter = (...sent: readonly Sent[]): readonly string[] => {
  const doors = createDoors()
  for (const one of sent) doors.observe(exchange(one))
  return doors.open().map(({ channel, command }) => `${channel} ${command}`)
}

describe('a door is other than it was', () => {
  test.each<[string, readonly Sent[], readonly string[]]>([
    ['unlocked', [['710/unlock', 200]], ['710 normal']],
    ['unlocked, accepted only', [['710/unlock', 202]], ['710 normal']],
    ['locked down', [['710/lockdown', 200]], ['710 unlockdown']],
    [
      'both',
      [
        ['710/lockdown', 200],
        ['710/unlock', 200],
      ],
      ['710 unlockdown', '710 normal'],
    ],
    [
      'twice',
      [
        ['710/unlock', 200],
        ['710/unlock', 200],
      ],
      ['710 normal'],
    ],
    [
      'each of two',
      [
        ['710/unlock', 200],
        ['711/unlock', 200],
      ],
      ['710 normal', '711 normal'],
    ],
    ['perhaps, the answer was lost', [['710/unlock', undefined]], ['710 normal']],
    ['perhaps, the server was in trouble', [['710/unlock', 500]], ['710 normal']],
    ['perhaps, a gateway answered', [['710/lockdown', 504]], ['710 unlockdown']],
    ['by the path with a suffix', [['710/unlock.json', 200]], ['710 normal']],
    ['by a disguised path', [['%37%31%30//UNLOCK/', 200]], ['710 normal']],
    ['with a schedule', [['710/auto_unlock', 200, { shift_id: 55 }]], ['710 auto_unlock']],
    ['perhaps with a schedule', [['710/auto_unlock', undefined, { shift_id: '55' }]], ['710 auto_unlock']],
    [
      'still, since the undoing was refused',
      [
        ['710/unlock', 200],
        ['710/normal', 400],
      ],
      ['710 normal'],
    ],
    [
      'still, perhaps',
      [
        ['710/unlock', 200],
        ['710/normal', undefined],
      ],
      ['710 normal'],
    ],
    [
      'still, perhaps, for a 503',
      [
        ['710/unlock', 200],
        ['710/normal', 503],
      ],
      ['710 normal'],
    ],
    [
      'still, since another was undone',
      [
        ['710/unlock', 200],
        ['711/normal', 200],
      ],
      ['710 normal'],
    ],
    [
      'still locked down, being locked',
      [
        ['710/lockdown', 200],
        ['710/normal', 200],
      ],
      ['710 unlockdown'],
    ],
    [
      'unlocked again',
      [
        ['710/unlock', 200],
        ['710/normal', 200],
        ['710/unlock', 200],
      ],
      ['710 normal'],
    ],
  ])('%s', (_, sent, open) => {
    expect(openAfter(...sent)).toEqual(open)
  })
})

describe('a door is as it was', () => {
  test.each<[string, readonly Sent[]]>([
    ['before anything', []],
    [
      'the command was refused',
      [
        ['710/unlock', 400],
        ['710/lockdown', 403],
        ['711/unlock', 404],
      ],
    ],
    ['it came too often', [['710/unlock', 429]]],
    ['it was sent elsewhere', [['710/unlock', 302]]],
    [
      'it has been taken back',
      [
        ['710/unlock', 200],
        ['710/normal', 200],
      ],
    ],
    [
      'both have',
      [
        ['710/lockdown', 200],
        ['710/unlock', 200],
        ['710/normal', 200],
        ['710/unlockdown', 202],
      ],
    ],
    [
      'the schedule has been ended',
      [
        ['710/auto_unlock', 200, { shift_id: 55 }],
        ['710/auto_unlock', 200],
      ],
    ],
    [
      'no schedule was asked for',
      [
        ['710/auto_unlock', 200, {}],
        ['710/auto_unlock', 200, { shift_id: null }],
      ],
    ],
    [
      'somebody was let in',
      [
        ['710/admit', 202],
        ['710/admit_person', 202, { person_id: 1 }],
      ],
    ],
    [
      'it was looked at',
      [
        ['710', 200, undefined, 'GET'],
        ['710/unlock', 200, undefined, 'GET'],
      ],
    ],
  ])('%s', (_, sent) => {
    expect(openAfter(...sent)).toEqual([])
  })
})
