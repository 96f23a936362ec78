import type { CredentialType, Entity, HeldCredential, Person } from './entities.ts'
import * as seed from './seed.ts'
import type { Members } from './types.ts'

const byId = (entities: readonly Entity[]): ReadonlyMap<string, Entity> =>
  new Map(entities.map((entity) => [String(entity.id), entity]))

const folded = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined

export class Store {
  readonly account = seed.account
  readonly credentialTypes = seed.credentialTypes
  readonly lists = {
    credential_types: seed.credentialTypes.map(({ simple: _, ...shown }) => shown as Entity),
    groups: seed.groups,
    roles: seed.roles,
    sites: seed.sites,
    channels: seed.channels,
    events: seed.events,
  }
  readonly entities = {
    groups: byId(seed.groups),
    roles: byId(seed.roles),
    channels: byId(seed.channels),
    events: byId(seed.events),
  }
  readonly people = new Map<string, Person>()
  readonly credentials = new Map<string, HeldCredential>()
  /** What was deleted: kept, so that it can be told from what never existed. */
  readonly gonePeople = new Map<string, Person>()
  readonly goneCredentials = new Map<string, HeldCredential>()
  readonly #emails = new Map<string, Set<Person>>()
  readonly #systemIds = new Map<string, Set<Person>>()
  #lastPerson = 0
  #lastCredential = 7000
  #lastPin = 4_821

  constructor() {
    for (const { id, hidden, createdAt, members } of seed.people) {
      const person: Person = { id, hidden, createdAt, updatedAt: createdAt, members: {}, credentials: [] }
      this.#lastPerson = Math.max(this.#lastPerson, id)
      this.people.set(String(id), person)
      this.write(person, members)
      for (const type of this.credentialTypes) {
        if (members[type.slug] !== undefined) this.addCredential(person, type, members[type.slug])
      }
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
    this.#index(person, true)
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
    mint = (id: number): number | string => id,
  ): HeldCredential {
    this.#lastCredential += 1
    const credential: HeldCredential = { id: mint(this.#lastCredential), person, type, value }
    person.credentials.push(credential)
    this.credentials.set(String(credential.id), credential)
    return credential
  }

  removeCredential(credential: HeldCredential): void {
    const held = credential.person.credentials
    const position = held.indexOf(credential)
    if (position >= 0) held.splice(position, 1)
    this.credentials.delete(String(credential.id))
    this.goneCredentials.set(String(credential.id), credential)
  }

  held(person: Person, typeId: number): HeldCredential | undefined {
    return person.credentials.find((credential) => credential.type.id === typeId)
  }

  withEmail(email: unknown): ReadonlySet<Person> {
    return this.#emails.get(folded(email) ?? '') ?? new Set()
  }

  withSystemId(systemId: string): ReadonlySet<Person> {
    return this.#systemIds.get(systemId) ?? new Set()
  }

  /** Six digits that nobody else has. */
  newPin(): string {
    do {
      // A linear congruence of full period: every six digits come once before any comes twice.
      this.#lastPin = (this.#lastPin * 21 + 345_679) % 1_000_000
    } while (this.#pinInUse(this.#pin()))
    return this.#pin()
  }

  /** Everything that can be seen from outside, as plain data in a fixed order. */
  snapshot(): unknown {
    return structuredClone({
      account: this.account,
      ...this.lists,
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

  #pinInUse(pin: string): boolean {
    for (const credential of this.credentials.values()) if (credential.value === pin) return true
    return false
  }

  #index(person: Person, present: boolean): void {
    const { system_id: systemId } = person.members
    index(this.#emails, folded(person.members.email), person, present)
    index(this.#systemIds, typeof systemId === 'string' ? systemId : undefined, person, present)
  }
}

const index = (map: Map<string, Set<Person>>, key: string | undefined, person: Person, present: boolean): void => {
  if (key === undefined) return
  const people = map.get(key)
  if (present) {
    if (people === undefined) map.set(key, new Set([person]))
    else people.add(person)
  } else if (people !== undefined) {
    people.delete(person)
    if (people.size === 0) map.delete(key)
  }
}
