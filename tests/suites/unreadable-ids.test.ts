import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
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

/** Counts on from a number beyond 2^53 for people whom the suite creates, and knows them by no other. */
const startBeyond = async () => {
  const reference = await startReference({ edition: 'current' })
  const asked: string[] = []
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '' } = incoming
    asked.push(`${method} ${url}`)
    text(incoming).then(async (body) => {
      const { authorization, 'content-type': type } = incoming.headers
      const headers = { authorization: String(authorization), ...(type === undefined ? {} : { 'content-type': type }) }
      const answer = await fetch(reference.url + url, { method, headers, ...(body === '' ? {} : { body }) })
      const shown = JSON.stringify(JSON.parse(await answer.text()), (_, one) =>
        /^dfc-/.test(one?.system_id ?? '') ? { ...one, id: `beyond ${one.id}` } : one,
      )
      outgoing.writeHead(answer.status, { 'content-type': 'application/json' })
      outgoing.end(shown.replace(/"beyond (\d+)"/g, '9007199254$10001'))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await reference.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, reference }
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

describe('an id beyond 2^53', () => {
  test('ends a run before anything is judged, and what it has made is named', async () => {
    const { url, asked, reference } = await startBeyond()
    const opening = openRun(settingsFor(embeddedDescription(url, 'current')), new AbortController().signal)
    const error: unknown = await opening.catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'TargetError', exitCode: 2 })
    const { message } = error as Error
    expect(message).toContain(`${url} cannot be judged`)
    const left = JSON.stringify(reference.snapshot()).match(/"system_id":"dfc-[^"]+"/g) ?? []
    expect(left.length).toBeGreaterThan(0)
    for (const marker of left) expect(message).toContain(`people ${JSON.parse(`{${marker}}`).system_id}: its id is `)
    // Whoever the rounded number belongs to is left alone.
    expect(asked.filter((one) => /\/people\/9007199254/.test(one))).toEqual([])
  })
})
