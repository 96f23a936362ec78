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

/**
 * One request on the wire. An object with methods instead of a promise chain per step: it is made for every request, and
 * what it costs is what the suite costs.
 */
export class Call implements Dispatcher.DispatchHandler {
  readonly deadline: number
  readonly signal: AbortSignal | undefined
  /** Any byte of a final response has come. */
  answered = false
  failure: TransportFailure | undefined
  /** A fault of our own, to be thrown to whoever sent the request. */
  fault: unknown
  #status = 0
  #headers: IncomingHttpHeaders = {}
  #first: Buffer | undefined
  #more: Buffer[] | undefined
  #bytes = 0
  #done = false
  #controller: Dispatcher.DispatchController | undefined
  readonly #limit: number
  readonly #settle: () => void

  /**
   * @param deadline when to give up, as `performance.now()` counts
   * @param limit most bytes of a body
   */
  constructor(deadline: number, limit: number, signal: AbortSignal | undefined, settle: () => void) {
    this.deadline = deadline
    this.signal = signal
    this.#limit = limit
    this.#settle = settle
  }

  /** The whole response; meaningful once the call has settled without a failure. */
  answer(): RawAnswer {
    const body = this.#more === undefined ? this.#first : Buffer.concat(this.#more)
    return { status: this.#status, headers: this.#headers, body }
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
    this.answered = true
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#done) return
    this.#bytes += chunk.length
    if (this.#bytes > this.#limit) {
      this.stop('too-large', `the body of the response is larger than ${this.#limit} bytes`)
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
    this.#settle()
  }
}
