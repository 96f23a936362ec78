import type { Outcome } from './refusals.ts'

/** The kinds of things that have a path of their own. */
export type Kind =
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

/** What a documented method does. Commands are what is asked of a channel. */
export type Action = 'list' | 'create' | 'read' | 'update' | 'delete' | 'command'

/** Where a path leads, before anybody looks whether the ids in it exist. */
export interface Place {
  readonly kind: Kind
  /** The documented methods of this path and what each of them does. */
  readonly actions: Readonly<Record<string, Action>>
  readonly singular: boolean
  /** True for `/people/{person_id}/credentials` and what is below it. */
  readonly nested: boolean
  /** What stands after the last dot, in lower case. */
  readonly suffix: string | undefined
  readonly id: string | undefined
  readonly personId: string | undefined
  /** The id of what a path leads below, such as the channel of a command. */
  readonly parentId: string | undefined
  /** What stands after that id, such as the name of a command. */
  readonly below: string | undefined
}

/** The accounts of the seed: the one that is tested, and somebody else's. */
export type AccountName = 'first' | 'other'

export interface Identity {
  readonly restricted: boolean
  readonly account: AccountName
}

export interface Presented {
  readonly key: string | undefined
  readonly form: 'bearer' | 'basic' | 'query' | 'none'
  readonly malformed: boolean
}

/** What became of reading the body as JSON. */
export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string }

export type Members = Record<string, unknown>

/** One thing that is wrong with one parameter. */
export interface Problem {
  readonly rule:
    | 'absent'
    | 'null'
    | 'blank'
    | 'type'
    | 'format'
    | 'reference'
    | 'unique'
    | 'unknown'
    | 'limit'
    | 'order'
    | 'range'
  readonly param: string
  readonly message: string
  /** What the problem comes to, where its rule does not say. */
  readonly outcome?: Outcome
  /** What is answered in place of an error, such as what is there already. */
  readonly body?: unknown
}

export type State = 'live' | 'gone' | 'never' | 'hidden'

export interface Found<Record> {
  readonly state: State
  /** Present unless the state is `never`. */
  readonly record: Record | undefined
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Without a content type there is no body. */
  readonly contentType: string | undefined
  readonly body: unknown
  /** Sent instead of the serialised body. */
  readonly text?: string
}
