import { basename, join, resolve } from 'node:path'
import { Command, Option } from 'commander'
import type { Edition } from '../contract/edition.ts'
import { type CertificateLevel, certificateLevels } from '../oracle/frozen-profile.ts'
import type { RunResult } from '../oracle/results.ts'
import type { AttemptOutcome } from '../reports/certificate/attempts.ts'
import { sha256 } from '../reports/certificate/canonical.ts'
import type { SigningKey } from '../reports/certificate/keys.ts'
import { type Score, score } from '../reports/certificate/score.ts'
import { accountDigest, type CertificateFacts, statementBytes } from '../reports/certificate/statement.ts'
import { certificateText } from '../reports/certificate/text.ts'
import { viewOf } from '../reports/certificate/view.ts'
import { shellWord } from '../reports/shell.ts'
import { renderSummary } from '../reports/terminal/summary.ts'
import { counted, escapeText, isPlain } from '../reports/terminal/text.ts'
import { ownSuite } from '../suites/engine/version.ts'
import { type Plan, plan as planOf } from '../suites/plan.ts'
import type { RunSettings } from '../suites/settings.ts'
import type { TargetDescription } from '../target/description.ts'
import { type Attempt, openAttempt } from './certificate/attempt-folder.ts'
import { signBundle, writeFindings } from './certificate/bundle.ts'
import { checkChallenge, type Draw, drawFreely, drawFrom } from './certificate/draw.ts'
import { evidenceFile } from './certificate/file-names.ts'
import { hindrances, type InForce, onlyFor, profileInForce } from './certificate/frozen.ts'
import { passphraseVariable, signingKey } from './certificate/own-key.ts'
import { addRefusedOptions } from './certificate/refused-options.ts'
import { suiteDigest } from './certificate/suite-files.ts'
import { tlsKeyOf } from './certificate/tls-key.ts'
import { sayCut } from './cut.ts'
import { editionNamed } from './editions.ts'
import { UsageError } from './errors.ts'
import { addLedgerOption, type LedgerOptions, ledgerOf, remindOfPast, sayWhatStays } from './ledgers.ts'
import { describeTarget, namesTarget, wholeNumber } from './options.ts'
import { layout, note, print } from './output.ts'
import { carryOut } from './run.ts'

interface CertifyOptions extends LedgerOptions {
  readonly config?: string
  /** The private key: unlike elsewhere, no key of the target. */
  readonly key: string
  readonly vendor: string
  readonly product: string
  readonly build: string
  readonly level: CertificateLevel
  readonly challenge?: string
  readonly output: string
  readonly validDays: number
  readonly concurrency: number
}

export const certifyCommand = (): Command =>
  addRefusedOptions(
    addLedgerOption(
      new Command('certify')
        .summary('certify an implementation')
        .description(
          'Runs the frozen certify profile of an edition against a dedicated target, and signs what it comes to. The bundle can be\nverified by anybody, without this target and without trust in whoever made it.',
        )
        .requiredOption(
          '--key <file>',
          `private key in PEM that signs; its passphrase, if it has one, is in ${passphraseVariable}`,
        )
        .requiredOption('--vendor <name>', 'who makes the implementation')
        .requiredOption('--product <name>', 'what it is called')
        .requiredOption('--build <name>', 'which build of it is running')
        .option('--config <file>', 'target description, in YAML, JSON or TypeScript (or DOORFLOW_CONFIG)')
        .addOption(
          new Option('--level <name>', 'full; or core: the error contract over account, people and credentials')
            .choices([...certificateLevels])
            .default('full'),
        )
        .option('--challenge <nonce>', 'nonce of whoever will rely on it: it decides seed and markers')
        .option('--output <folder>', 'where all attempts are kept, each with its bundle', 'doorflow-certificate')
        .option('--valid-days <number>', 'days until it expires', wholeNumber(1, 3650), 365)
        .option('--concurrency <number>', 'requests in flight', wholeNumber(1, 256), 8),
    ),
  )
    .addHelpText(
      'after',
      `
Examples:
  $ doorflow-conformance keygen --output vendor.pem
  $ doorflow-conformance certify --config staging.yaml --key vendor.pem --vendor Acme --product Gate --build 4.2.0
  $ doorflow-conformance verify doorflow-certificate/attempt-1 --key vendor.pub.pem

Filters, waivers and budgets that leave something out are refused. Every attempt is kept, the failed ones too.

Exit codes:
    0  conformant
    1  not conformant, or partial: what is declared absent is not certified
    2  wrong use, wrong description, wrong key, a folder that cannot be written
    3  no certificate: something was withheld, missing, flaky or undecided; or the target cannot be reached
    4  a fault of the suite itself
  130  interrupted, after cleaning up`,
    )
    .action(async (options: CertifyOptions) => {
      process.exitCode = await certify(options)
    })

