import { describe, expect, it } from 'vitest'
import type { Edition } from '../../contract/edition.ts'
import type { Expected } from '../../oracle/expectation.ts'
import { classicRows } from './status-classic.ts'
import { currentRows } from './status-current.ts'
import { type Row, step, usually } from './status-rows.ts'
import {
  type Answer,
  answer,
  classic,
  clausesOf,
  current,
  dedicated,
  defect,
  empty,
  failed,
  inBody,
  judgeOne,
  judgeSteps,
  operationOf,
  request,
  succeed,
} from './support.ts'

/** Bodies that fit any success of an operation. */
const things: Readonly<Record<string, object>> = {
  people: { id: 7, first_name: 'Ada', last_name: 'Lovelace', enabled: true, groups: [], roles: [] },
  credentials: { id: 'R1sRdPO', credential_type_id: 3, person_id: 7, label: 'Card' },
  channels: { id: 7, name: 'Front door', status: 'online', admission_request_id: 5 },
  notification_rules: { id: 7, name: 'Forced', active: true, conditions: [], events: [{ code: 10 }], actions: [{}] },
  sync: { result: 'ok' },
}
const tokenInfo = { resource_owner_id: 7, scope: [], expires_in: 7200, created_at: 1_700_000_000 }

const fitting = (operation: string, edition: Edition, status: number): Answer => {
  if (status === 204 || status >= 300) return empty(status)
  const { action, resource, id } = operationOf(operation, edition)
  if (action === 'list') return answer(status, [])
  if (outcomeOf(id, edition) === 'admitted') return answer(status, { admission_request_id: 5, status: 'pending' })
  return answer(status, id === 'getTokenInfo' ? tokenInfo : (things[resource] ?? { id: 7 }))
}

const outcomeOf = (operation: string, edition: Edition): string => operationOf(operation, edition).outcome

const due = (row: Row, status: number): string => {
  if ((row.unclear ?? usually).includes(status)) return 'unclear'
  if (row.fine.includes(status)) return 'fine'
  for (const [clause, statuses] of Object.entries(row.breaks)) if (statuses.includes(status)) return clause
  if (status < 300) return row.rest2xx
  if (status < 400) return row.rest3xx
  // 501 says that the server lacks something, not that it made a mistake.
  return status < 500 || status === 501 ? row.rest4xx : row.rest5xx
}

const tables: readonly (readonly [Edition, readonly Row[]])[] = [
  [classic, classicRows],
  [current, currentRows],
]

describe.each(tables)('status: $name', (edition, rows) => {
  it.each(rows)('$name: every status from 100 to 599', (row) => {
    for (let status = 100; status < 600; status += 1) {
      const judgement = judgeOne(row.expected, fitting(row.expected.operation, edition, status), {
        target: { ...dedicated, shared: row.shared ?? false },
        edition,
      })
      const seen =
        judgement.inconclusive.length > 0
          ? 'unclear'
          : judgement.violations.length === 0
            ? 'fine'
            : clausesOf(judgement).join()
      const wanted = status < 200 && !row.fine.includes(status) ? row.rest3xx : due(row, status)
      expect(`${status} ${seen}`).toBe(`${status} ${wanted}`)
    }
  })

  it('covers every outcome of the edition', () => {
    const covered = new Set<string>(rows.map(({ expected }) => expected.outcome))
    expect(Object.keys(edition.outcomes).filter((name) => !covered.has(name))).toEqual([])
  })

  it('covers every operation whose success is answered in a way of its own', () => {
    const covered = new Set(
      rows.filter(({ expected }) => expected.strength === 'succeed').map((row) => row.expected.operation),
    )
    const own = edition.operations.filter(({ success }) => success !== undefined).map(({ id }) => id)
    expect(own).toContain('createNotificationRule')
    expect(own.filter((id) => !covered.has(id))).toEqual([])
  })
})

describe('status', () => {
  it('is judged though the client sees a gateway, once that recurs', () => {
    for (const status of [502, 503, 504]) {
      const defective = {
        ...step('createPerson', 'missing-parameter', 'must-refuse', inBody('required', 'last_name')),
        recurring: true,
      }
      expect(clausesOf(judgeOne(defective, empty(status)))).toEqual(['RE-500'])
      expect(
        clausesOf(
          judgeOne(
            { ...step('createPerson', 'invalid-value', 'may-accept', inBody('range', 'x')), recurring: true },
            empty(status),
          ),
        ),
      ).toEqual(['RE-500'])
      expect(clausesOf(judgeOne({ ...succeed('getAccount'), recurring: true }, empty(status)))).toEqual(['RE-200'])
    }
    expect(judgeOne({ ...succeed('getAccount'), recurring: true }, empty(429)).inconclusive).toHaveLength(1)
  })

  it.each([
    [429, 'rate-limited'],
    [503, 'maintenance'],
    [502, 'server-error'],
    [504, 'server-error'],
  ])('%i says why it is no verdict: %s', (status, reason) => {
    const judgement = judgeOne(succeed('getAccount'), empty(status))
    expect(judgement.inconclusive.map((one) => one.reason)).toEqual([reason])
    expect(judgement.examined).toEqual([])
  })
})

