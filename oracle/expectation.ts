import type { Defect, Strength } from '../contract/defect.ts'
import type { ResourceName } from '../contract/operation.ts'
import type { OutcomeName } from '../contract/outcome.ts'

/**
 * What the oracle needs to know to judge a group of linked exchanges. Plain JSON: it stands in evidence beside them.
 */
export interface Expectation {
  /** One entry for each step of the case, in order. */
  readonly steps: readonly Expected[]
  /** What must hold between the steps. */
  readonly relations: readonly Relation[]
  readonly target: TargetFacts
  /**
   * Each step starts from the state that those before it have led to. Once something has gone wrong nobody documents what
   * that state is, so that nothing is judged which shows later.
   */
  readonly chained?: boolean
}

/** What a judgement may depend on besides the exchanges. */
export interface TargetFacts {
  /** Other people change the target meanwhile. */
  readonly shared: boolean
  /** IANA zone of the account, where it is known: a date is its midnight there. */
  readonly timeZone?: string
  /** Members of a person that hold the value of a credential, by the slugs of the account's types: ids of the types. */
  readonly slugs?: Readonly<Record<string, number>>
  /** Resources of which the run has deleted some that may still be there: it was answered with 202. */
  readonly deletedLater?: readonly ResourceName[]
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
  /**
   * It may as well be refused, in one of these ways: others who are after the same at the same time may have been
   * faster. `defect` is what is wrong with it then; absent where nothing is, but that it came at a bad time.
   */
  readonly otherwise?: { readonly outcomes: readonly OutcomeName[]; readonly defect?: Defect }
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
  /** The credentials that step `write` gave somebody by the slugs of their types are those that step `list` shows. */
  | { readonly kind: 'held'; readonly write: number; readonly list: number }
  /** Step `refused` changed nothing of what `before` and `after` show. */
  | { readonly kind: 'unchanged'; readonly refused: number; readonly before: number; readonly after: number }
  /**
   * Step `refused` created nothing: the list `list` shows nothing that carries `marker`. `unknown`: the documents do not
   * say whether it may have, so that what it created is only noted.
   */
  | {
      readonly kind: 'nothing-created'
      readonly refused: number
      readonly list: number
      readonly marker: string
      readonly unknown?: true
    }
  /**
   * Step `refused` added nothing: the lists `before` and `after` show the same ids, of everybody or of one person where
   * others stand on them too.
   */
  | {
      readonly kind: 'same-list'
      readonly refused: number
      readonly before: number
      readonly after: number
      readonly person?: string
    }
  /** Step `refused` wanted a second one of what the steps `writes` wrote; its refusal with 409 shows the first. */
  | { readonly kind: 'existing'; readonly writes: readonly number[]; readonly refused: number }
  /** Step `accepted` was accepted although it need not have been; what `read` shows must still be valid. */
  | { readonly kind: 'still-valid'; readonly accepted: number; readonly read: number }
  /**
   * What step `create` created stands once in the list of step `list`. `whole`: others stand on it too, so that it may be
   * on another page unless all of the list is there.
   */
  | { readonly kind: 'listed'; readonly create: number; readonly list: number; readonly whole?: true }
  /**
   * What step `create` created, since deleted, does not stand in the list of step `list`. `unknown`: the documents do not
   * say whether it was deleted, so that it is only noted where it still stands there.
   */
  | { readonly kind: 'unlisted'; readonly create: number; readonly list: number; readonly unknown?: true }
  /** Steps `plain` and `form` read the same thing by two documented spellings; `clause` says that they may. */
  | { readonly kind: 'same-resource'; readonly plain: number; readonly form: number; readonly clause: string }
  /** The update of step `write` replaced what it wrote to: what it does not name is what it is by default. */
  | { readonly kind: 'replaced'; readonly write: number; readonly read: number }
  /**
   * The same of members without a default: what step `write` does not name, and what step `named` shows as somebody has
   * named it, is not what step `read` shows, unless step `never` showed that too, before anybody had.
   */
  | {
      readonly kind: 'forgotten'
      readonly write: number
      readonly read: number
      readonly never: number
      readonly named: number
    }
  /** The wish of step `command` must not have let anybody in; `read` shows what became of it. */
  | { readonly kind: 'not-admitted'; readonly command: number; readonly read: number }
  /** What step `read` shows became of the wish of step `command` is of the door that was asked. */
  | { readonly kind: 'wished'; readonly command: number; readonly read: number }
  /** What the command of step `command` sets is what step `read` shows of its door. */
  | { readonly kind: 'commanded'; readonly command: number; readonly read: number }
  /** The steps `writes` wrote to one thing, one after the other; step `read` shows it, by itself or in a list. */
  | { readonly kind: 'accumulated'; readonly writes: readonly number[]; readonly read: number }
  /** Steps `first` and `again` read one thing, after `writes` and with nothing written to it in between. */
  | {
      readonly kind: 'repeated'
      readonly first: number
      readonly again: number
      readonly writes: readonly number[]
    }
  /**
   * The list of step `list` shows what its query asks for. `plain` is the same list without the filter, asked for before;
   * of what it shows, what the steps `own` created is there too if it matches, or everything where there is no `own`.
   * `ahead`: the query's bound of time lies in the future.
   */
  | {
      readonly kind: 'filtered'
      readonly list: number
      readonly plain?: number
      readonly own?: readonly number[]
      readonly ahead?: true
    }
  /**
   * Each of `walks` goes through the pages of one list, on which stands what the steps `own` created. `grows`: others add
   * to it meanwhile; the second half of the walks repeats the first, so that it shows whether they did.
   */
  | {
      readonly kind: 'pages'
      readonly walks: readonly (readonly number[])[]
      readonly own: readonly number[]
      readonly grows?: true
    }
  /**
   * Steps `claims` were sent at once and want what only one can have; `list` shows afterwards who has it. Step `control`
   * asked for what somebody had already: where that is not refused, nothing is said of races.
   */
  | {
      readonly kind: 'race-for-one'
      readonly claims: readonly number[]
      readonly list?: number
      readonly control: number
    }
  /**
   * Steps `burst` are more than the target takes at once, so that some of them have to be refused; `mayBeServed` where
   * nobody knows how much that is. Step `again` was sent when the wait was over that the refusals asked for.
   */
  | {
      readonly kind: 'limited'
      readonly burst: readonly number[]
      readonly again: number
      readonly mayBeServed?: true
    }
  /**
   * Step `deletion` was sent together with `updates` of the same thing; `read` asks for it afterwards. Step `control`
   * asked for something that had been deleted in peace: it has to be refused, or nothing is said of races.
   */
  | {
      readonly kind: 'race-with-deletion'
      readonly deletion: number
      readonly updates: readonly number[]
      readonly read: number
      readonly control: number
    }
  /**
   * Steps `updates` were sent at once and write different members of one thing, which `read` shows afterwards. In
   * `control` the same was done one after the other: what did not last there says nothing of races.
   */
  | {
      readonly kind: 'race-of-updates'
      readonly updates: readonly number[]
      readonly read: number
      readonly control: { readonly writes: readonly number[]; readonly read: number }
    }
