import type { Defect } from '../../contract/defect.ts'
import type { Edition } from '../../contract/edition.ts'
import { operationOf } from '../../contract/lookup.ts'
import type { Operation, ResourceName } from '../../contract/operation.ts'
import type { Draft, DraftValue } from '../../generators/draft.ts'
import { made, unique } from '../../generators/draft.ts'
import { spoil } from '../../generators/sequences/refusals.ts'
import type { Bound, Kind, ThingCommand, ThingSequence } from '../../generators/sequences/things.ts'
import { plainRequest, withBody } from '../../generators/valid.ts'
import type { Case } from '../step.ts'
import { farAhead, longAgo } from './distant-times.ts'
import { alive, Story, type Thing } from './story.ts'

/** Operations of one resource, as far as a target has them. Undefined where nothing can be created or taken away again. */
export const kindOf = (operations: readonly Operation[], resource: ResourceName): Kind | undefined => {
  const of = (action: Operation['action']): readonly Operation[] =>
    operations.filter((operation) => operation.resource === resource && operation.action === action)
  const kind: Kind = {
    create: of('create'),
    read: of('read'),
    update: of('update'),
    delete: of('delete'),
    list: of('list'),
  }
  return kind.create.length === 0 || kind.delete.length === 0 ? undefined : kind
}

interface Owned extends Thing {
  readonly owner: number
  /** The type of a credential, of which everybody has one at most; none for things of which there may be any number. */
  readonly type?: number
  /** Slot of a credential's value. */
  value: number
}

/** Types of credential that a story tells apart; a target that has fewer is not asked for the others. */
const types = 2

const owners = 2
const most = 4

const credentialValue = (index: number, slot: number): DraftValue => ({
  $: 'credential-value',
  index,
  slot,
  leadingZero: false,
})

/**
 * What things of one kind should be while commands are carried out. Each belongs to a person of the story's own where
 * its kind belongs to people; of credentials nobody has two of one type.
 */
class Possessions {
  readonly #story: Story
  readonly #kind: Kind
  readonly #owners: Thing[] = []
  readonly #things: Owned[] = []
  readonly #areCredentials: boolean
  readonly #haveOwners: boolean
  #slots = 0

  constructor(edition: Edition, kind: Kind) {
    this.#story = new Story(edition)
    this.#kind = kind
    const [create] = kind.create
    if (create === undefined) throw new Error('Nothing of this kind can be created')
    this.#areCredentials = create.resource === 'credentials'
    const members = edition.schemas[create.body ?? '']?.properties ?? {}
    this.#haveOwners = create.path.includes('{person_id}') || Object.hasOwn(members, 'person_id')
  }

  tell({ first, commands }: ThingSequence): Case {
    if (this.#haveOwners) for (let owner = 0; owner < owners; owner += 1) this.#makeOwner(owner)
    this.#do(first)
    for (const command of commands) this.#do(command)
    // Credentials go with their people; everything else is taken away here.
    if (!this.#areCredentials) for (const thing of this.#things) if (!thing.gone) this.#delete(thing)
    return this.#story.case()
  }

  #do(command: ThingCommand): void {
    switch (command.do) {
      case 'nothing':
        return
      case 'create':
        this.#create(command)
        return
      case 'delete-owner':
        this.#deleteOwner(command.owner % owners)
        return
      case 'list':
        this.#list(command.owner % owners, command.way, command.since)
        return
      default: {
        const thing = this.#things[command.which % Math.max(1, this.#things.length)]
        if (thing !== undefined) this.#doTo(thing, command)
      }
    }
  }

  #doTo(thing: Owned, command: Extract<ThingCommand, { which: number }>): void {
    switch (command.do) {
      case 'update':
        this.#update(thing, command.body)
        return
      case 'spoilt-update': {
        const [update] = this.#kind.update
        const [read] = this.#kind.read
        if (update === undefined || read === undefined) return
        const { draft, defect } = spoil(this.#request(update, thing), command.how)
        this.#story.refusedUpdate(thing, draft, defect, this.#request(read, thing))
        return
      }
      case 'read': {
        const read = this.#way(this.#kind.read, command.way)
        if (read !== undefined) this.#story.read(thing, this.#request(read, thing))
        return
      }
      case 'delete':
        this.#delete(thing)
        return
      case 'take-value':
        this.#takeValue(thing, command.owner % owners, command.way)
        return
    }
  }

  #way(operations: readonly Operation[], way: number): Operation | undefined {
    return operations[way % Math.max(1, operations.length)]
  }