const checkName = (option: string, name: string): void => {
  if (name.trim() === '' || name.length > 200 || !isPlain(name))
    throw new UsageError(`${option}: it must be 1 to 200 printable characters, not only blanks.`)
}

/** All that must be in order before anything is sent. */
interface Prepared {
  readonly key: SigningKey
  readonly description: TargetDescription
  readonly edition: Edition
  readonly inForce: InForce
  readonly plan: Plan
}

const settingsFor = (
  options: CertifyOptions,
  description: TargetDescription,
  { profile }: InForce,
  { seed, runId }: Draw,
): RunSettings => ({
  description,
  seed,
  runId,
  profile: 'certify',
  only: onlyFor(editionNamed(description.edition), profile, options.level, description.absent),
  exclude: [],
  concurrency: options.concurrency,
  // Whatever is seen is looked into: what SHOULD hold and does not is a warning, however often.
  maxFindings: 100_000,
  ...ledgerOf(description, options),
})

const prepare = async (options: CertifyOptions): Promise<Prepared | readonly string[]> => {
  checkName('--vendor', options.vendor)
  checkName('--product', options.product)
  checkName('--build', options.build)
  if (options.challenge !== undefined) checkChallenge(options.challenge)
  const key = signingKey(options.key)
  const target = options.config === undefined ? {} : { config: options.config }
  if (!namesTarget(target))
    throw new UsageError('certify needs a target: name its description with --config, or set DOORFLOW_CONFIG.')
  const { description } = await describeTarget(target)
  const edition = editionNamed(description.edition)
  const inForce = profileInForce(edition)
  const settings = settingsFor(options, description, inForce, { seed: 0, runId: '' })
  const { rate } = description.budgets
  const unlimited = { ...description, budgets: rate === undefined ? {} : { rate } }
  const why = hindrances(inForce, options.level, planOf(unlimited, { ...settings, only: [] }))
  if (why.length > 0) return why
  const plan = planOf(description, settings)
  const [cut] = sayCut(plan)
  if (cut !== undefined)
    throw new UsageError(`${cut} A certificate leaves nothing out: raise budgets, or take them out.`)
  return { key, description, edition, inForce, plan }
}

const certify = async (options: CertifyOptions): Promise<number> => {
  const prepared = await prepare(options)
  if ('length' in prepared) return sayHindered(prepared)
  const { description } = prepared
  // First: what cannot be reached is no attempt.
  const tlsKey = await tlsKeyOf(description)
  const attempt = openAttempt(resolve(options.output))
  const draw = options.challenge === undefined ? drawFreely() : drawFrom(options.challenge, attempt.number)
  const settings: RunSettings = {
    ...settingsFor(options, description, prepared.inForce, draw),
    evidence: join(attempt.folder, evidenceFile),
  }
  remindOfPast(description, options.config === undefined ? options : { ...options })
  attempt.begin({
    suite: ownSuite.version,
    edition: prepared.edition.name,
    level: options.level,
    profile: prepared.inForce.hash,
    origin: new URL(description.url).origin,
    run: draw.runId,
    seed: draw.seed,
    challenge: options.challenge === undefined ? null : sha256(options.challenge),
  })
  note(`Attempt ${attempt.number}, kept in ${join(options.output, `attempt-${attempt.number}`)}.`)
  const words = ['--config', shellWord([basename(options.config ?? process.env.DOORFLOW_CONFIG ?? '')])].join(' ')
  const ended = await carryOut(
    {
      settings,
      planned: prepared.plan,
      strict: false,
      command: `doorflow-conformance run --profile certify ${words} --seed ${draw.seed}`,
      target: words,
    },
    () => process.exit(130),
  )
  if ('setup' in ended) {
    attempt.end('not-run', null)
    return ended.setup.exitCode
  }
  const code = await conclude(options, prepared, { attempt, settings, draw, tlsKey, result: ended.result })
  sayWhatStays(description, options)
  return code
}

const sayHindered = (why: readonly string[]): number => {
  print('NO CERTIFICATE: the target as it is described cannot be certified; nothing was sent.')
  for (const reason of why) print(`  ${escapeText(reason)}`)
  return 3
}

interface Made {
  readonly attempt: Attempt
  readonly settings: RunSettings
  readonly draw: Draw
  readonly tlsKey: string
  readonly result: RunResult
}

const outcomeOf = ({ run }: RunResult, { verdict }: Score): AttemptOutcome =>
  run.interrupted ? 'interrupted' : (verdict ?? 'no-verdict')

/** Scores the run, writes and signs the bundle, and says what came of it. Returns the exit code. */
const conclude = async (options: CertifyOptions, prepared: Prepared, made: Made): Promise<number> => {
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
      print(`  … and ${its.blocked.length - 20} more, in ${join(attempt.folder, 'results.json')}`)
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