describe('silence', () => {
  const expected = step('createPerson', 'malformed-body', 'may-accept', defect('wire', 'body-size'))
  const judged = (kind: 'reset' | 'timeout' | 'unreachable', mayDisconnect: boolean) =>
    judgeSteps([[{ ...expected, mayDisconnect }, failed(request('createPerson'), kind)]])

  it('is inconclusive', () => {
    for (const kind of ['reset', 'timeout', 'unreachable'] as const) {
      expect(judged(kind, false).inconclusive.map(({ reason }) => reason)).toEqual(['transport'])
      expect(judged(kind, false).examined).toEqual([])
    }
  })

  it('is an answer where the connection may be closed, and was', () => {
    expect(judged('reset', true)).toMatchObject({ inconclusive: [], violations: [], examined: ['RE-500:createPerson'] })
    expect(judged('timeout', true).inconclusive).toHaveLength(1)
  })
})

describe('evidence', () => {
  const missing = step('createPerson', 'missing-parameter', 'must-refuse', inBody('required', 'last_name'))
  const invalid = step('createPerson', 'invalid-value', 'should-refuse', inBody('format', 'email'))

  it.each<[string, Expected, Answer, string[], string[]]>([
    [
      'a success',
      succeed('getPerson'),
      answer(200, { id: 7 }),
      ['RE-200', 'RE-STATUS', 'RE-JSON', 'RE-CLASS', 'RE-RESOURCE'],
      ['RE-500'],
    ],
    ['a creation', succeed('createPerson'), answer(201, { id: 7 }), ['RE-201', 'RE-201-USUAL', 'RE-RESOURCE'], []],
    [
      'a refusal',
      missing,
      empty(400),
      ['RE-400', 'RE-STATUS', 'RE-500'],
      ['RE-ERROR-JSON', 'RE-TYPE', 'RE-400-VALUE-REFUSED'],
    ],
    ['a refusal with another status', missing, empty(422), ['RE-400', 'RE-500'], ['RE-STATUS']],
    ['a mistake of the server', missing, empty(500), ['RE-500'], ['RE-400']],
    ['a value that is accepted', invalid, answer(201, { id: 7 }), ['RE-400-VALUE-REFUSED', 'RE-500'], ['RE-400-VALUE']],
    ['a value that is refused', invalid, empty(400), ['RE-400-VALUE-REFUSED', 'RE-400-VALUE'], []],
    [
      'an update without a preference',
      { ...succeed('updatePerson'), clause: 'RE-ACCEPT' },
      empty(204),
      ['RE-ACCEPT'],
      ['RE-200-UPDATE', 'RE-200-UPDATE-USUAL'],
    ],
    [
      'an update outside what is admitted',
      succeed('updatePerson'),
      empty(202),
      ['RE-200-UPDATE'],
      ['RE-200-UPDATE-USUAL'],
    ],
  ])('%s', (_, expected, given, present, absent) => {
    const { examined } = judgeOne(expected, given)
    const clauses = examined.map((pair) => pair.split(':')[0])
    expect(clauses).toEqual(expect.arrayContaining(present))
    for (const clause of absent) expect(clauses).not.toContain(clause)
    expect(examined.every((pair) => pair.endsWith(`:${expected.operation}`))).toBe(true)
  })

  it('is not given by a step that was not sent', () => {
    expect(judgeSteps([[missing, undefined]])).toEqual({
      violations: [],
      examined: [],
      observations: [],
      inconclusive: [],
    })
  })
})

describe('a violation', () => {
  it('says what was wrong with which request, and what would have been right', () => {
    const { violations } = judgeOne(
      step('createPerson', 'missing-parameter', 'must-refuse', inBody('required', 'last_name')),
      answer(201, { id: 4711 }),
    )
    expect(violations).toEqual([
      {
        clause: 'RE-400',
        operation: 'createPerson',
        rule: 'required',
        parameters: ['last_name'],
        status: '201',
        step: 0,
        expected: '400, and `param` naming last_name if it is present',
        actual: 'created id 4711',
      },
    ])
  })
})
