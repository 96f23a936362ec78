import type { Edition } from '../../contract/edition.ts'
import type { Finding, RunResult } from '../../oracle/results.ts'
import { briefOf, titleOf } from '../finding-text.ts'
import { counted, readable } from '../terminal/text.ts'
import { annotation } from './commands.ts'
import { type Problem, problemsOf } from './problems.ts'

/** Annotations of each kind that GitHub shows of one step. */
const shown = 10

const ofFinding = (edition: Edition, finding: Finding, result: RunResult): Pick<Problem, 'title' | 'message'> => {
  const { violation, level } = finding
  const statement = edition.clauses.find(({ id }) => id === violation.clause)?.statement
  const what = [readable(violation.operation), titleOf(finding)].join(' · ')
  return {
    title: `${violation.clause} ${level} ${what}`,
    message: [...(statement === undefined ? [] : [statement]), ...briefOf(finding, result)].join('\n'),
  }
}

/**
 * What a run has found, as annotations for GitHub Actions: workflow commands, one a line, for standard output. GitHub shows
 * ten errors and ten warnings of a step; how many more there are is said in a line that is no command.
 */
export const renderAnnotations = (edition: Edition, result: RunResult): string => {
  const { ofRun, findings } = problemsOf(edition, result)
  const lines: string[] = []
  const beyond: string[] = []
  for (const kind of ['error', 'warning'] as const) {
    const its = [
      ...ofRun.filter((problem) => problem.kind === kind),
      ...findings.filter((found) => found.kind === kind).map(({ finding }) => ofFinding(edition, finding, result)),
    ]
    lines.push(...its.slice(0, shown).map((problem) => annotation(kind, problem)))
    if (its.length > shown) beyond.push(counted(its.length - shown, `more ${kind}`))
  }
  if (beyond.length > 0) lines.push(`and ${beyond.join(' and ')}, in the job summary`)
  return lines.map((line) => `${line}\n`).join('')
}
