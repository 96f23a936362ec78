/** What a request deserves, named without status codes. */
export type OutcomeName =
  | 'read'
  | 'created'
  | 'updated'
  | 'deleted'
  | 'commanded'
  | 'admitted'
  | 'authorised'
  | 'missing-parameter'
  | 'malformed-body'
  | 'invalid-value'
  | 'unauthenticated'
  | 'unauthenticated-header'
  | 'request-failed'
  | 'second-of-one-type'
  | 'licence-exhausted'
  | 'command-refused'
  | 'grant-refused'
  | 'client-refused'
  | 'unknown-reference'
  | 'unknown-code'
  | 'hidden'
  | 'foreign'
  | 'not-found'
  | 'unsupported-method'
  | 'not-acceptable'
  | 'not-acceptable-write'
  | 'not-acceptable-suffix'
  | 'gone'
  | 'gone-again'
  | 'too-many-requests'
  | 'maintenance'
  | 'bad-gateway'
  | 'gateway-timeout'
  | 'absent'
  | 'unroutable'

/**
 * The answers that an outcome admits. This table is the only place of an edition where status codes stand.
 */
export interface Outcome {
  readonly kind: 'success' | 'refusal'
  /** Statuses of which the answer MUST have one. */
  readonly must: readonly number[]
  /** Admitted besides on a target that other people use too: what they do to it cannot be told from what it does. */
  readonly mustOnShared?: readonly number[]
  /** Admitted besides where the identifier in the path is opaque, so that its form cannot be known. */
  readonly mustForOpaqueIds?: readonly number[]
  /** Statuses of which the answer SHOULD have one; the same as `must` where nothing is preferred. */
  readonly should: readonly number[]
  /** The clause that an answer outside `must` breaks. */
  readonly clause: string
  /** The clause that an answer inside `must` but outside `should` breaks. */
  readonly usualClause?: string
  /** The clause that an answer breaks which accepts what SHOULD be refused. */
  readonly refusedClause?: string
}
