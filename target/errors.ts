/**
 * Something that the user can mend: a description, a key, an address. The message is one sentence that says what was
 * wrong, where, and what would be right; it never contains a key.
 *
 * `exitCode` is 2 where the configuration or a key is wrong, 3 where the target cannot be reached.
 */
export class TargetError extends Error {
  override readonly name = 'TargetError'
  readonly exitCode: 2 | 3

  constructor(message: string, exitCode: 2 | 3 = 2) {
    super(message)
    this.exitCode = exitCode
  }
}

/**
 * Why a request was not sent.
 *
 * - `unverified`: nothing may be changed, because the account could not be verified.
 * - `not-ours`: the target has not shown that what would be changed is this run's own.
 * - `forbidden`: it could do harm whatever the target says.
 * - `unsendable`: it cannot be put on the wire.
 */
export type GuardReason = 'unverified' | 'not-ours' | 'forbidden' | 'unsendable'

/**
 * A request that must not be sent, or that cannot be. A plan that keeps to the rules never gets here, so it is a fault of
 * the suite (exit code 4), unless the target's own doing is the reason: `unverified` and `not-ours` may be that.
 */
export class GuardError extends Error {
  override readonly name = 'GuardError'
  readonly exitCode = 4
  readonly reason: GuardReason

  constructor(message: string, reason: GuardReason) {
    super(message)
    this.reason = reason
  }
}
