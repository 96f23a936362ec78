import { describe, expect, test } from 'vitest'
import { runEmbedded } from '../../bench/embedded-run.ts'
import { dialectsOf } from '../../reference/dialects.ts'
import { faultsOf } from '../../reference/faults/index.ts'
import { facts } from '../../reference/seed.ts'

/** Every n-th of a list, from the first on. */
const everyNth = <T>(items: readonly T[], n: number): readonly T[] => items.filter((_, index) => index % n === 0)

const digests = (reports: readonly { readonly cell: string; readonly digest: string }[]): Map<string, string> =>
  new Map(reports.map(({ cell, digest }) => [cell, digest]))

const editionNames = ['classic', 'current'] as const

/** Statuses of each edition that requests of a client provoke. */
const provoked = {
  classic: ['200', '201', '202', '400', '401', '402', '403', '404', '405', '406', '410', '429', '503'],
  current: ['200', '201', '202', '302', '400', '401', '403', '404', '409', '422', '429', '502', '503', '504'],
} as const

describe.each(editionNames)('a run against the clean endpoint, %s edition', (edition) => {
  test('finds nothing, misses nothing, leaves nothing behind and provokes every documented status', async () => {
    const run = await runEmbedded({ edition })
    expect(run.findings.map(({ key }) => key)).toEqual([])
    expect(run.suiteFaults).toEqual([])
    expect(run.leftovers).toEqual([])
    expect(run.unchanged).toBe(true)
    const unclear = run.verdicts.filter(
      ({ verdict, unexercised }) => verdict !== 'pass' && unexercised?.kind !== 'unobserved',
    )
    expect(unclear).toEqual([])
    expect(run.verdicts.length).toBeGreaterThan(150)
    expect(run.exchanges).toBeGreaterThan(3000)
    const seen = new Set(run.reports.flatMap(({ statuses }) => Object.keys(statuses).map((key) => key.split(' ')[1])))
    expect(provoked[edition].filter((status) => !seen.has(status))).toEqual([])
  })

  test('finds nothing with another seed either', async () => {
    const run = await runEmbedded({ edition }, { seed: 11, profile: 'smoke' })
    expect(run.findings.map(({ key }) => key)).toEqual([])
  })
})

describe('the cases of a run', () => {
  test('draws the same cases from the same seed, and others from another', async () => {
    const [one, same, other] = [
      digests((await runEmbedded({}, { seed: 7, profile: 'smoke' })).reports),
      digests((await runEmbedded({}, { seed: 7, profile: 'smoke' })).reports),
      digests((await runEmbedded({}, { seed: 8, profile: 'smoke' })).reports),
    ]
    expect([...one].sort()).toEqual([...same].sort())
    expect([...one].sort()).not.toEqual([...other].sort())
  })

  test('draws the same cases for a cell whatever else is run', async () => {
    const all = digests((await runEmbedded({}, { seed: 7, profile: 'smoke' })).reports)
    const some = await runEmbedded(
      {},
      { seed: 7, profile: 'smoke', only: ['RE-400', '*:getPerson'], exclude: ['RE-405'] },
    )
    expect(some.reports.length).toBeGreaterThan(10)
    expect(some.reports.length).toBeLessThan(all.size)
    for (const { cell, digest } of some.reports) expect([cell, digest]).toEqual([cell, all.get(cell)])
  })

  test('gives a chosen cell without requests of its own the evidence of others', async () => {
    const run = await runEmbedded({}, { profile: 'smoke', only: ['RE-TYPE:createPerson'] })
    const verdict = run.verdicts.find(({ cell }) => cell === 'RE-TYPE:createPerson')
    expect(verdict?.verdict).toBe('pass')
    expect(verdict?.evidence).toBeGreaterThan(10)
  })
})

