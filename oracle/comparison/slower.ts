import { bucketsOf, type Durations, quantile } from '../durations.ts'

/** An operation that takes longer than it did. */
export interface Slower {
  readonly operation: string
  /** The share of the answers that `before` and `after` bound: half of them, or all but a twentieth. */
  readonly quantile: 'p50' | 'p95'
  /** Milliseconds; `Infinity` for longer than is told apart. */
  readonly before: number
  readonly after: number
}

/**
 * What noise does not cross. Quantiles are exact to a quarter, so that what is said to take twice as long takes at
 * least one and a half times as long; the slowest of few answers are those of one bad moment.
 */
const threshold = {
  times: 2,
  /** Milliseconds. */
  more: 20,
  answers: { p50: 20, p95: 100 },
} as const

const shares = { p50: 0.5, p95: 0.95 } as const

const answersIn = (durations: Durations): number => bucketsOf(durations).reduce((sum, [, times]) => sum + times, 0)

const isSlower = (before: number, after: number): boolean =>
  after >= threshold.times * before && after - before >= threshold.more

/** The operations that both runs had answers of and that have become slower, by the median, or else by the slowest. */
export const slower = (
  before: Readonly<Record<string, Durations>>,
  after: Readonly<Record<string, Durations>>,
): readonly Slower[] =>
  Object.keys(after)
    .sort()
    .flatMap((operation) => {
      const [one, other] = [before[operation] ?? {}, after[operation] ?? {}]
      const answers = Math.min(answersIn(one), answersIn(other))
      const found = (['p50', 'p95'] as const).flatMap((name): Slower[] => {
        if (answers < threshold.answers[name]) return []
        const [was, is] = [quantile(one, shares[name]) ?? 0, quantile(other, shares[name]) ?? 0]
        return isSlower(was, is) ? [{ operation, quantile: name, before: was, after: is }] : []
      })
      return found.slice(0, 1)
    })
