import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Exchange } from '../../oracle/exchange.ts'
import type { WireRequest } from '../../target/client.ts'
import { describeEmbedded, type TargetDescription } from '../../target/description.ts'
import type { Recorder } from '../../target/recorder.ts'
import { openSession, type SessionOptions, type TargetSession } from '../../target/session.ts'

export const fullKey = 'tk-full-7c1d9e5a2b8f4036'
export const restrictedKey = 'tk-limited-2f6a0c9d8e7b'
export const accountId = 20617

/** What a test's endpoint has seen, in order. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Endpoint {
  readonly url: string
  readonly seen: Seen[]
}

export type Handler = (seen: Seen, response: ServerResponse, request: IncomingMessage) => void

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

/** A real HTTP endpoint that is gone when the test is over. */
export const startEndpoint = async (handler: Handler): Promise<Endpoint> => {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const one = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') }
      seen.push(one)
      handler(one, response, request)
    })
  })
  const port = await listen(server)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${port}`, seen }
}

/** A real TCP endpoint that says whatever `talk` makes it say. */
export const startTcp = async (talk: (socket: Socket) => void): Promise<string> => {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    talk(socket)
  })
  const port = await listen(server)
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${port}`
}

export const json = (
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(value))
}

/** Answers what discovery asks, and leaves the rest to `handler`. */
export const doorflow =
  (handler: Handler): Handler =>
  (seen, response, request) => {
    if (seen.method === 'GET' && seen.url === '/api/3/account')
      return json(response, 200, { id: accountId, time_zone: 'London' })
    if (seen.method === 'GET' && seen.url === '/api/3/people?per_page=1') return json(response, 200, [])
    if (seen.method === 'GET' && /^\/api\/3\/(?:groups|roles|sites|channels|events|credential_types)$/.test(seen.url)) {
      return json(response, 200, [])
    }
    return handler(seen, response, request)
  }

export const describeTarget = (url: string, more: Partial<TargetDescription> = {}): TargetDescription => ({
  ...describeEmbedded({
    url,
    account: accountId,
    edition: 'classic',
    keys: { full: fullKey, restricted: restrictedKey },
  }),
  kind: 'dedicated',
  ...more,
})

export const recordingRecorder = (): Recorder & { readonly exchanges: Exchange[] } => {
  const exchanges: Exchange[] = []
  return { exchanges, record: (exchange) => void exchanges.push(exchange), close: async () => {} }
}

/** A session that is closed when the test is over. */
export const open = async (
  description: TargetDescription,
  options: Partial<SessionOptions> = {},
): Promise<TargetSession & { readonly recorder: ReturnType<typeof recordingRecorder> }> => {
  const recorder = recordingRecorder()
  const session = await openSession(description, { concurrency: 4, recorder, version: '0.0.0', ...options })
  onTestFinished(() => session.close())
  return Object.assign(session, { recorder })
}

export const get = (path: string, more: Partial<WireRequest> = {}): WireRequest => ({
  operation: 'getPerson',
  method: 'GET',
  path,
  headers: [],
  credentials: { kind: 'key', identity: 'full' },
  ...more,
})

export const send = (method: string, path: string, body?: unknown, more: Partial<WireRequest> = {}): WireRequest => ({
  ...get(path),
  method,
  headers: [['content-type', 'application/json']],
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  ...more,
})
