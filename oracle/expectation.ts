import type { Defect, OutcomeName, Strength } from '../contract/types.ts'

/**
 * What the oracle needs to know to judge a group of linked exchanges. Plain JSON: it stands in evidence beside them.
 */
export interface Expectation {
  /** One entry for each step of the case, in order. */
  readonly steps: readonly Expected[]
  /** What must hold between the steps. */
  readonly relations: readonly Relation[]
  readonly target: TargetFacts
}

/** What a judgement may depend on besides the exchanges. */
export interface TargetFacts {
  /** Other people change the target meanwhile. */
  readonly shared: boolean
  /** IANA zone of the account, where it is known: a date is its midnight there. */
  readonly timeZone?: string
}

/** What one request deserves. */
export interface Expected {
  readonly operation: string
  readonly outcome: OutcomeName
  /**
   * `succeed`: in order and plain, so it must. `may-refuse`: valid but exotic, so a documented refusal is only noted.
   * Otherwise how strongly the defect must be refused.
   */
  readonly strength: 'succeed' | 'may-refuse' | Strength
  readonly defect?: Defect
  /** The clause that a wrong status breaks, where it is not the outcome's own. */
  readonly clause?: string
  /** The refusal may have any body: the documents cannot be expected to reach this far below the parameters. */
  readonly anyBody?: boolean
  /** A connection closed without an answer is an answer: the request is one that servers cut off. */
  readonly mayDisconnect?: boolean
  /** 502, 503 or 504 came again and again while the valid twin succeeded: they are this request's answer. */
  readonly recurring?: boolean
}

/** Steps are named by their position in the case. A relation whose steps were not sent says nothing. */
export type Relation =
  /** What step `write` wrote is what step `read` shows. */
  | { readonly kind: 'read-back'; readonly write: number; readonly read: number }
  /** Step `refused` changed nothing of what `before` and `after` show. */
  | { readonly kind: 'unchanged'; readonly refused: number; readonly before: number; readonly after: number }
  /** Step `refused` created nothing: the list `list` shows nothing that carries `marker`. */
  | { readonly kind: 'nothing-created'; readonly refused: number; readonly list: number; readonly marker: string }
  /** Step `refused` added nothing: the lists `before` and `after` show the same ids. */
  | { readonly kind: 'same-list'; readonly refused: number; readonly before: number; readonly after: number }
  /** Step `accepted` was accepted although it need not have been; what `read` shows must still be valid. */
  | { readonly kind: 'still-valid'; readonly accepted: number; readonly read: number }
  /** What step `create` created stands once in the list of step `list`. */
  | { readonly kind: 'listed'; readonly create: number; readonly list: number }
  /** What step `create` created, since deleted, does not stand in the list of step `list`. */
  | { readonly kind: 'unlisted'; readonly create: number; readonly list: number }
  /** Steps `plain` and `form` read the same thing by two documented spellings; `clause` says that they may. */
  | { readonly kind: 'same-resource'; readonly plain: number; readonly form: number; readonly clause: string }
