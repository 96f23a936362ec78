import { describe, expect, test } from 'vitest'
import { compare } from '../../oracle/comparison/index.ts'
import type { RunResult } from '../../oracle/results.ts'
import { renderComparisonJson } from '../../reports/compare/json.ts'
import { renderComparison } from '../../reports/compare/terminal.ts'
import { columns } from '../../reports/terminal/text.ts'
import { cell, edition, exchange, finding, result } from './samples.ts'

const { run } = result()
const later = (more: Partial<RunResult['run']> = {}) => ({
  ...run,
  id: 'later',
  startedAt: '2026-01-02T00:00:00Z',
  ...more,
})

/** One finding more, one fewer, one that is known, one that is flaky; cells of each kind; something slower. */
const known = finding({ key: 'RE-404:getPerson:known-id:id:200', cell: 'RE-404:getPerson' })
const gone = finding({ key: 'RE-410:getPerson:alive::200', cell: 'RE-410:getPerson' })
const hidden = finding({
  key: 'RE-403:getPerson:visible::200',
  violation: { ...gone.violation, clause: 'RE-403', operation: 'getPerson' },
})
const fresh = finding({
  violation: { ...finding().violation, expected: '400 \x1b[31m\u202e', actual: 'hostile \x1b[31m\u202e text' },
  exchanges: [exchange()],
})
const flaky = finding({
  key: 'RE-500:listPeople:id-form:id:500',
  violation: { ...fresh.violation, clause: 'RE-500', operation: 'listPeople' },
  confirmation: { reproduced: 1, of: 3 },
})
const before = result({
  cells: [
    cell('RE-400', 'createPerson'),
    cell('RE-410', 'getPerson', { verdict: 'fail' }),
    cell('RE-404', 'getPerson', { verdict: 'fail' }),
    cell('RE-403', 'getPerson', { verdict: 'fail' }),
    cell('RE-406', 'getPerson'),
  ],
  findings: [known, { ...gone, violation: { ...gone.violation, clause: 'RE-410', operation: 'getPerson' } }, hidden],
  durations: { getPerson: { 5: 100 } },
})
const after = result({
  suite: { version: '0.2.0', generators: 1 },
  run: later({ target: '--config staging.yaml' }),
  cells: [
    cell('RE-400', 'createPerson', { verdict: 'fail' }),
    cell('RE-410', 'getPerson'),
    cell('RE-404', 'getPerson', { verdict: 'fail' }),
    cell('RE-406', 'getPerson', { verdict: 'inconclusive' }),
    cell('RE-405', 'getPerson'),
  ],
  findings: [known, fresh, flaky],
  durations: { getPerson: { 100: 100 } },
})

const rendered = (one: RunResult, other: RunResult, width = 100, color = false, strict = false): string =>
  renderComparison(one, other, compare(one, other, { strict }), {
    color,
    width,
    names: ['main/results.json', 'results.json'],
    clauses: edition.clauses,
  })

