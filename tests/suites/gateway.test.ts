import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { describe as describeTarget } from '../../bench/embedded-run.ts'
import { verdicts } from '../../oracle/verdicts.ts'
import { startReference } from '../../reference/server.ts'
import { openRun } from '../../suites/engine/open-run.ts'
import { runPlan } from '../../suites/engine/run-plan.ts'
import { plan } from '../../suites/plan.ts'
import { passOn } from '../support/proxy.ts'
import { settingsFor } from '../support/settings.ts'

/** Runs a few cells through a gateway that answers some requests itself. */
const through = async (answers: (method: string, body: string, count: number) => number | 'hang-up' | undefined) => {
  const reference = await startReference()
  let count = 0
  const gateway = createServer(
    (incoming, outgoing) =>
      void passOn(reference.url, incoming, outgoing, ({ method, body }) => {
        count += 1
        return answers(method, body, count)
      }),
  )
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  try {
    const settings = settingsFor(describeTarget(`http://127.0.0.1:${(gateway.address() as AddressInfo).port}`), {
      only: ['RE-400:createPerson', 'RE-400-BODY:createPerson', 'RE-200:getPerson'],
      concurrency: 4,
    })
    const run = await openRun(settings, new AbortController().signal)
    const planned = plan(settings.description, settings)
    const reports = await runPlan(planned, run.context)
    const leftovers = await run.close()
    return {
      keys: reports.flatMap(({ findings }) => findings.map(({ key }) => key)),
      inconclusive: reports.flatMap(({ inconclusive }) => inconclusive),
      verdicts: new Map(
        verdicts(
          run.context.edition,
          planned.cells.map(({ id, clause, operation }) => ({ cell: id, clause, operation: operation.id })),
          reports,
        ).map(({ cell, verdict }) => [cell, verdict]),
      ),
      confirmed: reports
        .flatMap(({ findings }) => findings)
        .every(({ confirmation: { reproduced, of } }) => reproduced === of),
      suiteFaults: reports.flatMap(({ suiteFault }) => suiteFault ?? []),
      leftovers,
    }
  } finally {
    gateway.closeAllConnections()
    gateway.close()
    await reference.close()
  }
}

const isMalformed = (method: string, body: string): boolean => method === 'POST' && !body.includes('last_name')

describe('a gateway in front of the target', () => {
  test.each([502, 503, 504])('that answers %d now and then is no mistake of the target', async (status) => {
    const { keys, suiteFaults, leftovers } = await through((_, __, count) => (count % 17 === 0 ? status : undefined))
    expect(keys).toEqual([])
    expect(suiteFaults).toEqual([])
    expect(leftovers).toEqual([])
  })

  test.each([502, 503, 504])(
    'that answers %d to a malformed request every time hides a mistake of the server',
    async (status) => {
      const { keys, confirmed } = await through((method, body) => (isMalformed(method, body) ? status : undefined))
      expect(keys).toContain(`RE-500:createPerson:required:last_name:${status}`)
      expect(confirmed).toBe(true)
    },
  )

  test('that hangs up on a malformed request leaves its cell open: no answer is no pass', async () => {
    const { keys, verdicts: of } = await through((method, body) => (isMalformed(method, body) ? 'hang-up' : undefined))
    expect(keys).toEqual([])
    expect(of.get('RE-400:createPerson')).toBe('inconclusive')
    expect(of.get('RE-200:getPerson')).toBe('pass')
  })

  test.each([502, 503])('that answers %d to a plain read every time leaves its cell open', async (status) => {
    const { keys, verdicts: of } = await through((method, _, count) =>
      method === 'GET' && count > 60 ? status : undefined,
    )
    expect(keys).toEqual([])
    expect(of.get('RE-200:getPerson')).not.toBe('fail')
  })
})
