import { Copied } from './command.tsx'
import { shown } from './text.ts'
import type { View } from './view.ts'

/** What somebody needs who wants the same run again, or wants to know what made this page. */
export const About = ({ view: { result } }: { readonly view: View }) => {
  const { run, suite } = result
  const { rate, maxRequests, maxTime } = run.budgets
  const budgets = [
    rate === undefined ? undefined : `${rate} requests a second`,
    maxRequests === undefined ? undefined : `${maxRequests} requests`,
    maxTime === undefined ? undefined : `${maxTime} s`,
  ].filter((part) => part !== undefined)
  const facts: readonly (readonly [string, string])[] = [
    ['Seed', String(run.seed)],
    ['Run', run.id],
    ['Started', run.startedAt],
    ['Edition', run.edition],
    ['Profile', run.profile],
    ['Budgets', budgets.join(', ')],
    ['Target', `${run.url} (${run.kind})`],
    ['Suite', `doorflow-conformance ${suite.version}, generators ${suite.generators}`],
    ['Commit', suite.commit ?? ''],
    ['Cases', `sha256 ${result.digest}`],
    ['Plan', `sha256 ${run.plan}`],
  ]
  return (
    <dl class="facts">
      <dt>Again</dt>
      <dd>
        <Copied text={shown(run.command, 2000)} what="command that repeats the run" />
      </dd>
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{shown(value, 300)}</dd>
          </>
        ))}
    </dl>
  )
}
