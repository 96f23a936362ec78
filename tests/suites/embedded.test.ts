import { describe, expect, test } from 'vitest'
import { runEmbedded } from '../../bench/embedded-run.ts'
import { dialectsOf } from '../../reference/dialects.ts'
import { faultsOf } from '../../reference/faults/index.ts'
import { facts } from '../../reference/seed.ts'

/** Every n-th of a list, from the first on. */
const everyNth = <T>(items: readonly T[], n: number): readonly T[] => items.filter((_, index) => index % n === 0)

const digests = (reports: readonly { readonly cell: string; readonly digest: string }[]): Map<string, string> =>
  new Map(reports.map(({ cell, digest }) => [cell, digest]))

describe('a run against the clean endpoint', () => {
  test('finds nothing, misses nothing and leaves nothing behind', async () => {
    const run = await runEmbedded({})
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
  })

  test('provokes every documented status that a request can provoke', async () => {
    const { reports } = await runEmbedded({}, { profile: 'smoke' })
    const seen = new Set(reports.flatMap(({ statuses }) => Object.keys(statuses).map((key) => key.split(' ')[1])))
    const wanted = ['200', '201', '400', '401', '402', '403', '404', '405', '406', '410']
    expect(wanted.filter((status) => !seen.has(status))).toEqual([])
  })

  test.each([11, 12, 13])('finds nothing with seed %d either', async (seed) => {
    const run = await runEmbedded({}, { seed, profile: 'smoke' })
    expect(run.findings.map(({ key }) => key)).toEqual([])
  })

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
  test.each(everyNth(faultsOf('classic'), 12).map((fault) => [fault.id, fault] as const))(
    'sees %s',
    async (id, fault) => {
      const run = await runEmbedded({ faults: [id] })
      const accused = [...new Set(run.findings.map(({ violation }) => violation.clause))]
      expect(accused.filter((clause) => fault.clauses.classic.includes(clause))).not.toEqual([])
      expect(run.suiteFaults).toEqual([])
    },
  )

  test('sees a resource that is there although it is declared absent', async () => {
    const run = await runEmbedded({}, { profile: 'smoke', only: ['AB-ABSENT'] }, { absent: ['sites'] })
    expect(run.findings.map(({ violation }) => `${violation.clause}:${violation.operation}`)).toEqual([
      'AB-ABSENT:listSites',
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
})

describe('a run against an endpoint that reads the documents differently', () => {
  test.each(everyNth(dialectsOf('classic'), 4).map((dialect) => [dialect.id, dialect] as const))(
    'does not accuse %s',
    async (id, dialect) => {
      const run = await runEmbedded({ dialects: [id] })
      const accused = new Set(run.findings.map(({ violation }) => violation.clause))
      expect([...accused].sort()).toEqual([...(dialect.clauses.classic ?? [])].sort())
      expect(run.leftovers).toEqual([])
      expect(run.unchanged).toBe(true)
    },
  )
})