describe('a comparison, for a terminal', () => {
  test('says first what came of it and what makes it weak, then what is worse, then the rest', () => {
    const text = rendered(before, after)
    const lines = text.split('\n')
    expect(lines[0]).toBe('WORSE: 1 finding newly failing')
    const titles = lines.filter((line) => /^[A-Z][a-z, -]+$/.test(line))
    expect(titles).toEqual([
      'Compare with care',
      'Left open',
      'Cells that held',
      'Newly failing',
      'New, and not decisive',
      'Fixed',
      'Not looked for again',
      'Newly exercised',
      'No longer exercised',
      'No longer decided',
      'Slower',
    ])
    expect(text).toContain('\n  They have different suite versions: 0.1.0 and 0.2.0.\n')
    expect(text).toContain(
      '\n  Held before, and inconclusive now: RE-406:getPerson.\n  New and flaky: RE-500:listPeople:id-form:id:500.\n',
    )
    expect(text).toContain('\nCells that held\n  pass → fail (1 cell)\n    RE-400 on createPerson\n')
    expect(text).toMatch(/^RE-400 {2}MUST {2}createPerson · required · last_name +reproducible 3\/3$/m)
    expect(text).toContain(
      `  key       ${fresh.key}\n  replay    doorflow-conformance replay ${fresh.replay} --config staging.yaml\n`,
    )
    expect(text).toMatch(/\nNew, and not decisive\n {2}MUST {4}RE-500:listPeople:id-form:id:500 +flaky 1\/3\n\n/)
    expect(text).toMatch(/\nFixed\n {2}MUST {4}RE-410:getPerson:alive::200 +reproducible 3\/3\n/)
    expect(text).toMatch(/\nNot looked for again\n {2}MUST {4}RE-403:getPerson:visible::200 +reproducible 3\/3\n/)
    expect(text).toContain('\n  absent → pass (1 cell)\n    RE-405 on getPerson\n')
    expect(text).toContain('\n  fail → absent (1 cell)\n    RE-403 on getPerson\n')
    expect(text).toContain('\n  getPerson  half of the answers within 100 ms, not 5 ms\n')
    expect(text.endsWith('\nfindings: 1 known, 2 new, 1 fixed\n')).toBe(true)
  })

  test('says so where nothing has changed', () => {
    const text = rendered(before, { ...before, run: later() })
    expect(text.split('\n')[0]).toBe('NO WORSE')
    expect(text).toContain('\n\nfindings: 3 known, 0 new, 0 fixed\n')
    expect(text).not.toMatch(/Compare with care|Newly|Slower|Fixed/)
  })

  test('says so where nobody can tell', () => {
    const text = rendered(before, { ...before, run: later({ interrupted: true }) })
    expect(text.split('\n')[0]).toBe('NO VERDICT: nobody can tell whether it has become worse')
    expect(text).toContain('\nLeft open\n  The second was interrupted.\n')
  })

  test('says where a finding was known by another status, and where nobody knew', () => {
    const key = 'RE-400:createPerson:required:last_name:500'
    const old = result({ cells: [cell('RE-400', 'createPerson', { verdict: 'fail' })], findings: [finding({ key })] })
    expect(rendered(old, after)).toContain(`\n  before    was there as ${key}\n`)
    expect(rendered(result({ cells: [cell('RE-405', 'getPerson')] }), after)).toContain(
      '\n  before    nobody knew before whether this holds\n',
    )
    expect(rendered(before, after)).not.toContain('\n  before    ')
  })

  test.each([40, 60, 100])(
    'fits %i columns, but for what is to be copied, and nothing acts on the terminal',
    (width) => {
      const text = rendered(before, after, width)
      expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u)
      const long = text.split('\n').filter((line) => columns(line) > width && !/curl|replay|key {7}/.test(line))
      expect(long).toEqual([])
    },
  )

  test('paints its verdict where colours are wanted', () => {
    expect(rendered(before, after, 100, true)).toContain('\x1b[31mWORSE')
  })
})

describe('a comparison, for programs', () => {
  test('holds what decides, and all lists', () => {
    const comparison = compare(before, after, { strict: false })
    const text = renderComparisonJson(before, after, comparison)
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u)
    const document = JSON.parse(text)
    expect(document).toMatchObject({
      format: 'doorflow-conformance/comparison',
      version: 1,
      exitCode: 1,
      before: { suite: { version: '0.1.0' }, seed: 42, id: 'run' },
      after: { suite: { version: '0.2.0' }, id: 'later' },
      worse: { findings: [fresh.key], cells: ['RE-400:createPerson'] },
      findings: {
        failing: [{ key: fresh.key, level: 'MUST', held: true, insteadOf: [], replay: fresh.replay, status: '201' }],
        flaky: [{ key: flaky.key, confirmation: { reproduced: 1, of: 3 } }],
        undated: [],
        waived: [],
        known: [{ key: known.key }],
        fixed: [{ key: gone.key }],
        unseen: [{ key: hidden.key }],
      },
      slower: [{ operation: 'getPerson', quantile: 'p50', before: 5, after: 100 }],
    })
    expect(document.caveats).toEqual(comparison.caveats)
    expect(document.open).toEqual(comparison.open)
    expect(document.cells).toEqual(comparison.cells)
  })

  test('says null where it took longer than is told apart', () => {
    const slow = { ...after, durations: { getPerson: { more: 100 } } }
    const document = JSON.parse(renderComparisonJson(before, slow, compare(before, slow, { strict: false })))
    expect(document.slower).toEqual([{ operation: 'getPerson', quantile: 'p50', before: 5, after: null }])
  })
})
