import { join, resolve } from 'node:path'
import { Command } from 'commander'
import type { CertificateVerdict } from '../reports/certificate/score.ts'
import { certificateText } from '../reports/certificate/text.ts'
import { counted, escapeText } from '../reports/terminal/text.ts'
import { checkChallenge } from './certificate/draw.ts'
import { type Examined, examine } from './certificate/examine.ts'
import { resultsFile } from './certificate/file-names.ts'
import { checkLive, type Live } from './certificate/live.ts'
import { describeLive } from './certificate/live-target.ts'
import { verifyingKey } from './certificate/own-key.ts'
import { readRevocations } from './certificate/revocations.ts'
import { UsageError } from './errors.ts'
import { addLedgerOption, type LedgerOptions } from './ledgers.ts'
import { wholeNumber } from './options.ts'
import { print } from './output.ts'
import { readResultsFile } from './results-file.ts'

interface VerifyOptions extends LedgerOptions {
  readonly key?: string
  readonly revocations?: string
  readonly challenge?: string
  readonly live?: true
  readonly config?: string
  readonly sample: number
}

export const verifyCommand = (): Command =>
  addLedgerOption(
    new Command('verify')
      .summary('check a certificate')
      .description(
        'Checks the bundle that `certify` has made: its signature, that nothing in it was altered, is missing or was added, that\nit holds, and that its recording says what it says. Nothing is sent, unless --live asks for it.',
      )
      .argument('<bundle>', 'folder')
      .option('--key <file>', 'public key in PEM that you trust; without it the signer stays unknown')
      .option('--revocations <file>', 'what is not to be trusted any more: {"keys": [...], "statements": [...]}')
      .option('--challenge <nonce>', 'the nonce that you drew: the certificate must have been made to it')
      .optionsGroup('Live:')
      .option('--live', 'also run some of the cells that passed again, with the same seed, against the endpoint itself')
      .option('--config <file>', 'its description, in YAML, JSON or TypeScript (or DOORFLOW_CONFIG)')
      .option('--sample <number>', 'cells that are run again', wholeNumber(1, 1000), 20),
  )
    .addHelpText(
      'after',
      `
Examples:
  $ doorflow-conformance verify doorflow-certificate/attempt-1 --key vendor.pub.pem
  $ doorflow-conformance verify bundle --key vendor.pub.pem --challenge "$NONCE" --revocations revoked.json
  $ doorflow-conformance verify bundle --key vendor.pub.pem --live --config staging.yaml

Exit codes:
    0  genuine, in force, and conformant
    1  altered, incomplete, expired, revoked, or signed by another key; or partial, or not conformant, or not so any more
    2  wrong use, or no bundle that could be read
    3  whole, but nobody knows who signed it: no --key; or some of what --live asks for could not be judged`,
    )
    .action(async (bundle: string, options: VerifyOptions, command: Command) => {
      checkAsked(options, command)
      process.exitCode = await verify(bundle, options)
    })

/** What is only for --live is nothing without it. */
const checkAsked = ({ live }: VerifyOptions, command: Command): void => {
  if (live !== undefined) return
  const idle = ['config', 'sample', 'ledger'].find((name) => command.getOptionValueSource(name) === 'cli')
  if (idle !== undefined)
    throw new UsageError(`--${idle} is for --live, which is not asked for; add --live, or leave it out.`)
}

const verify = async (bundle: string, options: VerifyOptions): Promise<number> => {
  const { key, revocations, challenge, live } = options
  // First: judging a recording again takes long, and what is wrong here is wrong before.
  const description = live === undefined ? undefined : await describeLive(options)
  const examined = await examine(resolve(bundle), {
    now: new Date(),
    ...(key === undefined ? {} : { key: verifyingKey(key) }),
    ...(revocations === undefined ? {} : { revocations: readRevocations(revocations) }),
    ...(challenge === undefined ? {} : { challenge: checkChallenge(challenge) }),
  })
  if (examined.problems.length > 0) return sayInvalid(examined)
  const code = sayWhole(examined, key !== undefined)
  if (description === undefined) return code
  const { result } = await readResultsFile(join(resolve(bundle), resultsFile))
  return sayLive(await checkLive(examined.statement, result, description, options), code)
}

/** Returns the exit code, given that of the certificate itself. */
const sayLive = (live: Live, code: number): number => {
  if ('exitCode' in live) return live.exitCode
  const { problems, open, remarks, sampled } = live
  const held = sampled - problems.length - open.length
  print(`\nLive\n  ${held} of ${counted(sampled, 'cell')} came to the same again`)
  for (const { where, what } of problems) print(`  ${escapeText(where)} ${escapeText(what)}.`)
  for (const what of open) print(`  ${escapeText(what)}.`)
  for (const remark of remarks) print(`  ${escapeText(remark)}`)
  if (problems.length > 0) return 1
  return code === 0 && open.length > 0 ? 3 : code
}

const sayInvalid = ({ problems }: Examined): number => {
  print(`INVALID: ${counted(problems.length, 'thing is', 'things are')} wrong with this bundle.`)
  for (const { where, what } of problems) print(`  ${escapeText(where)} ${escapeText(what)}.`)
  return 1
}

const genuine: Readonly<Record<CertificateVerdict, string>> = {
  conformant: 'GENUINE, and conformant.',
  partial: 'GENUINE, and partial: what is declared absent is not certified.',
  'not-conformant': 'GENUINE, and not conformant.',
}

const sayWhole = ({ statement, keyId, statementDigest, remarks, checked }: Examined, trusted: boolean): number => {
  const verdict = statement.predicate.doorflowConformance.verdict.value
  print(
    trusted
      ? genuine[verdict]
      : 'INTEGRITY ONLY, SIGNER UNKNOWN: nothing contradicts itself, and anybody could have signed it; name a key with --key.',
  )
  print(`\n${certificateText(statement)}`)
  print(`Checked\n${checked.map((line) => `  ${escapeText(line)}`).join('\n')}`)
  if (remarks.length > 0) print(`Worth knowing\n${remarks.map((line) => `  ${escapeText(line)}`).join('\n')}`)
  print(`${trusted ? 'signed by key' : 'claims key   '}  ${keyId}`)
  print(`statement      sha256 ${statementDigest}`)
  if (!trusted) return 3
  return verdict === 'conformant' ? 0 : 1
}
