import { join } from 'node:path'
import type { Edition } from '../../contract/edition.ts'
import { editions } from '../../contract/index.ts'
import type { FrozenProfile } from '../../oracle/frozen-profile.ts'
import { checkAttempts, sayAttempts } from '../../reports/certificate/check-attempts.ts'
import { checkFacts, type Revocations } from '../../reports/certificate/check-facts.ts'
import { checkFiles } from '../../reports/certificate/check-files.ts'
import { checkResults } from '../../reports/certificate/check-results.ts'
import {
  EnvelopeProblem,
  isSignedBy,
  type OpenedEnvelope,
  openEnvelope,
  statementDigest,
} from '../../reports/certificate/envelope.ts'
import type { VerifyingKey } from '../../reports/certificate/keys.ts'
import { type Problem, problem } from '../../reports/certificate/problem.ts'
import { readStatement, StatementProblem } from '../../reports/certificate/read-statement.ts'
import type { Statement } from '../../reports/certificate/statement.ts'
import { JsonProblem, parseStrict } from '../../reports/certificate/strict-json.ts'
import { certificateText } from '../../reports/certificate/text.ts'
import { type RunView, viewOf } from '../../reports/certificate/view.ts'
import { publishedHashes } from '../../suites/certify/index.ts'
import { ownSuite } from '../../suites/engine/version.ts'
import { UsageError } from '../errors.ts'
import { readResults } from '../results-file.ts'
import { bundleFiles, killMatrixText } from './bundle.ts'
import { drawFrom } from './draw.ts'
import {
  attemptsFile,
  envelopeFile,
  evidenceFile,
  killMatrixFile,
  profileFile,
  resultsFile,
  textFile,
} from './file-names.ts'
import { type BundleFile, type ReadBundle, readBundle } from './read-bundle.ts'
import { checkRecording } from './recording.ts'
import { renderAll } from './rendered.ts'
import { suiteDigest } from './suite-files.ts'

export interface ExamineOptions {
  readonly now: Date
  readonly key?: VerifyingKey
  readonly revocations?: Revocations
  readonly challenge?: string
}

/** What was found out about a bundle. */
export interface Examined {
  readonly statement: Statement
  readonly keyId: string
  readonly statementDigest: string
  /** Empty where all is as it was signed. */
  readonly problems: readonly Problem[]
  /** Whole sentences on what was looked at, and on what is no problem. */
  readonly checked: readonly string[]
  readonly remarks: readonly string[]
}

/**
 * Examines a bundle: everything that can be known without its target.
 *
 * @throws UsageError (exit code 2) if it is no bundle, or none that this suite can read
 */
export const examine = async (folder: string, options: ExamineOptions): Promise<Examined> => {
  const bundle = await readBundle(folder)
  const envelope = reading(folder, () => openEnvelope(bundle.envelope))
  const problems: Problem[] = [...bundle.problems, ...checkSignature(envelope, options.key)]
  const statement = statementIn(folder, envelope, problems)
  const digest = statementDigest(envelope)
  const { subject, predicate } = statement
  const its = predicate.doorflowConformance
  const altered = checkFiles(subject, bundle.files, bundleFiles)
  problems.push(...altered)
  problems.push(
    ...checkFacts(statement, {
      now: options.now,
      keyId: envelope.keyId,
      statementDigest: digest,
      published: publishedHashes(its.edition.value),
      draw: drawFrom,
      ...(options.revocations === undefined ? {} : { revocations: options.revocations }),
      ...(options.challenge === undefined ? {} : { challenge: options.challenge }),
    }),
  )
  const sound = new Map([...bundle.files].filter(([name]) => !altered.some(({ where }) => where === name)))
  const remarks: string[] = []
  // Of what is not what was signed, judging the recording would show nothing that is worth its time.
  const isWhole = bundle.problems.length + altered.length === 0 && checkSignature(envelope, options.key).length === 0
  problems.push(...(await checkContents(folder, statement, sound, isWhole ? remarks : undefined)))
  return {
    statement,
    keyId: envelope.keyId,
    statementDigest: digest,
    problems,
    checked: checkedWords(options, bundle, statement),
    remarks: problems.length > 0 ? [] : [...remarksOn(statement, sound), ...remarks],
  }
}

/** What cannot be read at all is no bundle. */
const reading = <T>(folder: string, read: () => T): T => {
  try {
    return read()
  } catch (error) {
    if (error instanceof EnvelopeProblem || error instanceof JsonProblem || error instanceof StatementProblem)
      throw new UsageError(`${folder} is no bundle that can be read: ${envelopeFile} ${error.message}.`)
    throw error
  }
}

const checkSignature = (envelope: OpenedEnvelope, key: VerifyingKey | undefined): readonly Problem[] => {
  if (key === undefined || isSignedBy(envelope, key)) {
    // The key id is a hint for tools, and what revocations name: it has to be that of the key.
    return key === undefined || key.id === envelope.keyId
      ? []
      : [problem(envelopeFile, `names another key (${envelope.keyId}) than the one that signed it (${key.id})`)]
  }
  return [
    problem(
      envelopeFile,
      envelope.keyId === key.id
        ? 'was altered: the signature does not fit what it holds'
        : `is signed with another key (${envelope.keyId}) than the one that you trust (${key.id})`,
    ),
  ]
}

