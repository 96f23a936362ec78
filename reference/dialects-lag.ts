import { both, type Dialect, dialect } from './dialect.ts'
import type { Kept } from './records.ts'
import type { Store } from './store.ts'

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
]
