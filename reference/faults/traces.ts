import { isObject } from '../body.ts'
import type { HeldCredential, Person } from '../entities.ts'
import type { Exchange } from '../exchange.ts'
import { about, crash, overlooking, succeeded } from '../hooking.ts'
import type { Hooks } from '../hooks.ts'
import { queried } from '../lists.ts'
import type { Store } from '../store.ts'
import type { Answer } from '../types.ts'
import { broken, type Fault, fault, inBoth } from './fault.ts'

const unique = broken({ classic: ['RE-402'], current: ['CU-UNIQUE'] })
const currentUnique = broken({ current: ['CU-UNIQUE'] })

const aboutPerson = about('people')
const readingPerson = about('people', 'read')
const updatingPerson = about('people', 'update')
const deletingCredential = about('credentials', 'delete')

/** A copy that somebody keeps of each store, by what it is of. */
const cache = <Copy>() => {
  const copies = new WeakMap<Store, Map<string, Copy>>()
  return (store: Store): Map<string, Copy> => {
    const known = copies.get(store) ?? new Map<string, Copy>()
    copies.set(store, known)
    return known
  }
}

const writes = (exchange: Exchange, answer: Answer): boolean =>
  aboutPerson(exchange) && succeeded(answer) && exchange.requested !== 'GET' && exchange.requested !== 'HEAD'

/** What was answered is kept for the next reader. */
const cachedReads = (): Hooks => {
  const answers = cache<Answer>()
  return {
    answer(answer, exchange) {
      const { place, store, members } = exchange
      const kept = answers(store)
      const id = place?.id ?? ''
      if (readingPerson(exchange) && succeeded(answer) && !exchange.identity?.restricted) {
        const copy = kept.get(id)
        if (copy === undefined) kept.set(id, answer)
        return copy ?? answer
      }
      const shown = kept.get(id)?.body
      const renamed = ['first_name', 'last_name'].some(
        (name) => members?.[name] !== undefined && isObject(shown) && members[name] !== shown[name],
      )
      if (writes(exchange, answer) && (!updatingPerson(exchange) || renamed)) kept.delete(id)
      return answer
    },
  }
}

/** The list shows what was there before the last write. */
const laggingList = (): Hooks => {
  const lists = cache<ReadonlySet<Person>>()
  return {
    answer(answer, exchange) {
      const kept = lists(exchange.store)
      if (writes(exchange, answer)) {
        kept.set('before', kept.get('now') ?? new Set())
        kept.set('now', new Set(exchange.store.people.values()))
      }
      return answer
    },
    listedPeople(people, { store }) {
      const before = lists(store).get('before')
      const now = lists(store).get('now')
      return before === undefined || now === undefined
        ? people
        : people.filter((person) => before.has(person) || !now.has(person))
    },
  }
}

const asked = (person: Person, exchange: Exchange): boolean => {
  const [email, systemId] = [queried(exchange, 'email'), queried(exchange, 'system_id')]
  return (!email || person.members.email === email) && (!systemId || person.members.system_id === systemId)
}

const holderDisabled = (held: Iterable<HeldCredential>): boolean => {
  for (const { person } of held) if (person.members.enabled === false) return true
  return false
}

/** The value of a parameter that is said to be in use. */
const given = ({ members }: Exchange, param: string): string => String(members?.[param] ?? '')

export const traceFaults: readonly Fault[] = [
  fault(
    'read-outlives-update',
    inBoth('READ-BACK'),
    'Who has been read is read from a cache that only another name, a creation or a deletion clears.',
    cachedReads(),
  ),
  fault(
    'list-lags-by-one-write',
    inBoth('LISTED'),
    'Whoever was created last does not stand in the list.',
    laggingList(),
  ),
  fault(
    'deleted-last-still-listed',
    inBoth('UNLISTED', 'FILTER'),
    'Whoever was deleted last still stands in the list.',
    {
      listedPeople(people, exchange) {
        const last = [...exchange.store.gonePeople.values()].at(-1)
        return last !== undefined && asked(last, exchange) ? [...people, last] : people
      },
    },
  ),
  fault(
    'credentials-outlive-their-person',
    inBoth('UNLISTED'),
    'The credentials of somebody who has been deleted still stand in the list of all credentials.',
    {
      listedCredentials: (credentials, { place, store }) =>
        place?.nested
          ? credentials
          : [
              ...credentials,
              ...[...store.goneCredentials.values()].filter(({ person }) => store.gonePeople.has(String(person.id))),
            ],
    },
  ),
  fault(
    'deleting-one-credential-deletes-all',
    inBoth('LISTED', '200-DELETE'),
    'With one credential of somebody all others go, too.',
    {
      removes(removes, exchange) {
        const { place, store } = exchange
        const person = deletingCredential(exchange) ? store.credentials.get(place?.id ?? '')?.person : undefined
        for (const other of [...(person?.credentials ?? [])]) {
          if (String(other.id) !== place?.id) store.removeCredential(other)
        }
        return removes
      },
    },
  ),
  fault(
    'holder-cannot-be-deleted',
    broken({ classic: ['RE-200-DELETE', 'RE-500'], current: ['CU-200-DELETE', 'CU-500'] }),
    'The deletion of somebody who holds two credentials violates a foreign key.',
    {
      removes: (removes, exchange) =>
        aboutPerson(exchange) && (exchange.store.people.get(exchange.place?.id ?? '')?.credentials.length ?? 0) > 1
          ? crash()
          : removes,
    },
  ),
  fault(
    'creation-revives-a-namesake',
    inBoth('410'),
    'Creating somebody with the e-mail address of somebody who was deleted brings the latter back.',
    {
      values(values, { action, place, store }) {
        const email = action === 'create' && place?.kind === 'people' ? values.email : undefined
        const gone = [...store.gonePeople.values()].find(({ members }) => email && members.email === email)
        if (gone !== undefined) store.restorePerson(gone)
        return values
      },
    },
  ),
  fault(
    'email-of-the-disabled-free',
    unique,
    'The e-mail address of somebody who is disabled may be taken.',
    overlooking(
      ({ rule, param }, exchange) =>
        rule === 'unique' &&
        param === 'email' &&
        [...exchange.store.withEmail(given(exchange, param))].every(({ members }) => members.enabled === false),
    ),
  ),
  fault(
    'value-of-the-disabled-free',
    currentUnique,
    'The card of somebody who is disabled may be given to somebody else.',
    overlooking(
      ({ rule, param, outcome }, exchange) =>
        rule === 'unique' &&
        param !== 'email' &&
        outcome === undefined &&
        holderDisabled(exchange.store.withValue(given(exchange, param))),
    ),
  ),
  fault(
    'value-unchecked-on-update',
    currentUnique,
    'An update of a credential may take the value of another.',
    overlooking(
      ({ rule, param }, exchange) => rule === 'unique' && param === 'value' && about('credentials', 'update')(exchange),
    ),
  ),
  fault(
    'value-unchecked-through-person',
    currentUnique,
    'A card that is given with a person may be in use.',
    overlooking(({ rule, param }, exchange) => rule === 'unique' && param !== 'email' && aboutPerson(exchange)),
  ),
  fault(
    'value-unchecked-across-types',
    currentUnique,
    'Whether a value is in use is asked among credentials of the same person only.',
    overlooking(
      ({ rule, param, outcome }, exchange) =>
        rule === 'unique' && param === 'value' && outcome === undefined && about('credentials', 'create')(exchange),
    ),
  ),
]
