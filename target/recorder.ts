import { closeSync, openSync, writeSync } from 'node:fs'
import type { Exchange } from '../oracle/exchange.ts'
import { TargetError } from './errors.ts'

/** Where exchanges go as they are observed. */
export interface Recorder {
  record(exchange: Exchange): void
  /** Writes what is still held back. May be called more than once. */
  close(): Promise<void>
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

/** Bytes held back before they are written. */
const chunk = 64 * 1024
/** The most bytes that a character of a string takes in UTF-8. */
const widest = 3
/** Milliseconds after which they are written all the same. */
const delay = 250

/**
 * Writes exchanges to a file of JSON Lines. Every write appends whole lines, so that a run that is killed leaves a file
 * that can be read; it loses what the last quarter of a second brought. Writing is synchronous: nothing piles up in
 * memory, and to the page cache it costs less than handing it over would.
 *
 * @throws TargetError if the file cannot be created; the error of the file system if it cannot be written later.
 */
export const fileRecorder = (path: string): Recorder => {
  const file = create(path)
  const held = Buffer.allocUnsafeSlow(2 * chunk)
  let length = 0
  let timer: NodeJS.Timeout | undefined
  let problem: unknown
  let open = true

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    const bytes = held.subarray(0, length)
    length = 0
    write(bytes)
  }
  const write = (bytes: Uint8Array): void => {
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
  }
  // Nobody would catch what a timer throws: it is thrown to whoever records or closes next.
  const flushLater = (): void => {
    try {
      flush()
    } catch (error) {
      problem = error
    }
  }

  return {
    record: (exchange) => {
      if (problem !== undefined) throw problem
      if (!open) throw new Error(`The recording ${path} is closed.`)
      const line = `${JSON.stringify(exchange)}\n`
      const most = widest * line.length
      if (length + most > held.length) flush()
      if (most > held.length) write(Buffer.from(line))
      else length += held.write(line, length)
      if (length >= chunk) flush()
      else timer ??= setTimeout(flushLater, delay).unref()
    },
    close: async () => {
      if (!open) return
      open = false
      try {
        flush()
      } finally {
        closeSync(file)
      }
      if (problem !== undefined) throw problem
    },
  }
}

const create = (path: string): number => {
  try {
    return openSync(path, 'w')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new TargetError(
      `The recording ${path} cannot be created (${code}): name a file in a folder that can be written.`,
    )
  }
}
