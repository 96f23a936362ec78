import type { CellVerdict } from '../../oracle/results.ts'
import { groupBy } from '../group.ts'
import { count, counted } from '../terminal/text.ts'
import { kindsOfUnexercised } from '../terminal/unexercised.ts'
import { shown } from './text.ts'
import { clauseAnchor, type View } from './view.ts'

/** Reasons that are told apart; what the target says may stand in one. */
const mostReasons = 100

const Operations = ({ cells }: { readonly cells: readonly CellVerdict[] }) => (
  <ul class="places">
    {[...groupBy(cells, ({ clause }) => clause)].map(([clause, its]) => (
      <li key={clause}>
        <a href={`#${clauseAnchor(clause)}`}>{shown(clause, 80)}</a> on{' '}
        {its.length > 6
          ? counted(its.length, 'operation')
          : its.map(({ operation }) => shown(operation, 80)).join(', ')}
      </li>
    ))}
  </ul>
)

/** Cells by why they have no verdict of their own. */
const ByReason = ({
  cells,
  reasonOf,
}: {
  readonly cells: readonly CellVerdict[]
  readonly reasonOf: (cell: CellVerdict) => string
}) => {
  const groups = [...groupBy(cells, reasonOf)]
  return (
    <>
      {groups.slice(0, mostReasons).map(([reason, its]) => (
        <div key={reason} class="reason">
          <h3>
            {shown(reason)} <span class="count">{counted(its.length, 'cell')}</span>
          </h3>
          <Operations cells={its} />
        </div>
      ))}
      {groups.length > mostReasons ? <p class="left">And {count(groups.length - mostReasons)} more reasons.</p> : null}
    </>
  )
}

/** What was not exercised, and why: first what this run could not do, then what no run does. */
export const Unexercised = ({ view: { edition, result } }: { readonly view: View }) => {
  const never = edition.clauses.filter(({ unexercised }) => unexercised !== undefined)
  return (
    <>
      <ByReason
        cells={result.cells.filter(({ verdict }) => verdict === 'not-exercised')}
        reasonOf={({ unexercised, reasons }) =>
          unexercised === undefined
            ? (reasons[0] ?? 'no reason given')
            : `${kindsOfUnexercised[unexercised.kind]}: ${unexercised.detail}`
        }
      />
      {never.length === 0 ? null : (
        <div class="reason">
          <h3>
            no cell exercises these, in any run <span class="count">{counted(never.length, 'clause')}</span>
          </h3>
          <ul class="places">
            {never.map(({ id, unexercised }) => (
              <li key={id}>
                <span class="clause">{id}</span> {unexercised}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

/** What was tried and could not be judged, and what came in between. */
export const Inconclusive = ({ view: { result } }: { readonly view: View }) => (
  <ByReason
    cells={result.cells.filter(({ verdict }) => verdict === 'inconclusive')}
    reasonOf={({ reasons }) => reasons[0] ?? 'no reason given'}
  />
)
