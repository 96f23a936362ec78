import type { Edition } from '../contract/edition.ts'
import type { Finding, RunResult } from '../oracle/results.ts'
import type { ReportOptions } from './options.ts'
import { answerOf, confirmationOf, identityOf, renderFinding } from './terminal/finding.ts'
import { basePathOf } from './terminal/summary.ts'
import { colours, cut, excerpt, readable } from './terminal/text.ts'

/** Characters of one finding at most: a case of many long requests is not there to be read in full. */
const most = 12_000

const columns = 110

/** A finding as the terminal shows it, as plain text of several lines: expected, observed, commands, replay. */
export const findingText = (
  edition: Edition,
  finding: Finding,
  { run }: RunResult,
  { form }: ReportOptions = {},
): string =>
  cut(
    renderFinding(edition, finding, {
      colours: colours(false),
      width: columns,
      target: run.target,
      basePath: basePathOf(run.url),
      ...(form === undefined ? {} : { form }),
    }),
    most,
  )

/** `required · last_name`: what of its operation a finding is about. */
export const aboutOf = ({ violation }: Finding): string =>
  readable([violation.rule, violation.parameters.join(', ')].filter((part) => part).join(' · '))

/** `required · last_name · reproducible 3/3` */
export const titleOf = (finding: Finding): string =>
  [aboutOf(finding), confirmationOf(finding)].filter((part) => part !== '').join(' · ')

/** What came at the step at fault: its answer, and what else was seen. */
export const answer = ({ violation, exchanges, atFault }: Finding): string => {
  const at = exchanges[atFault]
  return [at === undefined ? readable(violation.status) : answerOf(at), excerpt(violation.actual, 2000)]
    .filter((part) => part !== '')
    .join('  ')
}

/** A finding in one line: `required · last_name: expected 400; observed 201 Created {…} (reproducible 3/3)`. */
export const findingLine = (finding: Finding): string => {
  const about = aboutOf(finding)
  return cut(
    `${about === '' ? '' : `${about}: `}expected ${excerpt(finding.violation.expected, 600)}; ` +
      `observed ${answer(finding)} (${confirmationOf(finding)})`,
    600,
  )
}

/** What is needed to act on a finding, where its title stands already: expected, observed, key, replay; a line each. */
export const briefOf = (finding: Finding, { run }: RunResult): readonly string[] => [
  `expected  ${excerpt(finding.violation.expected, 400)}`,
  `observed  ${cut(answer(finding), 400)}`,
  ...identityOf(finding, run.target).map((line) => line.trim()),
]
