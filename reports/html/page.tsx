import type { Child } from 'hono/jsx'
import { About } from './about.tsx'
import { Cells } from './cells.tsx'
import { Durations } from './durations.tsx'
import { FindingGroups } from './finding-groups.tsx'
import { Header } from './header.tsx'
import { Matrix } from './matrix.tsx'
import { Observations } from './observations.tsx'
import { Statuses } from './statuses.tsx'
import { Toolbar } from './toolbar.tsx'
import { Inconclusive, Unexercised } from './unexercised.tsx'
import type { View } from './view.ts'
import { Waivers } from './waivers.tsx'

interface Part {
  readonly id: string
  readonly title: string
  /** A figure beside the title. */
  readonly size?: number
  readonly content: Child
}

/** What there is to say, in the order in which somebody wants it who is to mend something; nothing that would be empty. */
const partsOf = (view: View): readonly Part[] => {
  const { result, findings, waived } = view
  const open = findings.filter(({ key }) => !waived.has(key))
  const excused = findings.filter(({ key }) => waived.has(key))
  const having = (verdict: string): number => result.cells.filter((cell) => cell.verdict === verdict).length
  const someNever = view.edition.clauses.some(({ unexercised }) => unexercised !== undefined)
  const parts: readonly (Part & { readonly size: number })[] = [
    { id: 'matrix', title: 'Matrix', size: result.cells.length, content: <Matrix view={view} /> },
    { id: 'findings', title: 'Findings', size: open.length, content: <FindingGroups view={view} findings={open} /> },
    { id: 'waived', title: 'Waived', size: excused.length, content: <FindingGroups view={view} findings={excused} /> },
    { id: 'waivers', title: 'Waivers', size: result.waivers?.length ?? 0, content: <Waivers view={view} /> },
    {
      id: 'inconclusive',
      title: 'Inconclusive',
      size: having('inconclusive'),
      content: <Inconclusive view={view} />,
    },
    {
      id: 'unexercised',
      title: 'Not exercised',
      size: having('not-exercised'),
      content: <Unexercised view={view} />,
    },
    { id: 'statuses', title: 'Statuses', size: Object.keys(result.statuses).length, content: <Statuses view={view} /> },
    {
      id: 'durations',
      title: 'Response times',
      size: Object.keys(result.durations).length,
      content: <Durations view={view} />,
    },
    {
      id: 'observations',
      title: 'Observations',
      size: result.observations.length,
      content: <Observations view={view} />,
    },
    { id: 'cells', title: 'Clauses', size: result.cells.length, content: <Cells view={view} /> },
  ]
  return [
    ...parts.filter(({ id, size }) => size > 0 || (id === 'unexercised' && someNever)),
    { id: 'run', title: 'This run', content: <About view={view} /> },
  ]
}

/** Parts whose figure beside the title says something that stands nowhere else. */
const counted: ReadonlySet<string> = new Set(['findings', 'waived', 'waivers', 'inconclusive', 'unexercised'])

const figureOf = ({ id, size }: Part): string | undefined =>
  size !== undefined && counted.has(id) ? size.toLocaleString('en-US') : undefined

const Title = ({ part }: { readonly part: Part }) => {
  const figure = figureOf(part)
  return (
    <>
      {part.title}
      {figure === undefined ? null : <span class="count">{figure}</span>}
    </>
  )
}

/** The whole body of the report. */
export const Page = ({ view }: { readonly view: View }) => {
  const parts = partsOf(view)
  return (
    <>
      <a class="skip" href="#report">
        Skip to the report
      </a>
      <Header view={view} />
      <Toolbar view={view} parts={parts.map((part) => ({ id: part.id, title: <Title part={part} /> }))} />
      <main id="report" tabindex={-1}>
        <p class="none" hidden>
          Nothing matches. Press Escape in the search field to see everything.
        </p>
        {parts.map((part) => (
          <section key={part.id} id={part.id} aria-labelledby={`${part.id}-title`}>
            <h2 id={`${part.id}-title`}>
              <Title part={part} />
            </h2>
            {part.content}
          </section>
        ))}
      </main>
    </>
  )
}
