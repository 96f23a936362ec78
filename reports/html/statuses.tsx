import { STATUS_CODES } from 'node:http'
import type { Edition } from '../../contract/edition.ts'
import type { Operation } from '../../contract/operation.ts'
import { refusals, successes } from '../openapi/responses.ts'
import { count } from '../terminal/text.ts'
import { Scroll } from './scroll.tsx'
import { shown } from './text.ts'
import type { View } from './view.ts'

/** Statuses, and kinds of failures, that have a column. */
const mostColumns = 60
const mostRows = 200

/** Statuses that the edition documents for an operation, as its OpenAPI document has them. */
const documentedFor = (edition: Edition, operation: Operation): ReadonlySet<string> =>
  new Set([...Object.keys(successes(edition, operation)), ...[...refusals(edition, operation).keys()].map(String)])

/** Times that each status came, by operation. */
const observedBy = (statuses: Readonly<Record<string, number>>): ReadonlyMap<string, ReadonlyMap<string, number>> => {
  const observed = new Map<string, Map<string, number>>()
  for (const [key, times] of Object.entries(statuses)) {
    const at = key.lastIndexOf(' ')
    const operation = key.slice(0, Math.max(at, 0))
    const its = observed.get(operation) ?? new Map<string, number>()
    observed.set(operation, its.set(key.slice(at + 1), times))
  }
  return observed
}

/**
 * How often each operation was answered with each status, beside what is documented of it. Malformed requests count too, so
 * that a status may also be one that is documented elsewhere.
 */
export const Statuses = ({ view: { edition, result } }: { readonly view: View }) => {
  const observed = observedBy(result.statuses)
  const known = edition.operations.filter(({ id }) => observed.has(id))
  const others = [...observed.keys()].filter((id) => !known.some((operation) => operation.id === id)).sort()
  const documented = new Map(known.map((operation) => [operation.id, documentedFor(edition, operation)]))
  const table = new Set(
    [...edition.statuses, ...Object.values(edition.outcomes).flatMap(({ must }) => must)].map(String),
  )
  const columns = [
    ...new Set([
      ...edition.statuses.map(String),
      ...[...documented.values()].flatMap((its) => [...its]),
      ...[...observed.values()].flatMap((its) => [...its.keys()]),
    ]),
  ].sort()
  const rows = [...known.map(({ id }) => id), ...others]
  return (
    <>
      <p class="note">
        <span class="sample">12</span> documented for the operation <span class="sample elsewhere">12</span> documented
        elsewhere <span class="sample undocumented">12!</span> not documented <span class="sample">–</span> documented,
        not seen
      </p>
      <Scroll name="Statuses by operation">
        <table class="numbers statuses">
          <thead>
            <tr>
              <td />
              {columns.slice(0, mostColumns).map((status) => (
                <th
                  key={status}
                  scope="col"
                  class={table.has(status) ? undefined : 'undocumented'}
                  title={STATUS_CODES[status]}
                >
                  {shown(status, 24)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, mostRows).map((id) => (
              <tr key={id}>
                <th scope="row">{shown(id, 80)}</th>
                {columns.slice(0, mostColumns).map((status) => {
                  const times = observed.get(id)?.get(status)
                  const expected = documented.get(id)?.has(status) === true
                  if (times === undefined) return <td key={status}>{expected ? '–' : ''}</td>
                  const kind = expected ? undefined : table.has(status) ? 'elsewhere' : 'undocumented'
                  return (
                    <td key={status} class={kind}>
                      {count(times)}
                      {kind === 'undocumented' ? '!' : ''}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {rows.length > mostRows || columns.length > mostColumns ? (
        <p class="left">
          {count(rows.length)} operations and {count(columns.length)} statuses came up; not all are shown.
        </p>
      ) : null}
    </>
  )
}
