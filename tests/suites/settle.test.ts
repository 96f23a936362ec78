import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describe as describeTarget } from '../../bench/embedded-run.ts'
import type { RunningReference } from '../../reference/server.ts'
import { startReference } from '../../reference/server.ts'
import { openRun } from '../../suites/engine/open-run.ts'
import { runPlan } from '../../suites/engine/run-plan.ts'
import { plan } from '../../suites/plan.ts'
import type { RunSettings } from '../../suites/settings.ts'

const lag = 150

/** Passes everything on, but shows people a little later than they have been created or changed. */
const laggingProxy = (target: string) => {
  const writtenAt = new Map<string, number>()
  return createServer((incoming, outgoing) => {
    void (async () => {
      const body = await text(incoming)
      const { method = 'GET', url = '/', headers } = incoming
      const id = /^\/api\/3\/people\/(\d+)$/.exec(url)?.[1]
      if (method === 'GET' && id !== undefined && Date.now() - (writtenAt.get(id) ?? 0) < lag) {
        outgoing.writeHead(404, { 'content-type': 'application/json' }).end('{"type":"not_found"}')
        return
      }
      const { host: _, connection: __, 'content-length': ___, ...passed } = headers
      const answer = await request(target + url, {
        method: method as 'GET',
        headers: passed as Record<string, string>,
        body: body === '' ? null : body,
      })
      const shown = await answer.body.text()
      const created = method === 'POST' && url === '/api/3/people' ? /"id":(\d+)/.exec(shown)?.[1] : undefined
      if (created !== undefined) writtenAt.set(created, Date.now())
      outgoing.writeHead(answer.statusCode, { 'content-type': String(answer.headers['content-type'] ?? '') }).end(shown)
    })()
  })
}

describe('a target that shows a little later what it was told', () => {
  let reference: RunningReference
  const servers: ReturnType<typeof laggingProxy>[] = []
  let url = ''

  beforeAll(async () => {
    reference = await startReference()
    const proxy = laggingProxy(reference.url)
    servers.push(proxy)
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  })

  afterAll(async () => {
    for (const server of servers) server.closeAllConnections()
    await reference.close()
  })

  const run = async (settleTime: number) => {
    const settings: RunSettings = {
      description: { ...describeTarget(url), settleTime },
      seed: 1,
      profile: 'smoke',
      only: ['RE-201:createPerson', 'RE-LISTED:listPeople'],
      exclude: [],
      concurrency: 4,
      maxFindings: 10,
    }
    const opened = await openRun(settings, new AbortController().signal)
    const reports = await runPlan(plan(settings.description, settings), opened.context, 4)
    await opened.close()
    return reports
  }

  test('is not accused within the time that its description grants, and the delay is reported', async () => {
    const reports = await run(2_000)
    expect(reports.flatMap(({ findings }) => findings.map(({ key }) => key))).toEqual([])
    expect(reports.flatMap(({ observations }) => observations.map(({ what }) => what))).toContain('settled-later')
  })

  test('is accused where its description grants none', async () => {
    const reports = await run(0)
    expect(reports.flatMap(({ findings }) => findings.map(({ violation }) => violation.clause))).toContain('RE-200')
  })
})
