import { describe, expect, test } from 'vitest'
import type { FrozenProfile } from '../../oracle/frozen-profile.ts'
import type { Finding, RunResult } from '../../oracle/results.ts'
import { score } from '../../reports/certificate/score.ts'
import { viewOf } from '../../reports/certificate/view.ts'
import { cell, edition, finding, result } from '../reports/samples.ts'

const profile: FrozenProfile = {
  format: 1,
  name: 'certify-classic-0',
  edition: 'classic',
  generators: 1,
  clauses: ['RE-200', 'RE-400', 'RE-401', 'RE-PARAM', 'AU-QUERY', 'AB-ABSENT'],
  cells: [
    { cell: 'RE-400:createPerson', core: true, minimum: 3, variants: { a: 10 } },
    { cell: 'RE-401:getAccount', core: true, minimum: 2, variants: { a: 10 } },
    { cell: 'RE-PARAM:createPerson', core: true, minimum: 0, variants: {} },
    { cell: 'AU-QUERY:getAccount', core: false, minimum: 1, variants: { a: 1 } },
    { cell: 'RE-200:listEvents', core: false, minimum: 1, variants: { a: 1 } },
  ],
}

const cells = [
  cell('RE-400', 'createPerson'),
  cell('RE-401', 'getAccount'),
  cell('RE-PARAM', 'createPerson'),
  cell('AU-QUERY', 'getAccount'),
  cell('RE-200', 'listEvents'),
]

const idle = (kind: 'absent' | 'withheld' | 'missing' | 'budget' | 'unobserved') =>
  ({ verdict: 'not-exercised', evidence: 0, unexercised: { kind, detail: 'So it is.' } }) as const

/** The sound run with some cells otherwise. */
const with_ = (...changed: readonly (typeof cells)[number][]): Partial<RunResult> => ({
  cells: cells.map((one) => changed.find(({ cell }) => cell === one.cell) ?? one),
})

const scored = (more: Partial<RunResult> = {}, level: 'core' | 'full' = 'full') =>
  score(edition, profile, level, viewOf(result({ cells, ...more })))

const broken = (clause: string, operation: string, more: Partial<Finding> = {}): Finding => {
  const { violation, ...rest } = finding(more)
  return { ...rest, violation: { ...violation, clause, operation } }
}

