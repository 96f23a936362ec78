import type { OutcomeName } from './outcome.ts'

/** A documented constraint on a request that a defect can break. */
export type Rule =
  // parameters
  | 'required'
  | 'not-null'
  | 'not-empty'
  | 'not-blank'
  | 'type'
  | 'coercible-type'
  | 'format'
  | 'range'
  /** A PIN has the form of one; which credentials are PINs, their type says. */
  | 'pin'
  | 'enum'
  | 'reference'
  | 'order'
  | 'future'
  | 'unique'
  | 'one-per-type'
  | 'unknown-member'
  // body
  | 'body-syntax'
  | 'body-object'
  | 'body-present'
  | 'body-encoding'
  | 'body-size'
  | 'body-depth'
  | 'body-keys'
  | 'content-type'
  // path
  | 'known-id'
  | 'id-form'
  /** The id is that of something of another kind. */
  | 'id-kind'
  | 'path-form'
  | 'known-path'
  | 'suffix'
  // the rest of the wire
  | 'method'
  | 'unusual-method'
  | 'accept'
  | 'accept-form'
  | 'header-size'
  | 'key'
  | 'key-form'
  // state
  | 'visible'
  | 'alive'
  | 'alive-again'
  | 'foreign'
  | 'commandable'
  | 'licence'
  // clients that ask for tokens
  | 'grant'
  | 'client'

/**
 * How strongly a request that breaks a rule must be refused.
 *
 * - `must-refuse`: refused with the outcome's status, and without effect.
 * - `should-refuse`: SHOULD be refused; if it is, then with the outcome's status; if not, what is stored stays valid.
 * - `may-accept`: the documents are silent: nearly any answer will do, but what is stored stays valid.
 */
export type Strength = 'must-refuse' | 'should-refuse' | 'may-accept'

/** What an edition says of a rule: what a request deserves that breaks it, and how strongly. */
export interface RuleEntry {
  readonly outcome: OutcomeName
  readonly strength: Strength
}

/** Where in a request a defect sits. `wire` is everything below the parameters: bytes, headers, the path's spelling. */
export type Place = 'body' | 'query' | 'path' | 'wire' | 'state' | 'method' | 'accept' | 'key'

/** The single thing that is wrong in a malformed request. */
export interface Defect {
  readonly rule: Rule
  readonly place: Place
  /** The parameters it touches: one, or all parties of a relation; none where it sits elsewhere. */
  readonly parameters: readonly string[]
}
