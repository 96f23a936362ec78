import type { Edition } from '../../contract/edition.ts'
import type { Draft, DraftValue } from '../../generators/draft.ts'
import { made, unique } from '../../generators/draft.ts'
import type { Race } from '../../generators/sequences/races.ts'
import { withBody } from '../../generators/valid.ts'
import type { Case } from '../step.ts'
import { credential, Races, readCredential, upTo } from './race-maker.ts'
import { alive } from './story.ts'

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
