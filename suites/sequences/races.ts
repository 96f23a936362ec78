import { operationOf } from '../../contract/lookup.ts'
import type { Defect, Edition, Operation, OutcomeName } from '../../contract/types.ts'
import type { Draft, DraftValue } from '../../generators/draft.ts'
import { made, unique } from '../../generators/draft.ts'
import type { Race } from '../../generators/sequences/races.ts'
import { plainRequest, withBody, withSlug } from '../../generators/valid.ts'
import type { Case, RelationDraft, Step } from '../case.ts'
import { plainStep } from '../case.ts'
import { alive } from './story.ts'

type Members = Readonly<Record<string, DraftValue>>

const emailTaken: Defect = { rule: 'unique', place: 'state', parameters: ['email'] }
const valueTaken: Defect = { rule: 'unique', place: 'state', parameters: ['value'] }
/** By what name an answer calls a member that is called differently everywhere, nobody can tell. */
const cardTaken: Defect = { rule: 'unique', place: 'state', parameters: [] }
const typeTaken: Defect = {
  rule: 'one-per-type',
  place: 'state',
  parameters: ['credential_type_id', 'person_id', 'value'],
}

/** Puts races together. Every round is about things of its own, and each case begins with a control. */
class Races {
  readonly edition: Edition
  readonly steps: Step[] = []
  readonly relations: RelationDraft[] = []
  #groups = 0

  constructor(edition: Edition) {
    this.edition = edition
  }

  operation(id: string): Operation {
    return operationOf(this.edition, id)
  }

  case(): Case {
    return { steps: this.steps, relations: this.relations, subject: 0 }
  }

  add(step: Step): number {
    this.steps.push(step)
    return this.steps.length - 1
  }

  plain(draft: Draft, more: Partial<Step> = {}): number {
    return this.add(plainStep(this.edition, draft, more))
  }

  wrong(draft: Draft, defect: Defect, makes?: string, when?: Step['when']): number {
    const { outcome, strength } = this.edition.ruleFor(
      this.operation(draft.operation),
      defect.rule,
      defect.parameters[0],
    )
    const expected = { outcome, strength, defect }
    return this.add({
      draft,
      expected,
      ...(makes === undefined ? {} : { makes }),
      ...(when === undefined ? {} : { when }),
    })
  }

  /** Requests that are sent at the same time, each of which may be refused for the sake of another. */
  atOnce(
    requests: readonly {
      draft: Draft
      makes?: string
      defect: Defect
      outcomes?: readonly OutcomeName[]
      when?: Step['when']
    }[],
  ): number[] {
    this.#groups += 1
    const together = this.#groups
    return requests.map(({ draft, makes, defect, outcomes, when }) => {
      const operation = this.operation(draft.operation)
      const documented = outcomes ?? [this.edition.ruleFor(operation, defect.rule, defect.parameters[0]).outcome]
      return this.plain(draft, {
        expected: { outcome: operation.outcome, strength: 'succeed', otherwise: { outcomes: documented, defect } },
        together,
        ...(makes === undefined ? {} : { makes }),
        ...(when === undefined ? {} : { when }),
      })
    })
  }

  request(operation: string, path: Draft['path'], members?: Members): Draft {
    const plain = plainRequest(this.operation(operation))
    return { ...plain, path, ...(members === undefined ? {} : { body: { value: members } }) }
  }

  /** A person of the case's own, read at once. */
  person(name: string, slot: number, members: Members = {}): string {
    const written = { system_id: unique('system-id', slot), first_name: 'Ada', last_name: 'Lovelace', ...members }
    this.plain(this.request('createPerson', {}, written), { makes: name })
    this.readPerson(name)
    return name
  }

  readPerson(name: string, more: Partial<Step> = {}): number {
    return this.plain(this.request('getPerson', { id: made(name) }), more)
  }

  /** What is created must be read, or nobody would know that it is the run's own; all of it, if too much is created. */
  readAccepted(claims: readonly number[], draft: (name: string) => Draft): void {
    for (const claim of claims) {
      const name = this.steps[claim]?.makes
      if (name !== undefined) this.plain(draft(name), { when: { step: claim, is: 'accepted' } })
    }
  }

