import type { Edition } from '../../contract/edition.ts'
import { operationOf } from '../../contract/lookup.ts'
import type { Draft, DraftValue } from '../../generators/draft.ts'
import { made, unique } from '../../generators/draft.ts'
import type { Asking, PeopleSequence, PersonCommand } from '../../generators/sequences/people.ts'
import { spoil } from '../../generators/sequences/refusals.ts'
import { plainRequest, withBody } from '../../generators/valid.ts'
import type { Case } from '../step.ts'
import { farAhead, longAgo } from './distant-times.ts'
import { Story, type Thing } from './story.ts'

interface Person extends Thing {
  /** Of the marker that they were created with. */
  readonly slot: number
  /** It is certain that they still carry it: the last write named it. */
  marked: boolean
  /** Slot of the address that they certainly have. */
  email?: number
  /** Slots of addresses that they may have as well, since nobody says what an update does to what it does not name. */
  readonly maybe: Set<number>
}

/** Ways to ask for somebody by their address alone, or by a part of it. */
type AskingByEmail = Extract<Asking, 'email' | 'email-beginning' | 'email-middle' | 'email-end' | 'email-in-capitals'>

type Members = Readonly<Record<string, DraftValue>>

/** More than this are not made in one story. */
const most = 4

/**
 * What people should be while commands are carried out, in a model that knows only what the documents say. An address is
 * somebody's for certain only if their last write named it; whether a deleted person's is free again is written nowhere,
 * so that nobody asks for it.
 */
class Population {
  readonly #story: Story
  readonly #people: Person[] = []
  /** Addresses that somebody had and has exchanged for another. */
  readonly #givenUp: number[] = []
  /** Addresses with a plus sign, which may have been refused. */
  readonly #tagged = new Set<number>()
  #slots = 0

  constructor(edition: Edition) {
    this.#story = new Story(edition)
  }

  tell({ first, commands }: PeopleSequence): Case {
    this.#create(first.members, first.email)
    for (const command of commands) this.#do(command)
    return this.#story.case()
  }

  #do(command: PersonCommand): void {
    switch (command.do) {
      case 'nothing':
        return
      case 'create':
        if (this.#people.length < most) this.#create(command.members, command.email)
        return
      case 'update':
        this.#update(this.#who(command.who), command)
        return
      case 'spoilt-update': {
        const person = this.#who(command.who)
        const { draft, defect } = spoil(this.#writing(person, { first_name: 'Spoilt', notes: 'Spoilt' }), command.how)
        this.#story.refusedUpdate(person, draft, defect, this.#request('getPerson', person))
        return
      }
      case 'read': {
        const person = this.#who(command.who)
        this.#story.read(person, this.#request('getPerson', person))
        return
      }
      case 'list':
        this.#list(this.#who(command.who), command.by)
        return
      case 'delete':
        this.#delete(this.#who(command.who))
        return
      case 'take-email':
        this.#takeEmail(this.#who(command.from), command.by)
        return
      case 'reuse-email': {
        const slot = this.#givenUp.shift()
        if (slot !== undefined && this.#people.length < most) this.#create({}, 'plain', slot)
        return
      }
    }
  }

  #who(number: number): Person {
    const person = this.#people[number % this.#people.length]
    if (person === undefined) throw new Error('A story begins with somebody')
    return person
  }

  #address(slot: number): DraftValue {
    return unique(this.#tagged.has(slot) ? 'email-plus-tag' : 'email', slot)
  }

  #newSlot(): number {
    this.#slots += 1
    return this.#slots + 20
  }

  #request(operation: string, { name }: Pick<Thing, 'name'>): Draft {
    return { ...plainRequest(operationOf(this.#story.edition, operation)), path: { id: made(name) } }
  }

  #writing(person: Pick<Thing, 'name'>, members: Members): Draft {
    const request = this.#request('updatePerson', person)
    return { ...request, body: { value: members } }
  }

  #creation(slot: number, members: Members): Draft {
    return withBody(plainRequest(operationOf(this.#story.edition, 'createPerson')), (required) => ({
      ...required,
      ...members,
      system_id: unique('system-id', slot),
    }))
  }

  /** Reads at once who has been created: an id is the run's own only after it has been shown with the marker. */
  #create(members: Members, which: 'none' | 'plain' | 'tagged', given?: number): void {
    const slot = this.#people.length
    const email = which === 'none' ? undefined : (given ?? this.#newSlot())
    if (which === 'tagged' && email !== undefined) this.#tagged.add(email)
    const draft = this.#creation(slot, {
      ...members,
      ...(email === undefined ? {} : { email: this.#address(email) }),
    })
    const person: Person = {
      ...this.#story.create(`person-${slot}`, draft, which === 'tagged'),
      slot,
      marked: true,
      ...(email === undefined ? {} : { email }),
      maybe: new Set(),
    }
    this.#people.push(person)
    this.#story.read(person, this.#request('getPerson', person))
  }

