import { type Conclusion, conclusionOf } from '../../oracle/conclusion.ts'
import { failsRun } from '../../oracle/waivers.ts'
import { groupBy } from '../group.ts'
import { verdictOf } from '../terminal/summary.ts'
import { verdicts } from '../terminal/table.ts'
import { colours, count, counted } from '../terminal/text.ts'
import { sentence } from '../terminal/waivers.ts'
import { Prose } from './prose.tsx'
import { shown } from './text.ts'
import { countVerdicts, groupAnchor, titles, type View, verdictOn } from './view.ts'

/** Lines of a list of warnings; what is beyond is counted. */
const mostWarnings = 20
/** Clauses that are named at the top as broken. */
const mostBroken = 24

const tones: Readonly<Record<Conclusion, 'pass' | 'fail' | 'open'>> = {
  conformant: 'pass',
  'not-conformant': 'fail',
  'waivers-to-mend': 'fail',
  'no-verdict': 'open',
  'suite-at-fault': 'fail',
  interrupted: 'open',
}

const Figures = ({ view: { result } }: { readonly view: View }) => {
  const counts = countVerdicts(result.cells)
  const all = Math.max(result.cells.length, 1)
  const present = verdicts.filter((verdict) => (counts.get(verdict) ?? 0) > 0)
  let before = 0
  return (
    <div class="figures">
      <svg class="bar" aria-hidden="true" width="100%" height="10">
        {present.map((verdict) => {
          const share = (100 * (counts.get(verdict) ?? 0)) / all
          const at = before
          before += share
          return (
            <rect
              key={verdict}
              class={`v-${verdict}`}
              x={`${at.toFixed(3)}%`}
              width={`${share.toFixed(3)}%`}
              height="10"
            />
          )
        })}
      </svg>
      <ul class="legend">
        {present.map((verdict) => (
          <li key={verdict}>
            <span class={`mark v-${verdict}`} aria-hidden="true" />
            <b>{count(counts.get(verdict) ?? 0)}</b> {titles[verdict]}
          </li>
        ))}
        <li class="plain">
          {counted(result.cells.length, 'cell')} · {counted(result.cases, 'case')} ·{' '}
          {counted(result.exchanges, 'exchange')} · {result.run.duration.toFixed(1)} s
        </li>
      </ul>
    </div>
  )
}

/** What broke, one line a clause: what was due, and what came instead, on how many operations. */
const Broken = ({ view }: { readonly view: View }) => {
  const open = view.findings.filter(({ key }) => !view.waived.has(key))
  const groups = [...groupBy(open, ({ violation }) => violation.clause)]
  if (groups.length === 0) return null
  return (
    <nav class="broken" aria-labelledby="broken-title">
      <h2 id="broken-title">What broke</h2>
      <ol>
        {groups.slice(0, mostBroken).map(([id, its]) => {
          const operations = new Set(its.map(({ violation }) => violation.operation))
          const [first] = its
          const level = first?.level ?? 'MUST'
          return (
            <li key={id}>
              <a href={`#${groupAnchor(id)}`}>
                <span class={`level ${level}`}>{level}</span>
                <span class="clause">{shown(id, 60)}</span>
                <span class="what">
                  <Prose text={view.clauses.get(id)?.statement ?? ''} />
                </span>
                <span class="seen">
                  <Observed statuses={its.map(({ violation }) => violation.status)} />{' '}
                  {operations.size === 1
                    ? `on ${shown([...operations].join(''), 60)}`
                    : `on ${counted(operations.size, 'operation')}`}
                  {its.every((finding) => verdictOn(finding, view.waived) === 'flaky') ? ', flaky' : ''}
                </span>
              </a>
            </li>
          )
        })}
      </ol>
      {groups.length > mostBroken ? <p>And {counted(groups.length - mostBroken, 'more clause')}, below.</p> : null}
    </nav>
  )
}

/** `422 ×12, 200 ×3`: the commonest first, and no more than a line has room for. */
const Observed = ({ statuses }: { readonly statuses: readonly string[] }) => {
  const counts = [...groupBy(statuses, (status) => status)].sort(([, a], [, b]) => b.length - a.length)
  const said = counts
    .slice(0, 3)
    .map(([status, its]) => `${shown(status, 24)}${counts.length > 1 ? ` ×${its.length}` : ''}`)
  return <>{`${said.join(', ')}${counts.length > 3 ? ', …' : ''}`}</>
}

const Warnings = ({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) =>
  lines.length === 0 ? null : (
    <section class="warning" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {lines.slice(0, mostWarnings).map((line, index) => (
          <li key={index}>{shown(line, 1000)}</li>
        ))}
        {lines.length > mostWarnings ? <li>And {count(lines.length - mostWarnings)} more.</li> : null}
      </ul>
    </section>
  )

/** The verdict, what it rests on, and what broke: all that somebody sees who looks for ten seconds. */
export const Header = ({ view }: { readonly view: View }) => {
  const { result } = view
  const { run } = result
  const spoilt = (result.waivers ?? []).filter(failsRun).map((outcome) => sentence(outcome) ?? '')
  return (
    <header>
      <div class={`verdict ${tones[conclusionOf(result)]}`}>
        <h1>{verdictOf(result, colours(false))}</h1>
        <p>
          <Found view={view} />
        </p>
      </div>
      <p class="about">
        {shown(run.edition, 40)} edition · {shown(run.profile, 40)} profile{run.strict ? ', strict' : ''} ·{' '}
        <span class="url">{shown(run.url, 200)}</span> ({run.kind}) ·{' '}
        <time datetime={shown(run.startedAt, 40)}>{when(run.startedAt)}</time>
      </p>
      <Figures view={view} />
      <Warnings title="Ended early" lines={run.ending === undefined ? [] : [`${run.ending.detail}.`]} />
      <Warnings title="Faults of the suite" lines={result.suiteFaults} />
      <Warnings title="Waivers to mend" lines={spoilt} />
      <Warnings title="Left behind on the target" lines={result.leftovers} />
      <Warnings title="Left out by the budget" lines={run.cut ?? []} />
      <Broken view={view} />
    </header>
  )
}

/** `2030-05-01 12:30:00 UTC`; text that is no instant as it is. */
const when = (instant: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(instant)
    ? `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`
    : shown(instant, 40)

const Found = ({ view: { findings, waived } }: { readonly view: View }) => {
  if (findings.length === 0) return <>No findings.</>
  const open = findings.filter(({ key }) => !waived.has(key))
  const levels = ['MUST', 'SHOULD', 'MAY'].map(
    (name) => [name, open.filter(({ level }) => level === name).length] as const,
  )
  const clauses = new Set(open.map(({ violation }) => violation.clause)).size
  const operations = new Set(open.map(({ violation }) => violation.operation)).size
  const said = levels.filter(([, times]) => times > 0).map(([name, times]) => `${count(times)} ${name}`)
  return (
    <>
      {open.length === 0
        ? 'No findings but those that are waived.'
        : `${counted(open.length, 'finding')} (${said.join(', ')}) against ${counted(clauses, 'clause')} on ${counted(operations, 'operation')}.`}
    </>
  )
}
