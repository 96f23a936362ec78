import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Edition } from '../../contract/edition.ts'
import type { RunResult } from '../../oracle/results.ts'
import { canonicalJson } from '../../reports/certificate/canonical.ts'
import { envelopeText, seal } from '../../reports/certificate/envelope.ts'
import type { SigningKey } from '../../reports/certificate/keys.ts'
import type { CertificateVerdict, Score } from '../../reports/certificate/score.ts'
import {
  type CertificateFacts,
  type Statement,
  type Subject,
  statementBytes,
  statementOf,
} from '../../reports/certificate/statement.ts'
import { certificateText } from '../../reports/certificate/text.ts'
import { killMatrixOf } from '../../suites/certify/kill-matrix.ts'
import { errorCode } from '../../target/error-code.ts'
import { UsageError } from '../errors.ts'
import { digestOfFile } from './digest.ts'
import {
  attemptsFile,
  envelopeFile,
  environmentFile,
  evidenceFile,
  killMatrixFile,
  profileFile,
  resultsFile,
  textFile,
} from './file-names.ts'
import type { InForce } from './frozen.ts'
import { renderAll, reportFiles } from './rendered.ts'
import { environmentOf } from './suite-files.ts'

/** The files of every bundle, besides the envelope. */
export const bundleFiles: readonly string[] = [
  ...reportFiles,
  evidenceFile,
  profileFile,
  killMatrixFile,
  environmentFile,
  attemptsFile,
  textFile,
]

/** Which clauses catch which planted faults, as it stands in a bundle. */
export const killMatrixText = ({ name }: Edition): string => `${JSON.stringify(killMatrixOf(name), undefined, 2)}\n`

const put = (folder: string, name: string, text: string): void => {
  try {
    writeFileSync(join(folder, name), text)
  } catch (error) {
    throw new UsageError(`${join(folder, name)} cannot be written (${errorCode(error)}); the attempt is in vain.`)
  }
}

/** Writes what a run has shown, and by what it was judged, whatever came of it. Returns the text of `results.json`. */
export const writeFindings = (folder: string, edition: Edition, result: RunResult, { profile }: InForce): string => {
  const reports = renderAll(edition, result)
  for (const [name, text] of reports) put(folder, name, text)
  put(folder, profileFile, canonicalJson(profile))
  put(folder, environmentFile, `${JSON.stringify(environmentOf(), undefined, 2)}\n`)
  put(folder, killMatrixFile, killMatrixText(edition))
  return new Map(reports).get(resultsFile) ?? ''
}

/** What is signed, and with what. */
export interface Signing {
  readonly facts: CertificateFacts
  readonly score: Score & { readonly verdict: CertificateVerdict }
  readonly key: SigningKey
  /** All of attempts.jsonl. */
  readonly attempts: string
}

/** Writes the rest of a bundle, and signs the digests of all of it. */
export const signBundle = async (folder: string, { facts, score, key, attempts }: Signing): Promise<Statement> => {
  put(folder, attemptsFile, attempts)
  // What people read says nothing of digests, so that it can be one of the files.
  put(folder, textFile, certificateText(statementOf(facts, score, [])))
  const subjects: Subject[] = []
  for (const name of bundleFiles) subjects.push({ name, digest: { sha256: await digestOfFile(join(folder, name)) } })
  const statement = statementOf(facts, score, subjects)
  put(folder, envelopeFile, envelopeText(seal(statementBytes(statement), key)))
  return statement
}
