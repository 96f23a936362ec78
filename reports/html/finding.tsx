import type { Finding } from '../../oracle/results.ts'
import { confirmationOf, replayOf } from '../terminal/finding.ts'
import { basePathOf } from '../terminal/summary.ts'
import { counted } from '../terminal/text.ts'
import { Answer, statusLine } from './answer.tsx'
import { Command, Copied } from './command.tsx'
import { comparison } from './comparison.ts'
import { Difference } from './difference.tsx'
import { Prose } from './prose.tsx'
import { isRace, Race } from './race.tsx'
import { Steps } from './steps.tsx'
import { shown } from './text.ts'
import { cellAnchor, pairOf, type View } from './view.ts'

/** Who excuses the finding, until when and why. */
const Excuse = ({ view, finding }: { readonly view: View; readonly finding: Finding }) => {
  const outcome = view.result.waivers?.find(({ state, findings }) => state === 'used' && findings.includes(finding.key))
  if (outcome === undefined) return null
  const { expires, owner, reason, ticket, where } = outcome.waiver
  return (
    <>
      <dt>Waived</dt>
      <dd>
        until {shown(expires, 40)} by {shown(owner, 200)}: {shown(reason)}
        {ticket === undefined ? '' : ` (${shown(ticket, 200)})`} <span class="quiet">{shown(where, 200)}</span>
      </dd>
    </>
  )
}

/** What is needed to act on a finding without opening anything else. */
export const FindingDetails = ({ view, finding }: { readonly view: View; readonly finding: Finding }) => {
  const { violation, exchanges, occurrences } = finding
  const { run } = view.result
  const pair = pairOf(violation)
  const replay = replayOf(finding.replay, run.target)
  const at = exchanges[finding.atFault]
  const [only] = exchanges.length === 1 ? exchanges : []
  const diff = comparison(view.edition, finding)
  const curl = {
    basePath: basePathOf(run.url),
    ...(view.options.form === undefined ? {} : { form: view.options.form }),
  }
  return (
    <div class="details">
      <dl>
        <dt>Expected</dt>
        <dd>
          <Prose text={violation.expected} />
        </dd>
        <dt>Observed</dt>
        <dd>
          <b>{at === undefined ? statusLine(violation.status) : <Answer exchange={at} />}</b>
          {violation.actual === '' ? null : <span class="actual">{shown(violation.actual, 1000)}</span>}
          <span class="quiet">
            {confirmationOf(finding)}
            {occurrences > 1 ? `, seen ${counted(occurrences, 'time')}` : ''}
          </span>
        </dd>
        <Excuse view={view} finding={finding} />
      </dl>
      {diff === undefined ? null : <Difference comparison={diff} />}
      {isRace(exchanges) ? <Race exchanges={exchanges} atFault={finding.atFault} /> : null}
      {only === undefined ? (
        <Steps exchanges={exchanges} atFault={finding.atFault} curl={curl} replayable={finding.replay !== ''} />
      ) : (
        <>
          <Command title="Smallest request" request={only.request} options={curl} />
          <Answer exchange={only} body />
        </>
      )}
      <dl class="identity">
        <dt>Key</dt>
        <dd>
          <Copied text={shown(finding.key, 1000)} what="key" />
        </dd>
        {replay === undefined ? null : (
          <>
            <dt>Replay</dt>
            <dd>
              <Copied text={shown(replay, 2000)} what="replay command" />
            </dd>
          </>
        )}
        <dt>Cell</dt>
        <dd>
          {view.cells.has(pair) ? (
            <a href={`#${cellAnchor(violation)}`}>
              {shown(violation.clause, 80)} on {shown(violation.operation, 80)}
            </a>
          ) : (
            'not planned in this run'
          )}
          {finding.cell === pair ? null : <span class="quiet"> came up in {shown(finding.cell, 160)}</span>}
        </dd>
      </dl>
    </div>
  )
}
