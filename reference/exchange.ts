import type { EditionName } from './edition.ts'
import type { Gates } from './gates.ts'
import type { Refusal } from './refusals.ts'
import type { Accounts, Store } from './store.ts'
import type { Tokens } from './tokens.ts'
import type { Action, Answer, Identity, Members, Place, Presented } from './types.ts'

/** One request and everything that was found out about it so far. */
export interface Exchange {
  readonly edition: EditionName
  /** Every account, by its name. */
  readonly accounts: Accounts
  readonly tokens: Tokens
  /** What every request has to pass. */
  readonly gates: Gates
  /** The account of whoever asks; the first one until that is known. */
  store: Store
  readonly requested: string
  readonly path: string
  readonly query: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly raw: Buffer | undefined
  method: string
  presented: Presented | undefined
  identity: Identity | undefined
  place: Place | undefined
  action: Action | undefined
  /** The members of the body, unwrapped. */
  members: Members | undefined
  /** Does what was asked for, whether or not anything speaks against it. */
  commit: (() => Answer) | undefined
  refusal: Refusal | undefined
}
