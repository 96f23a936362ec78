import type { Clause } from '../../contract/clause.ts'
import type { Edition } from '../../contract/edition.ts'
import type { CellVerdict, Verdict } from '../../oracle/results.ts'
import { type Colours, count, padEnd, padStart, wrap } from './text.ts'

/** In the order in which a reader looks for them. */
export const verdicts: readonly Verdict[] = ['pass', 'fail', 'flaky', 'warn', 'waived', 'inconclusive', 'not-exercised']

const titles: Readonly<Record<Verdict, string>> = {
  pass: 'pass',
  fail: 'FAIL',
  flaky: 'FLAKY',
  warn: 'warn',
  waived: 'waived',
  inconclusive: 'inconclusive',
  'not-exercised': 'not exercised',
}

interface Row {
  readonly clause: Clause
  readonly counts: Readonly<Partial<Record<Verdict, number>>>
  readonly evidence: number
}

const rowsOf = (edition: Edition, cells: readonly CellVerdict[]): readonly Row[] =>
  edition.clauses.flatMap((clause): Row[] => {
    const its = cells.filter((cell) => cell.clause === clause.id)
    if (its.length === 0) return []
    const counts: Partial<Record<Verdict, number>> = {}
    for (const { verdict } of its) counts[verdict] = (counts[verdict] ?? 0) + 1
    return [{ clause, counts, evidence: its.reduce((sum, { evidence }) => sum + evidence, 0) }]
  })

/** The colour of a line is that of the worst verdict in it. */
const painterOf = (colours: Colours, { counts, clause }: Row): ((text: string) => string) => {
  if ((counts.fail ?? 0) > 0) return colours.red
  const uneasy = (['flaky', 'warn', 'waived', 'inconclusive'] as const).some((verdict) => (counts[verdict] ?? 0) > 0)
  if (uneasy) return colours.yellow
  if ((counts.pass ?? 0) === 0) return colours.dim
  return clause.level === 'MUST' ? colours.green : (text) => text
}

/** Clauses by verdicts, in the order of the contract: how many operations have each, and how many exchanges show it. */
export const renderTable = (
  edition: Edition,
  cells: readonly CellVerdict[],
  { colours, width }: { readonly colours: Colours; readonly width: number },
): string[] => {
  const rows = rowsOf(edition, cells)
  const shown = verdicts.filter((verdict) => verdict === 'pass' || cells.some((cell) => cell.verdict === verdict))
  const idWidth = Math.max(6, ...rows.map(({ clause }) => clause.id.length))
  const header = ['clause'.padEnd(idWidth), 'level ', ...shown.map((verdict) => titles[verdict]), 'exchanges'].join(
    '  ',
  )
  if (header.length > width) return rows.flatMap((row) => stacked(row, shown, colours, width))
  const cellsOf = (row: Row): string[] => [
    padEnd(row.clause.id, idWidth),
    padEnd(row.clause.level, 6),
    ...shown.map((verdict) => padStart(String(row.counts[verdict] ?? '·'), titles[verdict].length)),
    padStart(count(row.evidence), 'exchanges'.length),
  ]
  return [colours.bold(header), ...rows.map((row) => painterOf(colours, row)(cellsOf(row).join('  ')))]
}

/** Two lines for each clause, where a terminal is too narrow for columns. */
const stacked = (row: Row, shown: readonly Verdict[], colours: Colours, width: number): string[] => {
  const counts = shown.flatMap((verdict) => {
    const number = row.counts[verdict]
    return number === undefined ? [] : [`${titles[verdict]} ${number}`]
  })
  const paint = painterOf(colours, row)
  return [
    ...wrap(`${row.clause.id} ${row.clause.level}`, width, '  ').map(paint),
    ...wrap(`${counts.join(', ')}; ${count(row.evidence)} exchanges`, width - 2).map((line) => `  ${line}`),
  ]
}
