import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { FailureKind, TransportFailure } from '../oracle/exchange.ts'
import { describeFailure } from './failures.ts'

/** A response as it came, before it is redacted. It must not leave this room. */
export interface RawAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Absent where no byte of a body came. */
  readonly body: Buffer | undefined
}

/** One sending of a request and what came of it. */
export interface Attempt {
  readonly id: string
  readonly started: number
  readonly ended: number
  readonly attempt: number
  /** When it was sent, as milliseconds since 1970. */
  readonly at: number
  /** Milliseconds. */
  readonly duration: number
  readonly answer?: RawAnswer
  readonly failure?: TransportFailure
}

export interface CallOptions {
  readonly id: string
  /** Position in the run's order of sending and of receiving. */
  readonly started: number
  /** Milliseconds for the whole of it. */
  readonly timeout: number
  /** Most bytes of a body. */
  readonly limit: number
  readonly signal: AbortSignal | undefined
  /** Is told when the call has ended. */
  readonly settle: (call: Call) => void
}

/** When this thread's clock began, as milliseconds since 1970. */
const beginning = performance.timeOrigin

/**
 * One request on the wire. An object with methods instead of a promise chain per step: it is made for every request, and
 * what it costs is what the suite costs.
 */
export class Call implements Dispatcher.DispatchHandler {
  /** When to give up, as `performance.now()` counts. */
  readonly deadline: number
  readonly signal: AbortSignal | undefined
  /** Whoever sent the request waits for this. */
  readonly settled: Promise<void>
  resolve!: () => void
  /** Position in the run's order, once the call has ended. */
  ended = 0
  holdsSlot = true
  /** Position among the calls in flight. */
  place = 0
  failure: TransportFailure | undefined
  /** A fault of our own, to be thrown to whoever sent the request. */
  fault: unknown
  /** Any byte of a final response has come. */
  #answered = false
  #status = 0
  #headers: IncomingHttpHeaders = {}
  #first: Buffer | undefined
  #more: Buffer[] | undefined
  #bytes = 0
  #done = false
  #duration = 0
  #controller: Dispatcher.DispatchController | undefined
  readonly #begin = performance.now()
  readonly #options: CallOptions

  constructor(options: CallOptions) {
    this.#options = options
    this.deadline = this.#begin + options.timeout
    this.signal = options.signal
    this.settled = new Promise((resolve) => {
      this.resolve = resolve
    })
  }

  /** What came of it, once the call has settled. `number` counts the sendings of the request. */
  attempt(number: number): Attempt {
    const { id, started } = this.#options
    const ended = this.ended
    const at = Math.round(beginning + this.#begin)
    const duration = this.#duration
    if (this.failure !== undefined) return { id, started, ended, attempt: number, at, duration, failure: this.failure }
    const body = this.#more === undefined ? this.#first : Buffer.concat(this.#more)
    const answer = { status: this.#status, headers: this.#headers, body }
    return { id, started, ended, attempt: number, at, duration, answer }
  }

  /** The target asks for a pause: the request may be sent again after one. */
  get deferred(): boolean {
    return this.#status === 429 || this.#status === 503
  }

  /** The peer closed the connection before any byte of a response. */
  get closedUnanswered(): boolean {
    return this.failure?.kind === 'reset' && !this.#answered
  }

  /** Gives up: the connection is destroyed, and whatever still comes is ignored. */
  stop(kind: FailureKind, message: string): void {
    if (this.#done) return
    this.failure = { kind, message }
    this.#finish()
    this.#controller?.abort(new Error(message))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // While the connection was being made, the call could be given up but not taken back.
    if (this.#done) controller.abort(new Error('given up'))
    else this.#controller = controller
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return
    this.#answered = true
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#done) return
    this.#bytes += chunk.length
    if (this.#bytes > this.#options.limit) {
      this.stop('too-large', `the body of the response is larger than ${this.#options.limit} bytes`)
    } else if (this.#first === undefined) this.#first = chunk
    else if (this.#more === undefined) this.#more = [this.#first, chunk]
    else this.#more.push(chunk)
  }

  onResponseEnd(): void {
    this.#finish()
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    if (this.#done) return
    try {
      this.failure = describeFailure(error)
    } catch (fault) {
      this.fault = fault
    }
    this.#finish()
  }

  #finish(): void {
    if (this.#done) return
    this.#done = true
    this.#duration = performance.now() - this.#begin
    this.#options.settle(this)
  }
}
