import { describe, expect, it } from 'vitest'
import { type Comparison, compare } from '../../oracle/comparison/index.ts'
import { addDuration, type Durations } from '../../oracle/durations.ts'
import type { CellVerdict, Finding, RunResult, Verdict } from '../../oracle/results.ts'
import { unlooked } from '../../oracle/verdicts.ts'
import type { WaiverOutcome } from '../../oracle/waiver.ts'
import { cell as cellOf, result } from '../reports/samples.ts'
import { finding } from './cell-reports.ts'

const must = 'RE-400'
const should = 'RE-400-VALUE-REFUSED'

const cell = (verdict: Verdict, clause = must): CellVerdict =>
  cellOf(clause, 'createPerson', {
    verdict,
    evidence: verdict === 'not-exercised' || verdict === 'inconclusive' ? 0 : 5,
  })

/** Something else passes, so that a run is never without evidence by accident. */
const other = cellOf('RE-200', 'getPerson')

const run = (cells: readonly CellVerdict[], findings: readonly Finding[] = [], more: Partial<RunResult> = {}) =>
  result({ cells: [...cells, other], findings, ...more })

const broken = finding(must, 'createPerson')
const advice = finding(should, 'createPerson')
const once = finding(must, 'createPerson', 1)
const permission = finding('RE-418', 'createPerson', 3, 3, { level: 'MAY' })
const elsewhere = finding('RE-500', 'createPerson', 3, 3, { cell: `${must}:createPerson` })
const crashing = {
  ...broken,
  key: broken.key.replace(/422$/, '500'),
  violation: { ...broken.violation, status: '500' },
}

const other400 = { ...broken, key: `RE-400:createPerson:required:first_name:422` }

const waiver = (key: string): readonly WaiverOutcome[] => [
  {
    waiver: { key, clause: must, reason: 'r', owner: 'o', expires: '2999-01-01', flaky: false, where: 'w:1:1' },
    state: 'used',
    findings: [key],
  },
]

const clean = run([cell('pass')])
const failing = run([cell('fail')], [broken])
/** It fails with another status, and with both. */
const otherwise = run([cell('fail')], [crashing])
const twice = run([cell('fail')], [broken, crashing])
/** It fails, and all that is known of that is advice; or that is known besides. */
const advised = run([cell('fail')], [advice])
const besides = run([cell('fail')], [broken, advice])
/** It holds, and came upon something that has no cell. */
const cameUpon = run([cell('pass')], [elsewhere])
const waived = run([cell('waived')], [broken], { waivers: waiver(broken.key) })
const flaky = run([cell('flaky')], [once])
const warned = run([cell('warn', should)], [advice])
const undecided = run([cell('inconclusive')])
const idle = run([cell('not-exercised')])
const nothing = run([])
/** The run had its greatest number of findings before it looked into what it saw here. */
const left = run([cellOf(must, 'createPerson', { verdict: 'inconclusive', reasons: [unlooked] })])
/** It had so elsewhere, and has found something here. */
const full = run(
  [cell('fail'), cellOf('RE-500', 'getPerson', { verdict: 'inconclusive', reasons: [unlooked] })],
  [broken],
)
const { run: facts } = result()
const interrupted = run([cell('pass')], [], { run: { ...facts, interrupted: true } })
const gone = run([cell('pass')], [], { run: { ...facts, ending: { kind: 'gone', detail: 'It is gone' } } })
const spent = run([cell('pass')], [], { run: { ...facts, ending: { kind: 'budget', detail: 'It is spent' } } })
const faulty = run([cell('pass')], [], { suiteFaults: ['x'] })
const empty = result({ cells: [cell('not-exercised')] })

