import type { Exchange } from './exchange.ts'
import type { EveryHook } from './hooks.ts'
import { Refusal } from './refusals.ts'

/** How many requests are answered in how many seconds. */
export interface RateLimit {
  readonly requests: number
  readonly seconds: number
}

/** Seconds that a client may wait for the end of maintenance before it asks again. */
const maintenanceSeconds = 1

/** What a gateway says that gets no answer from what it stands in front of, or none in time. */
export type GatewayError = 'bad-gateway' | 'gateway-timeout'

const gatewayMessages: Readonly<Record<GatewayError, string>> = {
  'bad-gateway': 'The gateway got no answer that it could pass on.',
  'gateway-timeout': 'The gateway got no answer in time.',
}

/** What every request has to pass, whoever sends it: nobody is let in during maintenance, nor too often. */
export class Gates {
  maintenance = false
  /** What stands in front of the endpoint answers everything in this way. */
  gateway: GatewayError | undefined
  #limit: RateLimit | undefined
  #windowStart = Number.NEGATIVE_INFINITY
  #answered = 0
  /** Seconds that have to lie between two syncs. */
  readonly syncSeconds: number

  constructor(limit: RateLimit | undefined, syncSeconds: number) {
    this.#limit = limit
    this.syncSeconds = syncSeconds
  }

  get limit(): RateLimit | undefined {
    return this.#limit
  }

  /** Begins a new window, with this limit or with none. */
  set limit(limit: RateLimit | undefined) {
    this.#limit = limit
    this.#windowStart = Number.NEGATIVE_INFINITY
    this.#answered = 0
  }

  /** Seconds until a request may be answered; 0 counts this one. What is refused is not counted, so that waiting helps. */
  wait(now: number): number {
    if (this.#limit === undefined) return 0
    const { requests, seconds } = this.#limit
    if (now - this.#windowStart >= seconds * 1000) {
      this.#windowStart = now
      this.#answered = 0
    }
    if (this.#answered >= requests) return (this.#windowStart + seconds * 1000 - now) / 1000
    this.#answered += 1
    return 0
  }
}

export const gatewayError = (error: GatewayError): Refusal => new Refusal(error, gatewayMessages[error])

/** A refusal that names the whole seconds to wait: in the header, and in the current edition in the body as well. */
export const tooSoon = ({ edition }: Exchange, seconds: number, message: string): Refusal => {
  const whole = Math.max(1, Math.ceil(seconds))
  return new Refusal('too-many-requests', message, {
    headers: { 'retry-after': String(whole) },
    body: edition === 'current' ? { error: 'rate_limited', description: message, retry_in: whole } : undefined,
  })
}

/**
 * Refuses what comes during maintenance, and what comes too often ("Responses and Errors", 429 and 503), and whatever
 * comes while the gateway does not get through (guide "HTTP status codes", 502 and 504).
 */
export const passGates = (exchange: Exchange, hooks: EveryHook): void => {
  const { gates } = exchange
  const lost = hooks.gateway(gates.gateway, exchange)
  if (lost !== undefined) throw gatewayError(lost)
  if (hooks.closed(gates.maintenance, exchange)) {
    throw new Refusal('maintenance', 'The endpoint is down for maintenance.', {
      headers: { 'retry-after': String(maintenanceSeconds) },
    })
  }
  const seconds = hooks.wait(gates.wait(Date.now()), exchange)
  if (seconds > 0) throw tooSoon(exchange, seconds, 'There are too many requests; wait before sending more.')
}
