import type { Edition } from '../../contract/edition.ts'
import { conclusionOf } from '../../oracle/conclusion.ts'
import type { Finding, RunResult } from '../../oracle/results.ts'
import { waivedKeys } from '../../oracle/waivers.ts'
import { aboutOf, answer, findingText, titleOf } from '../finding-text.ts'
import { groupBy } from '../group.ts'
import { code, fenced, plain } from '../markdown.ts'
import type { ReportOptions } from '../options.ts'
import { confirmationOf } from '../terminal/finding.ts'
import { figures, verdictOf } from '../terminal/summary.ts'
import { colours, counted, cut, excerpt } from '../terminal/text.ts'
import { kindsOfUnexercised } from '../terminal/unexercised.ts'
import { problemsOf } from './problems.ts'

/** Rows of the table, and findings in full below it. GitHub takes 1 MiB of a step; this stays well below. */
const rows = 100
const inFull = 20
const longestCell = 160
const longestText = 6000

const cell = (text: string): string => plain(cut(text, longestCell))

const row = (finding: Finding): string => {
  const { violation, level } = finding
  const columns = [
    level,
    code(cut(violation.clause, 60)),
    code(cut(violation.operation, 60)),
    cell(aboutOf(finding)),
    cell(excerpt(violation.expected, longestCell)),
    code(cut(answer(finding), longestCell)),
    cell(confirmationOf(finding)),
  ]
  return `| ${columns.join(' | ')} |`
}

const table = (findings: readonly Finding[]): readonly string[] => [
  '| Level | Clause | Operation | What | Expected | Observed | Sent again |',
  '| --- | --- | --- | --- | --- | --- | --- |',
  ...findings.slice(0, rows).map(row),
]

const more = (left: number, where: string): readonly string[] =>
  left > 0 ? ['', `and ${counted(left, 'more finding')} ${where}`] : []

/**
 * The result of a run as a job summary for GitHub Actions, in Markdown: verdict, figures, findings, what was not
 * judged, how to see it again. Nothing in it but what stands here is markup.
 */
export const renderJobSummary = (edition: Edition, result: RunResult, options: ReportOptions = {}): string => {
  const { run, cells } = result
  const { ofRun, findings: found } = problemsOf(edition, result)
  const findings = found.map(({ finding }) => finding)
  const lines: string[] = []
  const part = (title: string, its: readonly string[]): void => {
    if (its.length > 0) lines.push('', `### ${title}`, '', ...its)
  }
  const mark = { conformant: '✅', 'not-conformant': '❌', 'waivers-to-mend': '❌' } as const
  const conclusion = conclusionOf(result)
  const sign = conclusion in mark ? mark[conclusion as keyof typeof mark] : '⚠️'
  lines.push(`## ${sign} DoorFlow conformance: ${plain(verdictOf(result, colours(false)))}`, '')
  const about = [`${run.edition} edition`, `${run.profile} profile`, `${run.url} (${run.kind})`].join(' · ')
  lines.push(plain(excerpt(about, 500)), '', plain(figures(result)))

  part(
    'What keeps it from a verdict',
    ofRun
      .slice(0, inFull)
      .map(({ title, message }) => `- ${cell(title)}: ${plain(cut(message.replaceAll('\n', ' '), 500))}`),
  )
  if (findings.length > 0) {
    part('Findings', [...table(findings), ...more(findings.length - rows, 'that this table has no room for')])
    lines.push('')
    for (const finding of findings.slice(0, inFull)) {
      const text = cut(findingText(edition, finding, result, options), longestText)
      lines.push(
        '<details>',
        `<summary>${cell(`${finding.violation.clause} ${finding.violation.operation} ${titleOf(finding)}`)}</summary>`,
        '',
        fenced(text),
        '',
        '</details>',
      )
    }
    lines.push(...more(findings.length - inFull, 'in the table above alone'))
  }
  const waived = waivedKeys(result.waivers).size
  part('Waived', waived === 0 ? [] : [counted(waived, 'finding')])
  part(
    'Not exercised',
    [
      ...groupBy(
        cells.filter(({ verdict }) => verdict === 'not-exercised'),
        ({ unexercised }) =>
          unexercised === undefined
            ? 'no reason given'
            : `${kindsOfUnexercised[unexercised.kind]}: ${unexercised.detail}`,
      ),
    ]
      .slice(0, inFull)
      .map(([reason, its]) => `- ${plain(excerpt(reason, 300))} (${counted(its.length, 'cell')})`),
  )
  part('Again', [
    fenced(excerpt(run.command, 4000), 'sh'),
    '',
    plain(`seed ${run.seed} · suite ${result.suite.version}`),
  ])
  return `${lines.join('\n')}\n`
}
