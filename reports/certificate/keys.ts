import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

/** Kinds of key that sign certificates. */
export const keyAlgorithms = ['ed25519', 'ecdsa-p256'] as const
export type KeyAlgorithm = (typeof keyAlgorithms)[number]

/** Why a text is no key that can be used: a whole sentence without its full stop, never anything of the key. */
export class KeyProblem extends Error {
  override readonly name = 'KeyProblem'
}

const spkiOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' })

/** SHA-256 of the public key's SPKI in DER: what `openssl pkey -pubout -outform DER | sha256sum` prints. */
export const keyIdOf = (publicKey: KeyObject): string => createHash('sha256').update(spkiOf(publicKey)).digest('hex')

/**
 * Which of the kinds it is.
 *
 * @throws KeyProblem for any other kind
 */
const algorithmOf = (key: KeyObject): KeyAlgorithm => {
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519'
  const curve = key.asymmetricKeyDetails?.namedCurve
  if (key.asymmetricKeyType === 'ec' && curve === 'prime256v1') return 'ecdsa-p256'
  const kind = [key.asymmetricKeyType ?? 'unknown', curve].filter((part) => part !== undefined).join(' ')
  throw new KeyProblem(`it is a key of another kind (${kind}), and certificates are signed with Ed25519 or ECDSA P-256`)
}

/** A key that signs, and by what it is known. */
export interface SigningKey {
  readonly algorithm: KeyAlgorithm
  readonly id: string
  readonly publicKey: KeyObject
  /** Signature over the bytes: 64 bytes for Ed25519, DER over SHA-256 for ECDSA. */
  sign(data: Uint8Array): Buffer
}

export interface VerifyingKey {
  readonly algorithm: KeyAlgorithm
  readonly id: string
  verifies(data: Uint8Array, signature: Uint8Array): boolean
}

const digestFor = (algorithm: KeyAlgorithm): 'sha256' | null => (algorithm === 'ed25519' ? null : 'sha256')

/**
 * Reads a private key in PEM: PKCS#8, encrypted or not, or the older SEC1 form of an EC key.
 *
 * @throws KeyProblem if it is none, of another kind, or if the passphrase is missing or wrong
 */
export const readSigningKey = (pem: string, passphrase?: string): SigningKey => {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem))
    throw new KeyProblem(
      /-----BEGIN [A-Z ]*PUBLIC KEY-----/.test(pem)
        ? 'it is a public key, and signing takes the private one'
        : 'it is no private key in PEM',
    )
  const key = attempt(
    () => createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) }),
    (code) => whyUnreadable(pem, passphrase, code),
  )
  const algorithm = algorithmOf(key)
  const publicKey = createPublicKey(key)
  return {
    algorithm,
    id: keyIdOf(publicKey),
    publicKey,
    sign: (data) => sign(digestFor(algorithm), data, key),
  }
}

const whyUnreadable = (pem: string, passphrase: string | undefined, code: string): string => {
  const encrypted = /ENCRYPTED/.test(pem)
  if (!encrypted) return `it is damaged (${code})`
  return passphrase === undefined || passphrase === ''
    ? 'it is encrypted, and no passphrase was given'
    : 'it cannot be decrypted with the passphrase that was given'
}

/**
 * Reads a public key in PEM. A private one is refused: who verifies has no business with it.
 *
 * @throws KeyProblem if it is none, or of another kind
 */
export const readVerifyingKey = (pem: string): VerifyingKey => {
  if (/PRIVATE KEY-----/.test(pem)) throw new KeyProblem('it is a private key, and verifying takes the public one')
  if (!pem.includes('-----BEGIN PUBLIC KEY-----')) throw new KeyProblem('it is no public key in PEM')
  const key = attempt(
    () => createPublicKey(pem),
    (code) => `it is damaged (${code})`,
  )
  const algorithm = algorithmOf(key)
  return {
    algorithm,
    id: keyIdOf(key),
    verifies: (data, signature) => verify(digestFor(algorithm), data, key, signature),
  }
}

const attempt = <T>(act: () => T, why: (code: string) => string): T => {
  try {
    return act()
  } catch (error) {
    throw new KeyProblem(why(error instanceof Error && 'code' in error ? String(error.code) : 'no reason given'))
  }
}
