import type { Clause } from '../../contract/clause.ts'
import type { KeyForm } from '../../contract/credentials.ts'
import type { Edition } from '../../contract/edition.ts'
import { isConfirmed, ranked } from '../../oracle/findings.ts'
import type { CellVerdict, Finding, RunResult, Verdict } from '../../oracle/results.ts'
import { waivedKeys } from '../../oracle/waivers.ts'
import { groupBy } from '../group.ts'

export interface HtmlOptions {
  /** How the target takes its key where a request does not say; `bearer` unless told otherwise. */
  readonly form?: KeyForm
}

/** Clauses that stand together in the contract, under a name short enough for a heading. */
export interface Section {
  readonly name: string
  readonly clauses: readonly Clause[]
}

/** All that the parts of the page are made from: the result, and what is looked up in it more than once. */
export interface View {
  readonly edition: Edition
  readonly result: RunResult
  readonly options: HtmlOptions
  /** Findings as a reader wants them: MUST first, then in the order of the contract. */
  readonly findings: readonly Finding[]
  readonly waived: ReadonlySet<string>
  readonly clauses: ReadonlyMap<string, Clause>
  readonly sections: readonly Section[]
  /** Name of the section of each clause. */
  readonly sectionOf: ReadonlyMap<string, string>
  /** Id on the page of each finding, by its key. */
  readonly anchors: ReadonlyMap<string, string>
  /** Cells by `CLAUSE:operation`. */
  readonly cells: ReadonlyMap<string, CellVerdict>
  /** Findings by `CLAUSE:operation`. */
  readonly byPair: ReadonlyMap<string, readonly Finding[]>
}

/** Parts of one document above which they are not told apart: a heading for every clause or two would help nobody. */
const mostParts = 4

/** A document that is short on headings by its headings, any other as a whole. */
export const sectionsOf = ({ clauses }: Pick<Edition, 'clauses'>): readonly Section[] => {
  const headingOf = ({ source }: Clause): string => source.section.split(' › ')[0] ?? ''
  const byDocument = groupBy(clauses, ({ source }) => source.document)
  const nameOf = (clause: Clause): string => {
    const headings = new Set(byDocument.get(clause.source.document)?.map(headingOf))
    const { document } = clause.source
    return headings.size > mostParts || headingOf(clause) === '' ? document : `${document} › ${headingOf(clause)}`
  }
  return [...groupBy(clauses, nameOf)].map(([name, its]) => ({ name, clauses: its }))
}

/** `Responses and Errors › HTTP status codes › 400`. */
export const sourceOf = ({ source }: Clause): string =>
  [source.document, source.section].filter((part) => part !== '').join(' › ')

export const pairOf = ({ clause, operation }: { readonly clause: string; readonly operation: string }): string =>
  `${clause}:${operation}`

export const viewOf = (edition: Edition, result: RunResult, options: HtmlOptions): View => {
  const sections = sectionsOf(edition)
  const findings = ranked(edition, result.findings)
  return {
    edition,
    result,
    options,
    findings,
    waived: waivedKeys(result.waivers),
    clauses: new Map(edition.clauses.map((clause) => [clause.id, clause])),
    sections,
    sectionOf: new Map(sections.flatMap(({ name, clauses }) => clauses.map(({ id }) => [id, name]))),
    anchors: new Map(findings.map(({ key }, index) => [key, `finding-${index + 1}`])),
    cells: new Map(result.cells.map((cell) => [pairOf(cell), cell])),
    byPair: groupBy(findings, ({ violation }) => pairOf(violation)),
  }
}

/** What one finding does to the verdict on its cell. */
export const verdictOn = (finding: Finding, waived: ReadonlySet<string>): Verdict => {
  if (waived.has(finding.key)) return 'waived'
  if (!isConfirmed(finding)) return 'flaky'
  return finding.level === 'MUST' ? 'fail' : 'warn'
}

export const titles: Readonly<Record<Verdict, string>> = {
  pass: 'pass',
  fail: 'fail',
  flaky: 'flaky',
  warn: 'warn',
  waived: 'waived',
  inconclusive: 'inconclusive',
  'not-exercised': 'not exercised',
}

/** How many cells have each verdict. */
export const countVerdicts = (cells: readonly CellVerdict[]): ReadonlyMap<Verdict, number> => {
  const counts = new Map<Verdict, number>()
  for (const { verdict } of cells) counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  return counts
}

/** `RE-400:createPerson` as an id on the page; one that no finding has. */
export const cellAnchor = (cell: { readonly clause: string; readonly operation: string }): string =>
  `cell-${pairOf(cell)}`

export const clauseAnchor = (clause: string): string => `clause-${clause}`

/** Of the findings against a clause. */
export const groupAnchor = (clause: string): string => `broken-${clause}`
