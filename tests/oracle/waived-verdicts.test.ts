import { describe, expect, it } from 'vitest'
import type { CellReport, CellVerdict, Finding, RunResult } from '../../oracle/results.ts'
import { exitCode, verdicts } from '../../oracle/verdicts.ts'
import type { Waiver } from '../../oracle/waiver.ts'
import { judgeWaivers, waivedKeys } from '../../oracle/waivers.ts'
import { result } from '../reports/samples.ts'
import { finding, must, report, should, waiver } from './cell-reports.ts'
import { classic } from './support.ts'

const confirmed = finding('RE-400', 'createPerson')
const once = finding('RE-400', 'createPerson', 1, 3, { key: 'RE-400:createPerson:required:x:201' })
const advice = finding('RE-400-VALUE-REFUSED', 'createPerson')
const good = 'RE-200:getPerson'

/** What a run comes to that shows this and has these waivers. */
const runOf = (findings: readonly Finding[], waivers: readonly Waiver[], more: Partial<CellReport> = {}): RunResult => {
  const reports = [
    report(must, { examined: { [must]: 1 }, findings: findings.filter(({ level }) => level === 'MUST'), ...more }),
    report(should, { examined: { [should]: 1 }, findings: findings.filter(({ level }) => level === 'SHOULD') }),
    report(good, { examined: { [good]: 1 } }),
  ]
  const planned = [must, should, good].map((cell) => {
    const [id = '', operation = ''] = cell.split(':')
    return { cell, clause: id, operation, leftOut: false }
  })
  const outcomes = judgeWaivers(waivers, {
    cells: planned,
    findings,
    reports,
    interrupted: false,
    cut: false,
    day: '2030-05-01',
  })
  return result({
    cells: verdicts(classic, planned, reports, waivedKeys(outcomes)),
    findings,
    waivers: outcomes,
    suiteFaults: reports.flatMap(({ suiteFault }) => suiteFault ?? []),
  })
}

const onMust = waiver('RE-400')
const onShould = waiver('RE-400-VALUE-REFUSED')
const stale = waiver('RE-200')
const key = waiver('RE-400', { key: confirmed.key, operation: 'createPerson' })

type Verdict = CellVerdict['verdict']

describe('a run with waivers', () => {
  it.each<[string, RunResult, Verdict, Verdict, number, number]>([
    ['a MUST is waived', runOf([confirmed], [onMust]), 'waived', 'pass', 0, 0],
    ['a MUST is not waived', runOf([confirmed], []), 'fail', 'pass', 1, 1],
    ['one of two is waived, the other one flaky', runOf([confirmed, once], [key]), 'flaky', 'pass', 3, 1],
    ['both of two are waived', runOf([confirmed, once], [onMust]), 'waived', 'pass', 0, 0],
    ['a flaky MUST is waived as flaky', runOf([once], [waiver('RE-400', { flaky: true })]), 'waived', 'pass', 0, 0],
    [
      'a reproducible MUST is waived as flaky',
      runOf([confirmed], [waiver('RE-400', { flaky: true })]),
      'fail',
      'pass',
      1,
      1,
    ],
    ['a SHOULD is waived', runOf([advice], [onShould]), 'pass', 'waived', 0, 0],
    ['a SHOULD is not waived', runOf([advice], []), 'pass', 'warn', 0, 1],
    ['a waiver is stale', runOf([], [stale]), 'pass', 'pass', 1, 1],
    ['a waiver is stale beside one that is used', runOf([confirmed], [onMust, stale]), 'waived', 'pass', 1, 1],
    ['a waiver has expired', runOf([confirmed], [{ ...onMust, expires: '2030-04-30' }]), 'fail', 'pass', 1, 1],
    ['a waiver matches nothing', runOf([], [waiver('RE-405')]), 'pass', 'pass', 1, 1],
    [
      'what is waived is not all: the cell was left open',
      runOf([confirmed], [onMust], { inconclusive: ['rate-limited'] }),
      'inconclusive',
      'pass',
      3,
      3,
    ],
    [
      'what is waived is not all: something was not looked into',
      runOf([confirmed], [onMust], { left: [must] }),
      'inconclusive',
      'pass',
      3,
      3,
    ],
    ['a fault of the suite', runOf([confirmed], [onMust], { suiteFault: 'x' }), 'waived', 'pass', 4, 4],
    [
      'nothing but a fault of the suite, and a stale waiver',
      runOf([], [stale], { suiteFault: 'x' }),
      'pass',
      'pass',
      4,
      4,
    ],
  ])('%s', (_, run, first, second, usual, strict) => {
    expect(run.cells.map(({ verdict }) => verdict)).toEqual([first, second, 'pass'])
    expect(exitCode(run, { strict: false })).toBe(usual)
    expect(exitCode(run, { strict: true })).toBe(strict)
  })

  it('that is interrupted ends with 130 whatever its waivers are', () => {
    const run = runOf([], [stale])
    expect(exitCode({ ...run, run: { ...run.run, interrupted: true } }, { strict: true })).toBe(130)
  })

  it('keeps what it found', () => {
    const run = runOf([confirmed], [onMust])
    expect(run.findings).toEqual([confirmed])
    expect(run.cells[0]?.reasons).toEqual([`${confirmed.key} (3 of 3)`])
  })
})
