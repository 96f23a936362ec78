import { describe, expect, it } from 'vitest'
import type { Defect } from '../../contract/types.ts'
import type { Expected } from '../../oracle/expectation.ts'
import {
  type Answer,
  answer,
  classic,
  clausesOf,
  dedicated,
  empty,
  failed,
  inBody,
  judgeOne,
  judgeSteps,
  operationOf,
  request,
  succeed,
} from './support.ts'

/**
 * What each status means for each outcome and strength, written out by hand: nothing here is computed from the
 * contract's tables. `unclear` says that the status is no verdict; `rest` is any status that is not named.
 */
interface Row {
  readonly name: string
  readonly expected: Expected
  readonly shared?: boolean
  /** Statuses by the clause that they break. */
  readonly breaks: Readonly<Record<string, readonly number[]>>
  readonly fine: readonly number[]
  readonly unclear?: readonly number[]
  readonly rest4xx: string
  /** 400 and above that is not 4xx; the same for 2xx and 3xx unless given. */
  readonly rest5xx: string
  readonly rest2xx: string
  readonly rest3xx: string
}

const all = (clause: string) => ({ rest4xx: clause, rest5xx: clause, rest2xx: clause, rest3xx: clause })
const refused = (clause: string) => ({ ...all(clause), rest5xx: 'RE-500' })
const usually = [429, 502, 503, 504]
const success2xx = Array.from({ length: 100 }, (_, index) => 200 + index)

const wire: Defect = { rule: 'content-type', place: 'wire', parameters: [] }
const idForm: Defect = { rule: 'id-form', place: 'path', parameters: ['id'] }
const step = (
  operation: string,
  outcome: Expected['outcome'],
  strength: Expected['strength'],
  defect?: Defect,
): Expected => ({
  operation,
  outcome,
  strength,
  ...(defect === undefined ? {} : { defect }),
})

const state = (rule: Defect['rule'], ...parameters: string[]): Defect => ({ rule, place: 'state', parameters })
const key: Defect = { rule: 'key', place: 'key', parameters: [] }
const patch: Defect = { rule: 'method', place: 'method', parameters: ['PATCH'] }
const accept: Defect = { rule: 'accept', place: 'accept', parameters: [] }
const suffix: Defect = { rule: 'suffix', place: 'path', parameters: [] }
const knownId: Defect = { rule: 'known-id', place: 'path', parameters: ['id'] }

