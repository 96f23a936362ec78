import type { Credentials } from '../contract/credentials.ts'
import type { Defect } from '../contract/defect.ts'
import type { PathForm } from '../contract/operation.ts'

/**
 * Requests as the generators draw them: plain JSON in which everything that only the run can know is a symbol. So the
 * same seed gives the same drafts, whatever the target holds and whenever it is asked.
 */

/** Stands for a value that is known only when the request is sent. */
export type Symbolic =
  /** Id of something that the case or its set-up made, by the name it was given. */
  | { readonly $: 'made'; readonly of: string }
  /**
   * The k-th thing of a kind that exists on the target, counted round; `distinct` where only that very one will do, so
   * that nothing is sent without it.
   */
  | { readonly $: 'fixture'; readonly of: FixtureKind; readonly index: number; readonly distinct?: true }
  /** A well-formed id that never existed. */
  | { readonly $: 'unknown'; readonly of: 'number' | 'credential'; readonly index: number }
  /** A value that nothing on the target has. Equal slots of one case are equal. */
  | { readonly $: 'unique'; readonly of: UniqueKind; readonly slot: number }
  /** A credential value that nothing has, in the form that the k-th credential type takes. */
  | {
      readonly $: 'credential-value'
      readonly index: number
      readonly slot: number
      readonly leadingZero: boolean
      /** Of which types the k-th is meant; of all to which values can be assigned where absent. */
      readonly of?: 'card-type' | 'pin-type'
      /** What keeps it from being a PIN. */
      readonly spoilt?: PinSpoiling
    }
  | Slug
  /** A day, counted from the day on which the run began. */
  | { readonly $: 'date'; readonly days: number }
  /** The URL that may be told of events, with the marker of a slot. */
  | { readonly $: 'callback-url'; readonly slot: number }
  | Instant

/** A moment, counted from the midnight (UTC) of the day on which the run began. */
export interface Instant {
  readonly $: 'instant'
  readonly days: number
  readonly minutes: number
  readonly seconds?: number
  /** Minutes by which the clock that writes it is ahead of UTC; written in UTC where absent. */
  readonly offset?: number
}

/** The member of a person that holds the value of their credential of the k-th type. */
export interface Slug {
  readonly $: 'slug'
  readonly of: 'card-type' | 'pin-type'
  readonly index: number
}

/** Ways in which a value is no PIN: fewer than four digits, more than eight, others than digits. */
export type PinSpoiling = 'short' | 'long' | 'letters' | 'blank'

export type FixtureKind =
  | 'group'
  | 'channel'
  | 'event'
  | 'site'
  | 'credential-type'
  | 'card-type'
  | 'pin-type'
  /** An event that no wish to be let in has left. */
  | 'other-event'
  | 'hidden-person'
  /** Things of another account. */
  | 'foreign-person'
  | 'foreign-credential'
  | 'foreign-channel'
  | 'foreign-event'
  | 'foreign-rule'
  /** A door that may be commanded, online and in no special state. */
  | 'door'
  /** A door whose encryption key may be changed. */
  | 'keyed-door'
  | 'offline-door'
  | 'locked-door'
  /** A type of credential of which no licence is left. */
  | 'exhausted-type'
  | 'reservable-channel'
  | 'reservable-group'

/** `system-id` and `email` of one slot belong together and mark what the run creates; the others are spellings of it. */
export type UniqueKind =
  | 'system-id'
  | 'system-id-beginning'
  | 'email'
  | 'email-beginning'
  | 'email-middle'
  | 'email-end'
  | 'email-plus-tag'
  | 'email-upper-case'

export type DraftValue =
  | null
  | boolean
  | number
  | string
  | Symbolic
  | readonly DraftValue[]
  | { readonly [member: string]: DraftValue }

/** A piece of a path that is sent exactly as it stands. */
export interface RawSegment {
  readonly raw: string
}

/** What is done to the bytes of a body after it has been written as JSON. Positions are in permille of the text. */
export type Mangle =
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'garble'; readonly how: GarbleKind }
  | { readonly kind: 'replace'; readonly text: string }
  | { readonly kind: 'prefix'; readonly base64: string }
  /** Invalid bytes inside the last string value: the first is the marker. */
  | { readonly kind: 'invalid-utf8'; readonly base64: string }
  | { readonly kind: 'duplicate'; readonly member: string; readonly value: string }
  | { readonly kind: 'nest'; readonly member: string; readonly depth: number }
  | { readonly kind: 'pad'; readonly member: string; readonly bytes: number }

export type GarbleKind =
  | 'trailing-comma'
  | 'no-colon'
  | 'wrong-close'
  | 'extra-close'
  | 'no-open'
  | 'bare-key'
  | 'single-quotes'

export interface DraftBody {
  readonly value: DraftValue
  /** Members whose names only the target knows: a person's credentials by the slugs of their types. */
  readonly named?: readonly (readonly [name: Slug, value: DraftValue])[]
  readonly mangle?: Mangle
}

export interface Draft {
  readonly operation: string
  /** The operation's own where absent. */
  readonly method?: string
  /** Documented spelling of the path; the plain one where absent. */
  readonly form?: PathForm
  readonly path: Readonly<Record<string, DraftValue | RawSegment>>
  /** Sent in place of the whole path. */
  readonly rawPath?: string
  /** Put behind the path. */
  readonly suffix?: string
  readonly query: readonly (readonly [name: string, value: DraftValue])[]
  /** `Accept`; null for none. */
  readonly accept: string | null
  /** `Content-Type` of a body; null for none. */
  readonly contentType?: string | null
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly credentials?: Credentials
  readonly body?: DraftBody
}

/** A request with exactly one defect, and the same request without it. */
export interface Malformed {
  readonly request: Draft
  readonly twin: Draft
  readonly defect: Defect
}

export const made = (of: string): Symbolic => ({ $: 'made', of })
export const fixture = (of: FixtureKind, index: number): Symbolic => ({ $: 'fixture', of, index })
export const instant = (days: number, minutes: number): Instant => ({ $: 'instant', days, minutes })
export const unique = (of: UniqueKind, slot = 0): Symbolic => ({ $: 'unique', of, slot })

export const isSymbolic = (value: unknown): value is Symbolic =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, '$')

export const isRaw = (value: DraftValue | RawSegment): value is RawSegment =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'raw')
