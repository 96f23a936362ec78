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

export type Action = 'list' | 'create' | 'read' | 'update' | 'delete'

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
}

export interface Identity {
  readonly restricted: boolean
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
  readonly rule: 'absent' | 'null' | 'blank' | 'type' | 'format' | 'reference' | 'unique' | 'unknown'
  readonly param: string
  readonly message: string
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
