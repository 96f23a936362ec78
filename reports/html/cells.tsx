import type { CellVerdict } from '../../oracle/results.ts'
import { groupBy } from '../group.ts'
import { verdicts } from '../terminal/table.ts'
import { count } from '../terminal/text.ts'
import { kindsOfUnexercised } from '../terminal/unexercised.ts'
import { Prose } from './prose.tsx'
import { Scroll } from './scroll.tsx'
import { shown } from './text.ts'
import { cellAnchor, clauseAnchor, countVerdicts, pairOf, sourceOf, titles, type View } from './view.ts'

/** Reasons of one cell that are shown. */
const mostReasons = 3

const whyOf = ({ unexercised, reasons }: CellVerdict): string =>
  unexercised === undefined
    ? reasons
        .slice(0, mostReasons)
        .map((reason) => shown(reason, 200))
        .join('; ') + (reasons.length > mostReasons ? `; and ${count(reasons.length - mostReasons)} more` : '')
    : shown(`${kindsOfUnexercised[unexercised.kind]}: ${unexercised.detail}`, 300)

const Notes = ({ view, cell }: { readonly view: View; readonly cell: CellVerdict }) => {
  const findings = view.byPair.get(pairOf(cell)) ?? []
  if (findings.length === 0) return <>{whyOf(cell)}</>
  return (
    <>
      {findings.slice(0, mostReasons).map(({ key, violation }) => (
        <a key={key} href={`#${view.anchors.get(key)}`}>
          {shown([violation.rule, ...violation.parameters, violation.status].filter((part) => part).join(' · '), 100)}
        </a>
      ))}
      {findings.length > mostReasons ? ` and ${count(findings.length - mostReasons)} more` : ''}
    </>
  )
}

const statusesOf = ({ statuses }: CellVerdict): string =>
  Object.entries(statuses)
    .slice(0, 12)
    .map(([status, times]) => `${shown(status, 24)} ×${count(times)}`)
    .join(', ')

const Row = ({ view, cell }: { readonly view: View; readonly cell: CellVerdict }) => (
  <tr class="cell item" id={cellAnchor(cell)} data-verdict={cell.verdict} data-operation={shown(cell.operation, 80)}>
    <th scope="row">{shown(cell.operation, 80)}</th>
    <td>
      <span class={`mark v-${cell.verdict}`} aria-hidden="true" /> {titles[cell.verdict]}
    </td>
    <td>{count(cell.evidence)}</td>
    <td>{cell.cases === 0 ? '' : count(cell.cases)}</td>
    <td>{statusesOf(cell)}</td>
    <td>
      <Notes view={view} cell={cell} />
    </td>
  </tr>
)

const summaryOf = (cells: readonly CellVerdict[]): string => {
  const counts = countVerdicts(cells)
  return verdicts
    .filter((verdict) => counts.has(verdict))
    .map((verdict) => `${count(counts.get(verdict) ?? 0)} ${titles[verdict]}`)
    .join(', ')
}

/** Every clause with its cells: the figures behind the marks of the matrix. */
export const Cells = ({ view }: { readonly view: View }) => {
  const { edition, result } = view
  const byClause = groupBy(result.cells, ({ clause }) => clause)
  const known = edition.clauses.filter(({ id }) => byClause.has(id))
  return (
    <>
      {known.map((clause) => {
        const { id, level, statement } = clause
        const cells = byClause.get(id) ?? []
        return (
          <details
            key={id}
            class="clause-cells"
            id={clauseAnchor(id)}
            data-level={level}
            data-clause={id}
            data-section={view.sectionOf.get(id) ?? ''}
          >
            <summary>
              <span class={`level ${level}`}>{level}</span>
              <span class="clause">{id}</span>
              <span class="what">
                <Prose text={statement} />
              </span>
              <span class="quiet sum">{summaryOf(cells)}</span>
            </summary>
            <p class="source">{sourceOf(clause)}</p>
            <Scroll name={`Cells of ${id}`}>
              <table class="list">
                <thead>
                  <tr>
                    <th scope="col">Operation</th>
                    <th scope="col">Verdict</th>
                    <th scope="col">Evidence</th>
                    <th scope="col">Cases</th>
                    <th scope="col">Statuses of its own run</th>
                    <th scope="col">Findings, or why not</th>
                  </tr>
                </thead>
                <tbody>
                  {cells.map((cell) => (
                    <Row key={cell.cell} view={view} cell={cell} />
                  ))}
                </tbody>
              </table>
            </Scroll>
          </details>
        )
      })}
    </>
  )
}
