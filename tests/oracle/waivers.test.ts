import { describe, expect, it } from 'vitest'
import type { CellReport, Finding } from '../../oracle/results.ts'
import type { Waiver, WaiverState } from '../../oracle/waiver.ts'
import { daysAfter, failsRun, judgeWaivers, type WaivableCell, waivedKeys } from '../../oracle/waivers.ts'
import { finding, must, other, report, should, waiver as waiverOf } from './cell-reports.ts'

const day = '2030-05-01'
const key = finding('RE-400', 'createPerson').key
const update = 'RE-400:updatePerson'

/** No cell has this clause on this operation. */
const nowhere = 'RE-405:createPerson'
const elsewhere = `${nowhere}:method::200`

const waiver = (more: Partial<Waiver> = {}): Waiver => waiverOf('RE-400', { operation: 'createPerson', ...more })

const cell = (id: string, leftOut = false): WaivableCell => {
  const [clause = '', operation = ''] = id.split(':')
  return { cell: id, clause, operation, leftOut }
}

/** A cell that was run to its end, and what it showed. */
const run = (id: string, more: Partial<CellReport> = {}): CellReport => report(id, { examined: { [id]: 3 }, ...more })

interface Scene {
  readonly cells?: readonly WaivableCell[]
  readonly findings?: readonly Finding[]
  readonly reports?: readonly CellReport[]
  readonly interrupted?: boolean
  readonly cut?: boolean
  readonly day?: string
}

const cells = [cell(must), cell(update), cell(should), cell(other)]
const all = [run(must), run(update), run(should), run(other)]

const judged = (one: Waiver, scene: Scene) =>
  judgeWaivers([one], { cells, findings: [], reports: all, interrupted: false, cut: false, day, ...scene })

const stateOf = (one: Waiver, scene: Scene = {}): WaiverState | undefined => judged(one, scene)[0]?.state

const expired = waiver({ expires: '2030-04-30' })
const openCarrier = run('RE-200:getPerson', { carrier: true, inconclusive: ['transport'] })
const found = { findings: [finding('RE-400', 'createPerson')] }
const seenOnce = { findings: [finding('RE-400', 'createPerson', 1)] }
/** Of all operations. */
const { operation: _, ...wide } = waiver()
const without = (id: string, ...instead: CellReport[]): Scene => ({
  reports: [...all.filter(({ cell: its }) => its !== id), ...instead],
})

/** Something is evidence for a pair that has no cell. */
const evidence = ({ reports = all }: Scene = {}): Scene => ({
  reports: reports.map((one) => (one.cell === other ? { ...one, examined: { ...one.examined, [nowhere]: 1 } } : one)),
})

