import { describe, expect, it } from 'vitest'
import type { CellReport } from '../../oracle/results.ts'
import { verdicts } from '../../oracle/verdicts.ts'
import { finding, must, other, report, should } from './cell-reports.ts'
import { classic } from './support.ts'

const planned = (cell: string) => {
  const [clause = '', operation = ''] = cell.split(':')
  return { cell, clause, operation }
}

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
