import type { EvidenceLine, RecordedCase } from './evidence.ts'
import type { Exchange } from './exchange.ts'

/** A recorded case together with what was sent for it. */
export interface AssembledCase {
  readonly recorded: RecordedCase
  readonly exchanges: readonly (Exchange | undefined)[]
}

/** A recording contradicts itself, or is none. `message` is whole sentences. */
export class RecordingError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'RecordingError'
  }
}

/**
 * Puts together the cases of a recording as its lines come by. An exchange belongs to one case; it is forgotten once that
 * has come, so that memory does not grow with the recording.
 */
export class Assembly {
  readonly #waiting = new Map<string, Exchange>()
  readonly #numbers = new Set<number>()
  #cases = 0
  #exchanges = 0

  /** Exchanges so far, those that belong to no case too: what was sent again, waited for, or cleaned up. */
  get exchanges(): number {
    return this.#exchanges
  }

  get cases(): number {
    return this.#cases
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
      const exchange = this.#waiting.get(id)
      if (exchange === undefined)
        throw new RecordingError(
          `Exchange ${id} of case ${recorded.n} (${recorded.cell} ${recorded.variant}) is missing.`,
        )
      this.#waiting.delete(id)
      return exchange
    })
    return { recorded, exchanges }
  }

  #keep(exchange: Exchange): void {
    const number = Number(exchange.id.slice(exchange.id.lastIndexOf('-') + 1))
    if (this.#numbers.has(number)) throw new RecordingError(`Exchange ${exchange.id} is there twice.`)
    this.#numbers.add(number)
    this.#exchanges += 1
    this.#waiting.set(exchange.id, exchange)
  }
}
