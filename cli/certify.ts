import { basename, join, resolve } from 'node:path'
import { Command, Option } from 'commander'
import { certificateLevels } from '../oracle/frozen-profile.ts'
import { sha256 } from '../reports/certificate/canonical.ts'
import { mostValidDays } from '../reports/certificate/statement.ts'
import { shellWord } from '../reports/shell.ts'
import { escapeText } from '../reports/terminal/text.ts'
import { ownSuite } from '../suites/engine/version.ts'
import type { RunSettings } from '../suites/settings.ts'
import { openAttempt } from './certificate/attempt-folder.ts'
import { conclude } from './certificate/concluded.ts'
import { drawFreely, drawFrom } from './certificate/draw.ts'
import { evidenceFile } from './certificate/file-names.ts'
import { passphraseVariable } from './certificate/own-key.ts'
import { type CertifyOptions, prepare, settingsFor } from './certificate/prepared.ts'
import { addRefusedOptions } from './certificate/refused-options.ts'
import { tlsKeyOf } from './certificate/tls-key.ts'
import { addLedgerOption, remindOfPast, sayWhatStays } from './ledgers.ts'
import { wholeNumber } from './options.ts'
import { note, print } from './output.ts'
import { carryOut } from './run.ts'

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
        .option('--valid-days <number>', 'days until it expires', wholeNumber(1, mostValidDays), 365)
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
  const code = await conclude(options, prepared, { attempt, draw, tlsKey, result: ended.result })
  sayWhatStays(description, options)
  return code
}

const sayHindered = (why: readonly string[]): number => {
  print('NO CERTIFICATE: the target as it is described cannot be certified; nothing was sent.')
  for (const reason of why) print(`  ${escapeText(reason)}`)
  return 3
}