describe('whether a run is no worse than an earlier one', () => {
  it.each<[what: string, before: RunResult, after: RunResult, usual: number, strict: number]>([
    ['nothing has changed', clean, clean, 0, 0],
    ['a MUST is broken', clean, failing, 1, 1],
    ['it was broken before', failing, failing, 0, 0],
    ['it is mended', failing, clean, 0, 0],
    ['it fails with another status', failing, otherwise, 1, 1],
    ['it fails in one more way', failing, twice, 1, 1],
    ['a SHOULD is broken', run([cell('pass', should)]), warned, 0, 1],
    ['what is broken has no cell', clean, cameUpon, 1, 1],
    ['what MAY be is not', clean, run([cell('pass')], [permission]), 0, 0],
    ['it is flaky', clean, flaky, 3, 1],
    ['it was flaky before', flaky, flaky, 0, 0],
    ['it was flaky before and shows every time now', flaky, failing, 0, 0],
    ['a SHOULD is flaky', clean, run([cell('pass')], [finding(should, 'createPerson', 1)]), 0, 1],
    ['it is broken, and waived', clean, waived, 0, 0],
    ['it was waived, and is no longer', waived, failing, 0, 0],
    ['a MUST that held is undecided', clean, undecided, 3, 3],
    ['a MUST that failed is undecided', failing, undecided, 0, 0],
    ['a MUST was undecided before', undecided, undecided, 0, 0],
    ['a MUST is undecided that nobody knew', nothing, undecided, 0, 0],
    ['a SHOULD that held is undecided', run([cell('pass', should)]), run([cell('inconclusive', should)]), 0, 0],
    ['it was undecided before and is broken now', undecided, failing, 1, 1],
    ['it was not looked into before, and is now', left, failing, 0, 0],
    ['it was, and something else was not looked into', full, twice, 0, 0],
    [
      'it held, and something else was not looked into',
      run([cell('pass'), left.cells[0] ?? cell('pass')]),
      warned,
      0,
      1,
    ],
    ['it held, and is not looked into', clean, left, 3, 3],
    ['it was not exercised before and is broken now', idle, failing, 1, 1],
    ['it was not planned before and is broken now', nothing, failing, 1, 1],
    ['it is no longer exercised', clean, idle, 0, 0],
    ['it is no longer planned', clean, nothing, 0, 0],
    ['what was broken is no longer exercised', failing, idle, 0, 0],
    ['a cell fails of which no finding is kept', clean, run([cell('fail')]), 1, 1],
    ['a SHOULD does of which no finding is kept', run([cell('pass', should)]), run([cell('warn', should)]), 0, 1],
    ['the later one judged nothing', clean, empty, 3, 3],
    ['the earlier one judged nothing', empty, clean, 0, 0],
    ['the later one was interrupted', clean, interrupted, 3, 3],
    ['the target of the later one was gone', clean, gone, 3, 3],
    ['the budget of the later one was spent', clean, spent, 0, 0],
    ['the suite was at fault', clean, faulty, 3, 3],
    ['interrupted, and something is broken', clean, { ...failing, run: interrupted.run }, 1, 1],
  ])('%s', (_, before, after, usual, strict) => {
    const codes = [false, true].map((asked) => compare(before, after, { strict: asked }).exitCode)
    expect(codes).toEqual([usual, strict])
  })
})

const keys = ({ findings }: Comparison) => ({
  failing: findings.failing.map(({ finding: { key } }) => key),
  flaky: findings.flaky.map(({ finding: { key } }) => key),
  undated: findings.undated.map(({ finding: { key } }) => key),
  waived: findings.waived.map(({ finding: { key } }) => key),
  known: findings.known.map(({ key }) => key),
  fixed: findings.fixed.map(({ key }) => key),
  unseen: findings.unseen.map(({ key }) => key),
})

const none = { failing: [], flaky: [], undated: [], waived: [], known: [], fixed: [], unseen: [] }

