import type { Clause } from './clause.ts'
import type { KeyForm } from './credentials.ts'
import type { Rule, RuleEntry } from './defect.ts'
import type { JsonSchema } from './json-schema.ts'
import type { Operation, PathForm } from './operation.ts'
import type { Outcome, OutcomeName } from './outcome.ts'

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
  /** Codes of events that a list shows only where they, or all levels, are asked for. */
  readonly eventsOnRequest?: readonly number[]
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
  /** Deleting somebody removes all that is theirs; absent where the documents of the edition do not agree on that. */
  readonly deletesWhole?: true
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
  /** A filter lets through what matches, all of it and nothing else, in the order that is asked for. */
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
