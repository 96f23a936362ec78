import { expect, test } from 'vitest'
import { runEmbedded } from '../../bench/embedded-run.ts'

test.each([
  ['classic', 'RE'],
  ['current', 'CU'],
] as const)(
  'a credential that went with its person is nothing to be deleted, although that person is still shown (%s)',
  async (edition, prefix) => {
    const { findings, reports, leftovers } = await runEmbedded(
      { edition, faults: ['gone-person-readable'] },
      { only: [`${prefix}-200-DELETE:deletePerson`] },
    )
    expect([...new Set(findings.map(({ violation: { clause, operation } }) => `${clause}:${operation}`))]).toEqual([
      `${prefix}-410:getPerson`,
    ])
    // That they were looked for is what the accusation came from.
    const asked = reports.flatMap(({ statuses }) => Object.keys(statuses))
    expect(asked).toContain(`deletePersonCredential ${edition === 'classic' ? 410 : 404}`)
    // The people themselves are still shown, and are named for it.
    const shown = /^people \d+: its deletion was accepted, and nothing shows that it is gone \(GET answered 200\)$/
    expect(leftovers.some((line) => shown.test(line))).toBe(true)
    expect(leftovers.filter((line) => !shown.test(line))).toEqual([])
  },
)
