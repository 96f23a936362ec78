import { bucketsOf, type Durations as Histogram, quantile } from '../../oracle/durations.ts'
import { count } from '../terminal/text.ts'
import { Scroll } from './scroll.tsx'
import { milliseconds, shown } from './text.ts'
import type { View } from './view.ts'

const mostRows = 200
const height = 18
const barWidth = 5

/** Position of a bound among those of a histogram: ten to each power of ten. What is longer than any comes last. */
const indexOf = (bound: number): number =>
  bound === Number.POSITIVE_INFINITY ? 50 : Math.round(10 * Math.log10(bound))

/** A histogram as one outline; every bar that is there at all can be seen. */
const outline = (histogram: Histogram, first: number): string => {
  const buckets = bucketsOf(histogram)
  const most = Math.max(...buckets.map(([, times]) => times))
  return buckets
    .map(([bound, times]) => {
      const tall = Math.max(1, Math.round((times / most) * height))
      return `M${(indexOf(bound) - first) * barWidth} ${height}v-${tall}h${barWidth - 1}v${tall}z`
    })
    .join('')
}

/** How long answers took, by operation: half of them, nearly all of them, and the slowest, each as an upper bound. */
export const Durations = ({ view: { edition, result } }: { readonly view: View }) => {
  const order = new Map(edition.operations.map(({ id }, index) => [id, index]))
  const rows = Object.entries(result.durations)
    .filter(([, histogram]) => bucketsOf(histogram).length > 0)
    .sort(([a], [b]) => (order.get(a) ?? order.size) - (order.get(b) ?? order.size) || (a < b ? -1 : 1))
  const bounds = rows.flatMap(([, histogram]) => bucketsOf(histogram).map(([bound]) => bound))
  const [least, most] = [Math.min(...bounds), Math.max(...bounds)]
  const first = indexOf(least)
  const width = (indexOf(most) - first + 1) * barWidth
  return (
    <>
      <Scroll name="Response times by operation">
        <table class="numbers durations">
          <thead>
            <tr>
              <td />
              <th scope="col">answers</th>
              <th scope="col">p50 ≤</th>
              <th scope="col">p95 ≤</th>
              <th scope="col">all ≤</th>
              <th scope="col" class="wide">
                distribution, from {milliseconds(least)} to {milliseconds(most)} on a logarithmic scale
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, mostRows).map(([operation, histogram]) => (
              <tr key={operation}>
                <th scope="row">{shown(operation, 80)}</th>
                <td>{count(bucketsOf(histogram).reduce((sum, [, times]) => sum + times, 0))}</td>
                {[0.5, 0.95, 1].map((share) => (
                  <td key={share}>{milliseconds(quantile(histogram, share) ?? 0)}</td>
                ))}
                <td class="wide">
                  <svg width={width} height={height} aria-hidden="true">
                    <path d={outline(histogram, first)} />
                  </svg>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {rows.length > mostRows ? <p class="left">And {count(rows.length - mostRows)} more.</p> : null}
    </>
  )
}
