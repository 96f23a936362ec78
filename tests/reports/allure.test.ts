import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { current } from '../../contract/current/index.ts'
import { type AllureCell, allureCell } from '../../reports/allure/index.ts'
import { sourceLink } from '../../reports/allure/source-link.ts'
import { standings } from '../../reports/standing.ts'
import { hostileText } from './hostile-texts.ts'
import { asked, cell, edition, exchange, finding, result } from './samples.ts'

const cellsOf = (more: Parameters<typeof result>[0]): readonly AllureCell[] => {
  const run = result(more)
  return standings(edition, run).map((standing) => allureCell(edition, standing, run, {}))
}
const [must] = [finding()]
const failing = { cells: [cell('RE-400', 'createPerson', { verdict: 'fail' as const })], findings: [must] }
const waiver = { clause: 'RE-400', reason: 'soon', owner: 'Ada', expires: '2030-01-01', flaky: false, where: 'w:1:1' }

describe('a cell as a test of Allure', () => {
  test.each<[AllureCell['status'], Parameters<typeof result>[0], RegExp]>([
    ['passed', { cells: [cell('RE-400', 'createPerson')] }, /^$/],
    ['failed', failing, /^required · last_name · reproducible 3\/3\nexpected {2}400/],
    [
      'broken',
      {
        cells: [cell('RE-400', 'createPerson', { verdict: 'inconclusive', reasons: ['a fault of the suite: assert'] })],
      },
      /^a fault of the suite: assert$/,
    ],
    [
      'skipped',
      {
        cells: [
          cell('RE-400', 'createPerson', {
            verdict: 'not-exercised',
            unexercised: { kind: 'absent', detail: 'None.' },
          }),
        ],
      },
      /^declared absent by its owner: None\.$/,
    ],
    [
      'skipped',
      {
        cells: [cell('RE-400', 'createPerson', { verdict: 'waived' })],
        findings: [must],
        waivers: [{ waiver, state: 'used', findings: [must.key] }],
      },
      /is waived until 2030-01-01 by Ada: soon$/,
    ],
  ])('is %s', (status, more, message) => {
    const [one] = cellsOf(more)
    expect(one?.status).toBe(status)
    expect(one?.message).toMatch(message)
  })

  test('with a finding on a SHOULD is passed and marked, and has failed where the run is strict', () => {
    const should = { ...must, level: 'SHOULD' as const, violation: { ...must.violation, clause: 'RE-201-USUAL' } }
    const its = { cells: [cell('RE-201-USUAL', 'createPerson', { verdict: 'warn' as const })], findings: [should] }
    const [lax] = cellsOf(its)
    expect([lax?.status, lax?.labels.filter(([name]) => name === 'tag')]).toEqual([
      'passed',
      [
        ['tag', 'SHOULD'],
        ['tag', 'warning'],
      ],
    ])
    expect(lax?.findings).toHaveLength(1)
    const [strict] = cellsOf({ ...its, run: { ...result().run, strict: true } })
    expect(strict?.status).toBe('failed')
  })

  test('is known by its edition, clause and operation alone', () => {
    const [one] = cellsOf(failing)
    const [other] = cellsOf({
      cells: [cell('RE-400', 'createPerson')],
      run: { ...result().run, seed: 1, url: 'http://x', profile: 'smoke', command: 'y' },
    })
    expect(other?.identity).toEqual(one?.identity)
    expect(
      cellsOf({ cells: [cell('RE-400', 'updatePerson'), cell('RE-410', 'createPerson')] }).map(
        ({ identity: { id } }) => id,
      ),
    ).not.toContain(one?.identity.id)
  })

  test('that came and went is flaky', () => {
    const [one] = cellsOf({ ...failing, findings: [{ ...must, confirmation: { reproduced: 1, of: 3 } }] })
    expect([one?.status, one?.flaky]).toEqual(['failed', true])
  })

  test('is bounded, and its description holds no markup of the target', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const [one] = cellsOf({ cells: [cell('RE-400', 'createPerson', { verdict: 'inconclusive', reasons: [text] })] })
        expect(one?.description.split('\n\n')).toHaveLength(3)
        expect(one?.description.split('\n\n')[2]?.replace(/&#\d+;/g, '')).not.toMatch(/[<>`*_[\]@\\|~&#]/)
      }),
      { numRuns: 300, seed: 1 },
    )
    const huge = 'x'.repeat(3_000_000)
    const [one] = cellsOf({
      ...failing,
      findings: [
        {
          ...must,
          violation: { ...must.violation, actual: huge },
          exchanges: [exchange({ request: asked({ body: { text: huge } }) })],
        },
      ],
    })
    expect(JSON.stringify(one).length).toBeLessThan(100_000)
  })

  test.each([...edition.clauses, ...current.clauses].map((clause) => [clause.id, clause] as const))(
    '%s links to its document',
    (_, { source }) => {
      const link = sourceLink(source)
      expect(link?.name).toContain(source.document)
      expect(URL.canParse(link?.url ?? '')).toBe(true)
    },
  )
})