describe('a run under a profile', () => {
  test('is conformant where every cell passes with enough evidence', () => {
    expect(scored()).toMatchObject({
      verdict: 'conformant',
      failed: [],
      warned: [],
      blocked: [],
      absent: [],
      unscored: 0,
    })
    expect(scored().passed).toEqual(profile.cells.map(({ cell }) => cell))
    expect(scored({}, 'core').passed).toEqual(['RE-400:createPerson', 'RE-401:getAccount', 'RE-PARAM:createPerson'])
  })

  test('is not conformant where a cell fails, whatever else is open', () => {
    const its = scored(
      with_(cell('RE-401', 'getAccount', { verdict: 'fail' }), cell('RE-400', 'createPerson', { verdict: 'flaky' })),
    )
    expect(its).toMatchObject({ verdict: 'not-conformant', failed: ['RE-401:getAccount'] })
  })

  test('stays conformant where something only warns', () => {
    expect(scored(with_(cell('RE-401', 'getAccount', { verdict: 'warn' })))).toMatchObject({
      verdict: 'conformant',
      warned: ['RE-401:getAccount'],
    })
  })

  test('is partial where a resource is declared absent, and names it', () => {
    const more = with_(cell('RE-200', 'listEvents', idle('absent')))
    const seen = { cells: [...(more.cells ?? []), cell('AB-ABSENT', 'listEvents')] }
    expect(scored(seen)).toMatchObject({ verdict: 'partial', absent: ['events'] })
    expect(scored(more, 'core').verdict).toBe('conformant')
  })

  test('is no less partial where asking whether it is absent was evidence for something', () => {
    const more = with_(cell('RE-200', 'listEvents', idle('absent')), cell('RE-401', 'getAccount'))
    const short: FrozenProfile = {
      ...profile,
      cells: [...profile.cells, { cell: 'RE-STATUS:listEvents', core: false, minimum: 5, variants: {} }],
    }
    const asked = [cell('RE-STATUS', 'listEvents', { evidence: 1 }), cell('AB-ABSENT', 'listEvents')]
    const view = viewOf(result({ cells: [...(more.cells ?? []), ...asked] }))
    expect(score(edition, short, 'full', view)).toMatchObject({ verdict: 'partial', blocked: [], absent: ['events'] })
  })

  test('has no verdict where nobody asked whether what is declared absent is', () => {
    const its = scored(with_(cell('RE-200', 'listEvents', idle('absent'))))
    expect(its).toMatchObject({ blocked: ['Whether listEvents is absent was not seen: it was not asked for.'] })
    expect(its).not.toHaveProperty('verdict')
  })

  test.each([
    ['flaky', cell('RE-401', 'getAccount', { verdict: 'flaky' }), 'RE-401:getAccount is flaky.'],
    [
      'inconclusive',
      cell('RE-401', 'getAccount', { verdict: 'inconclusive', reasons: ['no answer'] }),
      'RE-401:getAccount is inconclusive (no answer).',
    ],
    [
      'waived',
      cell('RE-401', 'getAccount', { verdict: 'waived' }),
      'RE-401:getAccount is waived, and a certificate knows no waivers.',
    ],
    ['withheld', cell('RE-401', 'getAccount', idle('withheld')), 'RE-401:getAccount was not exercised: So it is.'],
    ['missing', cell('RE-401', 'getAccount', idle('missing')), 'RE-401:getAccount was not exercised: So it is.'],
    [
      'left out by a budget',
      cell('RE-401', 'getAccount', idle('budget')),
      'RE-401:getAccount was not exercised: So it is.',
    ],
    [
      'never observed, though every answer shows it',
      cell('RE-401', 'getAccount', idle('unobserved')),
      'RE-401:getAccount was not exercised: So it is.',
    ],
    [
      'short of evidence',
      cell('RE-401', 'getAccount', { evidence: 1 }),
      'RE-401:getAccount was judged 1 times, and the profile asks for 2.',
    ],
  ])('has no verdict where a cell is %s', (_, changed, why) => {
    expect(scored(with_(changed))).toMatchObject({ blocked: [why] })
    expect(scored(with_(changed))).not.toHaveProperty('verdict')
  })

  test('has no verdict where a cell was not run', () => {
    const its = scored({ cells: cells.filter(({ cell }) => cell !== 'RE-401:getAccount') })
    expect(its).toMatchObject({ blocked: ['RE-401:getAccount is in the profile and was not run.'] })
    expect(its).not.toHaveProperty('verdict')
  })

  test.each([
    ['interrupted', { run: { ...result().run, interrupted: true } }],
    ['ended early', { run: { ...result().run, ending: { kind: 'gone', detail: 'it is gone' } } }],
    ['cut', { run: { ...result().run, cut: ['The budget leaves out 1 case.'] } }],
    ['at fault itself', { suiteFaults: ['something broke'] }],
  ] as const)('has no verdict where the run was %s, even if something failed', (_, more) => {
    const failing = with_(cell('RE-401', 'getAccount', { verdict: 'fail' }))
    expect(scored({ ...failing, ...(more as Partial<RunResult>) })).not.toHaveProperty('verdict')
  })

  test('names what was never observed where it need not be', () => {
    expect(scored(with_(cell('RE-PARAM', 'createPerson', idle('unobserved'))))).toMatchObject({
      verdict: 'conformant',
      neverObserved: [{ clause: 'RE-PARAM', operations: ['createPerson'] }],
    })
  })

  test('names forms that are not claimed, and asks nothing of them', () => {
    const its = scored({ cells: cells.filter(({ clause }) => clause !== 'AU-QUERY') })
    expect(its).toMatchObject({ verdict: 'conformant', unclaimed: ['AU-QUERY'] })
  })

  test('does not score what was added since', () => {
    const added = cell('RE-410', 'getPerson', { verdict: 'fail' })
    const its = scored({ cells: [...cells, added], findings: [broken('RE-410', 'getPerson')] })
    expect(its).toMatchObject({ verdict: 'conformant', failed: [], unscored: 1 })
  })

  test('scores a clause in force on an operation that has no cell for it', () => {
    const its = scored({ findings: [broken('RE-400', 'listEvents')] })
    expect(its).toMatchObject({ verdict: 'not-conformant', failed: ['RE-400:listEvents'] })
    const flaky = scored({ findings: [broken('RE-400', 'listEvents', { confirmation: { reproduced: 1, of: 3 } })] })
    expect(flaky).toMatchObject({ blocked: ['RE-400:listEvents is flaky.'] })
  })

  test('fails where what is declared absent is there after all', () => {
    const findings = [broken('AB-ABSENT', 'listEvents')]
    const more = with_(cell('RE-200', 'listEvents', idle('absent')))
    expect(scored({ ...more, findings })).toMatchObject({ verdict: 'not-conformant', failed: ['AB-ABSENT:listEvents'] })
    const unseen = { cells: [...(more.cells ?? []), cell('AB-ABSENT', 'listEvents', { verdict: 'inconclusive' })] }
    expect(scored(unseen)).toMatchObject({
      blocked: ['Whether listEvents is absent was not seen: inconclusive.'],
    })
  })
})