  /** Asks for what may be gone; what it deserves is a matter of how the race went. */
  lookFor(draft: Draft): number {
    return this.add({ draft, expected: { outcome: 'gone', strength: 'may-accept', defect: alive } })
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

/** Creations of people with one e-mail address, at once. They carry no other marker, so that they are identical. */
export const raceForEmail = (edition: Edition, { rounds, contenders, name }: Race): Case => {
  const races = new Races(edition)
  const creation = (slot: number): Draft =>
    races.request('createPerson', {}, { email: unique('email', slot), first_name: name, last_name: 'Lovelace' })
  const read = (one: string): Draft => races.request('getPerson', { id: made(one) })
  races.plain(creation(0), { makes: 'holder' })
  races.readPerson('holder')
  const control = races.wrong(creation(0), emailTaken, 'second-holder')
  races.readAccepted([control], read)
  for (const round of upTo(rounds)) {
    const claims = races.atOnce(
      upTo(contenders).map((index) => ({
        draft: creation(round + 1),
        makes: `racer-${round}-${index}`,
        defect: emailTaken,
      })),
    )
    races.readAccepted(claims, read)
    const everybody = plainRequest(races.operation('listPeople'))
    const list = races.plain({ ...everybody, query: [['email', unique('email', round + 1)]] })
    races.relations.push({ kind: 'race-for-one', claims, list, control })
  }
  return races.case()
}

/** Updates of different people to one e-mail address, at once. */
export const raceForEmailByUpdate = (edition: Edition, { rounds, contenders, name }: Race): Case => {
  const races = new Races(edition)
  const taking = (person: string, slot: number): Draft =>
    races.request(
      'updatePerson',
      { id: made(person) },
      { email: unique('email', slot), first_name: name, last_name: 'Lovelace' },
    )
  races.person('holder', 19, { email: unique('email', 20) })
  const people = upTo(contenders).map((index) => races.person(`person-${index}`, index))
  const [first = ''] = people
  const control = races.wrong(taking(first, 20), emailTaken)
  for (const round of upTo(rounds)) {
    const claims = races.atOnce(people.map((person) => ({ draft: taking(person, 21 + round), defect: emailTaken })))
    races.relations.push({ kind: 'race-for-one', claims, control })
  }
  return races.case()
}

const credential = (slot: number): Members => ({
  credential_type_id: { $: 'fixture', of: 'credential-type', index: 0 },
  value: { $: 'credential-value', index: 0, slot, leadingZero: false },
})

/** Where a credential of somebody is created, by either family of paths. */
const credentialOf = (races: Races, operation: Operation, person: string, slot: number): Draft => {
  const nested = operation.path.includes('{person_id}')
  const members = nested ? credential(slot) : { person_id: made(person), ...credential(slot) }
  return races.request(operation.id, nested ? { person_id: made(person) } : {}, members)
}

const credentialsOf = (races: Races, person: string): Draft =>
  races.request('listPersonCredentials', { person_id: made(person) })

const readCredential = (races: Races, person: string, name: string): Draft =>
  races.request('getPersonCredential', { person_id: made(person), id: made(name) })

/** Credentials of one type for one person, at once. */
export const raceForType = (edition: Edition, operation: Operation, { rounds, contenders, name }: Race): Case => {
  const races = new Races(edition)
  const holder = races.person('holder', 0, { first_name: name })
  races.plain(credentialOf(races, operation, holder, 0), { makes: 'held' })
  races.plain(readCredential(races, holder, 'held'))
  const control = races.wrong(credentialOf(races, operation, holder, 1), typeTaken, 'second-held')
  races.readAccepted([control], (one) => readCredential(races, holder, one))
  for (const round of upTo(rounds)) {
    const person = races.person(`person-${round}`, round + 1)
    const claims = races.atOnce(
      upTo(contenders).map((index) => ({
        draft: credentialOf(races, operation, person, 10 * (round + 1) + index),
        makes: `racer-${round}-${index}`,
        defect: typeTaken,
      })),
    )
    races.readAccepted(claims, (one) => readCredential(races, person, one))
    const list = races.plain(credentialsOf(races, person))
    races.relations.push({ kind: 'race-for-one', claims, list, control })
  }
  return races.case()
}

/** Credentials of one value for different people, at once. */
export const raceForValue = (edition: Edition, operation: Operation, { rounds, contenders, name }: Race): Case => {
  const races = new Races(edition)
  const [holder, second] = [races.person('holder', 0, { first_name: name }), races.person('second-holder', 1)]
  races.plain(credentialOf(races, operation, holder, 0), { makes: 'held' })
  races.plain(readCredential(races, holder, 'held'))
  const control = races.wrong(credentialOf(races, operation, second, 0), valueTaken, 'second-held')
  races.readAccepted([control], (one) => readCredential(races, second, one))
  for (const round of upTo(rounds)) {
    const people = upTo(contenders).map((index) => races.person(`person-${round}-${index}`, 10 * (round + 1) + index))
    const claims = races.atOnce(
      people.map((person, index) => ({
        draft: credentialOf(races, operation, person, round + 1),
        makes: `racer-${round}-${index}`,
        defect: valueTaken,
      })),
    )
    for (const [index, claim] of claims.entries())
      races.readAccepted([claim], (one) => readCredential(races, people[index] ?? '', one))
    races.relations.push({ kind: 'race-for-one', claims, control })
  }
  return races.case()
}

/** Creations of people with one card, at once, where it has shown that a card can be given with a person. */
export const raceForCard = (edition: Edition, { rounds, contenders, name }: Race): Case => {
  const races = new Races(edition)
  const creation = (person: number, slot: number): Draft => {
    const members = { system_id: unique('system-id', person), first_name: name, last_name: 'Lovelace' }
    return withSlug(races.request('createPerson', {}, members), 'card-type', { slot, leadingZero: false })
  }
  const read = (one: string): Draft => races.request('getPerson', { id: made(one) })
  const { outcome } = races.operation('createPerson')
  const holder = races.plain(creation(0, 0), { makes: 'holder', expected: { outcome, strength: 'may-refuse' } })
  const look = races.readPerson('holder', { when: { step: holder, is: 'accepted' } })
  const when = { step: look, is: 'accepted', shows: { $: 'slug', of: 'card-type', index: 0 } } as const
  const control = races.wrong(creation(1, 0), cardTaken, 'second-holder', when)
  races.readAccepted([control], read)
  for (const round of upTo(rounds)) {
    const claims = races.atOnce(
      upTo(contenders).map((index) => ({
        draft: creation(10 * (round + 1) + index, round + 1),
        makes: `racer-${round}-${index}`,
        defect: cardTaken,
        when,
      })),
    )
    races.readAccepted(claims, read)
    races.relations.push({ kind: 'race-for-one', claims, control })
  }
  return races.case()
}

/** Updates of different people's credentials to one value, at once. */
export const raceForValueByUpdate = (edition: Edition, operation: Operation, race: Race): Case => {
  const races = new Races(edition)
  const create = races.operation('createPersonCredential')
  const held = (name: string, slot: number, members?: Members): string => {
    const person = races.person(`owner-of-${name}`, slot, members)
    races.plain(credentialOf(races, create, person, slot), { makes: name })
    races.plain(readCredential(races, person, name))
    return name
  }
  const taking = (name: string, slot: number): Draft =>
    races.request(
      operation.id,
      { person_id: made(`owner-of-${name}`), id: made(name) },
      { value: credential(slot).value as DraftValue },
    )
  held('held', 0, { first_name: race.name })
  const things = upTo(race.contenders).map((index) => held(`racer-${index}`, index + 1))
  const [first = ''] = things
  const control = races.wrong(taking(first, 0), valueTaken)
  for (const round of upTo(race.rounds)) {
    const claims = races.atOnce(things.map((name) => ({ draft: taking(name, 20 + round), defect: valueTaken })))
    races.relations.push({ kind: 'race-for-one', claims, control })
  }
  return races.case()
}

/** A thing is deleted while it is updated: first one after the other, to see that it goes and stays so, then at once. */
const raceWithDeletion = (
  races: Races,
  { rounds, contenders, position }: Race,
  make: (name: string, slot: number) => void,
  request: Readonly<Record<'read' | 'delete', (name: string) => Draft>> & {
    update: (name: string, index: number) => Draft
  },
): Case => {
  make('alone', 0)
  races.plain(request.delete('alone'))
  races.wrong(request.update('alone', 0), alive)
  const control = races.lookFor(request.read('alone'))
  for (const round of upTo(rounds)) {
    const name = `thing-${round}`
    make(name, round + 1)
    const updates = upTo(Math.min(contenders, 4) - 1).map((index) => ({
      draft: request.update(name, index),
      defect: alive,
      outcomes: ['gone', 'request-failed'] as const,
    }))
    const deletion = {
      draft: request.delete(name),
      defect: alive,
      outcomes: ['gone', 'request-failed'] as const,
    }
    const at = position % (updates.length + 1)
    const sent = races.atOnce([...updates.slice(0, at), deletion, ...updates.slice(at)])
    races.relations.push({
      kind: 'race-with-deletion',
      deletion: sent[at] ?? 0,
      updates: sent.filter((_, index) => index !== at),
      read: races.lookFor(request.read(name)),
      control,
    })
  }
  return races.case()
}

/** A person is deleted while they are updated. */
export const raceWithDeletionOfPerson = (edition: Edition, race: Race): Case => {
  const races = new Races(edition)
  return raceWithDeletion(races, race, (name, slot) => races.person(name, slot), {
    read: (name) => races.request('getPerson', { id: made(name) }),
    delete: (name) => races.request('deletePerson', { id: made(name) }),
    update: (name, index) =>
      races.request('updatePerson', { id: made(name) }, { first_name: race.name, notes: `Update ${index}` }),
  })
}

/** A credential is deleted while its value is changed. */
export const raceWithDeletionOfCredential = (edition: Edition, race: Race): Case => {
  const races = new Races(edition)
  const path = (name: string): Draft['path'] => ({ person_id: made(`owner-of-${name}`), id: made(name) })
  const make = (name: string, slot: number): void => {
    const owner = races.person(`owner-of-${name}`, slot)
    races.plain(races.request('createPersonCredential', { person_id: made(owner) }, credential(10 * slot)), {
      makes: name,
    })
    races.plain(readCredential(races, owner, name))
  }
  let slots = 100
  return raceWithDeletion(races, race, make, {
    read: (name) => races.request('getPersonCredential', path(name)),
    delete: (name) => races.request('deletePersonCredential', path(name)),
    update: (name) => {
      slots += 1
      return races.request('updatePersonCredential', path(name), { value: credential(slots).value as DraftValue })
    },
  })
}

/** A rule is deleted while it is replaced. */
export const raceWithDeletionOfRule = (edition: Edition, race: Race): Case => {
  const races = new Races(edition)
  const path = (name: string): Draft['path'] => ({ id: made(name) })
  const rule = (operation: string, at: Draft['path'], slot: number): Draft => {
    const request = races.request(operation, at)
    return withBody(request, (members) => ({ ...members, name: unique('system-id', 40 + slot) }))
  }
  const make = (name: string, slot: number): void => {
    races.plain(rule('createNotificationRule', {}, 10 * slot), { makes: name })
    races.plain(races.request('getNotificationRule', path(name)))
  }
  return raceWithDeletion(races, race, make, {
    read: (name) => races.request('getNotificationRule', path(name)),
    delete: (name) => races.request('deleteNotificationRule', path(name)),
    update: (name, index) => rule('updateNotificationRule', path(name), 100 + index),
  })
}

const separate = ['job_title', 'department', 'notes', 'salutation', 'custom_1', 'custom_2'] as const

/** Updates of different members of one person, at once; before them, the same one after the other. */
export const raceOfUpdates = (edition: Edition, { rounds, contenders, name }: Race): Case => {
  const races = new Races(edition)
  const update = (person: string, index: number, text: string): Draft =>
    races.request('updatePerson', { id: made(person) }, { [separate[index % separate.length] ?? 'notes']: text })
  // They have something to lose: whoever writes back what was there before is seen to do so.
  const before = Object.fromEntries(separate.map((member) => [member, 'Before']))
  const inOrder = races.person('in-order', 0, before)
  const writes = [0, 1].map((index) => races.plain(update(inOrder, index, `${name} ${index}`)))
  const control = { writes, read: races.readPerson(inOrder) }
  for (const round of upTo(rounds)) {
    const person = races.person(`person-${round}`, round + 1, before)
    const updates = races.atOnce(
      upTo(contenders).map((index) => ({
        draft: update(person, index, `${name} ${round} ${index}`),
        defect: alive,
        // Whoever keeps others out while one is under way may say so in any of these words.
        outcomes: ['request-failed', 'gone'] as const,
      })),
    )
    races.relations.push({ kind: 'race-of-updates', updates, read: races.readPerson(person), control })
  }
  return races.case()
}
