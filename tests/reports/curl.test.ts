import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Credentials } from '../../contract/credentials.ts'
import type { RecordedRequest } from '../../oracle/exchange.ts'
import { bytesOf, type CurlOptions, curl } from '../../reports/curl.ts'
import { isPlain } from '../../reports/terminal/text.ts'

vi.setConfig({ testTimeout: 60_000 })

interface Received {
  method: string
  path: string
  headers: (readonly [string, string])[]
  body: Buffer
}

const keys = {
  DOORFLOW_KEY: 'full-key-1234',
  DOORFLOW_RESTRICTED_KEY: 'limited-key',
  DOORFLOW_EXPIRED_KEY: 'old-key',
  DOORFLOW_CLIENT_ID: 'app-7',
  DOORFLOW_CLIENT_SECRET: 'se/+&=cret',
  DOORFLOW_REDIRECT_URI: 'https://client.example.com/cb?a=1&b=%20',
}
let server: Server
let received: Received | undefined

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const raw = request.rawHeaders
      const headers = raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []))
      received = { method: request.method ?? '', path: request.url ?? '', headers, body: Buffer.concat(chunks) }
      response.end('ok')
    })
  })
  server.keepAliveTimeout = 100
  // Node refuses some bytes in a path; what it refused it still hands over.
  server.on('clientError', (error: Error & { rawPacket?: Buffer }, socket) => {
    const [method = '', path = ''] = (error.rawPacket ?? Buffer.alloc(0)).toString('latin1').split(' ')
    received = { method, path, headers: [], body: Buffer.alloc(0) }
    socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(() => new Promise((resolve) => server.close(resolve)))

const sh = (command: string, env: Readonly<Record<string, string>>): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', command], { env: { PATH: process.env.PATH ?? '', ...env } })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString()
    })
    child.stdout.resume()
    child.on('error', reject)
    child.on('close', () => resolve(errors))
  })

/** Runs the printed command in a real shell and returns what a real server received. */
const send = async (request: RecordedRequest, options: CurlOptions = {}, basePath = ''): Promise<Received> => {
  const { command, elided } = curl(request, { ...options, basePath })
  expect(elided).toEqual([])
  expect(isPlain(command)).toBe(true)
  received = undefined
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${basePath}`
  const errors = await sh(command, { ...keys, DOORFLOW_URL: url })
  if (received === undefined) throw new Error(`Nothing arrived from: ${command}\n${errors}`)
  return received
}

const own = new Set(['host', 'user-agent', 'content-length', 'authorization'])
const sentHeaders = ({ headers }: Received) =>
  headers.filter(([name]) => !own.has(name.toLowerCase())).map(([name, value]) => [name.toLowerCase(), value])

const base: RecordedRequest = {
  operation: 'createPerson',
  method: 'POST',
  path: '/api/3/people',
  headers: [
    ['accept', 'application/json'],
    ['content-type', 'application/json'],
  ],
  credentials: { kind: 'key', identity: 'full' },
  body: { text: '{"first_name":"A"}' },
}

const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...'\'"$`\\!%@;&|<>(){}[]*?#~ \t\n\r\0\x1b\x7f',
      '\u0085',
      '\u202e',
      '\u2028',
      '\u200d',
      'é',
      '✓',
      '😀',
    ),
    fc.constantFrom('$(id)', '`id`', '$DOORFLOW_KEY', '!!', '%s', '\\n', '\\041', "'\\''", '@/etc/passwd'),
    fc.string({ minLength: 1, maxLength: 3, unit: 'binary' }),
  ),
  maxLength: 24,
})

/** What undici sends as a path, and what it sends as the value of a header. */
const visible = (from: number) => fc.integer({ min: from, max: 0xff }).filter((code) => code < 0x7f || code > 0xa0)
const path = fc.array(visible(0x21), { maxLength: 20 }).map((codes) => `/api/3/people/${String.fromCharCode(...codes)}`)
const headerValue = fc.array(visible(0x20), { maxLength: 20 }).map((codes) => String.fromCharCode(...codes).trim())
const headerName = fc.stringMatching(/^x-[a-z0-9!#$%&'*+.^_`|~-]{1,10}$/)

const runs = { numRuns: 60 }

describe('a curl command, run by a shell', () => {
  it('sends any body of text byte by byte', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => {
        expect((await send({ ...base, body: { text } })).body.equals(bytesOf({ text }))).toBe(true)
      }),
      { ...runs, examples: [['@/etc/passwd'], [''], ['\0'], ['a\n\n'], ['%s%%\\n!!'], ["it's"]] },
    )
  })

  it('sends any bytes that are no text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 40 }), async (bytes) => {
        const base64 = Buffer.from(bytes).toString('base64')
        expect((await send({ ...base, body: { base64 } })).body.equals(Buffer.from(bytes))).toBe(true)
      }),
      runs,
    )
  })

  it('sends any path unchanged, below any base', async () => {
    await fc.assert(
      fc.asyncProperty(path, fc.constantFrom('', '/base/path'), async (wanted, basePath) => {
        expect((await send({ ...base, path: wanted }, {}, basePath)).path).toBe(`${basePath}${wanted}`)
      }),
      {
        ...runs,
        examples: [
          ['/api/3/../3/./people', ''],
          ['/api/3/people/%2e%2E/%zz%2f?a[]=b&c={d}#e', '/base/path'],
          ['/api/3/people/{1-3}[a-c]', ''],
          ['/api/3/people//..', ''],
          ['/api/3/people?', ''],
        ],
      },
    )
  })

  it('sends the headers of the request, and of its own only Host, User-Agent and Content-Length', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(headerName, headerValue), { maxLength: 4 }), async (headers) => {
        const { body: _, ...bodiless } = base
        for (const request of [bodiless, { ...base, method: 'PUT' }]) {
          const arrived = await send({ ...request, headers })
          expect(sentHeaders(arrived)).toEqual(headers)
        }
      }),
      {
        ...runs,
        examples: [
          [[['accept', '']]],
          [[['accept', 'text/html;q=0, */*;q=0.1']]],
          [
            [
              ['x-a', '1'],
              ['x-a', '2'],
            ],
          ],
        ],
      },
    )
  })

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'HEAD', 'PROPFIND', 'M-SEARCH'])(
    'sends %s, without a body and with one',
    async (method) => {
      const { body: _, ...bodiless } = base
      const without = await send({ ...bodiless, method })
      expect([without.method, without.body.length]).toEqual([method, 0])
      const withBody = await send({ ...base, method })
      expect([withBody.method, withBody.body.toString()]).toEqual([method, '{"first_name":"A"}'])
    },
  )
})

