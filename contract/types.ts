/**
 * The vocabulary of a contract: what is documented, as data. Nothing here sends, generates or judges.
 */

/** How binding a clause is, in the sense of RFC 2119. */
export type Level = 'MUST' | 'SHOULD' | 'MAY'

/** Where a requirement comes from, so that an accusation can cite its sentence. */
export interface Source {
  readonly document: string
  readonly section: string
}

/** One requirement of an edition. Ids are frozen: never reused, never renumbered. */
export interface Clause {
  readonly id: string
  readonly level: Level
  /** The requirement in our own words: what the endpoint does, in the present tense. */
  readonly statement: string
  readonly source: Source
  /** Why no cell exercises this clause. Present exactly where none does. */
  readonly unexercised?: string
}

/** What a request deserves, named without status codes. */
export type OutcomeName =
  | 'read'
  | 'created'
  | 'updated'
  | 'deleted'
  | 'commanded'
  | 'admitted'
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

export type ResourceName =
  | 'account'
  | 'people'
  | 'credentials'
  | 'credential_types'
  | 'groups'
  | 'roles'
  | 'sites'
  | 'channels'
  | 'events'
  | 'reservations'
  | 'group_reservations'
  | 'notification_rules'
  | 'admission_requests'
  | 'sync'
  | 'oauth'

/** A `command` changes the state of something without creating, updating or deleting it. */
export type Action = 'list' | 'read' | 'create' | 'update' | 'delete' | 'command'

/** How a door stands after a command: what its `mode`, its `lockdown` or its `auto_unlock` shows. */
export type DoorEffect = 'unlocked' | 'normal' | 'locked-down' | 'not-locked-down' | 'scheduled'

/** Another documented spelling of an operation's path, which a target may claim to serve. */
export type PathForm = 'singular' | 'suffix'

export interface Operation {
  readonly id: string
  readonly action: Action
  readonly resource: ResourceName
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path template relative to the target's base, with `{name}` for path parameters. */
  readonly path: string
  /** Documented alternatives of `path`, by the form that a target claims. */
  readonly variants: Readonly<Partial<Record<PathForm, string>>>
  /** What a request in order deserves. */
  readonly outcome: 'read' | 'created' | 'updated' | 'deleted' | 'commanded' | 'admitted'
  /** What its success is answered with, where that differs from the outcome's row. */
  readonly success?: Pick<Outcome, 'must' | 'should'>
  /** Schema of one returned resource; lists return arrays of it. */
  readonly schema: string
  /** Schema of the request body, where there is one. */
  readonly body?: string
  /**
   * Moves doors, or is otherwise felt outside the records of the account: sent only where the target's owner allows it.
   */
  readonly acts?: 'doors' | 'reservations' | 'rules' | 'sync' | 'tokens' | 'browser'
  /** Seconds that may have to pass until it succeeds again, by the longest that the documents name. */
  readonly limit?: number
  /** What a command does to a door that can be seen afterwards. */
  readonly effect?: DoorEffect
  /** How the body is written: JSON where absent. */
  readonly bodyForm?: 'form'
  /** A success may be answered in plain text. */
  readonly anyText?: boolean
  /**
   * Members that every body of this update names: the edition does not say that it may be partial, and they would be
   * required if it replaced the whole.
   */
  readonly least?: readonly string[]
  /** The member that may stand around the body's members, where the articles show both forms. */
  readonly wrapper?: string
  /** Schema of the query parameters, where there are any. */
  readonly query?: string
  /** Filters of a list that match a part of what they ask for, in any case. */
  readonly partialFilters?: readonly string[]
  /** Identifiers of the resource have no documented form. */
  readonly opaqueId?: boolean
  readonly source: Source
}

/** JSON Schema 2020-12, as far as this project reads it. */
export interface JsonSchema {
  readonly $id?: string
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly uniqueItems?: boolean
  readonly anyOf?: readonly JsonSchema[]
  readonly description?: string
}

