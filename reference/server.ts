import { METHODS } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { dialects } from './dialects.ts'
import { refuse, respond } from './endpoint.ts'
import type { Exchange } from './exchange.ts'
import { faults } from './faults/index.ts'
import { compose, type EveryHook, type Hooks } from './hooks.ts'
import { nearest } from './nearest.ts'
import { errorAnswer, type Outcome, Refusal } from './refusals.ts'
import { Store } from './store.ts'
import type { Answer } from './types.ts'

export interface ReferenceOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number
  /** 127.0.0.1 unless told otherwise: the keys are public. */
  readonly host?: string
  readonly faults?: readonly string[]
  readonly dialects?: readonly string[]
}

export interface RunningReference {
  readonly url: string
  close(): Promise<void>
  /** A plain copy of everything that can be seen from outside, in a fixed order. */
  snapshot(): unknown
}

const bodyLimit = 1_048_576

/** CONNECT never reaches a request handler. */
const methods = METHODS.filter((method) => method !== 'CONNECT')

const chosen = <Planted extends { readonly id: string; readonly hooks: Hooks }>(
  what: 'fault' | 'dialect',
  known: readonly Planted[],
  ids: readonly string[] = [],
): readonly Hooks[] =>
  ids.map((id) => {
    const planted = known.find((each) => each.id === id)
    if (planted !== undefined) return planted.hooks
    const suggestion = nearest(
      id,
      known.map((each) => each.id),
    )
    throw new Error(`There is no ${what} "${id}".${suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`}`)
  })

const exchangeOf = (store: Store, request: FastifyRequest): Exchange => {
  const url = request.raw.url ?? '/'
  const end = url.indexOf('?')
  return {
    store,
    requested: request.method,
    path: end < 0 ? url : url.slice(0, end),
    query: (request.query ?? {}) as Readonly<Record<string, unknown>>,
    headers: request.headers,
    raw: Buffer.isBuffer(request.body) ? request.body : undefined,
    method: request.method,
    presented: undefined,
    identity: undefined,
    place: undefined,
    action: undefined,
    members: undefined,
    commit: undefined,
    refusal: undefined,
  }
}

const send = (reply: FastifyReply, answer: Answer): FastifyReply => {
  reply.code(answer.status).headers(answer.headers)
  if (answer.contentType === undefined) return reply.send()
  // As octets, for Fastify would add a charset to the content type of a string.
  return reply.type(answer.contentType).send(Buffer.from(answer.text ?? JSON.stringify(answer.body)))
}

const unreceived: Readonly<Record<number, readonly [Outcome, string]>> = {
  413: ['too-large', 'The body is too large.'],
  415: ['unsupported-media', 'The content type cannot be understood.'],
}

/** What Fastify could not receive is refused like everything else. */
const refusalOfError = (error: FastifyError): Refusal => {
  const status = error.statusCode ?? 500
  const [outcome, message] = unreceived[status] ?? ['malformed-request', 'The request cannot be understood.']
  return status < 500 ? new Refusal(outcome, message) : new Refusal('failure', 'Something went wrong here.')
}

/** What Node could not even parse has no request to hang an answer on. */
const refuseSocket = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const tooLong = error.code === 'HPE_HEADER_OVERFLOW'
  const line = tooLong ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const body = JSON.stringify(errorAnswer(new Refusal('malformed-request', 'The request cannot be understood.')).body)
  const head = `content-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`
  socket.end(`HTTP/1.1 ${line}\r\n${head}\r\n\r\n${body}`)
}

const build = (store: Store, hooks: EveryHook): FastifyInstance => {
  const app = Fastify({
    logger: false,
    bodyLimit,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    clientErrorHandler: refuseSocket,
    frameworkErrors: (error, request, reply) => {
      send(reply as FastifyReply, refuse(exchangeOf(store, request as FastifyRequest), hooks, refusalOfError(error)))
    },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  const known = new Set(app.supportedMethods)
  for (const method of methods) if (!known.has(method)) app.addHttpMethod(method, { hasBody: true })
  const handler = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const answer = respond(exchangeOf(store, request), hooks)
    if (!(answer instanceof Promise)) return send(reply, answer)
    answer.then((late) => send(reply, late))
    return reply
  }
  app.route({ method: methods, url: '*', handler })
  app.setNotFoundHandler(handler)
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    send(reply, refuse(exchangeOf(store, request), hooks, refusalOfError(error)))
  })
  return app
}

/** Starts the embedded endpoint. Throws where a fault or dialect is unknown, and where the port is taken. */
export const startReference = async (options: ReferenceOptions = {}): Promise<RunningReference> => {
  const hooks = compose([...chosen('dialect', dialects, options.dialects), ...chosen('fault', faults, options.faults)])
  const store = new Store()
  const app = build(store, hooks)
  const host = options.host ?? '127.0.0.1'
  await app.listen({ host, port: options.port ?? 0 })
  const { port } = app.server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: () => app.close(),
    snapshot: () => store.snapshot(),
  }
}