/** With a signature that does not fit, the statement is what was altered; without, it is of another kind or version. */
const statementIn = (folder: string, { payload }: OpenedEnvelope, problems: readonly Problem[]): Statement => {
  try {
    return readStatement(payload)
  } catch (error) {
    const [wrong] = problems.filter(({ where }) => where === envelopeFile)
    if (wrong !== undefined && (error instanceof StatementProblem || error instanceof JsonProblem))
      throw new UsageError(
        `${folder} is no bundle that can be read: ${envelopeFile} ${wrong.what}, and ${error.message}.`,
      )
    return reading(folder, () => {
      throw error
    })
  }
}

/** `remarks` on the recording go there; it is not looked into where they have nowhere to go. */
const checkContents = async (
  folder: string,
  statement: Statement,
  files: ReadonlyMap<string, BundleFile>,
  remarks: string[] | undefined,
): Promise<readonly Problem[]> => {
  const its = statement.predicate.doorflowConformance
  const problems: Problem[] = []
  const text = files.get(textFile)?.bytes
  if (text !== undefined && text.toString() !== certificateText(statement))
    problems.push(problem(textFile, 'does not say what the statement says'))
  const attempts = files.get(attemptsFile)?.bytes
  const results = files.get(resultsFile)
  if (attempts !== undefined) problems.push(...checkAttempts(attempts.toString(), its, results?.sha256))

  const edition = Object.hasOwn(editions, its.edition.value) ? editions[its.edition.value] : undefined
  if (edition === undefined) {
    problems.push(
      problem('the statement', `is of an edition ${JSON.stringify(its.edition.value)} that this suite does not have`),
    )
    return problems
  }
  const profile = profileIn(edition, statement, files.get(profileFile), problems)
  const said = viewIn(results?.bytes, problems)
  if (profile === undefined || said === undefined) return problems
  problems.push(...checkResults(resultsFile, edition, profile, statement, said))
  if (its.suiteDigest.value === suiteDigest()) problems.push(...checkRendered(edition, files))
  if (files.has(evidenceFile) && remarks !== undefined) {
    const recording = { path: join(folder, evidenceFile), edition, profile, statement, said }
    const checked = await checkRecording(recording)
    problems.push(...checked.problems)
    remarks.push(...checked.remarks)
  }
  return problems
}

/** What the same suite makes of the results anew is what stands in a bundle for people and for other programs. */
const checkRendered = (edition: Edition, files: ReadonlyMap<string, BundleFile>): readonly Problem[] => {
  const results = files.get(resultsFile)?.bytes
  if (results === undefined) return []
  const { result } = readResults(results.toString(), resultsFile)
  const expected = [...renderAll(edition, result), [killMatrixFile, killMatrixText(edition)] as const]
  return expected.flatMap(([name, text]) => {
    const bytes = files.get(name)?.bytes
    return bytes === undefined || bytes.toString() === text
      ? []
      : [problem(name, 'is not what the suite that signed makes of the results')]
  })
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

const viewIn = (bytes: Buffer | undefined, problems: Problem[]): RunView | undefined => {
  if (bytes === undefined) return undefined
  try {
    parseStrict(bytes)
    return viewOf(readResults(bytes.toString(), resultsFile).result)
  } catch (error) {
    if (!(error instanceof JsonProblem || error instanceof UsageError)) throw error
    const said = error.message.replace(`${resultsFile} `, '').replace(/[.;][^.;]*\.?$/, '')
    problems.push(problem(resultsFile, said))
    return undefined
  }
}

const checkedWords = (
  { key, revocations, challenge }: ExamineOptions,
  { files }: ReadBundle,
  { predicate }: Statement,
): readonly string[] => [
  key === undefined ? 'no signature: no key was named' : 'the signature, with the key that you named',
  `the digests of ${files.size} files, and that there are no others`,
  'the profile, the dates, the chain of attempts',
  'that the results come to what was signed, and that the recording, judged again, does too',
  ...(predicate.doorflowConformance.generators.value === ownSuite.generators
    ? ['that every request is the one that the seed leads to, and none is missing']
    : []),
  revocations === undefined ? 'no revocations: no list was named' : 'that neither key nor statement is revoked',
  ...(challenge === undefined ? [] : ['that it was made to your challenge']),
]

const remarksOn = ({ predicate }: Statement, files: ReadonlyMap<string, BundleFile>): readonly string[] => {
  const its = predicate.doorflowConformance
  const attempts = files.get(attemptsFile)?.bytes
  const before =
    attempts === undefined || its.attempt.value === 1 ? '' : sayAttempts(attempts.toString(), its.attempt.value)
  const sameVersion = its.suite.value === ownSuite.version && its.generators.value === ownSuite.generators
  return [
    ...(before === '' ? [] : [`Attempts before this one: ${before}.`]),
    ...(sameVersion
      ? its.suiteDigest.value === suiteDigest()
        ? []
        : ['It was made by other files of the same version of the suite than these.']
      : [`It was made by version ${its.suite.value} of the suite, and this is ${ownSuite.version}.`]),
  ]
}
