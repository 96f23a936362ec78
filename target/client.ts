import type { Credentials } from '../contract/credentials.ts'
import type { Exchange, TransportFailure } from '../oracle/exchange.ts'
import { type Attempt, Call } from './call.ts'
import { openConnections } from './connections.ts'
import type { TargetDescription } from './description.ts'
import { letsFinish } from './ending.ts'
import { GuardError } from './errors.ts'
import { presenter } from './identities.ts'
import { isSafe } from './methods.ts'
import { backOff, doublingWait, patience, pause, type Random, toldWait } from './pacing.ts'
import { createPutOff } from './put-off.ts'
import { createRate } from './rate.ts'
import { createSlots } from './slots.ts'
import { createSlowDown } from './slow-down.ts'

/** A request as a case wants it on the wire; who sends it is said by `credentials` alone. */
export interface WireRequest {
  /** Id of the operation that it is meant for. */
  readonly operation: string
  readonly method: string
  /** Path and query below the target's base, sent byte for byte. */
  readonly path: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly credentials: Credentials
  readonly body?: string | Uint8Array
}

export type { Attempt } from './call.ts'

/** Turns each attempt into the exchange that is recorded and judged. */
export type Observe = (request: WireRequest, attempt: Attempt, known: readonly string[]) => Exchange

export interface SendOptions {
  readonly signal?: AbortSignal | undefined
  /** Strings that the suite generated for this case: they are not redacted. */
  readonly known?: readonly string[] | undefined
  /** It is about being turned away: do not wait and send again after 429 or 503, nor go more slowly. */
  readonly once?: boolean | undefined
  /**
   * Most milliseconds that all its waiting takes together; what `patience` says if not given. Where it is given and the
   * target does not say how long to wait, the request is sent as often as there is time for.
   */
  readonly wait?: number | undefined
  /** Others wait for what this is part of: it goes before those that are in no hurry. */
  readonly hurry?: boolean | undefined
}

