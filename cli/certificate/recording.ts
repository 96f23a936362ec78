import type { Edition } from '../../contract/edition.ts'
import type { RecordedRun } from '../../oracle/evidence.ts'
import type { FrozenProfile } from '../../oracle/frozen-profile.ts'
import type { RunResult } from '../../oracle/results.ts'
import { checkDetails, checkResults, checkSame } from '../../reports/certificate/check-results.ts'
import { mostSet } from '../../reports/certificate/clocks.ts'
import { type Problem, problem } from '../../reports/certificate/problem.ts'
import { accountDigest, isSame, type Statement } from '../../reports/certificate/statement.ts'
import { type RunView, viewOf } from '../../reports/certificate/view.ts'
import { counted } from '../../reports/terminal/text.ts'
import { ownSuite } from '../../suites/engine/version.ts'
import { TargetError } from '../../target/errors.ts'
import { describedTarget, type RecordedTarget } from '../../target/recorded-target.ts'
import { openRecording } from '../../target/recording.ts'
import { UsageError } from '../errors.ts'
import { type JudgedAgain, rejudge } from '../rejudge.ts'
import { evidenceFile } from './file-names.ts'
import { onlyFor } from './frozen.ts'

/** A recording, and everything that its judging is held against. */
export interface RecordingOf {
  readonly path: string
  readonly edition: Edition
  readonly profile: FrozenProfile
  readonly statement: Statement
  /** What `results.json` says. */
  readonly said: RunResult
  /** Whether these are the files of the suite that made it: then every word is to be the same. */
  readonly sameFiles: boolean
}

/** What judging a recording again has shown. */
export interface CheckedRecording {
  readonly problems: readonly Problem[]
  /** Whole sentences on what could not be compared. */
  readonly remarks: readonly string[]
}

/**
 * Judges the recording of a bundle again, draws its cases again, and compares both with the results and with what was
 * signed.
 */
export const checkRecording = async (its: RecordingOf): Promise<CheckedRecording> => {
  try {
    const recording = await openRecording(its.path)
    const refused = checkRun(its, recording.run)
    if (refused.length > 0) {
      recording.close()
      return { problems: refused, remarks: [] }
    }
    const judged = await rejudge(recording)
    if (recording.sha256() !== its.statement.subject.find(({ name }) => name === evidenceFile)?.digest.sha256)
      return { problems: [problem(evidenceFile, 'was altered while it was looked at')], remarks: [] }
    const view: RunView = { ...viewOf(judged.result), suite: judged.run.suite }
    const traced = traceOf(its, judged)
    const changed = checkSame(evidenceFile, viewOf(its.said), view)
    return {
      problems: [
        ...checkWhole(its, judged),
        ...traced.problems,
        ...checkResults(evidenceFile, its.edition, its.profile, its.statement, view),
        ...changed,
        ...(its.sameFiles && changed.length === 0 ? checkDetails(evidenceFile, its.said, judged.result) : []),
      ],
      remarks: traced.remarks,
    }
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof TargetError)) throw error
    // Where the bundle is kept says nothing to whoever reads what is wrong with it.
    const said = error.message.replace(`${its.path}: `, '').replaceAll(its.path, 'it').replace(/\.$/, '')
    return { problems: [problem(evidenceFile, `cannot be judged again: ${said}`)], remarks: [] }
  }
}

/** So many are named; the others are counted. */
const named = 10

/** What the recording holds besides what its seed leads to, and what it lacks. */
const traceOf = ({ profile }: RecordingOf, { run, changes: { retraced } }: JudgedAgain): CheckedRecording => {
  if (retraced === undefined)
    return {
      problems: [],
      remarks: ['Its requests were not compared with its seed: this suite draws other cases from one.'],
    }
  // Variants that this version has added are no fault of a bundle that an older one has made: the profile has none of them.
  const isOwn = run.suite.version === ownSuite.version
  const frozen = new Map(profile.cells.map(({ cell, variants }) => [cell, variants]))
  const wrong = retraced.filter(
    ({ variant }) => isOwn || variant === undefined || frozen.get(variant.cell)?.[variant.id] !== undefined,
  )
  const added = retraced.length - wrong.length
  return {
    problems: [
      ...wrong
        .slice(0, named)
        .map(({ detail }) => problem(evidenceFile, `is not what its seed leads to: ${detail.replace(/\.$/, '')}`)),
      ...(wrong.length > named ? [problem(evidenceFile, `and ${wrong.length - named} more of that kind`)] : []),
    ],
    remarks:
      added === 0 ? [] : [`${counted(added, 'case')} that this version of the suite draws are not in the recording.`],
  }
}

/**
 * What decides which cases there are must be what a certificate rests on. Looked at before any is drawn: a plan that
 * somebody has made up may be of any size.
 */
const checkRun = ({ edition, profile, statement }: RecordingOf, run: RecordedRun): readonly Problem[] => {
  const its = statement.predicate.doorflowConformance
  const { absent, account } = describedTarget(run.target as RecordedTarget)
  const problems: Problem[] = []
  const expect = (holds: boolean, what: string): void => {
    if (!holds) problems.push(problem(evidenceFile, what))
  }
  const only = onlyFor(edition, profile, its.level.value, absent)
  expect(isSame(run.only, only) && run.exclude.length === 0, 'is of a run with filters')
  expect(run.runs === undefined, 'is of a run with another number of cases than the profile has')
  expect(
    accountDigest(its.origin.value, account ?? '') === its.account.value,
    'is of another account than the one that was signed',
  )
  expect(run.suite.commit === its.commit?.value, 'was made by another commit of the suite than was signed')
  return problems
}

/** The recording of a whole run, made when it is said that it was, and at one with what it says of itself. */
const checkWhole = ({ statement }: RecordingOf, { run, changes, sent }: JudgedAgain): readonly Problem[] => {
  const its = statement.predicate.doorflowConformance
  const problems: Problem[] = []
  const expect = (holds: boolean, what: string): void => {
    if (!holds) problems.push(problem(evidenceFile, what))
  }
  expect(changes.whole, 'ends before its run does')
  expect(
    sent.earliest >= Date.parse(its.startedAt.value) - mostSet,
    'holds exchanges that were sent before its run began, as they say',
  )
  expect(
    sent.latest <= Date.parse(its.issued.value) + mostSet,
    'holds exchanges that were sent after its certificate was issued, as they say',
  )
  const [changed] = run.suite.version === ownSuite.version ? changes.cells : []
  expect(
    changed === undefined,
    `shows ${changed?.is} for ${changed?.cell}, and says itself that it was ${changed?.was}`,
  )
  return problems
}