/** A contract as it was published, read from one set of documents that belong together. */
export interface Edition {
  readonly name: string
  readonly clauses: readonly Clause[]
  readonly outcomes: Readonly<Record<OutcomeName, Outcome>>
  /** Statuses that the document's table lists. */
  readonly statuses: readonly number[]
  readonly operations: readonly Operation[]
  readonly schemas: Readonly<Record<string, JsonSchema>>
  /** What an edition says of a broken rule. No entry means that the request may be accepted. */
  ruleFor(operation: Operation, rule: Rule, parameter?: string): RuleEntry
  /** Names other than its own by which an answer may call a parameter. */
  readonly aliases: Readonly<Record<string, readonly string[]>>
  /** What the body of a refusal consists of. */
  readonly refusal: RefusalBody
  /** Lists as the edition describes their pages. */
  readonly paging: {
    /** Headers, in lower case, in which a list counts: its page, the size of a page, and all that there is. */
    readonly page?: string
    readonly size: string
    readonly total: string
    /** `total` may count what is on the page as well. */
    readonly ambiguous?: true
    /** Lists "might" have pages: one that shows none is not held to them. */
    readonly optional?: true
  }
  /** Forms besides the plain one that a target may claim, and the clause that then holds. */
  readonly forms: {
    readonly paths: Readonly<Partial<Record<PathForm, string>>>
    readonly keys: Readonly<Partial<Record<KeyForm, string>>>
  }
  /** Clauses that judge what any answer may show, by what they judge. */
  readonly general: GeneralClauses
}

/** Clauses that are not tied to one outcome: the oracle looks them up by their part. */
export interface GeneralClauses {
  readonly status: string
  readonly class: string
  readonly serverError: string
  readonly errorJson: string
  readonly errorObject: string
  readonly successJson: string
  readonly resource: string
  readonly readBack: string
  readonly noEffect: string
  readonly accepted: string
  readonly listed: string
  readonly unlisted: string
  /** Whoever accepts JSON is served. */
  readonly acceptsJson: string
  /** A second credential of one type is answered with the first, where it is answered with 409. */
  readonly existing?: string
  /** Pages are the whole, and their headers say how much that is. */
  readonly paging?: string
  /** A filter lets through what matches, all of it and nothing else. */
  readonly filter?: string
  /** An update leaves alone what it does not name. */
  readonly partial?: string
  /** An update replaces the whole. */
  readonly replaced?: string
  /** What a command sets is what is shown afterwards. */
  readonly commanded?: string
  /** Of creations at once that exclude one another, one succeeds at most. */
  readonly raceUnique?: string
  /** An update at the same time as a deletion does not revive what is deleted. */
  readonly raceDelete?: string
  /** Updates of different members at the same time both last. */
  readonly racePartial?: string
}

/** What the body of a refusal consists of, by the clauses that ask for it. */
export type RefusalBody =
  /** `type`, `message` and `param`, at top level or inside `error`. */
  | {
      readonly kind: 'attributes'
      readonly type: string
      readonly typeValue: string
      readonly message: string
      readonly messageText: string
      readonly param: string
      readonly paramFaulty: string
      readonly paramSound: string
    }
  /** `error`, `error_description`, `errors` by field, and `retry_in` of what came too often. */
  | {
      readonly kind: 'errors'
      readonly error: string
      readonly errorType: string
      readonly description: string
      readonly errors: string
      readonly errorsFaulty: string
      readonly errorsSound: string
      readonly retryIn: string
    }

/** How a key travels. */
export type KeyForm = 'bearer' | 'basic' | 'query'

/** Who a request claims to be; the key itself is never part of an exchange. */
export type Credentials =
  | {
      readonly kind: 'key'
      readonly identity: 'full' | 'restricted' | 'expired' | 'other'
      readonly form?: KeyForm
      /** What stands beside the key in HTTP Basic; any will do. */
      readonly password?: string
    }
  /** No credentials at all. */
  | { readonly kind: 'none' }
  /** The form's place for a key, with nothing in it. */
  | { readonly kind: 'empty'; readonly form?: KeyForm }
  /** A key of the usual length that nobody was given. */
  | { readonly kind: 'unknown'; readonly form?: KeyForm }
  /** The full key without its last character. */
  | { readonly kind: 'truncated'; readonly form?: KeyForm }
  /** The full key and one more character. */
  | { readonly kind: 'lengthened'; readonly form?: KeyForm }
  /** The full key with capitals for small letters and the reverse; one that nobody was given where it has no letters. */
  | { readonly kind: 'recased'; readonly form?: KeyForm }
  /** The full key behind a scheme that is none. */
  | { readonly kind: 'scheme'; readonly scheme: string }
  /** The OAuth client of the target's description, in HTTP Basic or as members of a form. */
  | { readonly kind: 'client'; readonly in: 'header' | 'form' }
  /** A literal Authorization header that holds no key. */
  | { readonly kind: 'header'; readonly value: string }
