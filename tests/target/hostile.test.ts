import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { embeddedDescription } from '../../cli/embedded.ts'
import { facts } from '../../reference/seed.ts'
import { startReference } from '../../reference/server.ts'
import { hostile } from '../support/hostile.ts'
import { program } from '../support/running.ts'
import { passOn, type Seen } from '../support/web.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const guest = fileURLToPath(new URL('../support/guest.js', import.meta.url))

interface Told {
  readonly name: string
  readonly seen?: { readonly status: number; readonly body: string; readonly headers: Readonly<Record<string, string>> }
  readonly failure?: { readonly kind: string; readonly message: string }
  /** Milliseconds. */
  readonly took: number
  /** What is recorded of the body, from its beginning. */
  readonly text: string
  /** Status of a harmless request sent next, and the ids in its answer. */
  readonly next: number
  readonly groups: unknown
}

/** An endpoint in order, but for what is asked by the name of a behaviour. */
const startEndpoint = async () => {
  const reference = await startReference()
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '', 'http://x').searchParams.get('hostile') ?? ''
    const [behave] = hostile[name] ?? []
    if (behave !== undefined) {
      request.socket.on('error', () => {})
      behave(request.socket)
      return
    }
    const seen: Seen = {
      method: request.method ?? '',
      path: (request.url ?? '').replace(/\?hostile=.*$/, ''),
      headers: request.headers,
      body: Buffer.alloc(0),
    }
    passOn(reference.url, seen, request).then(
      ({ status, rawHeaders, body }) => response.writeHead(status, rawHeaders).end(body),
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await reference.close()
    },
  }
}

const visit = async (url: string, names: readonly string[]) => {
  const over = await program(process.execPath, [guest, JSON.stringify(embeddedDescription(url)), JSON.stringify(names)])
  expect([over.code, over.stderr]).toEqual([0, ''])
  const lines = over.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Told & { readonly memory?: number })
  return { told: lines.slice(0, -1), memory: lines.at(-1)?.memory ?? Number.NaN }
}

describe('an endpoint that is hostile', () => {
  const names = Object.keys(hostile)
  let endpoint: Awaited<ReturnType<typeof startEndpoint>>
  let told: ReadonlyMap<string, Told>
  let memory: number

  beforeAll(async () => {
    endpoint = await startEndpoint()
    const over = await visit(endpoint.url, names)
    told = new Map(over.told.map((one) => [one.name, one]))
    memory = over.memory
  })
  afterAll(() => endpoint.close())

  test.each(names)('by %s is read as far as it can be, in time, and asked again', (name) => {
    const one = told.get(name) ?? expect.fail('it was asked')
    const [, expected = []] = hostile[name] ?? []
    expect(expected).toContain(one.seen?.status ?? one.failure?.kind)
    expect(one.took).toBeLessThan(5000)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not get through
    expect(JSON.stringify([one.text, one.failure ?? '', one.seen ?? ''])).not.toMatch(/\u001b|\\u001b|<script|owned/)
    expect([one.next, one.groups]).toEqual([200, facts.groupIds])
  })

  test('takes no more than a few times the memory that a calm one takes', async () => {
    const calm = await visit(
      endpoint.url,
      names.map(() => 'nothing'),
    )
    expect(calm.told.every(({ seen }) => seen?.status === 200)).toBe(true)
    expect(memory / calm.memory).toBeLessThan(4)
  })
})
