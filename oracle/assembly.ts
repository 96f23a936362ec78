import type { EvidenceLine, RecordedCase } from './evidence.ts'
import type { Exchange } from './exchange.ts'

/** A recorded case together with what was sent for it. */
export interface AssembledCase {
  readonly recorded: RecordedCase
  readonly exchanges: readonly (Exchange | undefined)[]
}

/** From infinity to minus infinity where there is nothing in it. */
export interface Span {
  readonly earliest: number
  readonly latest: number
}

/** A recording contradicts itself, or is none. `message` is whole sentences. */
export class RecordingError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'RecordingError'
  }
}

/** Bytes of exchanges that wait for their case, about, beyond which a recording is none. */
const heaviest = 512 * 1024 * 1024

/**
 * What an exchange takes up, by what is there and not by what it says of itself: whoever made the file wrote that too.
 *
 * @throws RecordingError for one that is nested so deep that nobody can have recorded it
 */
const weightOf = (exchange: Exchange): number => {
  const text = written(exchange)
  let values = 0
  for (let index = 0; index < text.length; index += 1) if (isBeginning(text.charCodeAt(index))) values += 1
  return 1000 + text.length + 32 * values
}

/** `,`, `[` or `{`: behind each stands a value, which takes up more than its text. */
const isBeginning = (code: number): boolean => code === 0x2c || code === 0x5b || code === 0x7b

const written = (exchange: Exchange): string => {
  try {
    return JSON.stringify(exchange)
  } catch (error) {
    if (error instanceof RangeError) throw new RecordingError(`Exchange ${exchange.id} is nested too deep.`)
    throw error
  }
}

/**
 * Puts together the cases of a recording as its lines come by. An exchange belongs to one case; it is forgotten once that
 * has come; what belongs to none, since it was sent again or cleaned up, is kept.
 */
export class Assembly {
  readonly #waiting = new Map<string, { readonly exchange: Exchange; readonly weight: number }>()
  readonly #numbers = new Set<number>()
  #cases = 0
  #exchanges = 0
  /** Of those that wait for their case. */
  #weight = 0
  #earliest = Number.POSITIVE_INFINITY
  #latest = Number.NEGATIVE_INFINITY

  /** Exchanges so far, those that belong to no case too: what was sent again, waited for, or cleaned up. */
  get exchanges(): number {
    return this.#exchanges
  }

  get cases(): number {
    return this.#cases
  }

  /** When the first and the last were sent, by what they say, as milliseconds since 1970 in UTC. */
  get sent(): Span {
    return { earliest: this.#earliest, latest: this.#latest }
  }

  /**
   * The case that a line completes, if it does.
   *
   * @throws RecordingError if a line is missing, stands there twice, or belongs to another recording
   */
  take(line: EvidenceLine): AssembledCase | undefined {
    if ('exchange' in line) {
      this.#keep(line.exchange)
      return undefined
    }
    if (!('case' in line)) return undefined
    const recorded = line.case
    if (recorded.n !== this.#cases + 1)
      throw new RecordingError(`Case ${this.#cases + 1} is missing: case ${recorded.n} stands in its place.`)
    this.#cases = recorded.n
    const exchanges = recorded.exchanges.map((id) => {
      if (id === null) return undefined
      const waiting = this.#waiting.get(id)
      if (waiting === undefined)
        throw new RecordingError(
          `Exchange ${id} of case ${recorded.n} (${recorded.cell} ${recorded.variant}) is missing.`,
        )
      this.#waiting.delete(id)
      this.#weight -= waiting.weight
      return waiting.exchange
    })
    return { recorded, exchanges }
  }

  #keep(exchange: Exchange): void {
    const number = Number(exchange.id.slice(exchange.id.lastIndexOf('-') + 1))
    if (this.#numbers.has(number)) throw new RecordingError(`Exchange ${exchange.id} is there twice.`)
    this.#numbers.add(number)
    this.#exchanges += 1
    this.#earliest = Math.min(this.#earliest, exchange.at)
    this.#latest = Math.max(this.#latest, exchange.at)
    const weight = weightOf(exchange)
    this.#waiting.set(exchange.id, { exchange, weight })
    this.#weight += weight
    if (this.#weight > heaviest) throw new RecordingError('Too many of its exchanges belong to no case.')
  }
}