describe('what becomes of a waiver', () => {
  it.each<[string, Waiver, Scene, WaiverState]>([
    ['its finding is there', waiver(), found, 'used'],
    ['named by its key', waiver({ key }), found, 'used'],
    ['of all operations', wide, found, 'used'],
    ['of a flaky finding', waiver(), seenOnce, 'used'],
    ['of a finding that no cell is planned for', waiver(), { ...found, cells: [] }, 'used'],
    ['of a finding in an interrupted run', waiver(), { ...found, interrupted: true }, 'used'],
    ['of another finding of its clause and operation', waiver({ key: `${key}1` }), found, 'stale'],
    ['of another operation', waiver({ operation: 'updatePerson' }), found, 'stale'],
    ['of another clause', waiver({ clause: 'RE-400-VALUE-REFUSED' }), found, 'stale'],
    ['nothing was found', waiver(), {}, 'stale'],
    ['nothing was found on any operation', wide, {}, 'stale'],
    [
      'beside a cell that the plan leaves out',
      wide,
      { ...without(update), cells: [cell(must), cell(update, true)] },
      'stale',
    ],
    [
      'another operation was left open',
      waiver(),
      without(update, run(update, { inconclusive: ['transport'] })),
      'idle',
    ],
    ['another cell met a fault of the suite', waiver(), without(other, run(other, { suiteFault: 'x' })), 'idle'],
    ['what only gave evidence was left open', waiver(), { reports: [...all, openCarrier] }, 'idle'],
    ['of the cells of another operation one was not chosen', waiver(), without(other), 'idle'],
    [
      'of another operation one was run as evidence alone',
      waiver(),
      without(other, run(other, { carrier: true })),
      'idle',
    ],
    ['by key, and a cell was not chosen that may provoke its finding', waiver({ key }), without(other), 'idle'],
    ['the budget left something out', waiver(), { cut: true }, 'idle'],
    ['something else was seen and not looked into', waiver(), without(other, run(other, { left: [update] })), 'stale'],
    [
      'the target has nothing to exercise another cell with',
      waiver(),
      without(other, run(other, { unexercised: { kind: 'missing', detail: 'x' } })),
      'stale',
    ],

    ['matches nothing', waiver({ clause: 'RE-405' }), {}, 'unmatched'],
    ['matches nothing in an interrupted run', waiver({ clause: 'RE-405' }), { interrupted: true }, 'unmatched'],
    ['matches nothing and has expired', waiver({ clause: 'RE-405', expires: '2030-04-01' }), {}, 'unmatched'],
    ['flaky, matches nothing', waiver({ clause: 'RE-405', flaky: true }), {}, 'unmatched'],

    ['by key, matches nothing', waiver({ key: elsewhere, clause: 'RE-405' }), {}, 'unmatched'],
    ['by key, matches nothing that was chosen', waiver({ key: elsewhere, clause: 'RE-405' }), without(other), 'idle'],
    [
      'by key, matches nothing before an interruption',
      waiver({ key: elsewhere, clause: 'RE-405' }),
      { interrupted: true },
      'idle',
    ],
    [
      'by key, matches nothing, and a cell is inconclusive',
      waiver({ key: elsewhere, clause: 'RE-405' }),
      without(other, run(other, { inconclusive: ['x'] })),
      'idle',
    ],
    ['by key, matches nothing within the budget', waiver({ key: elsewhere, clause: 'RE-405' }), { cut: true }, 'idle'],
    ['has no cell, only evidence', waiver({ clause: 'RE-405' }), evidence(), 'stale'],
    ['has no cell, only evidence, and a filter', waiver({ clause: 'RE-405' }), evidence(without(should)), 'idle'],
    [
      'has no cell, only evidence, and expired',
      waiver({ clause: 'RE-405', expires: '2030-04-30' }),
      evidence(),
      'expired',
    ],
    [
      'has no cell, only evidence, and its operation is inconclusive',
      waiver({ clause: 'RE-405' }),
      evidence(without(should, run(should, { inconclusive: ['x'] }))),
      'idle',
    ],

    ['on its last day', waiver({ expires: day }), found, 'used'],
    ['on the day after', waiver({ expires: '2030-04-30' }), found, 'expired'],
    ['a year ago, in a later month', waiver({ expires: '2029-12-31' }), found, 'expired'],
    ['expired, and nothing was found', waiver({ expires: '2030-04-30' }), {}, 'expired'],
    ['expired, and one of its operations was run', { ...wide, expires: '2030-04-30' }, without(update), 'expired'],
    ['expired, nothing was found, and the budget left something out', expired, { cut: true }, 'expired'],
    ['expired, and not run', waiver({ expires: '2030-04-30' }), without(must), 'idle'],
    ['expired, found, and interrupted', waiver({ expires: '2030-04-30' }), { ...found, interrupted: true }, 'expired'],
    ['expired and interrupted', waiver({ expires: '2030-04-30' }), { interrupted: true }, 'idle'],

    ['its cell was not chosen', waiver(), without(must), 'idle'],
    ['its cell was run as evidence for others', waiver(), without(must, run(must, { carrier: true })), 'idle'],
    ['one of its cells was not chosen', wide, without(update), 'idle'],
    ['all of its cells are left out by the plan', waiver(), { cells: [cell(must, true)] }, 'idle'],
    ['there was no evidence', waiver(), without(must, report(must)), 'idle'],
    [
      'its cell was not exercised',
      waiver(),
      without(must, run(must, { unexercised: { kind: 'missing', detail: 'x' } })),
      'idle',
    ],
    ['its cell is inconclusive', waiver(), without(must, run(must, { inconclusive: ['rate-limited'] })), 'idle'],
    [
      'its operation is inconclusive in another cell',
      waiver(),
      without(should, run(should, { inconclusive: ['x'] })),
      'idle',
    ],
    ['its cell met a fault of the suite', waiver(), without(must, run(must, { suiteFault: 'x' })), 'idle'],
    ['something was seen and not looked into', waiver(), without(other, run(other, { left: [must] })), 'idle'],
    ['interrupted', waiver(), { interrupted: true }, 'idle'],

    ['known to be flaky, and it was', waiver({ flaky: true }), seenOnce, 'used'],
    ['known to be flaky, and it is not', waiver({ flaky: true }), found, 'not-flaky'],
    [
      'known to be flaky, it is not, and nothing else is known of it',
      waiver({ flaky: true }),
      { ...found, cells: [], reports: [] },
      'not-flaky',
    ],
    ['known to be flaky, and not found', waiver({ flaky: true }), {}, 'idle'],
    ['known to be flaky, and expired', waiver({ flaky: true, expires: '2030-04-30' }), seenOnce, 'expired'],
    ['known to be flaky, not found, and expired', waiver({ flaky: true, expires: '2030-04-30' }), {}, 'expired'],
  ])('%s', (_, one, scene, state) => {
    expect(stateOf(one, scene)).toBe(state)
  })

  it('is judged for each by itself, and says which findings it is of', () => {
    const findings = [
      finding('RE-400', 'createPerson'),
      finding('RE-400', 'updatePerson', 1),
      finding('RE-200', 'getPerson'),
    ]
    const outcomes = judgeWaivers([wide, { ...wide, flaky: true }, waiver({ clause: 'RE-405' })], {
      cells,
      findings,
      reports: all,
      interrupted: false,
      cut: false,
      day,
    })
    const [create = '', its = ''] = findings.map((one) => one.key)
    expect(outcomes.map(({ state, findings: keys }) => [state, keys])).toEqual([
      ['used', [create, its]],
      ['used', [its]],
      ['unmatched', []],
    ])
    expect(waivedKeys(outcomes)).toEqual(new Set([create, its]))
  })

  it('excuses nothing unless it is used', () => {
    expect(waivedKeys(judged(waiver({ expires: '2030-04-30' }), found))).toEqual(new Set())
    expect(waivedKeys(judged(waiver({ flaky: true }), found))).toEqual(new Set())
    expect(waivedKeys()).toEqual(new Set())
  })

  it.each<[WaiverState, boolean]>([
    ['used', false],
    ['idle', false],
    ['not-flaky', false],
    ['stale', true],
    ['expired', true],
    ['unmatched', true],
  ])('%s fails the run: %s', (state, fails) => {
    expect(failsRun({ waiver: waiver(), state, findings: [] })).toBe(fails)
  })
})

describe('days', () => {
  it.each([
    ['2030-05-01', 30, '2030-05-31'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2030-12-15', 30, '2031-01-14'],
    ['2030-03-30', 2, '2030-04-01'],
  ])('%s and %i more are %s', (from, more, to) => {
    expect(daysAfter(from, more)).toBe(to)
  })
})
