import type { CertificateLevel } from '../../oracle/frozen-profile.ts'
import { digestOfJson, sha256 } from './canonical.ts'
import { limits } from './limits.ts'
import type { CertificateVerdict, NeverObserved, Score } from './score.ts'

export const statementType = 'https://in-toto.io/Statement/v1'
export const predicateType = 'https://in-toto.io/attestation/test-result/v0.1'
/**
 * Version of our own part of the predicate, and of the words in which a certificate is printed: whoever verifies makes them
 * anew. With other words it has to be raised, and bundles of the former be read in theirs.
 */
export const certificateFormat = 1

/** Days that a certificate is valid at most: longer than anybody should rely on one. */
export const mostValidDays = 3650

/** `observed`: the suite saw or worked it out itself; `declared`: it was told so. */
export type Basis = 'observed' | 'declared'

export interface Fact<T = string> {
  readonly value: T
  readonly basis: Basis
}

const observed = <T>(value: T): Fact<T> => ({ value, basis: 'observed' })
const declared = <T>(value: T): Fact<T> => ({ value, basis: 'declared' })

/** What is known of a target and of the run, besides what the run showed. */
export interface CertificateFacts {
  readonly vendor: string
  readonly product: string
  readonly build: string
  /** Scheme, host and port. */
  readonly origin: string
  /** SHA-256 of the SPKI of the key of the target's TLS certificate; or why there is none, in words. */
  readonly tlsKey: string
  /** SHA-256 of origin, a line feed and account id. */
  readonly account: string
  readonly suite: { readonly version: string; readonly generators: number; readonly commit?: string }
  /** SHA-256 over the suite's own files. */
  readonly suiteDigest: string
  readonly edition: string
  readonly profile: string
  readonly profileHash: string
  readonly level: CertificateLevel
  readonly run: string
  readonly seed: number
  readonly startedAt: string
  readonly challenge?: string
  readonly attempt: number
  readonly issued: string
  readonly expires: string
}

/** Our own part of the predicate: `doorflowConformance`. */
export interface Certificate {
  readonly format: number
  readonly verdict: Fact<CertificateVerdict>
  readonly level: Fact<CertificateLevel>
  readonly vendor: Fact
  readonly product: Fact
  readonly build: Fact
  readonly origin: Fact
  readonly tlsKey: Fact
  readonly account: Fact
  readonly suite: Fact
  readonly generators: Fact<number>
  readonly commit?: Fact
  readonly suiteDigest: Fact
  readonly edition: Fact
  readonly profile: Fact
  readonly profileHash: Fact
  readonly run: Fact
  readonly seed: Fact<number>
  readonly startedAt: Fact
  /** The nonce of whoever relies on it; null where there was none: self-declared. */
  readonly challenge: Fact<string | null>
  readonly attempt: Fact<number>
  readonly absent: Fact<readonly string[]>
  readonly unclaimed: Fact<readonly string[]>
  readonly neverObserved: Fact<readonly NeverObserved[]>
  readonly issued: Fact
  readonly expires: Fact
  readonly limits: readonly string[]
}

export interface Subject {
  readonly name: string
  readonly digest: { readonly sha256: string }
}

/** An in-toto Statement v1 with the test-result predicate v0.1, and ours in it. */
export interface Statement {
  readonly _type: typeof statementType
  readonly subject: readonly Subject[]
  readonly predicateType: typeof predicateType
  readonly predicate: {
    readonly result: 'PASSED' | 'WARNED' | 'FAILED'
    readonly configuration: readonly Subject[]
    readonly passedTests: readonly string[]
    readonly warnedTests: readonly string[]
    readonly failedTests: readonly string[]
    readonly doorflowConformance: Certificate
  }
}

/** A certificate is `PASSED` only if it is conformant without a warning; a partial one has not failed, and is no pass. */
export const resultOf = (verdict: CertificateVerdict, warned: readonly string[]): Statement['predicate']['result'] =>
  verdict === 'not-conformant' ? 'FAILED' : verdict === 'partial' || warned.length > 0 ? 'WARNED' : 'PASSED'

/** Digest of the account id: the statement travels further than the recording, which holds the id itself. */
export const accountDigest = (origin: string, account: string): string => sha256(`${origin}\n${account}`)

/** What a list of `absent` resources is called among the tests that warn. */
export const absentTest = (resource: string): string => `absent:${resource}`

/** What in-toto calls the configuration: the profile and the suite. */
export const configurationOf = (
  profile: string,
  profileHash: string,
  suite: string,
  suiteDigest: string,
): readonly Subject[] => [
  { name: profile, digest: { sha256: profileHash } },
  { name: `doorflow-conformance ${suite}`, digest: { sha256: suiteDigest } },
]

/** The statement over the files of a bundle. */
export const statementOf = (
  facts: CertificateFacts,
  score: Score & { readonly verdict: CertificateVerdict },
  subject: readonly Subject[],
): Statement => ({
  _type: statementType,
  subject,
  predicateType,
  predicate: {
    result: resultOf(score.verdict, score.warned),
    configuration: configurationOf(facts.profile, facts.profileHash, facts.suite.version, facts.suiteDigest),
    passedTests: score.passed,
    warnedTests: [...score.warned, ...score.absent.map(absentTest)],
    failedTests: score.failed,
    doorflowConformance: {
      format: certificateFormat,
      verdict: observed(score.verdict),
      level: declared(facts.level),
      vendor: declared(facts.vendor),
      product: declared(facts.product),
      build: declared(facts.build),
      origin: observed(facts.origin),
      tlsKey: observed(facts.tlsKey),
      account: observed(facts.account),
      suite: observed(facts.suite.version),
      generators: observed(facts.suite.generators),
      ...(facts.suite.commit === undefined ? {} : { commit: observed(facts.suite.commit) }),
      suiteDigest: observed(facts.suiteDigest),
      edition: declared(facts.edition),
      profile: observed(facts.profile),
      profileHash: observed(facts.profileHash),
      run: observed(facts.run),
      seed: observed(facts.seed),
      startedAt: observed(facts.startedAt),
      challenge: declared(facts.challenge ?? null),
      attempt: observed(facts.attempt),
      absent: declared(score.absent),
      unclaimed: declared(score.unclaimed),
      neverObserved: observed(score.neverObserved),
      issued: observed(facts.issued),
      expires: declared(facts.expires),
      limits: limits(facts.challenge !== undefined),
    },
  },
})

/** The bytes of a statement that are signed. */
export const statementBytes = (statement: Statement): Buffer => Buffer.from(JSON.stringify(statement))

/** Whether two values say the same. */
export const isSame = (one: unknown, other: unknown): boolean => digestOfJson(one) === digestOfJson(other)
