import { sayAttempts } from '../../reports/certificate/check-attempts.ts'
import { checkFacts, type Revocations } from '../../reports/certificate/check-facts.ts'
import { checkFiles } from '../../reports/certificate/check-files.ts'
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
import { JsonProblem } from '../../reports/certificate/strict-json.ts'
import { publishedHashes } from '../../suites/certify/index.ts'
import { ownSuite } from '../../suites/engine/version.ts'
import { UsageError } from '../errors.ts'
import { bundleFiles } from './bundle.ts'
import { checkContents } from './contents.ts'
import { drawFrom } from './draw.ts'
import { attemptsFile, envelopeFile, htmlFile, junitFile, killMatrixFile } from './file-names.ts'
import { type BundleFile, type ReadBundle, readBundle } from './read-bundle.ts'
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
  const unsigned = checkSignature(envelope, options.key)
  const problems: Problem[] = [...bundle.problems, ...unsigned]
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
  const isWhole = bundle.problems.length + altered.length + unsigned.length === 0
  const sameFiles = its.suiteDigest.value === suiteDigest()
  const contents = { statement, sameFiles, remarks: isWhole ? remarks : undefined }
  problems.push(...(await checkContents(folder, sound, contents)))
  return {
    statement,
    keyId: envelope.keyId,
    statementDigest: digest,
    problems,
    checked: checkedWords(options, bundle, statement),
    remarks: problems.length > 0 ? [] : [...remarksOn(statement, sound, sameFiles), ...remarks],
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

const remarksOn = (
  { predicate }: Statement,
  files: ReadonlyMap<string, BundleFile>,
  sameFiles: boolean,
): readonly string[] => {
  const its = predicate.doorflowConformance
  const attempts = files.get(attemptsFile)?.bytes
  const before =
    attempts === undefined || its.attempt.value === 1 ? '' : sayAttempts(attempts.toString(), its.attempt.value)
  const sameVersion = its.suite.value === ownSuite.version && its.generators.value === ownSuite.generators
  return [
    ...(before === '' ? [] : [`Attempts before this one: ${before}.`]),
    ...(sameFiles
      ? []
      : [
          sameVersion
            ? 'It was made by other files of the same version of the suite than these.'
            : `It was made by version ${its.suite.value} of the suite, and this is ${ownSuite.version}.`,
          `Whether ${htmlFile}, ${junitFile} and ${killMatrixFile} say what the results say was not looked at, nor what of the results is not scored: only the suite that made them can tell.`,
        ]),
  ]
}
