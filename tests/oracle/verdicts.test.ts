import { describe, expect, it } from 'vitest'
import { findingKey, findingsOf, mergeFindings } from '../../oracle/findings.ts'
import type { CellReport, CellVerdict, Finding, RunResult, Violation } from '../../oracle/results.ts'
import { exitCode, verdicts } from '../../oracle/verdicts.ts'
import { classic, empty, exchange, request } from './support.ts'

const violation = (clause: string, operation: string, more: Partial<Violation> = {}): Violation => ({
  clause,
  operation,
  parameters: [],
  status: '422',
  step: 0,
  expected: '400',
  actual: '',
  ...more,
})

const finding = (clause: string, operation: string, reproduced = 3, of = 3, more: Partial<Finding> = {}): Finding => {
  const broken = violation(clause, operation)
  return {
    key: findingKey(broken),
    level: classic.clauses.find(({ id }) => id === clause)?.level ?? 'MUST',
    violation: broken,
    occurrences: 1,
    exchanges: [exchange(request(operation), empty(422))],
    atFault: 0,
    confirmation: { reproduced, of },
    replay: 'token',
    cell: `${clause}:${operation}`,
    ...more,
  }
}

const report = (cell: string, more: Partial<CellReport> = {}): CellReport => {
  const [clause = '', operation = ''] = cell.split(':')
  return {
    cell,
    clause,
    operation,
    carrier: false,
    cases: 1,
    exchanges: 1,
    digest: '',
    examined: {},
    statuses: {},
    findings: [],
    sightings: {},
    observations: [],
    inconclusive: [],
    ...more,
  }
}

const planned = (cell: string) => {
  const [clause = '', operation = ''] = cell.split(':')
  return { cell, clause, operation }
}

const must = 'RE-400:createPerson'
const should = 'RE-400-VALUE-REFUSED:createPerson'
const other = 'RE-200:getPerson'

