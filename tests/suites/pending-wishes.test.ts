import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { embeddedDescription } from '../../cli/embedded.ts'
import { startReference } from '../../reference/server.ts'
import { openRun } from '../../suites/engine/open-run.ts'
import { runPlan } from '../../suites/engine/run-plan.ts'
import { plan } from '../../suites/plan.ts'
import { passOn } from '../support/proxy.ts'
import { settingsFor } from '../support/settings.ts'

const lag = 150

/** Passes everything on, but says of wishes to be let in that they are pending until some time has passed. */
const startHesitating = async (faults: readonly string[]) => {
  const reference = await startReference({ edition: 'current', faults })
  const asked = new Map<string, number>()
  const server = createServer((incoming, outgoing) => {
    const { method, url = '' } = incoming
    if (method !== 'GET' || !/^\/api\/3\/admission_requests\/\d+$/.test(url))
      return void passOn(reference.url, incoming, outgoing, () => undefined)
    const first = asked.get(url) ?? Date.now()
    asked.set(url, first)
    const headers = { authorization: String(incoming.headers.authorization) }
    fetch(reference.url + url, { headers }).then(async (answer) => {
      const shown = (await answer.json()) as object
      const body = answer.ok && Date.now() - first < lag ? { ...shown, status: 'pending', completed_at: null } : shown
      outgoing.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await reference.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Clauses that are found broken on a target whose doors take their time, and what is observed. */
const found = async (settleTime: number, faults: readonly string[] = []) => {
  const url = await startHesitating(faults)
  const settings = settingsFor(
    { ...embeddedDescription(url, 'current'), settleTime },
    { only: ['CU-COMMAND*:admitChannel'], concurrency: 4 },
  )
  const opened = await openRun(settings, new AbortController().signal)
  const reports = await runPlan(plan(settings.description, settings), opened.context)
  await opened.close()
  expect(reports.flatMap(({ suiteFault }) => suiteFault ?? [])).toEqual([])
  return {
    clauses: [...new Set(reports.flatMap(({ findings }) => findings.map(({ violation }) => violation.clause)))],
    observed: reports.flatMap(({ observations }) => observations.map(({ what }) => what)),
  }
}

describe('a wish to be let in that is pending at first', () => {
  test('is asked for until the door has answered, within the time that the description grants', async () => {
    expect((await found(2_000, ['admit-accepted-in-lockdown'])).clauses).toEqual(['CU-COMMAND-REFUSED'])
    expect((await found(0, ['admit-accepted-in-lockdown'])).clauses).toEqual([])
  })

  test('is nothing that anybody is accused of, nor something that settles', async () => {
    const { clauses, observed } = await found(2_000)
    expect(clauses).toEqual([])
    expect(observed).not.toContain('settled-later')
  })
})
