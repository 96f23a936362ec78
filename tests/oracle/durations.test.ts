import { describe, expect, it } from 'vitest'
import { addDuration, bucketsOf, quantile, sumDurations } from '../../oracle/durations.ts'

const of = (...all: number[]): Record<string, number> => {
  const durations: Record<string, number> = {}
  for (const one of all) addDuration(durations, one)
  return durations
}

describe('the histogram of durations', () => {
  it.each([
    [0, 1],
    [0.2, 1],
    [1, 1],
    [1.01, 1.25],
    [1.25, 1.25],
    [1.6, 1.6],
    [1.61, 2],
    [3.15, 3.15],
    [8.1, 10],
    [10, 10],
    [12.6, 16],
    [99, 100],
    [100, 100],
    [7999.9, 8000],
    [79_999, 80_000],
    [80_001, Number.POSITIVE_INFINITY],
    [1e9, Number.POSITIVE_INFINITY],
  ])('%d ms is at most %d ms, the nearest bound above', (milliseconds, bound) => {
    expect(bucketsOf(of(milliseconds))).toEqual([[bound, 1]])
  })

  it('is listed from the shortest to the longest, and added up', () => {
    const sum = sumDurations([of(100, 3, 1e9), of(3), {}])
    expect(bucketsOf(sum)).toEqual([
      [3.15, 2],
      [100, 1],
      [Number.POSITIVE_INFINITY, 1],
    ])
  })

  it.each<[number, number[], number | undefined]>([
    [0.5, [1, 2, 4, 100], 2],
    [0.95, [1, 2, 4, 100], 100],
    [1, [1], 1],
    [0.5, [], undefined],
  ])('%d of the answers stay below a bound', (share, all, bound) => {
    expect(quantile(of(...all), share)).toBe(bound)
  })
})