describe('what has become of a finding', () => {
  it.each<[what: string, before: RunResult, after: RunResult, Partial<ReturnType<typeof keys>>]>([
    ['it is new', clean, failing, { failing: [broken.key] }],
    ['it is new and flaky', clean, flaky, { flaky: [once.key] }],
    ['it is new and waived', clean, waived, { waived: [broken.key] }],
    ['it was seen, and not looked into', left, failing, { undated: [broken.key] }],
    ['others like it were not looked into', full, besides, { failing: [advice.key], known: [broken.key] }],
    [
      'the later run did not look into all that is like it',
      run([cell('fail')], [other400, broken]),
      full,
      { known: [broken.key], unseen: [other400.key] },
    ],
    ['it is known', failing, failing, { known: [broken.key] }],
    ['it is known from when it was waived', waived, failing, { known: [broken.key] }],
    ['it is fixed', failing, clean, { fixed: [broken.key] }],
    ['nobody looked', failing, idle, { unseen: [broken.key] }],
    ['nobody planned to look', failing, nothing, { unseen: [broken.key] }],
    ['nobody came to a conclusion', failing, undecided, { unseen: [broken.key] }],
    ['its cell still fails for something else', failing, advised, { failing: [advice.key], fixed: [broken.key] }],
    ['another status takes its place', failing, otherwise, { failing: [crashing.key] }],
    ['another status joins it', failing, twice, { failing: [crashing.key], known: [broken.key] }],
    ['it had no cell, and the one that came upon it was run', cameUpon, clean, { fixed: [elsewhere.key] }],
    ['it had no cell, and the one that came upon it was not run', cameUpon, idle, { unseen: [elsewhere.key] }],
    ['nothing is demanded', run([], [permission]), clean, {}],
  ])('%s', (_, before, after, expected) => {
    expect(keys(compare(before, after, { strict: false }))).toEqual({ ...none, ...expected })
  })

  it('says what it took the place of, and whether it was seen to hold', () => {
    const about = (before: RunResult, after: RunResult) =>
      compare(before, after, { strict: false }).findings.failing.map(({ insteadOf, held }) => ({ insteadOf, held }))
    expect(about(failing, otherwise)).toEqual([{ insteadOf: [broken.key], held: true }])
    expect(about(failing, twice)).toEqual([{ insteadOf: [], held: true }])
    expect(about(clean, failing)).toEqual([{ insteadOf: [], held: true }])
    for (const before of [idle, nothing, undecided])
      expect(about(before, failing)).toEqual([{ insteadOf: [], held: false }])
  })
})

describe('what has become of a cell', () => {
  const names = ['pass', 'warn', 'fail', 'flaky', 'waived', 'inconclusive', 'not-exercised'] as const
  const lists = ['broken', 'newlyExercised', 'noLongerExercised', 'noLongerDecided'] as const

  /** Where a cell is listed whose verdict changes so. */
  const listed: Readonly<Record<string, (typeof lists)[number]>> = {
    'pass warn': 'broken',
    'pass fail': 'broken',
    'pass flaky': 'broken',
    ...Object.fromEntries(
      ['pass', 'warn', 'fail', 'flaky', 'waived'].map((name) => [`${name} inconclusive`, 'noLongerDecided']),
    ),
    ...Object.fromEntries(
      ['pass', 'warn', 'fail', 'flaky', 'waived', 'inconclusive'].flatMap((name) => [
        [`${name} not-exercised`, 'noLongerExercised'],
        [`not-exercised ${name}`, 'newlyExercised'],
      ]),
    ),
  }

  it.each(names.flatMap((before) => names.map((after) => [before, after] as const)))('%s, then %s', (before, after) => {
    const { cells } = compare(run([cell(before)]), run([cell(after)]), { strict: false })
    const found = lists.filter((list) => cells[list].length > 0)
    expect(found).toEqual([listed[`${before} ${after}`] ?? []].flat())
    for (const list of found) expect(cells[list]).toMatchObject([{ cell: `${must}:createPerson`, before, after }])
  })

  it('one that was not planned is as good as not exercised', () => {
    expect(compare(clean, nothing, { strict: false }).cells.noLongerExercised).toMatchObject([
      { before: 'pass', after: 'absent' },
    ])
    expect(compare(nothing, clean, { strict: false }).cells.newlyExercised).toMatchObject([
      { before: 'absent', after: 'pass' },
    ])
    expect(compare(nothing, idle, { strict: false }).cells.newlyExercised).toEqual([])
  })
})

