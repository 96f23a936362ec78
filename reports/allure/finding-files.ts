import type { Edition } from '../../contract/edition.ts'
import type { Finding, RunResult } from '../../oracle/results.ts'
import { curl } from '../curl.ts'
import { findingText } from '../finding-text.ts'
import type { ReportOptions } from '../options.ts'
import { basePathOf } from '../terminal/summary.ts'
import { counted } from '../terminal/text.ts'

export interface Attachment {
  readonly name: string
  readonly contentType: 'text/plain' | 'application/json'
  readonly content: string
}

/** Characters of one attachment at most. */
const most = 200_000

/** The commands that send the smallest case, one a line. */
const commandsOf = ({ exchanges }: Finding, { run }: RunResult, { form }: ReportOptions): string =>
  exchanges
    .map(({ request }) => {
      const { command, elided } = curl(request, {
        basePath: basePathOf(run.url),
        ...(form === undefined ? {} : { form }),
      })
      return [...(elided.length === 0 ? [] : [`# ${elided.join(' and ')} left out`]), command].join('\n')
    })
    .join('\n')

const exchangesOf = ({ exchanges }: Finding): string => {
  const text = JSON.stringify(exchanges, undefined, 2)
  return text.length <= most
    ? text
    : JSON.stringify({ 'left out': `${counted(text.length, 'character')} of exchanges` })
}

/** What a reader of a finding may want to look into: it as the terminal shows it, its commands, its exchanges. */
export const findingFiles = (
  edition: Edition,
  finding: Finding,
  result: RunResult,
  options: ReportOptions,
): readonly Attachment[] => [
  { name: 'finding', contentType: 'text/plain', content: `${findingText(edition, finding, result, options)}\n` },
  {
    name: 'smallest case, as curl',
    contentType: 'text/plain',
    content: `${commandsOf(finding, result, options).slice(0, most)}\n`,
  },
  { name: 'exchanges, redacted', contentType: 'application/json', content: `${exchangesOf(finding)}\n` },
]
