import { skew } from './clocks.ts'
import { limits } from './limits.ts'
import { type Problem, problem } from './problem.ts'
import { absentTest, configurationOf, isSame, mostValidDays, resultOf, type Statement } from './statement.ts'

/** Keys and statements that are not to be trusted any more. */
export interface Revocations {
  readonly keys: readonly string[]
  readonly statements: readonly string[]
}

/** What a statement is held against. */
export interface FactsContext {
  readonly now: Date
  /** Of the key that signed, as the envelope names it. */
  readonly keyId: string
  /** SHA-256 of what was signed. */
  readonly statementDigest: string
  readonly revocations?: Revocations
  /** The nonce that whoever verifies has drawn. */
  readonly challenge?: string
  /** Hashes of the profiles that were ever in force for the edition. */
  readonly published: readonly string[]
  /** What a challenge decides. */
  readonly draw: (challenge: string, attempt: number) => { readonly seed: number; readonly runId: string }
}

const day = 86_400_000

/** Dates, revocation, profile, challenge, and whether the statement fits itself. */
export const checkFacts = ({ predicate }: Statement, context: FactsContext): readonly Problem[] => {
  const { doorflowConformance: its, result, warnedTests, configuration } = predicate
  const where = 'the statement'
  const problems: Problem[] = []
  const expect = (holds: boolean, what: string): void => {
    if (!holds) problems.push(problem(where, what))
  }
  const [issued, expires, started] = [its.issued, its.expires, its.startedAt].map(({ value }) => Date.parse(value))
  const now = context.now.getTime()
  expect(Number.isFinite(issued) && Number.isFinite(expires) && Number.isFinite(started), 'has a date that is none')
  expect(now < (expires ?? 0), `expired at ${its.expires.value}`)
  expect((issued ?? 0) <= now + skew, `was issued at ${its.issued.value}, which is yet to come`)
  expect((started ?? 0) <= (issued ?? 0), 'was issued before its run began')
  expect((issued ?? 0) < (expires ?? 0), 'expires before it was issued')
  expect(
    (expires ?? 0) - (issued ?? 0) <= mostValidDays * day,
    `says that it is valid for more than ${mostValidDays} days, which no certificate is`,
  )

  const { revocations } = context
  expect(revocations?.keys.includes(context.keyId) !== true, `is signed with a key that was revoked (${context.keyId})`)
  expect(revocations?.statements.includes(context.statementDigest) !== true, 'was revoked itself')

  expect(
    context.published.includes(its.profileHash.value),
    `rests on a profile that was never published for the ${its.edition.value} edition (${its.profileHash.value})`,
  )
  const { profile, profileHash, suite, suiteDigest } = its
  expect(
    isSame(configuration, configurationOf(profile.value, profileHash.value, suite.value, suiteDigest.value)),
    'names one configuration and says another',
  )
  const warned = warnedTests.filter((test) => !its.absent.value.map(absentTest).includes(test))
  expect(result === resultOf(its.verdict.value, warned), `says ${result}, which is not what ${its.verdict.value} means`)
  const challenge = its.challenge.value
  expect(isSame(its.limits, limits(challenge !== null)), 'does not say what a certificate cannot prove')

  if (context.challenge !== undefined)
    expect(
      challenge === context.challenge,
      challenge === null ? 'is self-declared: it was made without a challenge' : 'was made to another challenge',
    )
  if (challenge !== null) {
    const { seed, runId } = context.draw(challenge, its.attempt.value)
    expect(
      seed === its.seed.value && runId === its.run.value,
      'has another seed or run id than its challenge and attempt decide',
    )
  }
  return problems
}
