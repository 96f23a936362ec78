import { generateKeyPairSync } from 'node:crypto'
import { closeSync, existsSync, openSync, rmSync, writeSync } from 'node:fs'
import { Command, Option } from 'commander'
import { type KeyAlgorithm, keyAlgorithms, keyIdOf } from '../reports/certificate/keys.ts'
import { shellWord } from '../reports/shell.ts'
import { errorCode } from '../target/error-code.ts'
import { UsageError } from './errors.ts'
import { note, print } from './output.ts'

interface KeygenOptions {
  readonly algorithm: KeyAlgorithm
  readonly output: string
  readonly force?: true
}

export const keygenCommand = (): Command =>
  new Command('keygen')
    .summary('make a key that signs certificates')
    .description(
      'Makes a pair of keys: the private one, which only you may read, and beside it the public one, which those get who\nverify. Prints the id of the key: the SHA-256 of its public part.',
    )
    .addOption(new Option('--algorithm <name>', 'kind of key').choices([...keyAlgorithms]).default('ed25519'))
    .option(
      '--output <file>',
      'the private key; the public one is put beside it, ending in .pub.pem',
      'certificate-key.pem',
    )
    .option('--force', 'write over files that are there')
    .addHelpText(
      'after',
      `
Examples:
  $ doorflow-conformance keygen
  $ doorflow-conformance keygen --algorithm ecdsa-p256 --output vendor.pem

A key of your own works as well: Ed25519 or ECDSA P-256, in PEM (PKCS#8 or SEC1), encrypted or not.

Exit codes: 0 written, 2 wrong use (a file that is there, a folder that cannot be written)`,
    )
    .action((options: KeygenOptions) => keygen(options))

/** `vendor.pem` → `vendor.pub.pem`. */
const publicFileOf = (file: string): string => `${file.replace(/\.pem$/i, '')}.pub.pem`

const pairOf = (algorithm: KeyAlgorithm) =>
  algorithm === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'prime256v1' })

const keygen = ({ algorithm, output, force }: KeygenOptions): void => {
  const publicFile = publicFileOf(output)
  const present = [output, publicFile].filter((file) => existsSync(file))
  if (present.length > 0 && force !== true)
    throw new UsageError(
      `${present.join(' and ')} would be overwritten; name another file with --output, or say --force.`,
    )
  const { privateKey, publicKey } = pairOf(algorithm)
  write(output, String(privateKey.export({ type: 'pkcs8', format: 'pem' })), 0o600, force === true)
  write(publicFile, String(publicKey.export({ type: 'spki', format: 'pem' })), 0o644, force === true)
  print(keyIdOf(publicKey))
  note(`Wrote the private key to ${output} and the public one to ${publicFile}.`)
  note(`doorflow-conformance verify BUNDLE --key ${shellWord([publicFile])}`)
}

/** The mode holds from the beginning: nobody may read a private key before it is narrowed. */
const write = (file: string, text: string, mode: number, force: boolean): void => {
  try {
    if (force) rmSync(file, { force: true })
    const handle = openSync(file, 'wx', mode)
    try {
      writeSync(handle, text)
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    throw new UsageError(`${file} cannot be written (${errorCode(error)}); name another file with --output.`)
  }
}
