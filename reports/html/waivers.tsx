import type { WaiverState } from '../../oracle/waiver.ts'
import { failsRun } from '../../oracle/waivers.ts'
import { count } from '../terminal/text.ts'
import { nameOf } from '../terminal/waivers.ts'
import { Scroll } from './scroll.tsx'
import { shown } from './text.ts'
import type { View } from './view.ts'

const mostWaivers = 500

const states: Readonly<Record<WaiverState, string>> = {
  used: 'excuses findings',
  stale: 'stale: nothing of it was found',
  expired: 'expired',
  unmatched: 'matches nothing',
  'not-flaky': 'excuses nothing: what was found showed every time',
  idle: 'the run says nothing of it',
}

/** Every waiver that the run was given, who answers for it, and what became of it; what fails the run comes first. */
export const Waivers = ({ view: { result, anchors } }: { readonly view: View }) => {
  const { waivers = [] } = result
  const ordered = [...waivers.filter(failsRun), ...waivers.filter((outcome) => !failsRun(outcome))]
  return (
    <>
      <Scroll name="Waivers">
        <table class="list">
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Waives</th>
              <th scope="col">Until</th>
              <th scope="col">Owner</th>
              <th scope="col">Reason</th>
              <th scope="col">Where</th>
            </tr>
          </thead>
          <tbody>
            {ordered.slice(0, mostWaivers).map((outcome, index) => {
              const { waiver, state, findings } = outcome
              return (
                <tr key={index} class={failsRun(outcome) ? 'bad' : undefined}>
                  <th scope="row">{states[state]}</th>
                  <td>
                    {shown(nameOf(waiver), 300)}
                    {findings.slice(0, 5).map((key) => {
                      const anchor = anchors.get(key)
                      return anchor === undefined ? null : (
                        <a key={key} href={`#${anchor}`}>
                          finding
                        </a>
                      )
                    })}
                    {findings.length > 5 ? ` and ${count(findings.length - 5)} more` : ''}
                  </td>
                  <td>{shown(waiver.expires, 40)}</td>
                  <td>{shown(waiver.owner, 200)}</td>
                  <td>
                    {shown(waiver.reason, 500)}
                    {waiver.ticket === undefined ? '' : ` (${shown(waiver.ticket, 200)})`}
                  </td>
                  <td class="quiet">{shown(waiver.where, 200)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scroll>
      {ordered.length > mostWaivers ? <p class="left">And {count(ordered.length - mostWaivers)} more.</p> : null}
    </>
  )
}
