import type { Exchange } from '../../oracle/exchange.ts'
import { isSentMeanwhile } from '../terminal/finding.ts'
import { Answer } from './answer.tsx'
import { shown } from './text.ts'

/** Exchanges of which a picture can still be read. */
const most = 24

export const isRace = (exchanges: readonly Exchange[]): boolean =>
  exchanges.some((_, index) => isSentMeanwhile(exchanges, index))

/**
 * When each request was sent and answered, as bars over the order of events: what overlaps was under way at the same time.
 * The order is the run's own; how long something took is not to be read from it.
 */
export const Race = ({ exchanges, atFault }: { readonly exchanges: readonly Exchange[]; readonly atFault: number }) => {
  const its = exchanges.slice(0, most)
  const events = [...new Set(its.flatMap(({ started, ended }) => [started, ended]))].sort((a, b) => a - b)
  const position = new Map(events.map((event, index) => [event, (100 * index) / Math.max(events.length - 1, 1)]))
  return (
    <div class="race">
      <p>
        Order of events <span class="quiet">from sending to the end of the answer; not to scale</span>
      </p>
      <table>
        <tbody>
          {its.map((exchange, index) => {
            const from = position.get(exchange.started) ?? 0
            const to = position.get(exchange.ended) ?? 100
            const order = `sent as event ${events.indexOf(exchange.started) + 1}, answered as event ${events.indexOf(exchange.ended) + 1} of ${events.length}`
            return (
              <tr key={exchange.id} class={index === atFault ? 'fault' : undefined}>
                <th scope="row">
                  {index + 1} {shown(exchange.request.method, 12)} {shown(exchange.request.operation, 60)}
                </th>
                <td class="bars">
                  <span class="hidden">{order}</span>
                  <svg width="100%" height="14" aria-hidden="true">
                    <line x1="0" x2="100%" y1="7" y2="7" />
                    <rect
                      x={`${from.toFixed(2)}%`}
                      width={`${Math.max(to - from, 0.5).toFixed(2)}%`}
                      y="2"
                      height="10"
                      rx="2"
                    />
                  </svg>
                </td>
                <td>
                  <Answer exchange={exchange} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
