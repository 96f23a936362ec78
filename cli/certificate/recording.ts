import type { Edition } from '../../contract/edition.ts'
import { type FrozenProfile, scoredAt } from '../../oracle/frozen-profile.ts'
import { checkResults, checkSame } from '../../reports/certificate/check-results.ts'
import { type Problem, problem } from '../../reports/certificate/problem.ts'
import { isSame, type Statement } from '../../reports/certificate/statement.ts'
import { type RunView, viewOf } from '../../reports/certificate/view.ts'
import { TargetError } from '../../target/errors.ts'
import { UsageError } from '../errors.ts'
import { type JudgedAgain, rejudge } from '../judge.ts'
import { evidenceFile } from './file-names.ts'

/** A recording, and everything that its judging is held against. */
export interface RecordingOf {
  readonly path: string
  readonly edition: Edition
  readonly profile: FrozenProfile
  readonly statement: Statement
  /** What `results.json` says. */
  readonly said: RunView
}

/** Looks for requests that the seed does not lead to, and for cases that are missing. */
export type Retrace = (path: string) => Promise<readonly Problem[]>

/** Judges the recording of a bundle again, and compares it with the results and with what was signed. */
export const checkRecording = async (its: RecordingOf, retrace?: Retrace): Promise<readonly Problem[]> => {
  try {
    const judged = await rejudge(its.path)
    const view: RunView = { ...viewOf(judged.result), suite: judged.run.suite }
    return [
      ...checkHeader(its, judged),
      ...checkResults(evidenceFile, its.edition, its.profile, its.statement, view),
      ...checkSame(evidenceFile, its.said, view),
      ...(retrace === undefined ? [] : await retrace(its.path)),
    ]
  } catch (error) {
    // What is wrong with a recording is said with its path, which says nothing to whoever was sent the bundle.
    if (error instanceof UsageError || error instanceof TargetError)
      return [
        problem(evidenceFile, `cannot be judged again: ${error.message.replaceAll(its.path, 'it').replace(/\.$/, '')}`),
      ]
    throw error
  }
}

/** What decides which cases there are must be what a certificate rests on. */
const checkHeader = ({ profile, statement }: RecordingOf, { run, changes }: JudgedAgain): readonly Problem[] => {
  const { level } = statement.predicate.doorflowConformance
  const only = level.value === 'full' ? [] : scoredAt(profile, level.value).map(({ cell }) => cell)
  const problems: Problem[] = []
  const expect = (holds: boolean, what: string): void => {
    if (!holds) problems.push(problem(evidenceFile, what))
  }
  expect(isSame(run.only, only) && run.exclude.length === 0, 'is of a run with filters')
  expect(run.runs === undefined, 'is of a run with another number of cases than the profile has')
  expect(changes.whole, 'ends before its run does')
  expect(!changes.contradicts, 'says other verdicts than it shows')
  return problems
}
