import { resolve } from 'node:path'
import { Command } from 'commander'
import type { CertificateVerdict } from '../reports/certificate/score.ts'
import { certificateText } from '../reports/certificate/text.ts'
import { counted, escapeText } from '../reports/terminal/text.ts'
import { checkChallenge } from './certificate/draw.ts'
import { type Examined, examine } from './certificate/examine.ts'
import { verifyingKey } from './certificate/own-key.ts'
import { readRevocations } from './certificate/revocations.ts'
import { print } from './output.ts'

interface VerifyOptions {
  readonly key?: string
  readonly revocations?: string
  readonly challenge?: string
}

export const verifyCommand = (): Command =>
  new Command('verify')
    .summary('check a certificate')
    .description(
      'Checks the bundle that `certify` has made: its signature, that nothing in it was altered, is missing or was added, that\nit holds, and that its recording says what it says. Nothing is sent.',
    )
    .argument('<bundle>', 'folder')
    .option('--key <file>', 'public key in PEM that you trust; without it the signer stays unknown')
    .option('--revocations <file>', 'what is not to be trusted any more: {"keys": [...], "statements": [...]}')
    .option('--challenge <nonce>', 'the nonce that you drew: the certificate must have been made to it')
    .addHelpText(
      'after',
      `
Examples:
  $ doorflow-conformance verify doorflow-certificate/attempt-1 --key vendor.pub.pem
  $ doorflow-conformance verify bundle --key vendor.pub.pem --challenge "$NONCE" --revocations revoked.json

Exit codes:
    0  genuine, in force, and conformant
    1  altered, incomplete, expired, revoked, or signed by another key; or partial, or not conformant
    2  wrong use, or no bundle that could be read
    3  whole, but nobody knows who signed it: no --key`,
    )
    .action(async (bundle: string, options: VerifyOptions) => {
      process.exitCode = await verify(bundle, options)
    })

const verify = async (bundle: string, { key, revocations, challenge }: VerifyOptions): Promise<number> => {
  const examined = await examine(resolve(bundle), {
    now: new Date(),
    ...(key === undefined ? {} : { key: verifyingKey(key) }),
    ...(revocations === undefined ? {} : { revocations: readRevocations(revocations) }),
    ...(challenge === undefined ? {} : { challenge: checkChallenge(challenge) }),
  })
  return examined.problems.length > 0 ? sayInvalid(examined) : sayWhole(examined, key !== undefined)
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
