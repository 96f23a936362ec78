import type { Credentials, ResourceName } from '../contract/types.ts'
import type { Exchange } from '../oracle/exchange.ts'
import type { TargetDescription } from './description.ts'
import { TargetError } from './errors.ts'
import type { Fixtures } from './fixtures.ts'
import { accountIn, ids, isMember } from './members.ts'

/** Reads the plain form of a list or of a thing, with the full key unless told otherwise; `value` is that of a 200. */
export type Read = (
  resource: ResourceName,
  action: 'list' | 'read',
  how?: { readonly path?: string; readonly query?: string; readonly credentials?: Credentials },
) => Promise<{ exchange: Exchange; value: unknown }>

/**
 * Ids of a second account: those that its owner names, and otherwise the first that its own key shows.
 *
 * @throws TargetError if that key belongs to the first account: then none of them is foreign
 */
export const foreignThings = async (
  ours: string | undefined,
  { fixtures: described, identities, url, absent }: TargetDescription,
  read: Read,
): Promise<NonNullable<Fixtures['foreign']>> => {
  const { foreignPerson: person, foreignCredential: credential, foreignChannel: channel } = described
  const named = {
    ...(person === undefined ? {} : { person }),
    ...(credential === undefined ? {} : { credential }),
    ...(channel === undefined ? {} : { channel }),
  }
  if (identities.other === undefined) return named
  const credentials: Credentials = { kind: 'key', identity: 'other' }
  const theirs = accountIn((await read('account', 'read', { credentials })).value)
  if (theirs === undefined) return named
  if (theirs.id === ours) {
    throw new TargetError(
      `The other key belongs to account ${theirs.id} of ${url} too; describe the key of a second account.`,
    )
  }
  const first = async (resource: ResourceName): Promise<number | string | undefined> => {
    if (absent.includes(resource)) return undefined
    const { value } = await read(resource, 'list', { query: '?per_page=1', credentials })
    return Array.isArray(value) ? ids(value.filter(isMember))[0] : undefined
  }
  const [people, held, channels] = await Promise.all([first('people'), first('credentials'), first('channels')])
  return {
    ...(people === undefined ? {} : { person: people }),
    ...(held === undefined ? {} : { credential: held }),
    ...(channels === undefined ? {} : { channel: channels }),
    ...named,
  }
}
