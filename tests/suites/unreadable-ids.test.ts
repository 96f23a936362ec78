import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { embeddedDescription } from '../../cli/embedded.ts'
import type { EditionName } from '../../reference/edition.ts'
import { startReference } from '../../reference/server.ts'
import { openRun } from '../../suites/engine/open-run.ts'
import { runPlan } from '../../suites/engine/run-plan.ts'
import { plan } from '../../suites/plan.ts'
import { passOn } from '../support/proxy.ts'
import { settingsFor } from '../support/settings.ts'

/** Passes everything on, but gives wishes to be let in ids of its own, by which they can be read. */
const startRenaming = async (edition: EditionName, name: (id: number) => string) => {
  const reference = await startReference({ edition })
  const asked: string[] = []
  const server = createServer((incoming, outgoing) => {
    const { method, url = '' } = incoming
    if (/admission_request/.test(url)) asked.push(decodeURIComponent(url.replace(/^.*\//, '')))
    if (method !== 'POST' || !/\/admit$/.test(url))
      return void passOn(reference.url, incoming, outgoing, () => undefined)
    const headers = { authorization: String(incoming.headers.authorization) }
    fetch(reference.url + url, { method, headers }).then(async (answer) => {
      const shown = (await answer.json()) as { admission_request_id?: number }
      const { admission_request_id: id } = shown
      const body = id === undefined ? shown : { ...shown, admission_request_id: name(id) }
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
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

/** What is found where wishes have such ids, and the ids that were asked for. */
const found = async (edition: EditionName, name: (id: number) => string) => {
  const { url, asked } = await startRenaming(edition, name)
  const only = ['*-COMMAND:admitChannel', '*-200:getAdmissionRequest']
  const settings = settingsFor(embeddedDescription(url, edition), { only, concurrency: 4 })
  const opened = await openRun(settings, new AbortController().signal)
  const reports = await runPlan(plan(settings.description, settings), opened.context)
  await opened.close()
  expect(reports.flatMap(({ suiteFault }) => suiteFault ?? [])).toEqual([])
  const broken = reports.flatMap(({ findings }) =>
    findings.map(({ violation: { clause, operation } }) => `${clause}:${operation}`),
  )
  return { broken: [...new Set(broken)], asked: [...new Set(asked)] }
}

describe('an id that is a text', () => {
  test('is asked for as it is', async () => {
    const { broken, asked } = await found('classic', String)
    expect(broken).toEqual([])
    expect(asked.length).toBeGreaterThan(0)
    for (const id of asked) expect(id).toMatch(/^\d+$/)
  })

  test('is a mistake where it is documented as a number', async () => {
    expect((await found('current', String)).broken).toEqual(['CU-RESOURCE:admitChannel'])
  })

  test('is not asked for where the evidence does not hold it', async () => {
    const { broken, asked } = await found('classic', (id) => `wish ${id}, please`)
    expect(broken).toEqual([])
    expect(asked.filter((id) => !/^\w+$/.test(id))).toEqual([])
  })
})
