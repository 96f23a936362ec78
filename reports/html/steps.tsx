import type { Exchange } from '../../oracle/exchange.ts'
import type { CurlOptions } from '../curl.ts'
import { isSentMeanwhile, namesGivenIds } from '../terminal/finding.ts'
import { count } from '../terminal/text.ts'
import { Answer } from './answer.tsx'
import { Command } from './command.tsx'
import { shown } from './text.ts'

/** Steps that are shown one by one; a burst that meets a rate limit has many that are all alike. */
const mostSteps = 24

/** The first steps, the one at fault, and how many are left out between them. */
const chosen = (exchanges: readonly Exchange[], atFault: number): readonly number[] => {
  const all = exchanges.map((_, index) => index)
  return all.length <= mostSteps ? all : all.filter((index) => index < mostSteps - 1 || index === atFault)
}

/** Every step of a case, in the order of sending: how it is sent, what it was answered with, and which one is at fault. */
export const Steps = ({
  exchanges,
  atFault,
  curl,
  replayable,
}: {
  readonly exchanges: readonly Exchange[]
  readonly atFault: number
  readonly curl: CurlOptions
  readonly replayable: boolean
}) => {
  const shownSteps = chosen(exchanges, atFault)
  return (
    <div class="steps">
      <p>
        Smallest sequence{' '}
        {namesGivenIds(exchanges) ? (
          <span class="quiet">
            ids are those of this run; {replayable ? 'replay puts in' : 'put in'} the ones given anew
          </span>
        ) : null}
      </p>
      <ol>
        {shownSteps.map((index) => {
          const exchange = exchanges[index] as Exchange
          return (
            <li key={index} value={index + 1} class={index === atFault ? 'fault' : undefined}>
              <p class="step">
                {shown(exchange.request.operation, 80)} →{' '}
                <b>
                  <Answer exchange={exchange} />
                </b>
                {isSentMeanwhile(exchanges, index) ? (
                  <span class="quiet"> sent at the same time as {index}</span>
                ) : null}
                {index === atFault ? <span class="here"> at fault</span> : null}
              </p>
              <Command request={exchange.request} options={{ ...curl, limit: 1000 }} />
              {exchange.response === undefined || exchange.response.body.kind === 'none' ? null : index === atFault ? (
                <Answer exchange={exchange} body />
              ) : (
                <details class="body">
                  <summary>Answer</summary>
                  <Answer exchange={exchange} body />
                </details>
              )}
            </li>
          )
        })}
      </ol>
      {shownSteps.length < exchanges.length ? (
        <p class="left">{count(exchanges.length - shownSteps.length)} steps left out here: replay sends all of them</p>
      ) : null}
    </div>
  )
}
