import { isObject, parseBody } from './body.ts'
import type { Gates, GatewayError, RateLimit } from './gates.ts'
import { json } from './operations.ts'
import type { Answer, Members } from './types.ts'

/** Where the owner of the endpoint, and nobody else, finds what a client could not bring about. */
export const controlBase = '/_control/'

const refusal = (status: number, message: string): Answer => json(status, { message })

const stateOf = ({ maintenance, gateway, limit }: Gates): Answer =>
  json(200, { maintenance, gateway: gateway ?? null, rate_limit: limit ?? null })

const controls = ['maintenance', 'bad-gateway', 'gateway-timeout', 'rate-limit'] as const
const isControl = (what: string): what is (typeof controls)[number] => controls.some((name) => name === what)

/** One error takes the place of the other; only the one that is there is taken back. */
const gatewayAfter = (now: Gates['gateway'], error: GatewayError, on: boolean): Gates['gateway'] =>
  on ? error : now === error ? undefined : now

const count = (value: unknown, most: number): value is number => typeof value === 'number' && value > 0 && value <= most

const limitIn = ({ requests, seconds }: Members): RateLimit | undefined =>
  count(requests, 1_000_000) && Number.isInteger(requests) && count(seconds, 3600) ? { requests, seconds } : undefined

/**
 * `POST /_control/maintenance`, `bad-gateway` or `gateway-timeout` with `{"on":true|false}`; `POST /_control/rate-limit` with `{"on":false}` or
 * `{"on":true,"requests":n,"seconds":s}`. Only this computer may ask, and no web page in its browser, which could not
 * send this content type unasked.
 */
export const control = (
  gates: Gates,
  request: { method: string; path: string; contentType: string; address: string; raw: Buffer | undefined },
): Answer => {
  if (!/^(?:127\.|::1$|::ffff:127\.)/.test(request.address)) return refusal(403, 'Only this computer may ask that.')
  if (request.method === 'GET' && request.path === controlBase) return stateOf(gates)
  const what = request.path.slice(controlBase.length)
  if (!isControl(what)) return refusal(404, 'There is no such control.')
  if (request.method !== 'POST') return refusal(405, 'Controls are set with POST.')
  if (!/^application\/json\b/i.test(request.contentType)) return refusal(415, 'Controls are set with JSON.')
  const parsed = parseBody(request.raw)
  const { on, ...rest } = parsed.ok && isObject(parsed.value) ? parsed.value : {}
  if (typeof on !== 'boolean') return refusal(400, '"on" has to be true or false.')
  if (what === 'maintenance') {
    gates.maintenance = on
    return stateOf(gates)
  }
  if (what !== 'rate-limit') {
    gates.gateway = gatewayAfter(gates.gateway, what, on)
    return stateOf(gates)
  }
  const limit = limitIn(rest)
  if (on && limit === undefined) return refusal(400, '"requests" and "seconds" have to be counts above 0.')
  gates.limit = on ? limit : undefined
  return stateOf(gates)
}
