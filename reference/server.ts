import { METHODS } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { control, controlBase } from './controls.ts'
import { dialectsOf } from './dialects.ts'
import type { EditionName } from './edition.ts'
import { refuse, respond } from './endpoint.ts'
import type { Exchange } from './exchange.ts'
import { faultsOf } from './faults/index.ts'
import { Gates, type RateLimit } from './gates.ts'
import { compose, type EveryHook, type Hooks } from './hooks.ts'
import { nearest } from './nearest.ts'
import { errorAnswer, type Outcome, Refusal } from './refusals.ts'
import { type Accounts, openAccounts, snapshotOf } from './store.ts'
import { Tokens } from './tokens.ts'
import type { Answer } from './types.ts'

export interface ReferenceOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number
  /** 127.0.0.1 unless told otherwise: the keys are public. */
  readonly host?: string
  /** The contract that it speaks; classic unless told otherwise. */
  readonly edition?: EditionName
  /** Answers no more than so many requests in so many seconds; unlimited unless told otherwise. */
  readonly rateLimit?: RateLimit
  /** Seconds that have to lie between two syncs of an account; 2 unless told otherwise. */
  readonly syncSeconds?: number
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

/** Short, so that whoever is told to wait can do so. */
const syncSeconds = 2

/** CONNECT never reaches a request handler. */
const methods = METHODS.filter((method) => method !== 'CONNECT')

interface Planted {
  readonly id: string
  readonly hooks: Hooks
}

const chosen = (
  what: 'fault' | 'dialect',
  edition: EditionName,
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
    throw new Error(
      `There is no ${what} "${id}" in the ${edition} edition.${suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`}`,
    )
  })

/** What one endpoint is made of. */
interface Endpoint {
  readonly edition: EditionName
  readonly accounts: Accounts
  readonly tokens: Tokens
  readonly gates: Gates
  readonly hooks: EveryHook
}

const exchangeOf = ({ edition, accounts, tokens, gates }: Endpoint, request: FastifyRequest): Exchange => {
  const url = request.raw.url ?? '/'
  const end = url.indexOf('?')
  return {
    edition,
    accounts,
    tokens,
    gates,
    store: accounts.first,
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
const refuseSocket =
  (edition: EditionName) =>
  (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const tooLong = error.code === 'HPE_HEADER_OVERFLOW'
    const line = tooLong ? '431 Request Header Fields Too Large' : '400 Bad Request'
    const refusal = new Refusal('malformed-request', 'The request cannot be understood.')
    const body = JSON.stringify(errorAnswer(refusal, edition).body)
    const head = `content-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`
    socket.end(`HTTP/1.1 ${line}\r\n${head}\r\n\r\n${body}`)
  }

const controlling =
  ({ gates }: Endpoint) =>
  (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    send(
      reply,
      control(gates, {
        method: request.method,
        path: (request.raw.url ?? '/').replace(/\?.*$/s, ''),
        contentType: request.headers['content-type'] ?? '',
        address: request.socket.remoteAddress ?? '',
        raw: Buffer.isBuffer(request.body) ? request.body : undefined,
      }),
    )

const build = (endpoint: Endpoint): FastifyInstance => {
  const { edition, hooks } = endpoint
  const app = Fastify({
    logger: false,
    bodyLimit,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    clientErrorHandler: refuseSocket(edition),
    frameworkErrors: (error, request, reply) => {
      send(reply as FastifyReply, refuse(exchangeOf(endpoint, request as FastifyRequest), hooks, refusalOfError(error)))
    },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  const known = new Set(app.supportedMethods)
  for (const method of methods) if (!known.has(method)) app.addHttpMethod(method, { hasBody: true })
  const handler = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const answer = respond(exchangeOf(endpoint, request), hooks)
    if (!(answer instanceof Promise)) return send(reply, answer)
    answer.then((late) => send(reply, late))
    return reply
  }
  app.route({ method: methods, url: '*', handler })
  app.route({ method: methods, url: `${controlBase}*`, handler: controlling(endpoint) })
  app.setNotFoundHandler(handler)
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    send(reply, refuse(exchangeOf(endpoint, request), hooks, refusalOfError(error)))
  })
  return app
}

/** Starts the embedded endpoint. Throws where a fault or dialect is unknown, and where the port is taken. */
export const startReference = async (options: ReferenceOptions = {}): Promise<RunningReference> => {
  const edition = options.edition ?? 'classic'
  const hooks = compose([
    ...chosen('dialect', edition, dialectsOf(edition), options.dialects),
    ...chosen('fault', edition, faultsOf(edition), options.faults),
  ])
  const accounts = openAccounts(edition)
  const gates = new Gates(options.rateLimit, options.syncSeconds ?? syncSeconds)
  const app = build({ edition, accounts, tokens: new Tokens(), gates, hooks })
  const host = options.host ?? '127.0.0.1'
  await app.listen({ host, port: options.port ?? 0 })
  const { port } = app.server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: () => app.close(),
    snapshot: () => snapshotOf(accounts),
  }
}
