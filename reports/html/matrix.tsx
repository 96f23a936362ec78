import type { CellVerdict } from '../../oracle/results.ts'
import { groupBy } from '../group.ts'
import { count } from '../terminal/text.ts'
import { Scroll } from './scroll.tsx'
import { cellAnchor, pairOf, type Section, titles, type View } from './view.ts'

/** What a cell is called by those who cannot see where it stands; the script shows it to those who can, too. */
const nameOf = ({ clause, operation, verdict, evidence }: CellVerdict, findings: number): string => {
  const seen = evidence === 0 ? '' : `, ${count(evidence)} ${evidence === 1 ? 'exchange' : 'exchanges'}`
  const found = findings === 0 ? '' : `, ${count(findings)} ${findings === 1 ? 'finding' : 'findings'}`
  return `${titles[verdict]}: ${clause} on ${operation}${found}${seen}`
}

const Cell = ({ view, cell }: { readonly view: View; readonly cell: CellVerdict }) => {
  const findings = view.byPair.get(pairOf(cell)) ?? []
  const [first] = findings
  const anchor = first === undefined ? undefined : view.anchors.get(first.key)
  return (
    // biome-ignore lint/a11y/useAnchorContent: it has its name in a label: so small a cell has no room for text
    <a
      class={`mark v-${cell.verdict}`}
      href={`#${anchor ?? cellAnchor(cell)}`}
      data-cell={pairOf(cell)}
      // A thousand stops of the Tab key would help nobody: the script makes the matrix one stop, with arrow keys inside.
      tabindex={-1}
      aria-label={nameOf(cell, findings.length)}
    />
  )
}

/** What of a section's name stands above its columns: all of it, or as much as can still be told from another's. */
const labelOf = (name: string, columns: number): string => {
  const heading = name.replace(/^.* › /, '')
  return columns >= 5 || heading.length * 7 <= columns * 16 ? heading : ''
}

/**
 * The heat map: operations by clauses, in the order of the contract, a small mark for each cell. What no cell is planned
 * for stays empty.
 */
export const Matrix = ({ view }: { readonly view: View }) => {
  const { edition, result } = view
  const planned = new Set(result.cells.map(({ clause }) => clause))
  const asked = new Set(result.cells.map(({ operation }) => operation))
  const sections: readonly Section[] = view.sections
    .map(({ name, clauses }) => ({ name, clauses: clauses.filter(({ id }) => planned.has(id)) }))
    .filter(({ clauses }) => clauses.length > 0)
  const resources = groupBy(
    edition.operations.filter(({ id }) => asked.has(id)),
    ({ resource }) => resource,
  )
  return (
    <>
      <p class="readout" aria-hidden="true">
        <span class="hint">
          Operations by clauses. Point at a cell, or move with the arrow keys, to see what it is; Enter leads to its
          findings or figures.
        </span>
      </p>
      <Scroll name="Matrix of operations and clauses">
        <table class="matrix">
          <thead>
            <tr class="bands">
              <td />
              {sections.map(({ name, clauses }) => (
                <th key={name} scope="colgroup" colspan={clauses.length} title={name}>
                  <span>{labelOf(name, clauses.length)}</span>
                  <span class="hidden">{name}</span>
                </th>
              ))}
            </tr>
            <tr class="ids">
              <td />
              {sections.map(({ clauses }) =>
                clauses.map(({ id, level }, index) => (
                  <th key={id} scope="col" class={`${level}${index === 0 ? ' first' : ''}`}>
                    <span>{id}</span>
                  </th>
                )),
              )}
            </tr>
          </thead>
          {[...resources].map(([resource, operations]) => (
            <tbody key={resource}>
              {operations.map(({ id }) => (
                <tr key={id}>
                  <th scope="row">{id}</th>
                  {sections.map(({ clauses }) =>
                    clauses.map((clause, index) => {
                      const cell = view.cells.get(`${clause.id}:${id}`)
                      return (
                        <td key={clause.id} class={index === 0 ? 'first' : undefined}>
                          {cell === undefined ? null : <Cell view={view} cell={cell} />}
                        </td>
                      )
                    }),
                  )}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </Scroll>
    </>
  )
}
