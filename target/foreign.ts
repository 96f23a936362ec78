import type { Credentials } from '../contract/credentials.ts'
import type { ResourceName } from '../contract/operation.ts'
import type { Exchange } from '../oracle/exchange.ts'
import type { TargetDescription } from './description.ts'
import { TargetError } from './errors.ts'
import { type Fixtures, type ForeignKind, foreignKinds } from './fixtures.ts'
import { accountIn, ids, type Member, membersIn } from './members.ts'

/** Reads the plain form of a list or of a thing, with the full key unless told otherwise; `value` is that of a 200. */
export type Read = (
  resource: ResourceName,
  action: 'list' | 'read',
  how?: {
    readonly path?: string
    readonly query?: string
    readonly credentials?: Credentials
    readonly once?: boolean
  },
) => Promise<{ exchange: Exchange; value: unknown }>

type Found = NonNullable<Fixtures['foreign']>

/** Where the other key looks for a thing of each kind, and what its owner calls it. */
const lists: Readonly<
  Record<
    ForeignKind,
    { readonly resource: ResourceName; readonly query: string; readonly named: keyof TargetDescription['fixtures'] }
  >
> = {
  person: { resource: 'people', query: '?per_page=1', named: 'foreignPerson' },
  credential: { resource: 'credentials', query: '?per_page=1', named: 'foreignCredential' },
  channel: { resource: 'channels', query: '?per_page=1', named: 'foreignChannel' },
  event: { resource: 'events', query: '?n=1', named: 'foreignEvent' },
  rule: { resource: 'notification_rules', query: '', named: 'foreignRule' },
}

/**
 * Ids of a second account: those that its owner names, and otherwise the first that its own key shows and that `ours`, the
 * lists of the first account, do not.
 *
 * @throws TargetError if that key belongs to the first account: then none of them is foreign
 */
export const foreignThings = async (
  account: string | undefined,
  { fixtures: described, identities, url, absent }: TargetDescription,
  read: Read,
  ours: (resource: ResourceName) => Promise<readonly Member[]>,
): Promise<Found> => {
  const named: Found = Object.fromEntries(
    foreignKinds.flatMap((kind) => {
      const id = described[lists[kind].named]
      return id === undefined ? [] : [[kind, id]]
    }),
  )
  if (identities.other === undefined) return named
  const credentials: Credentials = { kind: 'key', identity: 'other' }
  const theirs = accountIn((await read('account', 'read', { credentials })).value)
  if (theirs === undefined) return named
  if (theirs.id === account) {
    throw new TargetError(
      `The other key belongs to account ${theirs.id} of ${url} too; describe the key of a second account.`,
    )
  }
  const found = await Promise.all(
    foreignKinds.map(async (kind) => {
      const { resource, query } = lists[kind]
      if (absent.includes(resource) || named[kind] !== undefined) return []
      const theirs = ids(membersIn((await read(resource, 'list', { query, credentials })).value))
      if (theirs.length === 0) return []
      // Where each account counts for itself, the same id may be ours as well.
      const known = new Set(ids(await ours(resource)).map(String))
      const id = theirs.find((one) => !known.has(String(one)))
      return id === undefined ? [] : [[kind, id] as const]
    }),
  )
  return { ...Object.fromEntries(found.flat()), ...named }
}
