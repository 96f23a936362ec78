import type { Source } from './clause.ts'
import type { Outcome } from './outcome.ts'

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
  readonly outcome: 'read' | 'created' | 'updated' | 'deleted' | 'commanded' | 'admitted' | 'authorised'
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
  /** Other names under which members of the body are documented, each with the member's own. */
  readonly otherNames?: Readonly<Record<string, string>>
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
