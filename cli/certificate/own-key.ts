import { readFileSync, statSync } from 'node:fs'
import {
  KeyProblem,
  readSigningKey,
  readVerifyingKey,
  type SigningKey,
  type VerifyingKey,
} from '../../reports/certificate/keys.ts'
import { errorCode } from '../../target/error-code.ts'
import { UsageError } from '../errors.ts'

/** Where the passphrase of an encrypted key comes from. */
export const passphraseVariable = 'DOORFLOW_KEY_PASSPHRASE'

/** More than any key in PEM takes. */
const largest = 64 * 1024

const readPem = (option: string, file: string): string => {
  try {
    if (statSync(file).size > largest) throw new UsageError(`${option}: ${file} is too large for a key in PEM.`)
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(
      `${option}: ${file} cannot be read (${errorCode(error)}); name a key in PEM, such as keygen writes.`,
    )
  }
}

const reading = <T>(option: string, file: string, read: (pem: string) => T): T => {
  const pem = readPem(option, file)
  try {
    return read(pem)
  } catch (error) {
    if (error instanceof KeyProblem) throw new UsageError(`${option}: ${file} cannot be used: ${error.message}.`)
    throw error
  }
}

/** The key that signs. @throws UsageError if it cannot be read or is no such key */
export const signingKey = (file: string): SigningKey =>
  reading('--key', file, (pem) => {
    const passphrase = process.env[passphraseVariable]
    try {
      return readSigningKey(pem, passphrase)
    } catch (error) {
      if (error instanceof KeyProblem && /encrypted|decrypted/.test(error.message))
        throw new KeyProblem(`${error.message} (${passphraseVariable})`)
      throw error
    }
  })

/** The key that is trusted. @throws UsageError if it cannot be read or is no such key */
export const verifyingKey = (file: string): VerifyingKey => reading('--key', file, readVerifyingKey)
