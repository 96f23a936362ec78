import { membersOf, parseBody } from './body.ts'
import type { Person } from './entities.ts'
import type { Exchange } from './exchange.ts'
import { check, type Field } from './fields.ts'
import type { EveryHook } from './hooks.ts'
import { pageOf, queried, sinceOf } from './lists.ts'
import { decide, deleted, findPerson, json, type Operation } from './operations.ts'
import { personFields } from './person-fields.ts'
import { showPerson } from './person-view.ts'
import type { Store } from './store.ts'
import type { Answer, Members, Problem } from './types.ts'
import { assigned, valueProblems } from './values.ts'

/** The guides write a person inside this member, the OpenAPI description without it. */
const wrapper = 'person'

const answerPerson = (exchange: Exchange, hooks: EveryHook, status: number, person: Person): Answer =>
  json(status, hooks.shown(showPerson(exchange.store, person), exchange))

const slugFields = (store: Store): readonly Field[] =>
  store.credentialTypes.filter((type) => type.simple).map((type): Field => ({ name: type.slug, type: 'text' }))

const slugProblems = (store: Store, values: Members, person: Person | undefined): readonly Problem[] =>
  store.credentialTypes
    .filter(({ simple }) => simple)
    .flatMap((type): readonly Problem[] => {
      const { slug } = type
      const value = values[slug]
      if (typeof value === 'string' && value !== '' && value.trim() === '')
        return [{ rule: 'blank', param: slug, message: `${slug} may not be blank.` }]
      return valueProblems(store, type, slug, value, person && store.held(person, type.id))
    })

const unknownReferences = (store: Store, values: Members): readonly Problem[] =>
  (
    [
      ['group_ids', store.entities.groups],
      ['role_ids', store.entities.roles],
    ] as const
  ).flatMap(([param, known]) => {
    const ids = values[param]
    if (!Array.isArray(ids) || ids.every((id) => known.has(String(id)))) return []
    return [{ rule: 'reference', param, message: `${param} names something that does not exist.` } satisfies Problem]
  })

const emailInUse = (store: Store, values: Members, self: Person | undefined): readonly Problem[] => {
  for (const person of store.withEmail(values.email)) {
    if (person !== self)
      return [{ rule: 'unique', param: 'email', message: 'email is already in use on this account.' }]
  }
  return []
}

/** A credential of a simple type is created, changed or removed by writing its slug. */
const writeSlugs = (exchange: Exchange, hooks: EveryHook, person: Person, values: Members): void => {
  const { store } = exchange
  for (const type of store.credentialTypes) {
    if (!type.simple || !Object.hasOwn(values, type.slug)) continue
    const value = assigned(store, type, values[type.slug])
    const held = store.held(person, type.id)
    if (value === null || value === '') {
      if (held !== undefined) store.removeCredential(held)
    } else if (held !== undefined) store.assign(held, value)
    else store.addCredential(person, type, value, (id) => hooks.credentialId(id, exchange))
  }
}

/** The seed and the articles answer an update with 200, the OpenAPI description with 201. */
const written = ({ edition }: Exchange, existing: Person | undefined): number =>
  existing === undefined || edition === 'current' ? 201 : 200

const write = (exchange: Exchange, hooks: EveryHook, existing: Person | undefined): (() => Answer) => {
  const { edition, store } = exchange
  const parsed = hooks.body(parseBody(exchange.raw), exchange)
  const members = membersOf(parsed, edition === 'current' ? wrapper : undefined)
  exchange.members = members
  const { problems, values } = check([...personFields(edition), ...slugFields(store)], members, existing === undefined)
  const all = [
    ...problems,
    ...slugProblems(store, values, existing),
    ...unknownReferences(store, values),
    ...emailInUse(store, values, existing),
  ]
  return decide(exchange, hooks, all, () => {
    const now = new Date().toISOString()
    const person = existing ?? store.addPerson(now)
    person.updatedAt = now
    const stored = hooks.values(values, exchange)
    store.write(person, stored)
    writeSlugs(exchange, hooks, person, stored)
    return answerPerson(exchange, hooks, written(exchange, existing), person)
  })
}

const target = (exchange: Exchange, hooks: EveryHook): Person => findPerson(exchange, hooks, exchange.place?.id ?? '')

export const createPerson: Operation = (exchange, hooks) => write(exchange, hooks, undefined)

export const readPerson: Operation = (exchange, hooks) => {
  const person = target(exchange, hooks)
  return () => answerPerson(exchange, hooks, 200, person)
}

export const updatePerson: Operation = (exchange, hooks) => write(exchange, hooks, target(exchange, hooks))

export const deletePerson: Operation = (exchange, hooks) => {
  const person = target(exchange, hooks)
  return decide(exchange, hooks, [], () => {
    if (hooks.removes(true, exchange)) exchange.store.removePerson(person)
    return deleted()
  })
}

/** Whose e-mail address it is in the classic edition; whose contains it, whatever the capitals, in the current one. */
const withEmail = ({ edition, store }: Exchange, email: string): readonly Person[] => {
  if (edition === 'classic') return [...store.withEmail(email)]
  const part = email.toLowerCase()
  return [...store.people.values()].filter(({ members }) =>
    String(members.email ?? '')
      .toLowerCase()
      .includes(part),
  )
}

const candidates = (exchange: Exchange): readonly Person[] => {
  const { store } = exchange
  const email = queried(exchange, 'email')
  const systemId = queried(exchange, 'system_id')
  if (email) return withEmail(exchange, email).filter((person) => !systemId || person.members.system_id === systemId)
  return systemId ? [...store.withSystemId(systemId)] : [...store.people.values()]
}

export const listPeople: Operation = (exchange, hooks) => {
  const { time, problems } = sinceOf(exchange)
  const from = hooks.since(time, exchange)
  return decide(exchange, hooks, problems, () => {
    const visible = candidates(exchange).filter(
      (person) =>
        !(person.hidden && exchange.identity?.restricted) &&
        (from === undefined || Date.parse(person.updatedAt) >= from),
    )
    const people = hooks.listedPeople(visible, exchange)
    const most = exchange.edition === 'classic' ? 1000 : 100
    return pageOf(exchange, hooks, people, (person) => showPerson(exchange.store, person), 50, most)
  })
}