describe('credentials of a curl command', () => {
  const basic = (key: string) => `Basic ${Buffer.from(`${key}:x`).toString('base64')}`
  const cases: [Credentials, string | undefined, string?][] = [
    [{ kind: 'key', identity: 'full' }, 'Bearer full-key-1234'],
    [{ kind: 'key', identity: 'restricted', form: 'bearer' }, 'Bearer limited-key'],
    [{ kind: 'key', identity: 'expired', form: 'basic' }, basic('old-key')],
    [{ kind: 'key', identity: 'full', form: 'query' }, undefined, 'full-key-1234'],
    [{ kind: 'none' }, undefined],
    [{ kind: 'empty' }, 'Bearer'],
    [{ kind: 'empty', form: 'basic' }, basic('')],
    [{ kind: 'empty', form: 'query' }, undefined, ''],
    [{ kind: 'unknown' }, 'Bearer 0000000000000'],
    [{ kind: 'unknown', form: 'query' }, undefined, '0000000000000'],
    [{ kind: 'truncated' }, 'Bearer full-key-123'],
    [{ kind: 'truncated', form: 'basic' }, basic('full-key-123')],
    [{ kind: 'truncated', form: 'query' }, undefined, 'full-key-123'],
    [{ kind: 'header', value: 'Digest username="$(id)"' }, 'Digest username="$(id)"'],
    [{ kind: 'header', value: '' }, ''],
    [{ kind: 'client', in: 'header' }, `Basic ${Buffer.from('app-7:se/+&=cret').toString('base64')}`],
    [{ kind: 'client', in: 'form' }, undefined],
  ]

  it.each(cases)('%j', async (credentials, authorization, inQuery) => {
    const arrived = await send({ ...base, credentials })
    expect(arrived.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1].trim()).toBe(authorization)
    expect(new URL(arrived.path, 'http://x').searchParams.get('api_key')).toBe(inQuery ?? null)
  })

  it('of a client stand behind what else a form says', async () => {
    const arrived = await send({
      ...base,
      path: '/oauth/token',
      headers: [['content-type', 'application/x-www-form-urlencoded']],
      credentials: { kind: 'client', in: 'form' },
      body: { text: 'grant_type=refresh_token&refresh_token=nobody' },
    })
    expect(Object.fromEntries(new URLSearchParams(arrived.body.toString()))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'nobody',
      client_id: 'app-7',
      client_secret: 'se/+&=cret',
    })
  })

  it('of a client that asks for a code stand behind what else the query says', async () => {
    const path = '/oauth/authorize?response_type=code&state=a%26b%3D%2Fc'
    const { body: _, ...plain } = base
    const arrived = await send({ ...plain, method: 'GET', path, credentials: { kind: 'client', in: 'query' } })
    expect([arrived.method, arrived.path.startsWith(path)]).toEqual(['GET', true])
    expect(Object.fromEntries(new URL(arrived.path, 'http://x').searchParams)).toEqual({
      response_type: 'code',
      state: 'a&b=/c',
      client_id: 'app-7',
      redirect_uri: 'https://client.example.com/cb?a=1&b=%20',
    })
  })

  it('follow the target where the request leaves the form open', async () => {
    const arrived = await send({ ...base, path: '/api/3/people?page=2' }, { form: 'query' })
    expect(arrived.path).toBe('/api/3/people?page=2&api_key=full-key-1234')
  })

  it('never stand in the command themselves', () => {
    const { command } = curl(base)
    expect(command).toBe(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell
      'curl -i -X POST "$DOORFLOW_URL/api/3/people" -H "Authorization: Bearer ${DOORFLOW_KEY}" ' +
        "-H 'accept: application/json' -H 'content-type: application/json' --data-binary '{\"first_name\":\"A\"}'",
    )
  })
})

describe('what is too long for a command', () => {
  it('is left out and named', () => {
    const { command, elided } = curl({
      ...base,
      path: `/api/3/${'p'.repeat(70_000)}`,
      headers: [['x-long', 'h'.repeat(20_000)]],
      body: { text: 'b'.repeat(1_000_000) },
    })
    expect(command.length).toBeLessThan(400)
    expect(elided).toEqual([
      'the path, of 70,007 characters',
      'the header x-long, of 20,000 characters',
      'the body, of 1,000,000 bytes',
    ])
  })
})
