import { join } from 'node:path'
import type { RunResult } from '../../oracle/results.ts'
import type { AttemptOutcome } from '../../reports/certificate/attempts.ts'
import { sha256 } from '../../reports/certificate/canonical.ts'
import { type Score, score } from '../../reports/certificate/score.ts'
import { accountDigest, type CertificateFacts, statementBytes } from '../../reports/certificate/statement.ts'
import { certificateText } from '../../reports/certificate/text.ts'
import { viewOf } from '../../reports/certificate/view.ts'
import { shellWord } from '../../reports/shell.ts'
import { renderSummary } from '../../reports/terminal/summary.ts'
import { counted, escapeText } from '../../reports/terminal/text.ts'
import { ownSuite } from '../../suites/engine/version.ts'
import { layout, print } from '../output.ts'
import type { Attempt } from './attempt-folder.ts'
import { signBundle, writeFindings } from './bundle.ts'
import type { Draw } from './draw.ts'
import { resultsFile } from './file-names.ts'
import type { CertifyOptions, Prepared } from './prepared.ts'
import { suiteDigest } from './suite-files.ts'

/** An attempt whose run is over. */
interface Made {
  readonly attempt: Attempt
  readonly draw: Draw
  readonly tlsKey: string
  readonly result: RunResult
}

const outcomeOf = ({ run }: RunResult, { verdict }: Score): AttemptOutcome =>
  run.interrupted ? 'interrupted' : (verdict ?? 'no-verdict')

/** Scores the run, writes and signs the bundle, and says what came of it. Returns the exit code. */
export const conclude = async (options: CertifyOptions, prepared: Prepared, made: Made): Promise<number> => {
  const { edition, inForce, description } = prepared
  const { attempt, result } = made
  const its = score(edition, inForce.profile, options.level, viewOf(result))
  const results = writeFindings(attempt.folder, edition, result, inForce)
  const attempts = attempt.end(outcomeOf(result, its), sha256(results))
  if (its.verdict !== 'conformant') print(renderSummary(edition, result, { ...layout(), form: description.auth }))
  if (its.verdict === undefined) {
    print(`\nNO CERTIFICATE: ${counted(its.blocked.length, 'thing')} left open.`)
    for (const why of its.blocked.slice(0, 20)) print(`  ${escapeText(why)}`)
    if (its.blocked.length > 20)
      print(`  … and ${its.blocked.length - 20} more, in ${join(attempt.folder, resultsFile)}`)
    return result.run.interrupted ? 130 : result.suiteFaults.length > 0 ? 4 : 3
  }
  const statement = await signBundle(attempt.folder, {
    facts: factsOf(options, prepared, made),
    score: { ...its, verdict: its.verdict },
    key: prepared.key,
    attempts,
  })
  print(certificateText(statement))
  if (its.unscored > 0) print(`${counted(its.unscored, 'finding')} outside of what is scored; see the report.`)
  print(`signed by key  ${prepared.key.id}`)
  print(`statement      sha256 ${sha256(statementBytes(statement))}`)
  print(
    `verify it      doorflow-conformance verify ${shellWord([join(options.output, `attempt-${attempt.number}`)])} --key PUBLIC.pem`,
  )
  return its.verdict === 'conformant' ? 0 : 1
}

const factsOf = (
  { vendor, product, build, level, challenge, validDays }: CertifyOptions,
  { description, edition, inForce }: Prepared,
  { attempt, draw, tlsKey, result }: Made,
): CertificateFacts => {
  const { origin } = new URL(description.url)
  const issued = new Date()
  const expires = new Date(issued.getTime() + validDays * 86_400_000)
  return {
    vendor,
    product,
    build,
    origin,
    tlsKey,
    account: accountDigest(origin, description.account ?? ''),
    suite: ownSuite,
    suiteDigest: suiteDigest(),
    edition: edition.name,
    profile: inForce.profile.name,
    profileHash: inForce.hash,
    level,
    run: result.run.id,
    seed: draw.seed,
    startedAt: result.run.startedAt,
    ...(challenge === undefined ? {} : { challenge }),
    attempt: attempt.number,
    issued: issued.toISOString(),
    expires: expires.toISOString(),
  }
}