describe('a run against a faulty endpoint', () => {
  const sample = editionNames.flatMap((edition) =>
    everyNth(
      faultsOf(edition).filter(({ escapes }) => escapes === undefined),
      30,
    ).map(({ id, clauses }) => ({ edition, id, clauses: clauses[edition] })),
  )

  test.each(sample)('sees $id ($edition)', async ({ edition, id, clauses }) => {
    const runs = async (only: readonly string[]) => {
      const run = await runEmbedded({ edition, faults: [id] }, { only })
      expect(run.suiteFaults).toEqual([])
      const accused = new Set(run.findings.map(({ violation }) => violation.clause))
      return clauses.filter((clause) => accused.has(clause))
    }
    // Mostly the clause's own cells show it; some mistakes show only where nobody has looked for them.
    const seen = await runs(clauses)
    expect(seen.length > 0 ? seen : await runs([])).not.toEqual([])
  })

  test.each([
    ['classic', 'AB-ABSENT'],
    ['current', 'CU-ABSENT'],
  ] as const)('sees a resource that is there although it is declared absent (%s)', async (edition, clause) => {
    const run = await runEmbedded({ edition }, { profile: 'smoke', only: [clause] }, { absent: ['sites'] })
    expect(run.findings.map(({ violation }) => `${violation.clause}:${violation.operation}`)).toEqual([
      `${clause}:listSites`,
    ])
  })

  test('sees a neighbour of 404 on a shared target, where it cannot be wrong', async () => {
    const only = ['RE-404:getPerson', 'RE-404-USUAL:getPerson']
    // Without a second account, whose ids would be accused as well.
    const described = { kind: 'shared', fixtures: {}, identities: { full: facts.keys.full } } as const
    const run = await runEmbedded({ faults: ['not-found-answers-410'] }, { profile: 'smoke', only }, described)
    expect(run.findings.map(({ violation }) => `${violation.clause}:${violation.operation}`)).toEqual([
      'RE-404-USUAL:getPerson',
    ])
  })

  test('stops looking for more after the greatest number of findings', async () => {
    const run = await runEmbedded({ faults: ['error-without-type'] }, { maxFindings: 3 })
    expect(run.findings).toHaveLength(3)
  })

  test('says of what it has seen and not looked into that it is open', async () => {
    const run = await runEmbedded(
      { dialects: ['update-answers-201'] },
      { maxFindings: 1, profile: 'smoke', only: ['RE-200-UPDATE-USUAL', 'RE-200-UPDATE'], concurrency: 1 },
    )
    expect(run.findings).toHaveLength(1)
    const [found] = run.findings
    const usual = run.verdicts.filter(({ clause }) => clause === 'RE-200-UPDATE-USUAL')
    for (const { operation, verdict, reasons } of usual.filter(({ evidence }) => evidence > 0)) {
      const isLookedInto = operation === found?.violation.operation
      expect([operation, verdict]).toEqual([operation, isLookedInto ? 'warn' : 'inconclusive'])
      if (!isLookedInto) expect(reasons).toEqual([expect.stringContaining('--max-findings')])
    }
    expect(usual.filter(({ verdict }) => verdict === 'inconclusive').length).toBeGreaterThan(1)
  })
})

describe('a run against an endpoint that reads the documents differently', () => {
  const sample = editionNames.flatMap((edition) =>
    everyNth(dialectsOf(edition), 13).map(({ id, clauses }) => ({ edition, id, clauses: clauses[edition] })),
  )

  test.each(sample)('does not accuse $id ($edition)', async ({ edition, id, clauses }) => {
    const run = await runEmbedded({ edition, dialects: [id] }, { profile: 'smoke' })
    const accused = new Set(run.findings.map(({ violation }) => violation.clause))
    expect([...accused].sort()).toEqual([...clauses].sort())
    const open = run.verdicts.filter(({ level, verdict }) => level === 'MUST' && verdict === 'inconclusive')
    expect(open.map(({ cell, reasons }) => `${cell}: ${reasons.join('; ')}`)).toEqual([])
    expect(run.suiteFaults).toEqual([])
    expect(run.leftovers).toEqual([])
    expect(run.unchanged).toBe(true)
  })
})