describe('what makes a comparison weak', () => {
  it.each<[what: string, before: RunResult, after: RunResult, said: readonly string[]]>([
    ['nothing', clean, { ...clean, run: { ...facts, id: 'later', startedAt: '2026-01-02T00:00:00Z' } }, []],
    ['itself', clean, clean, ['Both are of the same run.']],
    [
      'the wrong order',
      { ...clean, run: { ...facts, id: 'x', startedAt: '2026-02-01T00:00:00Z' } },
      clean,
      ['The first was made after the second: are they the wrong way round?'],
    ],
    [
      'everything else',
      clean,
      {
        ...clean,
        suite: { version: '0.2.0', generators: 3, commit: 'abc' },
        run: { ...facts, id: 'x', edition: 'current', profile: 'smoke', seed: 43, plan: 'b'.repeat(64) },
      },
      [
        'They have different editions: classic and current.',
        'They have different suite versions: 0.1.0 and 0.2.0.',
        'They have different builds of the suite: unknown and abc.',
        'They have different generator versions: 1 and 3.',
        'They have different profiles: gate and smoke.',
        'They have different seeds: 42 and 43.',
        'Their plans differ: not the same cells and cases were there to be sent.',
      ],
    ],
    [
      'more than was looked into',
      { ...left, run: { ...facts, id: 'x' } },
      clean,
      ['The first had its greatest number of findings (--max-findings), and did not look into the rest.'],
    ],
    [
      'runs that did not come to their ends',
      { ...empty, run: { ...facts, id: 'x', cut: ['One cell was left out.'] } },
      {
        ...clean,
        suiteFaults: ['x'],
        run: { ...facts, interrupted: true, ending: { kind: 'gone', detail: 'It is gone' } },
      },
      [
        'The first was cut short by its budget.',
        'The first judged nothing.',
        'The second was interrupted.',
        'The second ended early: It is gone.',
        'The second had a fault of the suite itself.',
      ],
    ],
  ])('%s', (_, before, after, said) => {
    expect(compare(before, after, { strict: false }).caveats).toEqual(said)
  })
})

describe('what has become slower', () => {
  /** So many answers that took so long, and some of another length. */
  const took = (
    milliseconds: number,
    answers: number,
    others: readonly (readonly [number, number])[] = [],
  ): Durations => {
    const durations: Record<string, number> = {}
    for (const [length, times] of [[milliseconds, answers] as const, ...others])
      for (let one = 0; one < times; one += 1) addDuration(durations, length)
    return durations
  }

  it.each<[what: string, before: Durations, after: Durations, found: string | undefined]>([
    ['twice as long and more', took(20, 20), took(50, 20), 'p50 20 50'],
    ['exactly the threshold', took(20, 20), took(40, 20), 'p50 20 40'],
    ['not twice as long', took(100, 20), took(160, 20), undefined],
    ['not by 20 ms', took(4, 1000), took(20, 1000), undefined],
    ['faster', took(50, 20), took(20, 20), undefined],
    ['too few answers before', took(20, 19), took(400, 20), undefined],
    ['too few answers after', took(20, 20), took(400, 19), undefined],
    ['none before', {}, took(400, 20), undefined],
    ['the slowest of many', took(4, 200), took(4, 180, [[100, 20]]), 'p95 4 100'],
    ['the slowest of few', took(4, 40), took(4, 36, [[100, 4]]), undefined],
    ['longer than is told apart', took(20, 20), took(1e6, 20), 'p50 20 Infinity'],
    ['that already', took(1e6, 20), took(2e6, 20), undefined],
  ])('%s', (_, before, after, found) => {
    const durations = (one: Durations) => ({ ...clean, durations: { getPerson: one } })
    const { slower, exitCode } = compare(durations(before), durations(after), { strict: true })
    expect(slower.map((one) => `${one.quantile} ${one.before} ${one.after}`)).toEqual([found ?? []].flat())
    expect(exitCode).toBe(0)
  })

  it('names the operations', () => {
    const before = { a: took(20, 20), b: took(20, 20), c: took(20, 20) }
    const after = { c: took(80, 20), a: took(80, 20), d: took(80, 20) }
    const { slower } = compare({ ...clean, durations: before }, { ...clean, durations: after }, { strict: false })
    expect(slower.map(({ operation }) => operation)).toEqual(['a', 'c'])
  })
})
