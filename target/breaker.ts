import type { FailureKind, TransportFailure } from '../oracle/exchange.ts'

/** Hears of every request that has ended, and notices when the target is gone. */
export interface Breaker {
  answered(): void
  failed(failure: TransportFailure): void
}

/** Failures in a row, with no answer in between, that make one ask whether anybody is there. */
export const suspicious = 20

/** A response that is too large or makes no sense is one; what we have given up says nothing. */
const silence: ReadonlySet<FailureKind> = new Set(['unreachable', 'reset', 'timeout', 'tls'])

export interface BreakerOptions {
  /** Asks for something that is always answered. Resolves to the failure, if it was not. */
  readonly probe: () => Promise<TransportFailure | undefined>
  /** Is told once, in a sentence without its full stop, since when nothing has been answered and what came last. */
  readonly end: (detail: string) => void
}

/**
 * A target may hang up on one request and hang on the next, and be in good health. So failures in a row are only a
 * reason to ask: the run ends if a plain reading is not answered either, nor anything else meanwhile.
 */
export const createBreaker = ({ probe, end }: BreakerOptions): Breaker => {
  let failures = 0
  let first: Date | undefined
  let asking = false

  const answered = (): void => {
    failures = 0
    first = undefined
  }

  const ask = async (): Promise<void> => {
    const failure = await probe()
    asking = false
    if (failure === undefined || first === undefined) return answered()
    end(
      `The target is gone: nothing has been answered since ${first.toISOString()}, and ${failures} requests in a row failed; of the last, ${failure.message}`,
    )
  }

  return {
    answered,
    failed: (failure) => {
      if (!silence.has(failure.kind)) return
      failures += 1
      first ??= new Date()
      if (failures < suspicious || asking) return
      asking = true
      void ask()
    },
  }
}
