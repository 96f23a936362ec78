import { describe, expect, test } from 'vitest'
import { runEmbedded } from '../../bench/embedded-run.ts'
import type { Finding } from '../../oracle/results.ts'

const clausesIn = (findings: readonly Finding[]): readonly string[] => [
  ...new Set(findings.map(({ violation }) => violation.clause)),
]

/** Cells that have sequences, walks or filters. */
const cells = {
  classic: ['RE-FILTER', 'RE-PAGING', 'RE-UNLISTED', 'RE-READ-BACK:updatePersonCredential', 'RE-402'],
  current: ['CU-FILTER', 'CU-PAGING', 'CU-UNLISTED', 'CU-PARTIAL', 'CU-REPLACE', 'CU-UNIQUE', 'CU-409'],
} as const

describe.each(['classic', 'current'] as const)('sequences on the clean endpoint of the %s edition', (edition) => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('find nothing with seed %d and leave nothing behind', async (seed) => {
    const run = await runEmbedded({ edition }, { seed, only: cells[edition] })
    expect(run.findings.map(({ key }) => key)).toEqual([])
    expect(run.suiteFaults).toEqual([])
    expect(run.leftovers).toEqual([])
    expect(run.unchanged).toBe(true)
    expect(run.verdicts.filter(({ verdict }) => verdict !== 'pass').map(({ cell }) => cell)).toEqual([])
  })
})

describe('sequences see', () => {
  test.each<[fault: string, edition: 'classic' | 'current', only: string, clause: string]>([
    ['since-utc-ignored', 'classic', 'RE-FILTER:listPeople', 'RE-FILTER'],
    ['system-id-filter-by-beginning', 'classic', 'RE-FILTER:listPeople', 'RE-FILTER'],
    ['email-filter-case-sensitive', 'current', 'CU-FILTER:listPeople', 'CU-FILTER'],
    ['reservation-since-utc-ignored', 'current', 'CU-FILTER:listReservations', 'CU-FILTER'],
    ['event-since-ignored', 'classic', 'RE-FILTER:listEvents', 'RE-FILTER'],
    ['event-code-filter-ignored', 'classic', 'RE-FILTER:listEvents', 'RE-FILTER'],
    ['event-channel-filter-ignored', 'current', 'CU-FILTER:listEvents', 'CU-FILTER'],
    ['event-name-filter-ignored', 'current', 'CU-FILTER:listEvents', 'CU-FILTER'],
    ['event-channel-filter-heeds-the-first', 'current', 'CU-FILTER:listEvents', 'CU-FILTER'],
    ['event-list-shows-all-codes', 'current', 'CU-FILTER:listEvents', 'CU-FILTER'],
    ['unknown-channel-in-filter-overlooked', 'current', 'CU-FILTER:listEvents', 'CU-FILTER'],
    ['event-code-filter-by-first-digit', 'current', 'CU-FILTER:listEvents', 'CU-FILTER'],
    ['event-sort-by-text', 'current', 'CU-FILTER:listEvents', 'CU-FILTER'],
    ['remote-control-codes-taken', 'current', 'CU-EVENT-CODES:listEvents', 'CU-EVENT-CODES'],
    ['page-of-events-ignored', 'current', 'CU-PAGING:listEvents', 'CU-PAGING'],
    ['page-of-events-begins-late', 'classic', 'RE-PAGING:listEvents', 'RE-PAGING'],
    ['site-filter-ignored', 'current', 'CU-FILTER:listChannels', 'CU-FILTER'],
    ['page-skips-after-deletion', 'classic', 'RE-PAGING:listPeople', 'RE-PAGING'],
    ['page-repeats-after-deletion', 'classic', 'RE-PAGING:listPeople', 'RE-PAGING'],
    ['last-page-lost-when-full', 'classic', 'RE-PAGING:listPeople', 'RE-PAGING'],
    ['total-counts-the-page', 'classic', 'RE-PAGING:listPersonCredentials', 'RE-PAGING'],
    ['page-counted-from-zero', 'current', 'CU-PAGING:listSites', 'CU-PAGING'],
    ['per-page-of-one-ignored', 'current', 'CU-PAGING:listPersonCredentials', 'CU-PAGING'],
    ['disabling-empties-the-rest', 'current', 'CU-PARTIAL', 'CU-PARTIAL'],
    ['update-enables-the-disabled', 'current', 'CU-PARTIAL', 'CU-PARTIAL'],
    ['rule-update-merges', 'current', 'CU-REPLACE', 'CU-REPLACE'],
    ['gone-person-listed', 'classic', 'RE-UNLISTED:listPeople', 'RE-UNLISTED'],
    ['email-unchecked-on-update', 'classic', 'RE-402:updatePerson', 'RE-402'],
  ])('%s (%s)', async (fault, edition, only, clause) => {
    const run = await runEmbedded({ edition, faults: [fault] }, { only: [only], runs: 12 })
    expect(clausesIn(run.findings)).toContain(clause)
    expect(run.suiteFaults).toEqual([])
  })

  test('a deviation in its smallest form: who is there, what is done, what shows it', async () => {
    const run = await runEmbedded(
      { edition: 'current', faults: ['disabling-empties-the-rest'] },
      { only: ['CU-PARTIAL'] },
    )
    const finding = run.findings.find(({ violation }) => violation.clause === 'CU-PARTIAL')
    const shown = (finding?.exchanges ?? []).map(({ request: { operation } }) => operation)
    expect(shown.slice(0, 2)).toEqual(['createPerson', 'getPerson'])
    // What is lost may have been written by the creation or by an update of its own; nothing else is left.
    expect(shown.length).toBeLessThanOrEqual(5)
    expect(shown.slice(-2)).toEqual(['updatePerson', 'getPerson'])
    expect(JSON.stringify(finding?.exchanges.at(-2)?.request.body)).toContain('enabled\\":false')
  })

  test('accuse no later step of what an earlier one has done', async () => {
    const run = await runEmbedded(
      { faults: ['update-not-stored'] },
      { only: ['RE-402:updatePerson', 'RE-FILTER:listPeople'] },
    )
    const known = ['RE-READ-BACK', 'RE-402', 'RE-RACE-UNIQUE']
    expect(clausesIn(run.findings).filter((clause) => !known.includes(clause))).toEqual([])
  })
})