  #update(person: Person, command: Extract<PersonCommand, { do: 'update' }>): void {
    const email = person.gone ? undefined : this.#addressFor(person, command.email)
    const named: Members = {
      ...command.members,
      ...(command.marker ? { system_id: unique('system-id', person.slot) } : {}),
      ...(email === undefined ? {} : { email: this.#address(email) }),
    }
    const members = Object.keys(named).length === 0 ? { first_name: 'Grace' } : named
    this.#story.update(person, this.#writing(person, members), command.exotic)
    if (person.gone) return
    person.marked = command.marker && (person.marked || !command.exotic)
    const had = person.email
    if (email === had) return
    if (had !== undefined) person.maybe.add(had)
    delete person.email
    if (email === undefined) return
    person.email = email
    // Whatever they had before, it is theirs no longer.
    for (const slot of person.maybe) if (!this.#tagged.has(slot)) this.#givenUp.push(slot)
    person.maybe.clear()
    // Others may ask for the one or the other: that the update took place is seen first.
    this.#story.read(person, this.#request('getPerson', person))
  }

  #addressFor(person: Person, which: 'none' | 'own' | 'fresh' | 'given-up'): number | undefined {
    if (which === 'own') return person.email
    if (which === 'fresh') return this.#newSlot()
    return which === 'given-up' ? this.#givenUp.shift() : undefined
  }

  #delete(person: Person): void {
    this.#story.delete(person, this.#request('deletePerson', person))
    delete person.email
    person.maybe.clear()
  }

  #list(person: Person, by: Asking): void {
    const story = this.#story
    const everybody = plainRequest(operationOf(story.edition, 'listPeople'))
    const asked = (...query: Draft['query']): Draft => ({ ...everybody, query })
    const marker = ['system_id', unique('system-id', person.slot)] as const
    const known = person.gone ? { hides: [person] } : person.marked ? { shows: [person] } : {}
    switch (by) {
      case 'system_id': {
        const list = story.list(asked(marker), known)
        story.relate({ kind: 'filtered', list })
        return
      }
      case 'system_id-beginning': {
        const list = story.list(asked(['system_id', unique('system-id-beginning', person.slot)]), {})
        story.relate({ kind: 'filtered', list })
        return
      }
      case 'email':
      case 'email-beginning':
      case 'email-middle':
      case 'email-end':
      case 'email-in-capitals':
        this.#listByEmail(person, by, person.marked ? asked(marker) : undefined)
        return
      case 'email-and-system_id': {
        const next = this.#people[(this.#people.indexOf(person) + 1) % this.#people.length]
        if (person.email === undefined || next === undefined || next === person) return
        const both = asked(['email', this.#address(person.email)], ['system_id', unique('system-id', next.slot)])
        story.relate({ kind: 'filtered', list: story.list(both, {}) })
        return
      }
      case 'email-and-since-ahead': {
        if (person.email === undefined) return
        const both = asked(['email', this.#address(person.email)], ['since', farAhead[0]])
        story.relate({ kind: 'filtered', list: story.plain(both, { exotic: true }), ahead: true })
        return
      }
      case 'since':
      case 'since_utc': {
        const plain = story.list(asked(marker), known)
        const list = story.list(asked(marker, [by, longAgo[0]]), person.gone ? { hides: [person] } : {})
        story.relate({ kind: 'filtered', list, plain, own: [person.creation] })
        return
      }
      case 'since-ahead':
      case 'since_utc-ahead': {
        const parameter = by === 'since-ahead' ? 'since' : 'since_utc'
        // Nothing can have been updated since then; whether such a question is answered at all is written nowhere.
        const list = story.plain(asked([parameter, farAhead[0]]), { exotic: true })
        story.relate({ kind: 'filtered', list, ahead: true })
        return
      }
    }
  }

  /** By an address; `plain` lists its holder in another way, so that it is seen whether the filter leaves them out. */
  #listByEmail(holder: Person, by: AskingByEmail, plain: Draft | undefined): void {
    const { email } = holder
    const everybody = operationOf(this.#story.edition, 'listPeople')
    if (email === undefined) return
    if (by !== 'email' && (this.#tagged.has(email) || everybody.partialFilters?.includes('email') !== true)) return
    const asked =
      by === 'email' ? this.#address(email) : unique(by === 'email-in-capitals' ? 'email-upper-case' : by, email)
    const story = this.#story
    const hides = this.#people.filter((one) => one.gone)
    const before = plain === undefined ? undefined : story.list(plain, { shows: [holder] })
    const shows = before === undefined ? [holder] : []
    const list = story.list({ ...plainRequest(everybody), query: [['email', asked]] }, { shows, hides })
    const among = before === undefined ? {} : { plain: before, own: [holder.creation] }
    story.relate({ kind: 'filtered', list, ...among })
  }

  #takeEmail(holder: Person, by: 'create' | number): void {
    const { email } = holder
    if (holder.gone || email === undefined || this.#tagged.has(email)) return
    const story = this.#story
    const defect = { rule: 'unique', place: 'state', parameters: ['email'] } as const
    const members: Members = { email: this.#address(email) }
    if (by !== 'create') {
      const other = this.#who(by)
      if (other !== holder)
        story.refusedUpdate(other, this.#writing(other, members), defect, this.#request('getPerson', other))
      return
    }
    const slot = this.#newSlot()
    const name = `taker-${slot}`
    const refused = story.wrong(this.#creation(slot, members), defect, { makes: name })
    // Who has been created by mistake is the run's own once it has been read, and goes with the others.
    story.plain(this.#request('getPerson', { name }), { when: { step: refused, is: 'accepted' } })
    const marker = unique('system-id', slot)
    const everybody = plainRequest(operationOf(story.edition, 'listPeople'))
    const list = story.plain(
      { ...everybody, query: [['system_id', marker]] },
      { when: { step: refused, is: 'refused' } },
    )
    story.relate({ kind: 'nothing-created', refused, list, marker })
  }
}

/** The case that a sequence of commands comes to. */
export const peopleStory = (edition: Edition, sequence: PeopleSequence): Case => new Population(edition).tell(sequence)