const rows: readonly Row[] = [
  { name: 'read', expected: succeed('getPerson'), fine: [200], breaks: {}, ...all('RE-200') },
  { name: 'list', expected: succeed('listPeople'), fine: [200], breaks: {}, ...all('RE-200') },
  {
    name: 'created',
    expected: succeed('createPerson'),
    fine: [201],
    breaks: { 'RE-201-USUAL': [200] },
    ...all('RE-201'),
  },
  {
    name: 'updated',
    expected: succeed('updatePerson'),
    fine: [200],
    breaks: { 'RE-200-UPDATE-USUAL': [201, 204] },
    ...all('RE-200-UPDATE'),
  },
  {
    name: 'deleted',
    expected: succeed('deletePerson'),
    fine: [200],
    breaks: { 'RE-200-DELETE-USUAL': [202, 204] },
    ...all('RE-200-DELETE'),
  },
  {
    name: 'created, with a clause of its own',
    expected: { ...succeed('createPerson'), clause: 'RE-ACCEPT' },
    fine: [200, 201],
    breaks: {},
    ...all('RE-ACCEPT'),
  },
  {
    name: 'read, exotic',
    expected: step('listPeople', 'read', 'may-refuse'),
    fine: [200, 400, 402],
    breaks: { 'RE-200': [401, 403, 404, 405, 406, 410, 418] },
    rest2xx: 'RE-200',
    rest3xx: 'RE-STATUS',
    rest4xx: 'RE-STATUS',
    rest5xx: 'RE-200',
  },
  {
    name: 'created, exotic',
    expected: step('createPerson', 'created', 'may-refuse'),
    fine: [201, 400, 402],
    breaks: { 'RE-201': [401, 403, 404, 405, 406, 410, 418], 'RE-201-USUAL': [200] },
    rest2xx: 'RE-201',
    rest3xx: 'RE-STATUS',
    rest4xx: 'RE-STATUS',
    rest5xx: 'RE-201',
  },
  {
    name: 'missing-parameter',
    expected: step('createPerson', 'missing-parameter', 'must-refuse', inBody('required', 'last_name')),
    fine: [400],
    breaks: {},
    ...refused('RE-400'),
  },
  {
    name: 'malformed-body',
    expected: step('createPerson', 'malformed-body', 'must-refuse', { ...wire, rule: 'body-syntax' }),
    fine: [400],
    breaks: {},
    ...refused('RE-400-BODY'),
  },
  {
    name: 'unauthenticated',
    expected: step('getAccount', 'unauthenticated', 'must-refuse', key),
    fine: [401],
    breaks: {},
    ...refused('RE-401'),
  },
  {
    name: 'unauthenticated-header',
    expected: step('getAccount', 'unauthenticated-header', 'must-refuse', { ...key, rule: 'key-form' }),
    fine: [401],
    breaks: { 'RE-401-HEADER-USUAL': [400] },
    ...refused('RE-401-HEADER'),
  },
  {
    name: 'request-failed',
    expected: step('createPerson', 'request-failed', 'must-refuse', state('unique', 'email')),
    fine: [402],
    breaks: { 'RE-402-USUAL': [400] },
    ...refused('RE-402'),
  },
  {
    name: 'unknown-reference',
    expected: step('createCredential', 'unknown-reference', 'must-refuse', inBody('reference', 'person_id')),
    fine: [400, 402, 404],
    breaks: {},
    ...refused('RE-404-REFERENCE'),
  },
  {
    name: 'hidden',
    expected: step('getPerson', 'hidden', 'must-refuse', state('visible')),
    fine: [403],
    breaks: {},
    ...refused('RE-403'),
  },
  {
    name: 'foreign',
    expected: step('getPerson', 'foreign', 'must-refuse', knownId),
    fine: [403, 404],
    breaks: {},
    ...refused('RE-404-FOREIGN'),
  },
  {
    name: 'not-found',
    expected: step('getPerson', 'not-found', 'must-refuse', knownId),
    fine: [404],
    breaks: {},
    ...refused('RE-404'),
  },
  {
    name: 'not-found, shared',
    shared: true,
    expected: step('getPerson', 'not-found', 'must-refuse', knownId),
    fine: [404],
    breaks: { 'RE-404-USUAL': [403, 410] },
    ...refused('RE-404'),
  },
  {
    name: 'not-found, opaque id',
    expected: step('getCredential', 'not-found', 'must-refuse', knownId),
    fine: [404],
    breaks: { 'RE-404-USUAL': [400] },
    ...refused('RE-404'),
  },
  {
    name: 'not-found, opaque id, shared',
    shared: true,
    expected: step('getCredential', 'not-found', 'must-refuse', knownId),
    fine: [404],
    breaks: { 'RE-404-USUAL': [400, 403, 410] },
    ...refused('RE-404'),
  },
  {
    name: 'unsupported-method',
    expected: step('getPerson', 'unsupported-method', 'must-refuse', patch),
    fine: [405],
    breaks: {},
    ...refused('RE-405'),
  },
  {
    name: 'not-acceptable',
    expected: step('getPerson', 'not-acceptable', 'must-refuse', accept),
    fine: [406],
    breaks: {},
    ...refused('RE-406'),
  },
  {
    name: 'not-acceptable-suffix',
    expected: step('getPerson', 'not-acceptable-suffix', 'must-refuse', suffix),
    fine: [406],
    breaks: { 'RE-406-SUFFIX-USUAL': [404] },
    ...refused('RE-406-SUFFIX'),
  },
  {
    name: 'gone',
    expected: step('getPerson', 'gone', 'must-refuse', state('alive')),
    fine: [410],
    breaks: { 'RE-410-USUAL': [404] },
    ...refused('RE-410'),
  },
  {
    name: 'gone-again',
    expected: step('deletePerson', 'gone-again', 'must-refuse', state('alive-again')),
    fine: [410],
    breaks: { 'RE-410-AGAIN-USUAL': [200, 202, 204, 404] },
    ...refused('RE-410-AGAIN'),
  },
  {
    name: 'absent',
    expected: step('listRoles', 'absent', 'must-refuse'),
    fine: [404, 405],
    breaks: {},
    ...refused('AB-ABSENT'),
  },
  {
    name: 'too-many-requests',
    expected: step('getAccount', 'too-many-requests', 'must-refuse'),
    fine: [429],
    unclear: [],
    breaks: {},
    ...refused('RE-429'),
  },
  {
    name: 'maintenance',
    expected: step('getAccount', 'maintenance', 'must-refuse'),
    fine: [503],
    unclear: [429],
    breaks: {},
    ...refused('RE-503'),
  },
  {
    name: 'should: invalid-value',
    expected: step('createPerson', 'invalid-value', 'should-refuse', inBody('format', 'email')),
    fine: [400],
    breaks: {},
    ...refused('RE-400-VALUE'),
    rest2xx: 'RE-400-VALUE-REFUSED',
  },
  {
    name: 'should: missing-parameter',
    expected: step('createPerson', 'missing-parameter', 'should-refuse', inBody('not-empty', 'last_name')),
    fine: [400],
    breaks: {},
    ...refused('RE-400'),
    rest2xx: 'RE-400-VALUE-REFUSED',
  },
  {
    name: 'should: unsupported-method',
    expected: step('getPerson', 'unsupported-method', 'should-refuse', { ...patch, parameters: ['POST'] }),
    fine: [405],
    breaks: {},
    ...refused('RE-405'),
    rest2xx: 'RE-405-REFUSED',
  },
  {
    name: 'should: not-acceptable-write',
    expected: step('createPerson', 'not-acceptable-write', 'should-refuse', accept),
    fine: [406],
    breaks: {},
    ...refused('RE-406-WRITE'),
  },
  {
    name: 'may: a value',
    expected: step('createPerson', 'invalid-value', 'may-accept', inBody('coercible-type', 'first_name')),
    fine: [...success2xx, 400, 402],
    breaks: {},
    ...all('RE-STATUS'),
    rest5xx: 'RE-500',
  },
  {
    name: 'may: a reference',
    expected: step('createPerson', 'unknown-reference', 'may-accept', inBody('reference', 'group_ids')),
    fine: [...success2xx, 400, 402, 404],
    breaks: {},
    ...all('RE-STATUS'),
    rest5xx: 'RE-500',
  },
  {
    name: 'may: on the wire',
    expected: step('createPerson', 'malformed-body', 'may-accept', wire),
    fine: [...success2xx, 400, 402, 404, 405, 406, 413, 414, 415, 431, 501],
    breaks: {},
    ...all('RE-STATUS'),
    rest5xx: 'RE-500',
  },
  {
    name: 'may: an id out of form',
    expected: { ...step('getPerson', 'not-found', 'may-accept', idForm), anyBody: true },
    fine: [...success2xx, 400, 402, 404, 405, 406, 413, 414, 415, 431, 501],
    breaks: {},
    ...all('RE-STATUS'),
    rest5xx: 'RE-500',
  },
  {
    name: 'may: an id out of form, shared, opaque',
    shared: true,
    expected: step('getCredential', 'not-found', 'may-accept', idForm),
    fine: [...success2xx, 400, 402, 403, 404, 405, 406, 410, 413, 414, 415, 431, 501],
    breaks: {},
    ...all('RE-STATUS'),
    rest5xx: 'RE-500',
  },
]

