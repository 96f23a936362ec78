import { dsse } from '@sigstore/core'
import { sha256 } from './canonical.ts'
import type { SigningKey, VerifyingKey } from './keys.ts'
import { parseStrict } from './strict-json.ts'

/** What an in-toto Statement travels as. */
export const payloadType = 'application/vnd.in-toto+json'

/** The envelope of DSSE 1.0 (github.com/secure-systems-lab/dsse), in JSON. */
export interface Envelope {
  readonly payload: string
  readonly payloadType: string
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]
}

/** An envelope that has been taken apart. */
export interface OpenedEnvelope {
  /** The bytes that were signed, before the pre-authentication encoding. */
  readonly payload: Buffer
  readonly keyId: string
  readonly signature: Buffer
}

/** Signs the bytes of a statement. */
export const seal = (payload: Buffer, key: SigningKey): Envelope => ({
  payload: payload.toString('base64'),
  payloadType,
  signatures: [{ keyid: key.id, sig: key.sign(dsse.preAuthEncoding(payloadType, payload)).toString('base64') }],
})

/** One member on each line, so that tools for lines can take it apart. */
export const envelopeText = ({ payload, payloadType, signatures }: Envelope): string => {
  const signed = signatures.map((signature) => `{"keyid":"${signature.keyid}",\n"sig":"${signature.sig}"}`)
  return `{"payloadType":"${payloadType}",\n"payload":"${payload}",\n"signatures":[${signed.join(',\n')}]}\n`
}

/** Why a file is no envelope of ours: half a sentence. */
export class EnvelopeProblem extends Error {
  override readonly name = 'EnvelopeProblem'
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

const decode = (text: unknown, what: string): Buffer => {
  const bytes = typeof text === 'string' && base64.test(text) ? Buffer.from(text, 'base64') : undefined
  // Another spelling of the same bytes is an alteration too.
  if (bytes === undefined || bytes.length === 0 || bytes.toString('base64') !== text)
    throw new EnvelopeProblem(`has no ${what} in Base64`)
  return bytes
}

/** What stands beside what was signed is signed by nobody. */
const checkMembers = (value: object, known: readonly string[]): void => {
  const [other] = Object.keys(value).filter((name) => !known.includes(name))
  if (other !== undefined) throw new EnvelopeProblem(`holds something that nobody signed: ${JSON.stringify(other)}`)
}

/**
 * Takes an envelope apart without believing anything that it says.
 *
 * @throws EnvelopeProblem or JsonProblem
 */
export const openEnvelope = (bytes: Uint8Array): OpenedEnvelope => {
  const value = parseStrict(bytes)
  if (typeof value !== 'object' || value === null || !('payload' in value) || !('signatures' in value))
    throw new EnvelopeProblem('is no DSSE envelope: payload and signatures are missing')
  const { payload, signatures } = value
  checkMembers(value, ['payload', 'payloadType', 'signatures'])
  if (!('payloadType' in value) || value.payloadType !== payloadType)
    throw new EnvelopeProblem(`does not hold an in-toto Statement (payloadType is not ${payloadType})`)
  if (!Array.isArray(signatures) || signatures.length !== 1)
    throw new EnvelopeProblem(
      `holds ${Array.isArray(signatures) ? signatures.length : 'no list of'} signatures, and a certificate has one`,
    )
  const [signature] = signatures as unknown[]
  if (typeof signature !== 'object' || signature === null || !('keyid' in signature) || !('sig' in signature))
    throw new EnvelopeProblem('holds a signature without keyid or sig')
  checkMembers(signature, ['keyid', 'sig'])
  if (typeof signature.keyid !== 'string' || !/^[0-9a-f]{64}$/.test(signature.keyid))
    throw new EnvelopeProblem('holds a signature whose keyid is not the SHA-256 of a key')
  return {
    payload: decode(payload, 'payload'),
    keyId: signature.keyid,
    signature: decode(signature.sig, 'signature'),
  }
}

/** Whether the key has signed exactly this. */
export const isSignedBy = ({ payload, signature }: OpenedEnvelope, key: VerifyingKey): boolean =>
  key.verifies(dsse.preAuthEncoding(payloadType, payload), signature)

/** What a list of revocations calls a statement. */
export const statementDigest = ({ payload }: Pick<OpenedEnvelope, 'payload'>): string => sha256(payload)