export interface ClientOptions {
  readonly runId: string
  /** Version of the suite, for the User-Agent. */
  readonly version: string
  /** Most requests in flight; further ones wait their turn. */
  readonly concurrency: number
  /** Most requests begun in any second, a whole number; as many as there is room for if not given. */
  readonly rate?: number | undefined
  /** For waiting; `Math.random` if not given. */
  readonly random?: Random | undefined
  /** Hears of every request: when it goes on the wire, and what became of it. */
  readonly watch?: Watch | undefined
  /** A key of the usual length that nobody was given. */
  readonly unknownKey: string
  readonly observe: Observe
  /** The last look at a request before it waits for its turn: throws a GuardError for what must not be sent. */
  readonly permit?: ((request: WireRequest) => void) | undefined
  /** Is told of a request that may change something just before it is sent, each time. What it throws keeps it back. */
  readonly intend?: ((request: WireRequest) => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for a whole request; 10,000 if not given. */
  readonly timeout?: number | undefined
  /** Most bytes of a response body; 8 MiB if not given. */
  readonly maxBodySize?: number | undefined
}

export interface Watch {
  begun(): void
  /** It has ended; `failure` if it was not answered. */
  ended(failure: TransportFailure | undefined): void
}

export interface Client {
  /**
   * Sends a request and resolves to its last attempt. A safe request whose connection was closed without an answer is
   * sent once more; 429, and 503 to a safe request, are waited out within `patience`. Never rejects for what the
   * target does.
   *
   * @throws GuardError if the request cannot be put on the wire.
   */
  send(request: WireRequest, options?: SendOptions): Promise<Exchange>
  /** From here on nothing but this client's own close stops it: the run's signal is no longer heeded. */
  ignoreSignal(): void
  close(): Promise<void>
}

/** Milliseconds between two looks at deadlines and signals. */
const sweepInterval = 40
const noStrings: readonly string[] = []

export const createClient = (description: TargetDescription, options: ClientOptions): Client => {
  const { runId, version, concurrency, observe, permit, intend, watch, timeout = 10_000 } = options
  const { random = Math.random, maxBodySize = 8 * 1024 * 1024 } = options
  const { origin, pathname } = new URL(description.url)
  const basePath = pathname.replace(/\/+$/, '')
  const credentialsOf = presenter(description, options.unknownKey)
  const common = ['user-agent', `doorflow-conformance/${version}`, 'x-doorflow-conformance-run', runId]
  for (const [name, value] of Object.entries(description.headers)) common.push(name, value)
  // Deadlines are watched by one timer of our own; undici's would be one more per request.
  const pool = openConnections(origin, { connections: concurrency, timeout, tls: description.tls })
  const slots = createSlots(concurrency)
  const slowDown = createSlowDown(slots, concurrency)
  const rate = createRate(options.rate, slowDown)
  const putOff = createPutOff()
  // No Set: each time one is laid out anew, its old table keeps the calls in it and leads to the next one, so that all
  // of them outlive their answers until everything is collected.
  const calls: Call[] = []
  let runSignal = options.signal
  runSignal?.addEventListener('abort', rate.release, { once: true })
  let sweeper: NodeJS.Timeout | undefined
  let numbers = 0
  let order = 0

  const sweep = (): void => {
    const now = performance.now()
    const over = runSignal !== undefined && stops(runSignal)
    for (const call of [...calls]) {
      if (over || (call.signal !== undefined && stops(call.signal))) call.stop('aborted', 'the run was interrupted')
      else if (now >= call.deadline) call.stop('timeout', `no complete response came within ${timeout} ms`)
    }
    if (calls.length > 0) return
    clearInterval(sweeper)
    sweeper = undefined
  }

  /** The place of a request that needs no other sending goes to the next one at once, before its answer is looked at. */
  const settle = (call: Call): void => {
    const last = calls.pop()
    if (last !== undefined && last !== call) {
      calls[call.place] = last
      last.place = call.place
    }
    call.ended = ++order
    watch?.ended(call.failure)
    if (call.failure === undefined && !call.deferred) {
      call.holdsSlot = false
      slots.give()
    }
    putOff(call.resolve)
  }

  const dispatch = (request: WireRequest, signal: AbortSignal | undefined): Call => {
    const presented = credentialsOf(request.credentials)
    const id = `${runId}-${++numbers}`
    const lines: string[] = []
    for (const [name, value] of request.headers) lines.push(name, value)
    if (presented.authorization !== undefined) lines.push('authorization', presented.authorization)
    for (const part of common) lines.push(part)
    lines.push('x-doorflow-conformance-exchange', id)
    let path = basePath + request.path
    if (presented.query !== undefined) path += (path.includes('?') ? '&' : '?') + presented.query

    const call = new Call({ id, started: ++order, timeout, limit: maxBodySize, signal, settle })
    call.place = calls.push(call) - 1
    sweeper ??= setInterval(sweep, sweepInterval)
    pool.dispatch({ origin, path, method: request.method, headers: lines, body: bodyOf(request, presented.form) }, call)
    return call
  }

  const isOver = (signal: AbortSignal | undefined): boolean => runSignal?.aborted === true || signal?.aborted === true

  const aborted = (attempt: number): Attempt => {
    const failure: TransportFailure = {
      kind: 'aborted',
      message: 'the run was ended before the request was sent',
    }
    return {
      id: `${runId}-${++numbers}`,
      started: ++order,
      ended: ++order,
      attempt,
      at: Date.now(),
      duration: 0,
      failure,
    }
  }

  const send = async (request: WireRequest, sendOptions: SendOptions = {}): Promise<Exchange> => {
    permit?.(request)
    checkSendable(request)
    const { signal, known = noStrings, once = false, hurry = false, wait: given } = sendOptions
    const most = given ?? patience.wait
    const safe = isSafe(request.method)
    const busy = slots.take(hurry)
    if (busy !== undefined) await busy
    let holdsSlot = true
    try {
      let waited = 0
      let closed = false
      // Nothing that came before is a reason to be slow with what is about the limit itself.
      if (once) slowDown.lift()
      for (let number = 1; ; number += 1) {
        const turn = isOver(signal) ? undefined : rate.turn()
        if (turn !== undefined) await turn
        if (isOver(signal)) return observe(request, aborted(number), known)
        if (!safe) intend?.(request)
        watch?.begun()
        const call = dispatch(request, signal)
        await call.settled
        holdsSlot = call.holdsSlot
        if (call.fault !== undefined) throw call.fault
        if (call.closedUnanswered && safe && !closed) {
          closed = true
          continue
        }
        const attempt = call.attempt(number)
        const exchange = observe(request, attempt, known)
        const { answer } = attempt
        if (answer === undefined) return exchange
        const now = performance.now()
        if (!(answer.status === 429 || (answer.status === 503 && safe))) {
          slowDown.served(now)
          return exchange
        }
        if (once) return exchange
        // Whoever brings time has to do with a limit of its own, which is no reason to be slow with anything else.
        if (given === undefined) slowDown.refused(answer.status, toldWait(answer), now - attempt.duration, now)
        // Where nobody says how long, whoever has time asks as often as there is time for, less and less often.
        const isOpen = given !== undefined && toldWait(answer) === undefined
        const wait = isOpen ? Math.min(doublingWait(number, random), most - waited) : backOff(answer, number, random)
        if (isOpen ? wait <= 0 : number >= patience.attempts || waited + wait > most) return exchange
        waited += wait
        await pause(wait, [signal, runSignal])
      }
    } finally {
      if (holdsSlot) slots.give()
    }
  }

  return {
    send,
    ignoreSignal: () => {
      runSignal = undefined
    },
    close: async () => {
      clearInterval(sweeper)
      sweeper = undefined
      rate.release()
      await pool.destroy()
    },
  }
}

/** Whether what is under way is to be given up. */
const stops = (signal: AbortSignal): boolean => signal.aborted && !letsFinish(signal)

/** A form that says who asks says so at its end; what else it says is not changed. */
const bodyOf = ({ body }: WireRequest, form: string | undefined): string | Uint8Array | null => {
  if (form === undefined || typeof body !== 'string') return body ?? null
  return body === '' ? form : `${body}&${form}`
}

/** Credentials are symbolic until the last moment; a request that brings its own would carry them into the recording. */
const checkSendable = ({ method, path, headers }: WireRequest): void => {
  if (method === 'CONNECT')
    throw new GuardError('CONNECT asks for a tunnel, not for an answer; it cannot be sent.', 'unsendable')
  if (!path.startsWith('/'))
    throw new GuardError(`The path ${JSON.stringify(path)} does not begin with a slash.`, 'unsendable')
  if (path.includes('api_key='))
    throw new GuardError('A key in the path belongs into the credentials of the request.', 'unsendable')
  for (const [name] of headers) {
    const lower = name.toLowerCase()
    if (lower === 'authorization' || lower === 'cookie' || lower === 'proxy-authorization') {
      throw new GuardError(`The header ${name} belongs into the credentials of the request.`, 'unsendable')
    }
  }
}
