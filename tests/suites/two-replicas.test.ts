import { expect, test } from 'vitest'
import { runEmbedded } from '../../bench/embedded-run.ts'

// A machine that is behind may answer after one that is not: what has shown once may be missing the next time.
test.each(['classic', 'current'] as const)('two replicas of the %s edition are accused of nothing', async (edition) => {
  const prefix = edition === 'classic' ? 'RE' : 'CU'
  const clauses = ['200', '401', '404', '410', 'COMMAND', 'COMMAND-STATE']
  const operations = ['getPerson', 'getPersonCredential', 'getNotificationRule', 'unlockChannel', 'lockdownChannel']
  const only = clauses.flatMap((clause) => operations.map((operation) => `${prefix}-${clause}:${operation}`))
  const over = await runEmbedded({ edition, dialects: ['two-replicas'] }, { profile: 'gate', seed: 1, only })
  const observed = over.reports.flatMap(({ observations }) => observations.map(({ what }) => what))
  expect({
    accused: over.findings.map(({ key }) => key),
    open: over.reports.flatMap(({ inconclusive }) => inconclusive),
    left: over.leftovers,
  }).toEqual({ accused: [], open: [], left: [] })
  expect(observed).toContain('settled-later')
})
