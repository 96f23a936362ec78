import { both, type Dialect, dialect } from './dialect.ts'
import type { Exchange } from './exchange.ts'
import type { Kept } from './records.ts'
import type { Store } from './store.ts'
import type { Found, Members } from './types.ts'

/** Milliseconds after which what was created stands on its list. */
const lag = 200

const created = new WeakMap<Store, Map<number | string, number>>()

const note = (store: Store, id: number | string): void => {
  const known = created.get(store) ?? new Map<number | string, number>()
  created.set(store, known)
  known.set(id, Date.now())
}

const hasLasted = (since: number): boolean => Date.now() - since >= lag

const createdAt = (kept: Kept): number => ('createdAt' in kept ? Date.parse(kept.createdAt) : 0)

/** What a replica that is behind still shows of a thing, and since when the others show something else. */
interface Seen {
  readonly at: number
  readonly now: Members
  readonly before: Members | undefined
}

interface Replicas {
  readonly seen: Map<string, Seen>
  turn: number
}

const replicas = new WeakMap<Store, Replicas>()

const replicasOf = (store: Store): Replicas => {
  const known = replicas.get(store) ?? { seen: new Map(), turn: 0 }
  replicas.set(store, known)
  return known
}

/** Every other reading is answered by a replica that is behind. */
const isBehind = ({ method, store }: Exchange): boolean => {
  if (method !== 'GET') return false
  const its = replicasOf(store)
  its.turn += 1
  return its.turn % 2 === 0
}

/** Ids are those of one kind of thing; a credential is shown below its person, too. */
const keyOf = (thing: object, id: unknown, { place }: Exchange): string =>
  `${'credential_type_id' in thing || 'person' in thing ? 'credentials' : place?.kind} ${id}`

const asSeen = (resource: Members, exchange: Exchange): Members => {
  const { seen } = replicasOf(exchange.store)
  const key = keyOf(resource, resource.id, exchange)
  const known = seen.get(key)
  if (exchange.method !== 'GET') seen.set(key, { at: Date.now(), now: resource, before: known?.now })
  else if (known !== undefined && !hasLasted(known.at))
    return (isBehind(exchange) ? known.before : undefined) ?? resource
  else seen.set(key, { at: 0, now: resource, before: undefined })
  return resource
}

const notThereYet = <Thing extends { readonly id: unknown }>(found: Found<Thing>, exchange: Exchange): Found<Thing> => {
  const { record } = found
  if (record === undefined) return found
  const known = replicasOf(exchange.store).seen.get(keyOf(record, record.id, exchange))
  if (known === undefined || known.before !== undefined || hasLasted(known.at) || !isBehind(exchange)) return found
  return { state: 'never', record: undefined }
}

/** How an endpoint may show a little later what it was told, by lists that another machine puts together. */
export const lagDialects: readonly Dialect[] = [
  {
    ...dialect(
      'lists-show-later',
      'Credentials, reservations and rules stand on their lists a moment after they have been created.',
      {
        credentialId: (id, { store }) => {
          note(store, id)
          return id
        },
        listedCredentials: (all, { store }) => all.filter(({ id }) => hasLasted(created.get(store)?.get(id) ?? 0)),
        listedKept: (kept) => kept.filter((one) => hasLasted(createdAt(one))),
      },
      both,
    ),
    settleTime: 2_000,
  },
  {
    ...dialect(
      'two-replicas',
      'Two machines answer what is read in turn, and one of them hears a moment later of what has been written.',
      {
        shown: asSeen,
        foundPerson: notThereYet,
        foundCredential: notThereYet,
        foundKept: notThereYet,
      },
      both,
    ),
    settleTime: 1_000,
  },
]