  #makeOwner(owner: number): void {
    const { edition } = this.#story
    const named = (id: string): Draft => plainRequest(operationOf(edition, id))
    const name = `owner-${owner}`
    const creation = withBody(named('createPerson'), (members) => ({
      ...members,
      system_id: unique('system-id', owner),
    }))
    const person = this.#story.create(name, creation)
    this.#story.read(person, { ...named('getPerson'), path: { id: made(name) } })
    this.#owners.push(person)
  }

  /** A plain request about a thing, or about none yet of an owner. */
  #request(operation: Operation, thing: { readonly name?: string; readonly owner: number }): Draft {
    const path: Record<string, DraftValue> = {}
    if (operation.path.includes('{person_id}')) path.person_id = made(`owner-${thing.owner}`)
    if (operation.path.includes('{id}') && thing.name !== undefined) path.id = made(thing.name)
    return { ...plainRequest(operation), path }
  }

  #creation(operation: Operation, owner: number, body: Readonly<Record<string, DraftValue>>): Draft {
    return withBody(this.#request(operation, { owner }), (members) => ({
      ...members,
      ...body,
      ...(Object.hasOwn(members, 'person_id') ? { person_id: made(`owner-${owner}`) } : {}),
      ...(Object.hasOwn(members, 'name') ? { name: unique('system-id', 40 + this.#slots) } : {}),
    }))
  }

  #create({ owner: number, type: any, way, body }: Extract<ThingCommand, { do: 'create' }>): void {
    const operation = this.#way(this.#kind.create, way)
    const owner = number % owners
    const type = any % types
    if (operation === undefined || this.#owners[owner]?.gone === true || this.#things.length === most) return
    this.#slots += 1
    if (this.#areCredentials && this.#holds(owner, type)) {
      const refused = this.#refused(operation, owner, this.#credential(type, this.#slots), {
        rule: 'one-per-type',
        place: 'state',
        parameters: ['credential_type_id', 'person_id', 'value'],
      })
      const first = this.#held(owner, type)
      if (refused !== undefined && first !== undefined)
        this.#story.relate({ kind: 'existing', writes: [...first.writes], refused })
      return
    }
    const members = this.#areCredentials ? this.#credential(type, this.#slots) : body
    const thing: Owned = {
      ...this.#story.create(`thing-${this.#things.length}`, this.#creation(operation, owner, members)),
      owner,
      ...(this.#areCredentials ? { type } : {}),
      value: this.#slots,
    }
    this.#things.push(thing)
    const read = this.#way(this.#kind.read, way)
    if (read !== undefined) this.#story.read(thing, this.#request(read, thing))
    else this.#list(owner, way, 'none')
  }

  #credential(type: number, slot: number): Readonly<Record<string, DraftValue>> {
    return {
      credential_type_id: { $: 'fixture', of: 'credential-type', index: type, distinct: true },
      value: credentialValue(type, slot),
    }
  }

  #holds(owner: number, type: number): boolean {
    return this.#held(owner, type) !== undefined
  }

  #held(owner: number, type: number): Owned | undefined {
    return this.#things.find((thing) => thing.owner === owner && thing.type === type && !thing.gone)
  }

  /** A creation that must not have any effect, between two looks at what its owner has. */
  #refused(
    operation: Operation,
    owner: number,
    members: Readonly<Record<string, DraftValue>>,
    defect: Defect,
  ): number | undefined {
    const list = this.#kind.list.find(({ path }) => path.includes('{person_id}'))
    if (list === undefined) return undefined
    const listing = this.#request(list, { owner })
    const before = this.#story.plain(listing)
    const refused = this.#story.wrong(this.#creation(operation, owner, members), defect)
    const after = this.#story.plain(listing)
    this.#story.relate({ kind: 'same-list', refused, before, after })
    return refused
  }

  #takeValue(thing: Owned, owner: number, way: number): void {
    const operation = this.#way(this.#kind.create, way)
    const { type } = thing
    if (operation === undefined || type === undefined || thing.gone || this.#owners[owner]?.gone === true) return
    if (this.#holds(owner, type)) return
    const defect = { rule: 'unique', place: 'state', parameters: ['value'] } as const
    if (this.#story.edition.ruleFor(operation, defect.rule, 'value').strength === 'may-accept') return
    this.#refused(operation, owner, this.#credential(type, thing.value), defect)
  }

  #update(thing: Owned, body: Readonly<Record<string, DraftValue>>): void {
    const [update] = this.#kind.update
    if (update === undefined) return
    this.#slots += 1
    const members = this.#areCredentials ? { value: credentialValue(thing.type ?? 0, this.#slots) } : body
    const draft = withBody(this.#request(update, thing), (required) => ({
      ...required,
      ...members,
      ...(Object.hasOwn(required, 'name') ? { name: unique('system-id', 40 + this.#slots) } : {}),
    }))
    this.#story.update(thing, draft)
    if (thing.gone) return
    thing.value = this.#slots
    const [read] = this.#kind.read
    if (read !== undefined) this.#story.read(thing, this.#request(read, thing))
  }

  #delete(thing: Owned): void {
    const [operation] = this.#kind.delete
    if (operation !== undefined) this.#story.delete(thing, this.#request(operation, thing))
  }

  /** What somebody has goes with them. Of other things than credentials nobody says so. */
  #deleteOwner(owner: number): void {
    const person = this.#owners[owner]
    if (person === undefined || person.gone || !this.#areCredentials) return
    const operation = operationOf(this.#story.edition, 'deletePerson')
    this.#story.delete(person, { ...plainRequest(operation), path: { id: made(person.name) } })
    for (const thing of this.#things) if (thing.owner === owner) this.#story.lose(thing)
  }

  #list(owner: number, way: number, since: Bound): void {
    const operation = this.#way(this.#kind.list, way)
    if (operation === undefined) return
    const draft = this.#request(operation, { owner })
    const nested = operation.path.includes('{person_id}')
    const things = nested ? this.#things.filter((thing) => thing.owner === owner) : this.#things
    const gone = things.filter((thing) => thing.gone)
    const living = things.filter((thing) => !thing.gone)
    const whole = nested ? {} : ({ whole: true } as const)
    if (nested && this.#owners[owner]?.gone === true) {
      // The list of somebody who is not there is refused or empty; the documents do not say which.
      const list = this.#story.open(draft, 'gone', alive)
      this.#story.relate(...gone.map(({ creation }) => ({ kind: 'unlisted', create: creation, list }) as const))
      return
    }
    const list = this.#story.list(draft, { hides: gone })
    this.#story.relate(
      ...living.map(({ creation }) => ({ kind: 'listed', create: creation, list, ...whole }) as const),
      // What cannot be read by itself is read here.
      ...(this.#kind.read.length > 0
        ? []
        : living.map(({ writes }) => ({ kind: 'accumulated', writes: [...writes], read: list }) as const)),
    )
    this.#listSince(operation, draft, list, since)
  }

  /** The same list once more, where it can be narrowed to what has been updated since some instant. */
  #listSince(operation: Operation, draft: Draft, plain: number, since: Bound): void {
    const { schemas } = this.#story.edition
    const parameter = since.replace('-ahead', '')
    if (since === 'none' || schemas[operation.query ?? '']?.properties?.[parameter] === undefined) return
    const ahead = since !== parameter
    const list = this.#story.plain(
      { ...draft, query: [[parameter, (ahead ? farAhead : longAgo)[0]]] },
      { exotic: ahead },
    )
    const own = this.#things.filter((thing) => !thing.gone).map(({ creation }) => creation)
    this.#story.relate({ kind: 'filtered', list, plain, own, ...(ahead ? { ahead } : {}) })
  }
}

/** The case that a sequence of commands comes to. */
export const thingStory = (edition: Edition, kind: Kind, sequence: ThingSequence): Case =>
  new Possessions(edition, kind).tell(sequence)
