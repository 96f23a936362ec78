import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CellVerdict, Finding, RunResult } from '../../oracle/results.ts'
import { exitCode } from '../../oracle/verdicts.ts'
import { renderJunit } from '../../reports/junit/index.ts'
import { standings } from '../../reports/standing.ts'
import { casesIn, outcomeOf, readXml } from '../support/junit.ts'
import { cell, edition, finding, result } from './samples.ts'

const must = finding()
const should: Finding = {
  ...must,
  key: 'RE-201-USUAL:createPerson:::200',
  level: 'SHOULD',
  violation: { ...must.violation, clause: 'RE-201-USUAL' },
}
const waiver = {
  clause: 'RE-400',
  operation: 'createPerson',
  reason: 'mended soon',
  owner: 'Ada',
  expires: '2030-01-01',
  flaky: false,
  where: 'w.yaml:1:1',
}

const shown = (more: Parameters<typeof result>[0]): Readonly<Record<string, string>> =>
  Object.fromEntries(standings(edition, result(more)).map(({ cell: id, shown: as }) => [id, as]))

const strict = { ...result().run, strict: true }

describe('what a test report shows of a cell', () => {
  test.each<[string, Parameters<typeof result>[0], string]>([
    ['a pass', { cells: [cell('RE-400', 'createPerson')] }, 'passed'],
    [
      'a MUST that is broken',
      { cells: [cell('RE-400', 'createPerson', { verdict: 'fail' })], findings: [must] },
      'failed',
    ],
    [
      'a MUST that was broken once',
      {
        cells: [cell('RE-400', 'createPerson', { verdict: 'flaky' })],
        findings: [{ ...must, confirmation: { reproduced: 1, of: 3 } }],
      },
      'failed',
    ],
    ['a MUST that was not judged', { cells: [cell('RE-400', 'createPerson', { verdict: 'inconclusive' })] }, 'open'],
    [
      'a MUST that is waived',
      {
        cells: [cell('RE-400', 'createPerson', { verdict: 'waived' })],
        findings: [must],
        waivers: [{ waiver, state: 'used', findings: [must.key] }],
      },
      'skipped',
    ],
    [
      'a MUST that was not exercised',
      {
        cells: [
          cell('RE-400', 'createPerson', {
            verdict: 'not-exercised',
            unexercised: { kind: 'missing', detail: 'No id.' },
          }),
        ],
      },
      'skipped',
    ],
  ])('%s', (_, more, as) => {
    expect(shown(more)).toEqual({ 'RE-400:createPerson': as })
  })

  test.each([
    ['warned', result().run],
    ['failed', strict],
  ])('a SHOULD that is broken: %s', (as, run) => {
    const cells = [cell('RE-201-USUAL', 'createPerson', { verdict: 'warn' })]
    expect(shown({ cells, findings: [should], run })).toEqual({ 'RE-201-USUAL:createPerson': as })
  })

  test('what was found where there is no cell is shown as well, in the order of the contract', () => {
    const cells = [cell('RE-410', 'getPerson'), cell('RE-200', 'getPerson')]
    expect(Object.entries(shown({ cells, findings: [must] }))).toEqual([
      ['RE-200:getPerson', 'passed'],
      ['RE-400:createPerson', 'failed'],
      ['RE-410:getPerson', 'passed'],
    ])
  })

  test('the reasons why', () => {
    const [one] = standings(
      edition,
      result({
        cells: [cell('RE-400', 'createPerson', { verdict: 'waived' })],
        findings: [must],
        waivers: [{ waiver, state: 'used', findings: [must.key] }],
      }),
    )
    expect(one?.reasons).toEqual([`${must.key} is waived until 2030-01-01 by Ada: mended soon`])
  })
})

/** Results of any kind: cells and findings that go together as those of a run do. */
const anyResult: fc.Arbitrary<RunResult> = fc
  .record({
    found: fc.subarray([must, should]),
    confirmed: fc.boolean(),
    waived: fc.boolean(),
    strictly: fc.boolean(),
    open: fc.option(fc.constantFrom<CellVerdict['verdict']>('inconclusive', 'not-exercised'), { nil: undefined }),
    openClause: fc.constantFrom('RE-200', 'RE-200-DELETE-USUAL'),
    interrupted: fc.boolean(),
    suiteFaults: fc.subarray(['something']),
    evidence: fc.constantFrom(0, 3),
    gone: fc.boolean(),
    planned: fc.boolean(),
  })
  .map((drawn) => {
    const findings = drawn.found.map((one) => ({
      ...one,
      confirmation: { reproduced: drawn.confirmed ? 3 : 0, of: 3 },
    }))
    const verdictOf = (one: Finding): CellVerdict['verdict'] =>
      !drawn.confirmed ? 'flaky' : one.level === 'MUST' ? 'fail' : 'warn'
    const excused = drawn.waived && findings.some(({ key }) => key === must.key)
    return result({
      run: {
        ...result().run,
        strict: drawn.strictly,
        interrupted: drawn.interrupted,
        ...(drawn.gone ? { ending: { kind: 'gone', detail: 'It answers nothing any more' } } : {}),
      },
      cells: [
        cell('RE-410', 'getPerson', { evidence: drawn.evidence }),
        ...(drawn.open === undefined
          ? []
          : [cell(drawn.openClause, 'deletePerson', { verdict: drawn.open, evidence: 0 })]),
        ...(drawn.planned
          ? findings.map((one) =>
              cell(one.violation.clause, one.violation.operation, {
                verdict: excused && one.key === must.key ? 'waived' : verdictOf(one),
              }),
            )
          : []),
      ],
      findings,
      suiteFaults: drawn.suiteFaults,
      ...(excused ? { waivers: [{ waiver, state: 'used' as const, findings: [must.key] }] } : {}),
    })
  })

test('a JUnit file has a failure or an error exactly where the exit code is not 0', () => {
  const codes = new Set<number>()
  fc.assert(
    fc.property(anyResult, (one) => {
      const code = exitCode(one, { strict: one.run.strict })
      codes.add(code)
      const bad = casesIn(readXml(renderJunit(edition, one)))
        .map(outcomeOf)
        .filter((as) => as === 'failure' || as === 'error')
      expect([code, bad.length > 0]).toEqual([code, code !== 0])
    }),
    { numRuns: 400, seed: 1 },
  )
  expect([...codes].sort()).toEqual([0, 1, 130, 3, 4])
})
