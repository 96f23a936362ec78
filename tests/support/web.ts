import { once } from 'node:events'
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net'

/** A request as it came over the wire. */
export interface Seen {
  readonly method: string
  /** Path and query, byte for byte. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** What it was answered, once that is known and where it was passed on. */
  answer?: { readonly status: number; readonly contentType: string; readonly body: Buffer }
}

/** A server on this machine that notes what it is asked. */
export interface Web {
  readonly url: string
  readonly seen: readonly Seen[]
  /** Resolves once so many requests have come that `counts`; all of them, unless told otherwise. */
  came(times: number, counts?: (seen: Seen) => boolean): Promise<void>
  close(): Promise<void>
}

const listen = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

type Answer = (seen: Seen, response: ServerResponse, request: IncomingMessage) => void

/** Notes each request, and answers it as it is told to. */
export const answering = async (answer: Answer): Promise<Web> => {
  const seen: Seen[] = []
  let waiting: (() => void)[] = []
  const server = createServer({ maxHeaderSize: 256 * 1024 }, (request, response) => {
    bodyOf(request).then(
      (body) => {
        const one: Seen = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }
        seen.push(one)
        const tellers = waiting
        waiting = []
        for (const tell of tellers) tell()
        answer(one, response, request)
      },
      () => response.destroy(),
    )
  })
  const url = await listen(server)
  return {
    url,
    seen,
    came: async (times, counts = () => true) => {
      while (seen.filter(counts).length < times) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Answers everything alike. */
export const always = (status: number, contentType: string, body: string): Promise<Web> =>
  answering((_, response) => {
    response.writeHead(status, { 'content-type': contentType }).end(body)
  })

export interface Relay extends Web {
  /** From now on answers are held back. */
  hold(): void
}

interface PassedOn {
  readonly status: number
  readonly rawHeaders: string[]
  readonly contentType: string
  readonly body: Buffer
}

/** Asks somebody else exactly what one was asked. */
export const passOn = (
  to: string,
  { method, path, body }: Seen,
  { rawHeaders }: IncomingMessage,
  agent?: Agent,
): Promise<PassedOn> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(to)
    const onward = send({ agent, hostname, port, method, path, headers: rawHeaders }, (answer) => {
      bodyOf(answer).then(
        (bytes) =>
          resolve({
            status: answer.statusCode ?? 502,
            rawHeaders: answer.rawHeaders,
            contentType: answer.headers['content-type'] ?? '',
            body: bytes,
          }),
        reject,
      )
    })
    onward.once('error', reject)
    onward.end(body)
  })

/** Passes every request on, and notes it with its answer, the body of which may be rewritten on the way. */
export const relay = async (to: string, rewrite = (_: Seen, body: Buffer): Buffer => body): Promise<Relay> => {
  const agent = new Agent({ keepAlive: true })
  let held = false
  const web = await answering((seen, response, request) => {
    if (held) return
    passOn(to, seen, request, agent).then(
      ({ status, contentType, rawHeaders, body }) => {
        if (held) return
        seen.answer = { status, contentType, body }
        const sent = rewrite(seen, body)
        response.writeHead(status, sent === body ? rawHeaders : { 'content-type': 'application/json' }).end(sent)
      },
      () => response.destroy(),
    )
  })
  return {
    ...web,
    hold: () => {
      held = true
    },
    close: async () => {
      agent.destroy()
      await web.close()
    },
  }
}

/** Accepts connections and does with them what it is told to. */
export const sockets = async (accept: (socket: Socket) => void): Promise<Pick<Web, 'url' | 'close'>> => {
  const open = new Set<Socket>()
  const server = createSocketServer((socket) => {
    open.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => open.delete(socket))
    accept(socket)
  })
  return {
    url: await listen(server),
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/** Whether a request may change something. */
export const isUnsafe = ({ method }: Pick<Seen, 'method'>): boolean => !safe.has(method)
