import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { DescriptionFile } from './description-file.ts'
import { secretFrom } from './description-keys.ts'
import { errorCode } from './error-code.ts'
import { TargetError } from './errors.ts'

/** What a connection needs besides what everybody trusts: the texts of PEM files. It holds a private key. */
export interface Tls {
  /** Certificates of authorities that vouch for the target. */
  readonly ca?: string | undefined
  /** The certificate by which the suite is known, with its chain. */
  readonly certificate?: string
  readonly key?: string
  /** Of the private key. */
  readonly passphrase?: string
}

/**
 * Reads the files that a description names, each beside it unless the path is absolute.
 *
 * @throws TargetError if one cannot be read, or they do not fit one another
 */
export const tlsOf = (
  { written: { tls }, where }: Pick<DescriptionFile, 'written' | 'where'>,
  path: string | undefined,
  env: NodeJS.ProcessEnv,
): Tls | undefined => {
  if (tls === undefined) return undefined
  const beside = dirname(resolve(path ?? ''))
  const read = (member: 'ca' | 'certificate' | 'key'): string | undefined => {
    const name = tls[member]
    if (name === undefined) return undefined
    try {
      return readFileSync(resolve(beside, name), 'utf8')
    } catch (error) {
      throw new TargetError(
        `${where('tls', member)}: ${name} cannot be read (${errorCode(error)}); name a readable PEM file.`,
      )
    }
  }
  const [ca, certificate, key] = [read('ca'), read('certificate'), read('key')]
  if ((certificate === undefined) !== (key === undefined)) {
    const [given, missing] = certificate === undefined ? ['key', 'certificate'] : ['certificate', 'key']
    throw new TargetError(`${where('tls', given)}: tls.${given} is nothing without tls.${missing}; name both.`)
  }
  const passphrase =
    tls.passphrase === undefined
      ? undefined
      : secretFrom(tls.passphrase, env, () => where('tls', 'passphrase'), 'the passphrase of the private key')
  const found: Tls = {
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
  }
  check(found, (member) => where('tls', member))
  return found
}

/** TLS itself says whether they can be used: each alone, and then the pair. */
const check = ({ ca, certificate, key, passphrase }: Tls, where: (member: string) => string): void => {
  // A text without a certificate is not refused, and means nothing.
  for (const [member, text] of [
    ['ca', ca],
    ['certificate', certificate],
  ] as const) {
    if (text !== undefined && !text.includes('-----BEGIN CERTIFICATE-----'))
      throw new TargetError(`${where(member)}: tls.${member} holds no certificate in PEM.`)
  }
  attempt(() => createSecureContext({ ca }), `${where('ca')}: tls.ca cannot be used`)
  attempt(() => createSecureContext({ cert: certificate }), `${where('certificate')}: tls.certificate cannot be used`)
  attempt(
    () => createSecureContext({ cert: certificate, key, passphrase }),
    `${where('key')}: tls.key cannot be used with tls.certificate${passphrase === undefined ? ' (without tls.passphrase)' : ''}`,
  )
}

const attempt = (act: () => void, what: string): void => {
  try {
    act()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given'
    throw new TargetError(`${what} (${code}); name a PEM file that fits.`)
  }
}