/** A body that fits any success of the operation. */
const fitting = (operation: string, status: number): Answer => {
  if (status === 204 || status >= 300) return empty(status)
  const { action, resource } = operationOf(operation)
  const id = resource === 'credentials' ? 'R1sRdPO' : 7
  return answer(status, action === 'list' ? [] : { id })
}

const due = (row: Row, status: number): string => {
  if ((row.unclear ?? usually).includes(status)) return 'unclear'
  if (row.fine.includes(status)) return 'fine'
  for (const [clause, statuses] of Object.entries(row.breaks)) if (statuses.includes(status)) return clause
  if (status < 300) return row.rest2xx
  if (status < 400) return row.rest3xx
  // 501 says that the server lacks something, not that it made a mistake.
  return status < 500 || status === 501 ? row.rest4xx : row.rest5xx
}

describe('status', () => {
  it.each(rows)('$name: every status from 100 to 599', (row) => {
    for (let status = 100; status < 600; status += 1) {
      const judgement = judgeOne(row.expected, fitting(row.expected.operation, status), {
        target: { ...dedicated, shared: row.shared ?? false },
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
    const covered = new Set(rows.map(({ expected }) => expected.outcome))
    // Whatever refuses what nobody documents will do; its rule is only ever `may-accept`, on the wire.
    expect(Object.keys(classic.outcomes).filter((name) => !covered.has(name as Expected['outcome']))).toEqual([
      'unroutable',
    ])
  })

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
  const expected = step('createPerson', 'malformed-body', 'may-accept', { ...wire, rule: 'body-size' })
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
