import type { Child } from 'hono/jsx'
import { groupBy } from '../group.ts'
import { verdicts } from '../terminal/table.ts'
import { shown } from './text.ts'
import { titles, type View } from './view.ts'

interface Choice {
  readonly value: string
  readonly text: string
}

const Filter = ({
  name,
  all,
  groups,
}: {
  readonly name: string
  readonly all: string
  readonly groups: ReadonlyMap<string, readonly Choice[]>
}) => (
  <select name={name} aria-label={`Show only: ${name}`}>
    <option value="">{all}</option>
    {[...groups].map(([group, choices]) => {
      const options = choices.map(({ value, text }) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))
      return group === '' ? (
        options
      ) : (
        <optgroup key={group} label={group}>
          {options}
        </optgroup>
      )
    })}
  </select>
)

const plain = (values: readonly string[]): ReadonlyMap<string, readonly Choice[]> =>
  new Map([['', values.map((value) => ({ value, text: shown(value, 80) }))]])

/** Search, filters and the way to each part of the page. What needs the script is not shown without it. */
export const Toolbar = ({
  view: { edition, result, sections },
  parts,
}: {
  readonly view: View
  readonly parts: readonly { readonly id: string; readonly title: Child }[]
}) => {
  const present = new Set(result.cells.map(({ verdict }) => verdict))
  const operations = groupBy(
    edition.operations.map(({ id, resource }) => ({ value: id, text: id, resource })),
    ({ resource }) => resource.replaceAll('_', ' '),
  )
  return (
    <>
      <nav class="parts" aria-label="Parts of the report">
        <ul>
          {parts.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="toolbar">
        <search class="scripted">
          <label class="find">
            <span class="hidden">Search findings and cells</span>
            <input
              type="search"
              name="text"
              placeholder="Search"
              autocomplete="off"
              spellcheck={false}
              aria-keyshortcuts="/"
            />
            <span class="key" aria-hidden="true">
              /
            </span>
          </label>
          <Filter name="level" all="Any level" groups={plain(['MUST', 'SHOULD', 'MAY'])} />
          <Filter
            name="verdict"
            all="Any verdict"
            groups={
              new Map([
                ['', verdicts.filter((one) => present.has(one)).map((value) => ({ value, text: titles[value] }))],
              ])
            }
          />
          <Filter name="section" all="Any section" groups={plain(sections.map(({ name }) => name))} />
          <Filter name="operation" all="Any operation" groups={operations} />
          <button type="button" class="clear" aria-keyshortcuts="Escape" hidden>
            Clear
          </button>
          <output class="matches" aria-live="polite" />
        </search>
        <button type="button" class="theme scripted">
          Dark
        </button>
      </div>
    </>
  )
}