describe('the verdict on a cell', () => {
  const evidence = { [must]: 5, [should]: 2 }
  it.each<[string, string, CellReport[], string, number]>([
    ['evidence and no finding', must, [report(must, { examined: evidence })], 'pass', 5],
    ['evidence from another cell', must, [report(other, { examined: evidence }), report(must)], 'pass', 5],
    ['evidence from a carrier', must, [report(other, { carrier: true, examined: evidence })], 'pass', 5],
    [
      'evidence from two',
      must,
      [report(other, { examined: evidence }), report(must, { examined: evidence })],
      'pass',
      10,
    ],
    [
      'a finding under MUST',
      must,
      [report(must, { examined: evidence, findings: [finding('RE-400', 'createPerson')] })],
      'fail',
      5,
    ],
    [
      'a finding under SHOULD',
      should,
      [report(should, { examined: evidence, findings: [finding('RE-400-VALUE-REFUSED', 'createPerson')] })],
      'warn',
      2,
    ],
    [
      'a finding that another cell provoked',
      must,
      [report(other, { findings: [finding('RE-400', 'createPerson')] })],
      'fail',
      0,
    ],
    [
      'a finding of another operation',
      must,
      [report(must, { examined: evidence, findings: [finding('RE-400', 'createCredential')] })],
      'pass',
      5,
    ],
    [
      'a finding of another clause',
      must,
      [report(must, { examined: evidence, findings: [finding('RE-500', 'createPerson')] })],
      'pass',
      5,
    ],
    [
      'seen, but never again',
      must,
      [report(must, { examined: evidence, findings: [finding('RE-400', 'createPerson', 0)] })],
      'flaky',
      5,
    ],
    [
      'seen again, but not always',
      must,
      [report(must, { examined: evidence, findings: [finding('RE-400', 'createPerson', 2)] })],
      'flaky',
      5,
    ],
    [
      'never sent again',
      must,
      [report(must, { examined: evidence, findings: [finding('RE-400', 'createPerson', 0, 0)] })],
      'flaky',
      5,
    ],
    [
      'one flaky finding and one confirmed',
      must,
      [
        report(must, {
          findings: [finding('RE-400', 'createPerson', 1), { ...finding('RE-400', 'createPerson'), key: 'other' }],
        }),
      ],
      'fail',
      0,
    ],
    ['only inconclusive', must, [report(must, { inconclusive: ['answered 429'] })], 'inconclusive', 0],
    [
      'inconclusive besides evidence',
      must,
      [report(must, { examined: evidence, inconclusive: ['answered 429'] })],
      'inconclusive',
      5,
    ],
    [
      'inconclusive besides a finding',
      must,
      [report(must, { inconclusive: ['x'], findings: [finding('RE-400', 'createPerson')] })],
      'fail',
      0,
    ],
    ['inconclusive elsewhere', must, [report(other, { inconclusive: ['x'] })], 'not-exercised', 0],
    ['the suite failed', must, [report(must, { suiteFault: 'oops' })], 'inconclusive', 0],
    ['nothing', must, [report(must)], 'not-exercised', 0],
    ['not run', must, [], 'not-exercised', 0],
  ])('%s', (_, cell, reports, verdict, count) => {
    const [judged] = verdicts(classic, [planned(cell)], reports)
    expect(judged).toMatchObject({ cell, verdict, evidence: count })
    expect(judged?.unexercised === undefined).toBe(verdict !== 'not-exercised')
  })

  it('is never against what MAY be', () => {
    const reports = [report('RE-418:getPerson', { findings: [finding('RE-418', 'getPerson')] })]
    expect(verdicts(classic, [planned('RE-418:getPerson')], reports)[0]?.verdict).toBe('not-exercised')
  })

  it('says why it was not exercised', () => {
    const absent = { kind: 'absent', detail: 'no people here' } as const
    const reason = (reports: CellReport[]) => verdicts(classic, [planned(must)], reports)[0]?.unexercised
    expect(reason([report(must, { unexercised: absent })])).toEqual(absent)
    expect(reason([report(must, { unexercised: absent, inconclusive: ['x'] })])).toEqual(absent)
    expect(reason([report(must)])?.kind).toBe('unobserved')
    expect(reason([])).toEqual({ kind: 'unobserved', detail: 'It was not run.' })
  })

  it('keeps the order of the plan, its levels and its reasons', () => {
    const reports = [
      report(must, { findings: [finding('RE-400', 'createPerson', 2)] }),
      report(other, { inconclusive: ['a', 'a', 'b'] }),
    ]
    expect(
      verdicts(classic, [planned(other), planned(should), planned(must)], reports).map(({ cell, level, reasons }) => [
        cell,
        level,
        reasons,
      ]),
    ).toEqual([
      [other, 'MUST', ['a', 'b']],
      [should, 'SHOULD', []],
      [must, 'MUST', ['RE-400:createPerson:::422 (2 of 3)']],
    ])
  })

  it('needs a clause of the edition', () => {
    expect(() => verdicts(classic, [planned('RE-000:getPerson')], [])).toThrow('no clause RE-000')
  })
})

describe('the exit code', () => {
  const cell = (verdict: CellVerdict['verdict'], level: CellVerdict['level'] = 'MUST'): CellVerdict => ({
    cell: must,
    clause: 'RE-400',
    operation: 'createPerson',
    level,
    verdict,
    evidence: verdict === 'not-exercised' || verdict === 'inconclusive' ? 0 : 1,
    reasons: [],
  })
  const result = (
    cells: CellVerdict[],
    findings: Finding[] = [],
    more: { interrupted?: boolean; suiteFaults?: string[] } = {},
  ): RunResult => ({
    suite: { version: '0', generators: 1 },
    run: {
      id: 'x',
      edition: 'classic',
      profile: 'gate',
      seed: 1,
      url: 'http://localhost',
      kind: 'embedded',
      startedAt: '2030-01-01T00:00:00Z',
      duration: 1,
      interrupted: more.interrupted ?? false,
      strict: false,
      command: '',
      target: '',
    },
    cells,
    findings,
    observations: [],
    statuses: {},
    cases: 1,
    exchanges: 1,
    digest: '',
    leftovers: [],
    suiteFaults: more.suiteFaults ?? [],
  })
  const confirmed = finding('RE-400', 'createPerson')
  const advice = finding('RE-400-VALUE-REFUSED', 'createPerson')
  const once = finding('RE-400', 'createPerson', 1)

  it.each<[string, RunResult, number, number]>([
    ['all pass', result([cell('pass')]), 0, 0],
    ['some not exercised', result([cell('pass'), cell('not-exercised')]), 0, 0],
    ['nothing exercised', result([cell('not-exercised')]), 3, 3],
    ['no cells', result([]), 3, 3],
    ['a MUST fails', result([cell('pass'), cell('fail')], [confirmed]), 1, 1],
    ['a MUST fails outside the plan', result([cell('pass')], [confirmed]), 1, 1],
    ['a SHOULD is missed', result([cell('warn', 'SHOULD')], [advice]), 0, 1],
    ['a SHOULD is missed outside the plan', result([cell('pass')], [advice]), 0, 1],
    ['a MUST is flaky', result([cell('pass'), cell('flaky')], [once]), 3, 1],
    ['a MUST is flaky outside the plan', result([cell('pass')], [once]), 3, 1],
    [
      'a SHOULD is flaky',
      result([cell('pass'), cell('flaky', 'SHOULD')], [finding('RE-400-VALUE-REFUSED', 'createPerson', 1)]),
      0,
      1,
    ],
    ['a MUST is left open', result([cell('pass'), cell('inconclusive')]), 3, 3],
    ['a SHOULD is left open', result([cell('pass'), cell('inconclusive', 'SHOULD')]), 0, 0],
    ['one fails, one is left open', result([cell('fail'), cell('inconclusive')], [confirmed]), 1, 1],
    ['a fault of the suite', result([cell('fail')], [confirmed], { suiteFaults: ['x'] }), 4, 4],
    ['interrupted', result([cell('fail')], [confirmed], { suiteFaults: ['x'], interrupted: true }), 130, 130],
  ])('%s', (_, run, usual, strict) => {
    expect(exitCode(run, { strict: false })).toBe(usual)
    expect(exitCode(run, { strict: true })).toBe(strict)
  })
})

