import { describe, expect, it } from 'vitest'
import type { CellVerdict, Finding, RunEnding, RunResult } from '../../oracle/results.ts'
import { exitCode } from '../../oracle/verdicts.ts'
import { result as sample } from '../reports/samples.ts'
import { finding, must } from './cell-reports.ts'

describe('the exit code', () => {
  const cell = (verdict: CellVerdict['verdict'], level: CellVerdict['level'] = 'MUST'): CellVerdict => ({
    cell: must,
    clause: 'RE-400',
    operation: 'createPerson',
    level,
    verdict,
    evidence: verdict === 'not-exercised' || verdict === 'inconclusive' ? 0 : 1,
    cases: 1,
    exchanges: 1,
    statuses: {},
    reasons: [],
  })
  const result = (
    cells: CellVerdict[],
    findings: Finding[] = [],
    more: { interrupted?: boolean; suiteFaults?: string[]; ending?: RunEnding } = {},
  ): RunResult => {
    const { interrupted = false, suiteFaults = [], ending } = more
    const { run } = sample()
    return sample({
      run: { ...run, interrupted, ...(ending === undefined ? {} : { ending }) },
      cells,
      findings,
      suiteFaults,
    })
  }
  const usedUp: RunEnding = { kind: 'budget', detail: 'The budget was used up' }
  const gone: RunEnding = { kind: 'gone', detail: 'The target is gone' }
  const confirmed = finding('RE-400', 'createPerson')
  const advice = finding('RE-400-VALUE-REFUSED', 'createPerson')
  const once = finding('RE-400', 'createPerson', 1)

  it.each<[string, RunResult, number, number]>([
    ['all pass', result([cell('pass')]), 0, 0],
    ['some not exercised', result([cell('pass'), cell('not-exercised')]), 0, 0],
    ['nothing exercised', result([cell('not-exercised')]), 3, 3],
    ['no cells', result([]), 3, 3],
    ['nothing tried', { ...result([cell('pass')]), cases: 0 }, 3, 3],
    ['tried by what carries it alone', result([{ ...cell('pass'), cases: 0 }]), 0, 0],
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
    ['a used up budget', result([cell('pass'), cell('not-exercised')], [], { ending: usedUp }), 0, 0],
    ['a target that is gone', result([cell('pass')], [], { ending: gone }), 3, 3],
    ['a target that broke a MUST and is gone', result([cell('fail')], [confirmed], { ending: gone }), 1, 1],
    ['interrupted', result([cell('fail')], [confirmed], { suiteFaults: ['x'], interrupted: true }), 130, 130],
  ])('%s', (_, run, usual, strict) => {
    expect(exitCode(run, { strict: false })).toBe(usual)
    expect(exitCode(run, { strict: true })).toBe(strict)
  })
})
