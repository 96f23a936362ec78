import { join } from 'node:path'
import type { Edition } from '../../contract/edition.ts'
import { editions } from '../../contract/index.ts'
import type { FrozenProfile } from '../../oracle/frozen-profile.ts'
import type { RunResult } from '../../oracle/results.ts'
import { checkAttempts } from '../../reports/certificate/check-attempts.ts'
import { checkResults } from '../../reports/certificate/check-results.ts'
import { type Problem, problem } from '../../reports/certificate/problem.ts'
import { isSame, type Statement } from '../../reports/certificate/statement.ts'
import { JsonProblem, parseStrict } from '../../reports/certificate/strict-json.ts'
import { certificateText } from '../../reports/certificate/text.ts'
import { viewOf } from '../../reports/certificate/view.ts'
import { publishedHashes } from '../../suites/certify/index.ts'
import { UsageError } from '../errors.ts'
import { readResults } from '../results-file.ts'
import { killMatrixText } from './bundle.ts'
import {
  attemptsFile,
  environmentFile,
  evidenceFile,
  killMatrixFile,
  profileFile,
  resultsFile,
  textFile,
} from './file-names.ts'
import type { BundleFile } from './read-bundle.ts'
import { checkRecording } from './recording.ts'
import { renderAll } from './rendered.ts'

/** What the files of a bundle are held against. */
export interface ContentsOptions {
  readonly statement: Statement
  /** Whether these are the files of the suite that made it. */
  readonly sameFiles: boolean
  /** Remarks on the recording go there; it is not looked into where they have nowhere to go. */
  readonly remarks: string[] | undefined
}

/** Whether what the files of a bundle say is what was signed, and fits together. `files` are those with the signed digests. */
export const checkContents = async (
  folder: string,
  files: ReadonlyMap<string, BundleFile>,
  { statement, sameFiles, remarks }: ContentsOptions,
): Promise<readonly Problem[]> => {
  const its = statement.predicate.doorflowConformance
  const problems: Problem[] = []
  const text = files.get(textFile)?.bytes
  if (text !== undefined && text.toString() !== certificateText(statement))
    problems.push(problem(textFile, 'does not say what the statement says'))
  const attempts = files.get(attemptsFile)?.bytes
  const results = files.get(resultsFile)
  if (attempts !== undefined) problems.push(...checkAttempts(attempts.toString(), its, results?.sha256))
  problems.push(...checkEnvironment(statement, files.get(environmentFile)?.bytes))

  const edition = Object.hasOwn(editions, its.edition.value) ? editions[its.edition.value] : undefined
  if (edition === undefined) {
    problems.push(
      problem('the statement', `is of an edition ${JSON.stringify(its.edition.value)} that this suite does not have`),
    )
    return problems
  }
  const profile = profileIn(edition, statement, files.get(profileFile), problems)
  const said = resultIn(results?.bytes, problems)
  if (profile === undefined || said === undefined) return problems
  problems.push(...checkResults(resultsFile, edition, profile, statement, viewOf(said)))
  if (sameFiles) problems.push(...checkRendered(edition, files, said))
  if (files.has(evidenceFile) && remarks !== undefined) {
    const recording = { path: join(folder, evidenceFile), edition, profile, statement, said, sameFiles }
    const checked = await checkRecording(recording)
    problems.push(...checked.problems)
    remarks.push(...checked.remarks)
  }
  return problems
}

/** What the same suite makes of the results anew is what stands in a bundle for people and for other programs. */
const checkRendered = (
  edition: Edition,
  files: ReadonlyMap<string, BundleFile>,
  result: RunResult,
): readonly Problem[] => {
  const expected = [...renderAll(edition, result), [killMatrixFile, killMatrixText(edition)] as const]
  return expected.flatMap(([name, text]) => {
    const bytes = files.get(name)?.bytes
    return bytes === undefined || bytes.toString() === text
      ? []
      : [problem(name, 'is not what the suite that signed makes of the results')]
  })
}

/** In what the suite ran nobody can know; which suite it was has been signed. */
const checkEnvironment = ({ predicate }: Statement, bytes: Buffer | undefined): readonly Problem[] => {
  if (bytes === undefined) return []
  const { suite, generators, commit } = predicate.doorflowConformance
  const signed = {
    version: suite.value,
    generators: generators.value,
    ...(commit === undefined ? {} : { commit: commit.value }),
  }
  try {
    const value = parseStrict(bytes)
    return typeof value === 'object' && value !== null && 'suite' in value && isSame(value.suite, signed)
      ? []
      : [problem(environmentFile, 'names another suite than the one that was signed')]
  } catch (error) {
    if (error instanceof JsonProblem) return [problem(environmentFile, error.message)]
    throw error
  }
}

const profileIn = (
  { name }: Edition,
  { predicate }: Statement,
  file: BundleFile | undefined,
  problems: Problem[],
): FrozenProfile | undefined => {
  if (file?.bytes === undefined) return undefined
  const { value: hash } = predicate.doorflowConformance.profileHash
  if (file.sha256 !== hash) {
    problems.push(problem(profileFile, 'is not the profile whose hash was signed'))
    return undefined
  }
  // Only what was published is known to be a profile.
  return publishedHashes(name).includes(hash) ? (parseStrict(file.bytes) as FrozenProfile) : undefined
}

const resultIn = (bytes: Buffer | undefined, problems: Problem[]): RunResult | undefined => {
  if (bytes === undefined) return undefined
  try {
    parseStrict(bytes)
    return readResults(bytes.toString(), resultsFile).result
  } catch (error) {
    if (!(error instanceof JsonProblem || error instanceof UsageError)) throw error
    const said = error.message.replace(`${resultsFile} `, '').replace(/[.;][^.;]*\.?$/, '')
    problems.push(problem(resultsFile, said))
    return undefined
  }
}
