import { isObject, jsonOf } from './answers.ts'
import type { Exchange } from './exchange.ts'
import { accuse, examine, observe, type SettledStep } from './notes.ts'

/**
 * Seconds that a refusal asks to wait: `Retry-After`, in seconds or as a date, or else `retry_in` in the body.
 * Undefined where it says nothing, or nothing that can be read.
 *
 * @param now milliseconds since 1970, against which a date is held
 */
export const waitIn = (retryAfter: string, retryIn: unknown, now: number): number | undefined => {
  const text = retryAfter.trim()
  if (/^\d{1,9}$/.test(text)) return Number(text)
  const instant = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(instant)) return Math.max(0, (instant - now) / 1000)
  return typeof retryIn === 'number' && retryIn >= 0 ? retryIn : undefined
}

/** Seconds that an answer asks to wait, read at `now`. */
export const askedWait = (exchange: Exchange, now: number): number | undefined => {
  const [header = '', inBody] = waitsIn(exchange)
  return waitIn(header, inBody, now)
}

const waitsIn = (exchange: Exchange): readonly [string | undefined, unknown] => {
  const body = jsonOf(exchange)
  return [exchange.response?.headers['retry-after'], isObject(body) ? body.retry_in : undefined]
}

/** Sendings after which it cannot be rounding that a request is refused again which was sent as late as it was told. */
const enoughAttempts = 3

/**
 * Whether requests that come too often are refused as such, and whether waiting as long as the refusals ask helps.
 * `again` is the same request, sent after that wait and, where it was refused again, after the next ones.
 */
export const judgeLimited = (
  burst: readonly (SettledStep | undefined)[],
  again: Exchange | undefined,
  mayBeServed: boolean,
): void => {
  const settled = burst.filter((step) => step !== undefined)
  const last = settled.at(-1)
  if (last === undefined) return
  const { must, clause } = last.edition.edition.outcomes['too-many-requests']
  const isLimit = ({ response }: Exchange): boolean => response !== undefined && must.includes(response.status)
  const limited = settled.filter(({ exchange }) => isLimit(exchange))
  const [first] = limited
  if (first === undefined) {
    // An answer that says nothing, or one that is accused by itself, may have been the refusal.
    if (mayBeServed || settled.length < burst.length || !settled.every(({ sound }) => sound)) return
    examine(last, clause)
    accuse(last, clause, `${must.join(' or ')} to some of ${settled.length} requests at once`, 'all were served')
    return
  }
  const told = limited.find((step) => says(step) !== undefined)
  if (told === undefined) {
    const unreadable = limited.some(({ exchange }) => mentionsWait(exchange))
    observe(
      first,
      unreadable ? 'unreadable-wait' : 'no-wait-told',
      'neither `Retry-After` nor `retry_in` says how long',
    )
    return
  }
  // It counts only if it was sent when it was told to be, to the last.
  if (again === undefined || !isLimit(again) || again.attempt < enoughAttempts || !mentionsWait(again)) return
  examine(told, clause)
  accuse(told, clause, 'the same request served after the wait that was asked for', 'refused again and again')
}

/** Whether a wait can be read out of a refusal; how long it is depends on the hour where it is a date. */
const says = ({ exchange }: SettledStep): number | undefined => askedWait(exchange, 0)

const mentionsWait = (exchange: Exchange): boolean => waitsIn(exchange).some((wait) => wait !== undefined)
