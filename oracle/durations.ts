/**
 * How long answers took, as a histogram: so many of them took at most so many milliseconds, and more than the bound
 * before. Small enough to be carried along for every operation, and exact to a quarter.
 */
export type Durations = Readonly<Record<string, number>>

/** Ten bounds to each power of ten, as in ISO 3's series R10: 1, 1.25, 1.6, 2 … 10, 12.5 … milliseconds. */
const steps = [1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8] as const
const bounds: readonly number[] = [1, 10, 100, 1000, 10_000].flatMap((power) =>
  steps.map((step) => Math.round(step * power * 100) / 100),
)
const beyond = 'more'

/** Takes down one answer that took so many milliseconds. */
export const addDuration = (durations: Record<string, number>, milliseconds: number): void => {
  // The position of the bound is known but for rounding: what is left of it is looked for.
  let index = Math.max(0, Math.min(bounds.length, Math.floor(10 * Math.log10(milliseconds)) - 1))
  while (index < bounds.length && (bounds[index] ?? 0) < milliseconds) index += 1
  const key = index < bounds.length ? String(bounds[index]) : beyond
  durations[key] = (durations[key] ?? 0) + 1
}

/** The sum of several. */
export const sumDurations = (all: Iterable<Durations>): Durations => {
  const sum: Record<string, number> = {}
  for (const one of all) for (const [bound, times] of Object.entries(one)) sum[bound] = (sum[bound] ?? 0) + times
  return sum
}

/** Bounds and counts, the shortest first; `Infinity` bounds what took longer than any. */
export const bucketsOf = (durations: Durations): readonly (readonly [bound: number, times: number])[] =>
  Object.entries(durations)
    .map(([bound, times]) => [bound === beyond ? Number.POSITIVE_INFINITY : Number(bound), times] as const)
    .sort(([one], [other]) => one - other)

/** The bound below which the given share of the answers stayed, in milliseconds; undefined where there were none. */
export const quantile = (durations: Durations, share: number): number | undefined => {
  const buckets = bucketsOf(durations)
  const all = buckets.reduce((sum, [, times]) => sum + times, 0)
  let passed = 0
  for (const [bound, times] of buckets) {
    passed += times
    if (passed >= share * all) return bound
  }
  return undefined
}
