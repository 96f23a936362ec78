import { waitIn } from '../oracle/limits.ts'
import type { RawAnswer } from './call.ts'

/** Most sendings of one request, and most milliseconds that all its waiting takes together. */
export const patience = { attempts: 3, wait: 5000 } as const

const base = 100

/** From 0 up to, but not including, 1. What the suite generates never comes from here: only when it is sent. */
export type Random = () => number

/**
 * Milliseconds until a request may be sent again that was answered 429 or 503: what `Retry-After` says (seconds or a
 * date), or else `retry_in` in the body (seconds), or else an exponential wait with full jitter.
 */
export const backOff = (answer: RawAnswer, attempt: number, random: Random): number =>
  toldWait(answer) ?? random() * base * 2 ** attempt

/** Milliseconds that an answer asks to wait; undefined where it does not say. */
export const toldWait = ({ headers, body }: RawAnswer): number | undefined => {
  const seconds = waitIn(String(headers['retry-after'] ?? ''), retryInOf(body), Date.now())
  return seconds === undefined ? undefined : seconds * 1000
}

/** Milliseconds, with jitter, that are waited where only time bounds the number of sendings: twice as long each time. */
export const doublingWait = (attempt: number, random: Random): number => base * 2 ** (attempt - 1) * (1 + random())

const retryIn = /"retry_in"\s*:\s*"?(\d{1,9}(?:\.\d+)?)/

const retryInOf = (body: Buffer | undefined): number | undefined => {
  if (body === undefined || body.length > 10_000) return undefined
  const seconds = retryIn.exec(body.toString('utf8'))?.[1]
  return seconds === undefined ? undefined : Number(seconds)
}

/** Waits; ends early if one of the signals is raised. */
export const pause = (milliseconds: number, signals: readonly (AbortSignal | undefined)[]): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      for (const signal of signals) signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    for (const signal of signals) signal?.addEventListener('abort', done)
    if (signals.some((signal) => signal?.aborted)) done()
  })
