import type { Edition } from '../contract/edition.ts'
import { operationOf } from '../contract/lookup.ts'
import type { Draft, Slug, Symbolic } from '../generators/draft.ts'
import { made } from '../generators/draft.ts'
import type { Expected, Relation } from '../oracle/expectation.ts'
import type { RecipeName } from '../target/recipe-keeper.ts'

/** One request of a case and what it deserves. */
export interface Step {
  readonly draft: Draft
  readonly expected: Omit<Expected, 'operation'>
  /**
   * Sent only if an earlier step was answered so; `filled` or `empty`: accepted, with a list on which something stands or
   * nothing does. `unlike`: what it made is not what that step had made before; `shows`: what it read has that member.
   */
  readonly when?: {
    readonly step: number
    /** `done` is accepted at once: 202 says that it will be, and not when. */
    readonly is: 'accepted' | 'done' | 'refused' | 'filled' | 'empty'
    readonly unlike?: number
    readonly shows?: Slug
  }
  /** Name under which later steps find what this one creates. */
  readonly makes?: string
  /** Not sent again after 429: that answer is what it is about. */
  readonly once?: true
  /** Sent at the same time as its neighbours of the same number. */
  readonly together?: number
  /** Sent while the whole target is in that state, which is entered before the first such step and left after the last. */
  readonly during?: RecipeName
  /** Sent when the wait is over that the answers to these steps ask for. */
  readonly afterWaitOf?: readonly number[]
}

/** A relation of which something is known only when the case is sent. */
export type RelationDraft =
  | Exclude<Relation, { kind: 'nothing-created' | 'same-list' }>
  | (Omit<Extract<Relation, { kind: 'nothing-created' }>, 'marker'> & { readonly marker: Symbolic })
  | (Omit<Extract<Relation, { kind: 'same-list' }>, 'person'> & { readonly person?: Symbolic })

/** One generated request or sequence: plain JSON, so that a seed gives the same bytes on every machine. */
export interface Case {
  readonly steps: readonly Step[]
  readonly relations: readonly RelationDraft[]
  /** Position of the step that the case is about. */
  readonly subject: number
  /** Each step starts from what those before it have led to: it is judged up to the first thing that is wrong. */
  readonly chained?: true
}

/** The name under which the thing that a case is about is made. */
export const subjectName = 'subject'

/** Has a request be about that thing. */
export const ofSubject = (draft: Draft): Draft => ({ ...draft, path: { ...draft.path, id: made(subjectName) } })

/** A request in order, by itself. */
export const plainStep = (edition: Edition, draft: Draft, more: Partial<Step> = {}): Step => ({
  draft,
  expected: { outcome: operationOf(edition, draft.operation).outcome, strength: 'succeed' },
  ...more,
})
