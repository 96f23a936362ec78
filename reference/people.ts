import { membersOf, parseBody } from './body.ts'
import type { CredentialType, Person } from './entities.ts'
import type { Exchange } from './exchange.ts'
import { check, type Field } from './fields.ts'
import type { EveryHook } from './hooks.ts'
import { pageOf, queried, sinceOf } from './lists.ts'
import { decide, deleted, findPerson, json, type Operation } from './operations.ts'
import type { Store } from './store.ts'
import type { Answer, Members, Problem } from './types.ts'

const optionalTexts = [
  'salutation',
  'job_title',
  'email',
  'system_id',
  'department',
  'telephone',
  'mobile',
  'notes',
  'barcode',
  'custom_1',
  'custom_2',
  'custom_3',
  'custom_4',
  'custom_5',
]

export const personFields: readonly Field[] = [
  { name: 'first_name', type: 'text', required: true },
  { name: 'last_name', type: 'text', required: true },
  ...optionalTexts.map((name): Field => ({ name, type: name === 'email' ? 'email' : 'text' })),
  { name: 'organisation_id', type: 'integer' },
  { name: 'enabled', type: 'flag' },
  { name: 'valid_from', type: 'date' },
  { name: 'valid_to', type: 'date' },
  { name: 'group_ids', type: 'ids' },
  { name: 'role_ids', type: 'ids' },
]

/** Everything that may be written to a person, besides the credentials. What becomes of pictures is nobody's concern here. */
export const writable: ReadonlySet<string> = new Set([
  ...personFields.map(({ name }) => name),
  'image_base64',
  'image_remote_url',
])

/** Asks for a PIN to be made up. */
export const anyPin = '******'

export const pinCode = 10

export const showPerson = (store: Store, person: Person): Members => {
  const { members } = person
  const shown: Members = { id: person.id, first_name: members.first_name, last_name: members.last_name }
  for (const name of optionalTexts) shown[name] = members[name] ?? null
  shown.organisation_id = members.organisation_id ?? null
  shown.enabled = members.enabled ?? true
  shown.valid_from = members.valid_from ?? null
  shown.valid_to = members.valid_to ?? null
  shown.groups = members.group_ids ?? []
  shown.roles = members.role_ids ?? []
  shown.image_url = null
  shown.image_thumbnail_url = null
  for (const type of store.credentialTypes) {
    if (type.simple) shown[type.slug] = person.credentials.find((credential) => credential.type === type)?.value ?? null
  }
  shown.created_at = person.createdAt
  shown.updated_at = person.updatedAt
  return shown
}

const answerPerson = (exchange: Exchange, hooks: EveryHook, status: number, person: Person): Answer =>
  json(status, hooks.shown(showPerson(exchange.store, person), exchange))

const slugFields = (store: Store): readonly Field[] =>
  store.credentialTypes.filter((type) => type.simple).map((type): Field => ({ name: type.slug, type: 'text' }))

const blankSlugs = (store: Store, values: Members): readonly Problem[] =>
  store.credentialTypes
    .filter(({ slug }) => typeof values[slug] === 'string' && values[slug] !== '' && values[slug].trim() === '')
    .map(({ slug }): Problem => ({ rule: 'blank', param: slug, message: `${slug} may not be blank.` }))

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
    } else if (held !== undefined) held.value = value
    else store.addCredential(person, type, value, (id) => hooks.credentialId(id, exchange))
  }
}

export const assigned = (store: Store, type: CredentialType, value: unknown): unknown =>
  type.code === pinCode && value === anyPin ? store.newPin() : value

const write = (exchange: Exchange, hooks: EveryHook, existing: Person | undefined): (() => Answer) => {
  const { store } = exchange
  const members = membersOf(hooks.body(parseBody(exchange.raw), exchange))
  exchange.members = members
  const { problems, values } = check([...personFields, ...slugFields(store)], members, existing === undefined)
  const all = [
    ...problems,
    ...blankSlugs(store, values),
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
    return answerPerson(exchange, hooks, existing === undefined ? 201 : 200, person)
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

const candidates = (exchange: Exchange): readonly Person[] => {
  const { store } = exchange
  const email = queried(exchange, 'email')
  const systemId = queried(exchange, 'system_id')
  if (email) return [...store.withEmail(email)].filter((person) => !systemId || person.members.system_id === systemId)
  return systemId ? [...store.withSystemId(systemId)] : [...store.people.values()]
}

export const listPeople: Operation = (exchange, hooks) => {
  const { time, problems } = sinceOf(exchange)
  return decide(exchange, hooks, problems, () => {
    const visible = candidates(exchange).filter(
      (person) =>
        !(person.hidden && exchange.identity?.restricted) &&
        (time === undefined || Date.parse(person.updatedAt) >= time),
    )
    const people = hooks.listedPeople(visible, exchange)
    return pageOf(exchange, hooks, people, (person) => showPerson(exchange.store, person), 50)
  })
}
