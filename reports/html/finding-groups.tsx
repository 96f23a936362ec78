import type { Finding } from '../../oracle/results.ts'
import { groupBy } from '../group.ts'
import { confirmationOf, replayOf } from '../terminal/finding.ts'
import { count, counted } from '../terminal/text.ts'
import { FindingDetails } from './finding.tsx'
import { markup } from './markup.ts'
import { Prose } from './prose.tsx'
import { shown } from './text.ts'
import { groupAnchor, sourceOf, type View, verdictOn } from './view.ts'

/** Characters of the page that the details of all findings may take; what is beyond keeps its line and its replay. */
const mostDetails = 2_500_000
/** Findings that keep a line of their own. */
const mostLines = 2000

/**
 * What probably has one cause: the same rule broken and answered alike, whichever operation and parameter it was; where no
 * rule was broken, the same parameters.
 */
const shapeOf = ({ violation: { rule, status, parameters } }: Finding): string =>
  [rule ?? [...parameters].sort().join(', '), status].filter((part) => part !== '').join(' → ')

/** The first of each group and shape before the second of any: nobody needs the hundredth of one kind before the first of another. */
const byTurns = (findings: readonly Finding[]): readonly Finding[] => {
  const turns: Finding[][] = []
  for (const its of groupBy(findings, (finding) => `${finding.violation.clause} ${shapeOf(finding)}`).values())
    for (const [turn, finding] of its.entries()) {
      turns[turn] ??= []
      turns[turn].push(finding)
    }
  return turns.flat()
}

/** Keys of those whose details the page has room for. */
const roomFor = (view: View, findings: readonly Finding[]): ReadonlySet<string> => {
  const keys = new Set<string>()
  let left = mostDetails
  for (const finding of byTurns(findings)) {
    left -= markup(<FindingDetails view={view} finding={finding} />).length
    if (left < 0) break
    keys.add(finding.key)
  }
  return keys
}

const Line = ({
  view,
  finding,
  alone,
}: {
  readonly view: View
  readonly finding: Finding
  readonly alone: boolean
}) => {
  const { violation } = finding
  const parameters = violation.parameters.join(', ')
  return (
    <>
      <span class={`mark v-${verdictOn(finding, view.waived)}`} aria-hidden="true" />
      <span class="where">
        <b>{shown(violation.operation, 80)}</b>
        {violation.rule === undefined || !alone ? null : <span class="rule"> {shown(violation.rule, 60)}</span>}
        {parameters === '' ? null : <code> {shown(parameters, 80)}</code>}
      </span>
      <span class="short">
        {shown(violation.status, 24)}
        {violation.actual === '' ? '' : ` ${shown(violation.actual, 110)}`}
      </span>
      <span class="sure">{confirmationOf(finding)}</span>
    </>
  )
}

const One = ({
  view,
  finding,
  alone,
  whole,
  open,
}: {
  readonly view: View
  readonly finding: Finding
  /** Nothing stands above it that says which rule was broken. */
  readonly alone: boolean
  readonly whole: boolean
  readonly open: boolean
}) => {
  const { violation, level } = finding
  const about = {
    id: view.anchors.get(finding.key),
    class: 'finding item',
    'data-level': level,
    'data-verdict': verdictOn(finding, view.waived),
    'data-section': view.sectionOf.get(violation.clause) ?? '',
    'data-operation': shown(violation.operation, 80),
    'data-clause': shown(violation.clause, 80),
  }
  if (whole)
    return (
      <details {...about} open={open}>
        <summary>
          <Line view={view} finding={finding} alone={alone} />
        </summary>
        <FindingDetails view={view} finding={finding} />
      </details>
    )
  return (
    <div {...about}>
      <p class="line">
        <Line view={view} finding={finding} alone={alone} />
      </p>
      <p class="left">
        Not shown in full, to keep the page small:{' '}
        <code>{shown(replayOf(finding.replay, view.result.run.target) ?? finding.key, 400)}</code>
      </p>
    </div>
  )
}

/** What several findings have in common, and what would have been right where that is the same for all of them. */
const Shape = ({ name, findings }: { readonly name: string; readonly findings: readonly Finding[] }) => {
  // Which parameter is to be named differs from one to the next, and stands in each of them.
  const expected = new Set(findings.map(({ violation }) => violation.expected.replace(/, and `[\s\S]*$/, '')))
  return (
    <h4>
      {shown(name, 120)}
      <span class="count">
        {expected.size === 1 ? <Prose text={`expected ${[...expected].join('')} · `} limit={120} /> : null}
        {counted(findings.length, 'finding')}
      </span>
    </h4>
  )
}

/** Findings against one clause: what it asks for, and each kind of deviation with all that show it. */
const Group = ({
  view,
  id,
  findings,
  whole,
  open,
}: {
  readonly view: View
  readonly id: string
  readonly findings: readonly Finding[]
  readonly whole: ReadonlySet<string>
  readonly open: boolean
}) => {
  const clause = view.clauses.get(id)
  const waived = findings.every(({ key }) => view.waived.has(key))
  const level = findings[0]?.level ?? 'MUST'
  const shapes = groupBy(findings, shapeOf)
  return (
    <article class="group" id={waived ? undefined : groupAnchor(id)}>
      <h3>
        <span class={`level ${level}`}>{level}</span> <span class="clause">{shown(id, 60)}</span>
        <span class="what">
          <Prose text={clause?.statement ?? 'A clause that this edition does not have.'} />
        </span>
        {clause === undefined ? null : <span class="source">{sourceOf(clause)}</span>}
      </h3>
      {[...shapes].map(([shape, its]) => (
        <div key={shape} class="shape">
          {its.length > 1 ? <Shape name={shape} findings={its} /> : null}
          {its.map((finding) => (
            <One
              key={finding.key}
              view={view}
              finding={finding}
              alone={its.length === 1}
              whole={whole.has(finding.key)}
              open={open}
            />
          ))}
        </div>
      ))}
    </article>
  )
}

/** Findings by clause, MUST first. A few stand open; many would bury one another. */
export const FindingGroups = ({ view, findings }: { readonly view: View; readonly findings: readonly Finding[] }) => {
  const lines = findings.slice(0, mostLines)
  const whole = roomFor(view, lines)
  const groups = groupBy(lines, ({ violation }) => violation.clause)
  return (
    <>
      {[...groups].map(([id, its]) => (
        <Group key={id} view={view} id={id} findings={its} whole={whole} open={findings.length <= 3} />
      ))}
      {findings.length > mostLines ? (
        <p class="left">And {count(findings.length - mostLines)} more, which this page leaves out to stay readable.</p>
      ) : null}
    </>
  )
}
