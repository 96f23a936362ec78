import type { SigningKey } from '../../reports/certificate/keys.ts'
import type { Statement } from '../../reports/certificate/statement.ts'
import { resign } from '../support/bundles.ts'

/** What there is to tamper with and by: two sound bundles of one vendor, and the key that only the vendor has. */
export interface AtHand {
  readonly good: string
  readonly second: string
  readonly key: SigningKey
}

export interface Tampering {
  readonly name: string
  /** Changes a copy of a bundle. */
  readonly tamper: (bundle: string, atHand: AtHand) => Promise<void>
  /** What an examination then says, among other things. */
  readonly says: RegExp
}

/** Seen from inside: the vendor alters files, says something else in the statement, or both, and signs the whole. */
export interface SignedAnew {
  readonly name: string
  readonly alter?: (bundle: string, atHand: AtHand) => Promise<void>
  readonly sign?: (statement: Statement, bundle: string) => unknown
  readonly says: RegExp
}

export const signedAnew = ({ name, alter, sign = (statement) => statement, says }: SignedAnew): Tampering => ({
  name,
  tamper: async (bundle, atHand) => {
    await alter?.(bundle, atHand)
    await resign(bundle, atHand.key, (statement) => sign(statement, bundle))
  },
  says,
})

export const addSubject = (statement: Statement, name: string): Statement => ({
  ...statement,
  subject: [...statement.subject, { name, digest: { sha256: 'a'.repeat(64) } }],
})

export const withoutSubject = (statement: Statement, name: string): Statement => ({
  ...statement,
  subject: statement.subject.filter((one) => one.name !== name),
})
