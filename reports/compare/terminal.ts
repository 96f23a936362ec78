import type { Clause } from '../../contract/clause.ts'
import type { CellChange } from '../../oracle/comparison/cells.ts'
import type { NewFinding } from '../../oracle/comparison/findings.ts'
import type { Comparison } from '../../oracle/comparison/index.ts'
import type { Slower } from '../../oracle/comparison/slower.ts'
import type { Finding, RunResult } from '../../oracle/results.ts'
import { groupBy } from '../group.ts'
import { confirmationOf, renderFinding } from '../terminal/finding.ts'
import { type Colours, colours, count, counted, readable, spread, wrap } from '../terminal/text.ts'
import { where } from '../terminal/unexercised.ts'

export interface ComparisonOptions {
  readonly color: boolean
  /** Columns of the terminal; at least 40 are used. */
  readonly width: number
  /** What the two files are called. */
  readonly names: readonly [before: string, after: string]
  /** The clauses that the second run cites. */
  readonly clauses: readonly Clause[]
}

const verdictOf = ({ exitCode, worse }: Comparison, paint: Colours): string => {
  if (exitCode === 3) return paint.yellow('NO VERDICT: nobody can tell whether it has become worse')
  if (exitCode === 0) return paint.green('NO WORSE')
  const found = worse.findings.length
  const what = found === 0 ? counted(worse.cells.length, 'cell') : counted(found, 'finding')
  return paint.red(`WORSE: ${what} newly failing`)
}

/** `before  results.json: classic edition, gate profile, seed 7, 2030-05-01T…, suite 0.1.0` */
const about = (which: string, name: string, { run, suite }: RunResult): string =>
  `${which}${name}: ${run.edition} edition, ${run.profile} profile, seed ${run.seed}, ${run.startedAt}, suite ${suite.version}, ${run.url}`

const transition = (change: CellChange): string => `${change.before} → ${change.after}`

/** Cells by what became of them, those of one clause together. */
const cellLines = (changes: readonly CellChange[], width: number): readonly string[] =>
  [...groupBy(changes, transition)].flatMap(([what, its]) => [
    `  ${what} (${counted(its.length, 'cell')})`,
    ...wrap(where(its), width - 4).map((line) => `    ${line}`),
  ])

const findingLine = (finding: Finding, width: number): readonly string[] =>
  spread(`  ${finding.level.padEnd(6)}  ${readable(finding.key)}`, confirmationOf(finding), width, '          ')

const milliseconds = (value: number): string => (Number.isFinite(value) ? `${count(value)} ms` : 'longer')

const share = { p50: 'half of the answers within', p95: '95 of 100 answers within' } as const

const slowerLine = ({ operation, quantile, before, after }: Slower): string =>
  `  ${operation}  ${share[quantile]} ${milliseconds(after)}, not ${milliseconds(before)}`

/** What has changed from one run to another, for a terminal: first what makes the comparison weak, then what decides. */
export const renderComparison = (
  before: RunResult,
  after: RunResult,
  comparison: Comparison,
  { color, width: wanted, names, clauses }: ComparisonOptions,
): string => {
  const width = Math.max(wanted, 40)
  const paint = colours(color)
  const { findings, cells, worse } = comparison
  const lines: string[] = []
  const part = (title: string, its: readonly string[]): void => {
    if (its.length > 0) lines.push('', paint.bold(title), ...its)
  }
  const sentences = (texts: readonly string[]): string[] =>
    texts.flatMap((text) => wrap(`  ${readable(text)}`, width, '    '))
  const list = (its: readonly Finding[]): string[] => its.flatMap((finding) => findingLine(finding, width))

  const path = URL.canParse(after.run.url) ? new URL(after.run.url).pathname.replace(/\/+$/, '') : ''
  const shown = ({ finding, insteadOf, held }: NewFinding): string => {
    const text = renderFinding({ clauses }, finding, {
      colours: paint,
      width,
      basePath: path,
      target: after.run.target,
    })
    const said = [
      ...insteadOf.map((key) => `was there as ${key}`),
      ...(held || insteadOf.length > 0 ? [] : ['nobody knew before whether this holds']),
    ]
    return [text, ...said.map((one) => `  before    ${readable(one)}`)].join('\n')
  }

  lines.push(paint.bold(verdictOf(comparison, paint)))
  for (const line of [about('before  ', names[0], before), about('after   ', names[1], after)])
    lines.push(...wrap(readable(line), width, '  '))
  part('Compare with care', sentences(comparison.caveats))
  part('Left open', sentences(comparison.open))

  part('Cells that held', cellLines(cells.broken, width))
  const deciding = new Set(worse.findings)
  if (worse.findings.length > 0) lines.push('', paint.bold('Newly failing'), '', worse.findings.map(shown).join('\n\n'))
  const others = [...findings.failing, ...findings.flaky].filter((one) => !deciding.has(one))
  part('New, and not decisive', list(others.map(({ finding }) => finding)))
  part('New, or not looked into before', list(findings.undated.map(({ finding }) => finding)))
  part('New, and waived', list(findings.waived.map(({ finding }) => finding)))
  part('Fixed', list(findings.fixed))
  part('Not looked for again', list(findings.unseen))
  part('Newly exercised', cellLines(cells.newlyExercised, width))
  part('No longer exercised', cellLines(cells.noLongerExercised, width))
  part('No longer decided', cellLines(cells.noLongerDecided, width))
  part(
    'Slower',
    comparison.slower.map(slowerLine).flatMap((line) => wrap(readable(line), width, '    ')),
  )

  const fresh = [findings.failing, findings.flaky, findings.undated, findings.waived].flat().length
  const sums = [`${count(findings.known.length)} known`, `${count(fresh)} new`, `${count(findings.fixed.length)} fixed`]
  lines.push('', `findings: ${sums.join(', ')}`)
  return `${lines.join('\n')}\n`
}
