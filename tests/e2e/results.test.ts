import { describe, expect, test } from 'vitest'
import { readResults } from '../../cli/results-file.ts'
import type { RunResult } from '../../oracle/results.ts'
import type { Waiver } from '../../oracle/waiver.ts'
import { type ReferenceOptions, startReference } from '../../reference/server.ts'
import { type ResultsSettings, runAgainst, written } from '../support/results.ts'
import { answering, passOn } from '../support/web.ts'

const run = async (endpoint: ReferenceOptions, settings: ResultsSettings = {}): Promise<RunResult> => {
  const reference = await startReference(endpoint)
  try {
    return await runAgainst(reference.url, { ...settings, edition: endpoint.edition ?? 'classic' })
  } finally {
    await reference.close()
  }
}

/** What a run came to, as it stands in its results, which read back as the run. */
const told = (result: RunResult): Record<string, unknown> => {
  const text = written(result)
  expect(readResults(text, 'results.json').result).toEqual(result)
  return JSON.parse(text) as Record<string, unknown>
}

const waiver = (clause: string, more: Partial<Waiver> = {}): Waiver => ({
  clause,
  reason: 'known',
  owner: 'Ada',
  expires: '2999-12-31',
  flaky: false,
  where: 'waivers.yaml:2:5',
  ...more,
})

describe('the results of real runs are as the schema has them, and read back as they were', () => {
  test.each(['classic', 'current'] as const)('a clean run (%s)', async (edition) => {
    const result = await run({ edition })
    expect(told(result)).toMatchObject({ verdict: 'conformant', exitCode: 0 })
    expect(result.cells.some(({ unexercised }) => unexercised !== undefined)).toBe(true)
    expect(result.observations.length).toBeGreaterThan(0)
    expect(Object.keys(result.durations).length).toBeGreaterThan(20)
  })

  test.each([
    [
      'classic',
      [
        'gone-person-readable',
        'leading-zero-lost-in-value',
        'last-name-not-required',
        'malformed-basic-answers-500',
        'error-a-string',
      ],
    ],
    ['current', ['invalid-utf8-answers-500', 'text-as-body-answers-500', 'bad-percent-answers-500', 'error-a-string']],
  ] as const)('a run with many findings (%s)', async (edition, faults) => {
    const result = await run({ edition, faults })
    expect(told(result)).toMatchObject({ verdict: 'not-conformant', exitCode: 1 })
    expect(result.findings.length).toBeGreaterThan(10)
  })

  test('a run with waivers that hold and waivers that do not', async () => {
    const only = ['RE-410', 'RE-200:getPerson']
    const waivers = [
      waiver('RE-410', { operation: 'getPerson', ticket: 'DOOR-1' }),
      waiver('RE-200', { expires: '2020-01-01' }),
      waiver('RE-404', { key: 'RE-404:getPerson:known-id:id:200', operation: 'getPerson', flaky: true }),
    ]
    const result = await run({ faults: ['gone-person-readable'] }, { only, waivers })
    expect(told(result)).toMatchObject({ verdict: 'waivers-to-mend', exitCode: 1 })
    expect(result.waivers?.map(({ state }) => state)).toEqual(['used', 'expired', 'idle'])
    expect(result.cells.map(({ verdict }) => verdict)).toContain('waived')
  })

  test('a run that its budget cut short', async () => {
    const result = await run({}, { budgets: { maxRequests: 400, rate: 1000, maxTime: 600 } })
    expect(told(result)).toMatchObject({ run: { budgets: { maxRequests: 400, rate: 1000, maxTime: 600 } } })
    expect(result.run.cut?.length).toBeGreaterThan(0)
    expect(result.cells.map(({ unexercised }) => unexercised?.kind)).toContain('budget')
  })

  test('a run that was interrupted', async () => {
    const result = await run({ faults: ['gone-person-readable'] }, { interruptAfter: 40, profile: 'gate' })
    expect(told(result)).toMatchObject({ verdict: 'interrupted', exitCode: 130, run: { interrupted: true } })
  })

  test('a run whose target hangs up on some requests and answers others with what is no JSON', async () => {
    const reference = await startReference()
    const hostile = '\x1b[31m<b>\u202e\u2028'
    const web = await answering((seen, response, request) => {
      if (seen.method === 'POST') {
        request.socket.destroy()
        return
      }
      const isList = /^\/api\/3\/people(\?|$)/.test(seen.path)
      passOn(reference.url, seen, request).then(
        ({ status, body }) =>
          response.writeHead(status, { 'content-type': 'application/json' }).end(isList ? hostile : body),
        () => response.destroy(),
      )
    })
    try {
      const result = await runAgainst(web.url, {
        only: ['*:createPerson', '*:listPeople', '*:listRoles', '*:listGroups'],
      })
      told(result)
      const { findings } = result
      const answers = findings.flatMap(({ exchanges }) => exchanges)
      expect(answers.some(({ response }) => response?.body.kind === 'text')).toBe(true)
      expect(result.cells.map(({ verdict }) => verdict)).toContain('inconclusive')
      expect(written(result)).not.toContain('<b>')
    } finally {
      await web.close()
      await reference.close()
    }
  })
})
