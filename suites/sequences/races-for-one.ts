import type { Defect } from '../../contract/defect.ts'
import type { Edition } from '../../contract/edition.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Draft, DraftValue } from '../../generators/draft.ts'
import { made, unique } from '../../generators/draft.ts'
import type { Race } from '../../generators/sequences/races.ts'
import { plainRequest, withSlug } from '../../generators/valid.ts'
import type { Case } from '../step.ts'
import { credential, type Members, Races, readCredential, upTo } from './race-maker.ts'

const emailTaken: Defect = { rule: 'unique', place: 'state', parameters: ['email'] }
const valueTaken: Defect = { rule: 'unique', place: 'state', parameters: ['value'] }
/** By what name an answer calls a member that is called differently everywhere, nobody can tell. */
const cardTaken: Defect = { rule: 'unique', place: 'state', parameters: [] }
const typeTaken: Defect = {
  rule: 'one-per-type',
  place: 'state',
  parameters: ['credential_type_id', 'person_id', 'value'],
}

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

/** Where a credential of somebody is created, by either family of paths. */
const credentialOf = (races: Races, operation: Operation, person: string, slot: number): Draft => {
  const nested = operation.path.includes('{person_id}')
  const members = nested ? credential(slot) : { person_id: made(person), ...credential(slot) }
  return races.request(operation.id, nested ? { person_id: made(person) } : {}, members)
}

const credentialsOf = (races: Races, person: string): Draft =>
  races.request('listPersonCredentials', { person_id: made(person) })

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
