import type { EditionName } from './edition.ts'
import type { CredentialType, Entity, HeldCredential, Person } from './entities.ts'
import { hashid } from './hashid.ts'
import { Records } from './records.ts'
import { type AccountSeed, seedOf } from './seed.ts'
import type { AccountName, Members } from './types.ts'

type ListedKind = 'credential_types' | 'groups' | 'roles' | 'sites' | 'channels' | 'events'

const byId = (entities: readonly Entity[]): ReadonlyMap<string, Entity> =>
  new Map(entities.map((entity) => [String(entity.id), entity]))

const folded = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Everything that belongs to one account. What stands in another store does not exist for whoever asks here. */
export class Store {
  readonly edition: EditionName
  readonly account: Members
  /** The zone of the account, as IANA names it. */
  readonly timeZone: string
  readonly credentialTypes: readonly CredentialType[]
  readonly lists: Readonly<Record<ListedKind, readonly Entity[]>>
  readonly entities: Readonly<Record<'groups' | 'roles' | 'channels' | 'events', ReadonlyMap<string, Entity>>>
  readonly records: Records
  readonly people = new Map<string, Person>()
  readonly credentials = new Map<string, HeldCredential>()
  /** What was deleted: kept, so that it can be told from what never existed. */
  readonly gonePeople = new Map<string, Person>()
  readonly goneCredentials = new Map<string, HeldCredential>()
  readonly #emails = new Map<string, Set<Person>>()
  readonly #systemIds = new Map<string, Set<Person>>()
  readonly #values = new Map<string, Set<HeldCredential>>()
  #lastPerson = 0
  #lastCredential: number
  #lastPin = 4_821

  constructor(seed: AccountSeed, edition: EditionName) {
    this.edition = edition
    this.account = seed.account
    this.timeZone = seed.timeZone
    this.credentialTypes = seed.credentialTypes
    this.#lastCredential = seed.credentialsFrom
    for (const { id, hidden, createdAt, members } of seed.people) {
      const person: Person = { id, hidden, createdAt, updatedAt: createdAt, members: {}, credentials: [] }
      this.#lastPerson = Math.max(this.#lastPerson, id)
      this.people.set(String(id), person)
      this.write(person, members)
      for (const type of this.credentialTypes) {
        if (members[type.slug] !== undefined) this.addCredential(person, type, members[type.slug])
      }
    }
    this.records = new Records(seed.records, seed.channels, seed.events, this.people)
    this.lists = {
      credential_types: seed.credentialTypes.map(({ id, label, slug, code }): Entity => ({ id, label, slug, code })),
      groups: seed.groups,
      roles: seed.roles,
      sites: seed.sites,
      channels: this.records.channelList,
      events: this.records.eventList,
    }
    this.entities = {
      groups: byId(seed.groups),
      roles: byId(seed.roles),
      channels: this.records.channels,
      events: this.records.events,
    }
  }

  addPerson(now: string): Person {
    this.#lastPerson += 1
    const id = this.#lastPerson
    const person: Person = { id, hidden: false, createdAt: now, updatedAt: now, members: {}, credentials: [] }
    this.people.set(String(id), person)
    return person
  }

  /** Takes over the given members and leaves all others as they are. */
  write(person: Person, members: Members): void {
    this.#index(person, false)
    for (const name of Object.keys(members)) {
      if (!this.credentialTypes.some((type) => type.slug === name)) person.members[name] = members[name]
    }
    // Who is gone keeps nothing that others could not have.
    if (this.people.has(String(person.id))) this.#index(person, true)
  }

  removePerson(person: Person): void {
    for (const credential of [...person.credentials]) this.removeCredential(credential)
    this.#index(person, false)
    this.people.delete(String(person.id))
    this.gonePeople.set(String(person.id), person)
  }

  restorePerson(person: Person): void {
    this.gonePeople.delete(String(person.id))
    this.people.set(String(person.id), person)
    this.#index(person, true)
  }

  addCredential(
    person: Person,
    type: CredentialType,
    value: unknown,
    mint = (id: number | string): number | string => id,
  ): HeldCredential {
    this.#lastCredential += 1
    const id = this.edition === 'current' ? hashid(this.#lastCredential) : this.#lastCredential
    const credential: HeldCredential = { id: mint(id), person, type, value }
    person.credentials.push(credential)
    this.credentials.set(String(credential.id), credential)
    index(this.#values, textOf(value), credential, true)
    return credential
  }

  removeCredential(credential: HeldCredential): void {
    const held = credential.person.credentials
    const position = held.indexOf(credential)
    if (position >= 0) held.splice(position, 1)
    index(this.#values, textOf(credential.value), credential, false)
    this.credentials.delete(String(credential.id))
    this.goneCredentials.set(String(credential.id), credential)
  }

  assign(credential: HeldCredential, value: unknown): void {
    index(this.#values, textOf(credential.value), credential, false)
    credential.value = value
    if (this.credentials.has(String(credential.id))) index(this.#values, textOf(value), credential, true)
  }

  held(person: Person, typeId: number): HeldCredential | undefined {
    return person.credentials.find((credential) => credential.type.id === typeId)
  }

  withEmail(email: unknown): ReadonlySet<Person> {
    return this.#emails.get(folded(email) ?? '') ?? new Set()
  }

  withValue(value: string): ReadonlySet<HeldCredential> {
    return this.#values.get(value) ?? new Set()
  }

  withSystemId(systemId: string): ReadonlySet<Person> {
    return this.#systemIds.get(systemId) ?? new Set()
  }

  /** Six digits that nobody else has. */
  newPin(): string {
    do {
      // A linear congruence of full period: every six digits come once before any comes twice.
      this.#lastPin = (this.#lastPin * 21 + 345_679) % 1_000_000
    } while (this.#values.has(this.#pin()))
    return this.#pin()
  }

  /** Everything that can be seen from outside, as plain data in a fixed order. */
  snapshot(): Members {
    return structuredClone({
      account: this.account,
      ...this.lists,
      ...this.records.snapshot(),
      people: [...this.people.values()]
        .sort((a, b) => a.id - b.id)
        .map(({ credentials: _, ...person }) => ({ ...person })),
      credentials: [...this.credentials.values()]
        .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
        .map(({ id, person, type, value }) => ({ id, person_id: person.id, credential_type_id: type.id, value })),
    })
  }

  #pin(): string {
    return String(this.#lastPin).padStart(6, '0')
  }

  #index(person: Person, present: boolean): void {
    const { system_id: systemId } = person.members
    index(this.#emails, folded(person.members.email), person, present)
    index(this.#systemIds, textOf(systemId), person, present)
  }
}

const index = <Thing>(map: Map<string, Set<Thing>>, key: string | undefined, thing: Thing, present: boolean): void => {
  if (key === undefined) return
  const things = map.get(key)
  if (present) {
    if (things === undefined) map.set(key, new Set([thing]))
    else things.add(thing)
  } else if (things !== undefined) {
    things.delete(thing)
    if (things.size === 0) map.delete(key)
  }
}

/** The account that is tested, and somebody else's. */
export type Accounts = Readonly<Record<AccountName, Store>>

export const openAccounts = (edition: EditionName): Accounts => ({
  first: new Store(seedOf('first', edition), edition),
  other: new Store(seedOf('other', edition), edition),
})

/** Everything that can be seen from outside, with any key. */
export const snapshotOf = ({ first, other }: Accounts): unknown => ({ ...first.snapshot(), other: other.snapshot() })
