import { closeSync, openSync, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { EvidenceLine, RecordedCase } from '../oracle/evidence.ts'
import type { Exchange, ObservedBody, RecordedResponse } from '../oracle/exchange.ts'
import { errorCode } from './error-code.ts'
import { TargetError } from './errors.ts'

/** Where exchanges go as they are observed. */
export interface Recorder {
  record(exchange: Exchange): void
  /** Writes what is still held back. May be called more than once. */
  close(): Promise<void>
}

/** A recording that can be judged again: it also takes down what the exchanges were judged by. */
export interface CaseRecorder extends Recorder {
  /** Returns the number that the case is given. */
  case(one: Omit<RecordedCase, 'n'>): number
  note(line: Exclude<EvidenceLine, { readonly exchange: unknown } | { readonly case: unknown }>): void
}

/** A recorder that only counts. */
export const discardingRecorder = (): Recorder & { readonly recorded: () => number } => {
  let count = 0
  return {
    record: () => {
      count += 1
    },
    close: async () => {},
    recorded: () => count,
  }
}

/** Bytes held back before they are written; more where they are compressed, which then does better. */
const chunk = { plain: 64 * 1024, compressed: 512 * 1024 }
/** The most bytes that a character of a string takes in UTF-8. */
const widest = 3
/** Milliseconds after which they are written all the same. */
const delay = 250
const nothing = new Uint8Array()

/**
 * Writes a recording to a file of JSON Lines, compressed if its name ends in `.gz`. Every write appends whole lines, in
 * a file that is compressed as a member of its own (RFC 1952, 2.2), so that a run that is killed leaves a file that can be
 * read; it loses what the last quarter of a second brought. Writing is synchronous: to the page cache it costs less than
 * handing it over would. Compressing takes place on another thread.
 *
 * @throws TargetError if the file cannot be created; the error of the file system if it cannot be written later.
 */
export const fileRecorder = (path: string): CaseRecorder => {
  const file = create(path)
  const compressed = path.endsWith('.gz')
  const enough = compressed ? chunk.compressed : chunk.plain
  const held = Buffer.allocUnsafeSlow(2 * enough)
  let length = 0
  let cases = 0
  let timer: NodeJS.Timeout | undefined
  let problem: unknown
  let open = true
  const repeated = repeats()
  // In the order in which they were filled, whichever is done first.
  let compressing: Promise<void> = Promise.resolve()

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    const bytes = held.subarray(0, length)
    length = 0
    if (bytes.length > 0) store(bytes)
  }
  const store = (bytes: Uint8Array): void => {
    if (compressed) {
      const member = gzipped(Buffer.from(bytes))
      compressing = compressing.then(async () => write(await member)).catch(keep)
    } else write(bytes)
  }
  const write = (bytes: Uint8Array): void => {
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
  }
  // Nobody would catch what a timer or another thread throws: it is thrown to whoever records or closes next.
  const keep = (error: unknown): void => {
    problem ??= error
  }
  const flushLater = (): void => {
    try {
      flush()
    } catch (error) {
      keep(error)
    }
  }
  const append = (what: EvidenceLine): void => {
    hold(`${JSON.stringify(what)}\n`)
  }
  const hold = (start: string, body: Uint8Array = nothing, end = ''): void => {
    if (problem !== undefined) throw problem
    if (!open) throw new Error(`The recording ${path} is closed.`)
    const most = widest * (start.length + end.length) + body.length
    if (length + most > held.length) flush()
    if (most > held.length) store(Buffer.concat([Buffer.from(start), body, Buffer.from(end)]))
    else {
      length += held.write(start, length)
      held.set(body, length)
      length += body.length
      length += held.write(end, length)
    }
    if (length >= enough) flush()
    else timer ??= setTimeout(flushLater, delay).unref()
  }

  return {
    record: (exchange) => {
      const { response } = exchange
      const body = response === undefined ? undefined : repeated(response.body)
      if (response === undefined || body === undefined) append({ exchange })
      else hold(startOf(exchange, response), body, '}}}\n')
    },
    case: (one) => {
      cases += 1
      append({ case: { n: cases, ...one } })
      return cases
    },
    note: append,
    close: async () => {
      if (!open) return
      open = false
      try {
        flush()
        await compressing
      } finally {
        closeSync(file)
      }
      if (problem !== undefined) throw problem
    },
  }
}

const gzipped = promisify(gzip)

/**
 * The bytes of a body that is recorded for the third time or more often; undefined for any other. The redaction gives the
 * same object for what the target sends again and again, which is most of what it sends.
 */
const repeats = (): ((body: ObservedBody) => Uint8Array | undefined) => {
  const written = new WeakMap<ObservedBody, Uint8Array>()
  return (body) => {
    const bytes = written.get(body)
    if (bytes === undefined) written.set(body, nothing)
    else if (bytes === nothing) written.set(body, Buffer.from(JSON.stringify(body)))
    else return bytes
    return undefined
  }
}

/** The line of an exchange as far as the body of its response. */
const startOf = (exchange: Exchange, { status, headers }: RecordedResponse): string => {
  const request = JSON.stringify({ exchange: { ...exchange, response: undefined } }).slice(0, -2)
  return `${request},"response":${JSON.stringify({ status, headers }).slice(0, -1)},"body":`
}

const create = (path: string): number => {
  try {
    return openSync(path, 'w')
  } catch (error) {
    throw new TargetError(
      `The recording ${path} cannot be created (${errorCode(error)}): name a file in a folder that can be written.`,
    )
  }
}