describe('findings', () => {
  it('are one where clause, operation, rule, parameters and status are', () => {
    const one = violation('RE-400', 'createPerson', { rule: 'required', parameters: ['b', 'a'] })
    expect(findingKey(one)).toBe('RE-400:createPerson:required:a+b:422')
    expect(findingKey({ ...one, parameters: ['a', 'b'], actual: 'x', step: 4 })).toBe(findingKey(one))
    for (const more of [
      { clause: 'X' },
      { operation: 'X' },
      { rule: 'type' as const },
      { parameters: ['a'] },
      { status: '500' },
    ]) {
      expect(findingKey({ ...one, ...more })).not.toBe(findingKey(one))
    }
  })

  const sized = (text: string, reproduced: number, cell: string): Finding =>
    finding('RE-400', 'createPerson', reproduced, 3, {
      cell,
      occurrences: 2,
      exchanges: [exchange(request('createPerson', { body: { text } }), empty(422))],
    })

  it.each<[string, [string, number][], string]>([
    [
      'the first of equals',
      [
        ['aa', 3],
        ['bb', 3],
      ],
      'aa',
    ],
    [
      'the smaller',
      [
        ['aaa', 3],
        ['b', 3],
      ],
      'b',
    ],
    [
      'the confirmed',
      [
        ['a', 2],
        ['bbb', 3],
      ],
      'bbb',
    ],
    [
      'the one seen again more often',
      [
        ['a', 0],
        ['bbb', 2],
      ],
      'bbb',
    ],
    [
      'the smallest of three',
      [
        ['aaa', 3],
        ['b', 3],
        ['cc', 3],
      ],
      'b',
    ],
  ])('keep %s', (_, drawn, kept) => {
    const [merged, ...rest] = mergeFindings(drawn.map(([text, reproduced]) => sized(text, reproduced, text)))
    expect(rest).toEqual([])
    expect(merged).toMatchObject({ cell: kept, occurrences: drawn.length * 2 })
  })

  it('keep the confirmed before one seen more often', () => {
    const often = finding('RE-400', 'createPerson', 4, 5, { cell: 'often' })
    expect(mergeFindings([often, finding('RE-400', 'createPerson', 3, 3, { cell: 'always' })])[0]?.cell).toBe('always')
  })

  it('of several keys stay apart, in order', () => {
    const keys = mergeFindings([
      finding('RE-400', 'createPerson'),
      finding('RE-500', 'getPerson'),
      finding('RE-400', 'createPerson'),
    ]).map(({ key }) => key)
    expect(keys).toEqual(['RE-400:createPerson:::422', 'RE-500:getPerson:::422'])
  })

  it('of a run count every sighting', () => {
    const one = finding('RE-400', 'createPerson')
    const reports = [
      report(must, { findings: [one], sightings: { [one.key]: 4 } }),
      report(other, { sightings: { [one.key]: 3, other: 1 } }),
    ]
    expect(findingsOf(reports)).toEqual([{ ...one, occurrences: 7 }])
  })
})
