import { membersOf, parseBody } from './body.ts'
import { show } from './credential-view.ts'
import type { CredentialType, HeldCredential, Person } from './entities.ts'
import type { Exchange } from './exchange.ts'
import { check, type Field } from './fields.ts'
import type { EveryHook } from './hooks.ts'
import { pageOf } from './lists.ts'
import { decide, deleted, findCredential, findPerson, json, lookUpPerson, type Operation } from './operations.ts'
import { Refusal } from './refusals.ts'
import type { Answer, Members, Problem } from './types.ts'
import { assigned, valueProblems } from './values.ts'

const wrapper = 'person_credential'

const personId: Field = { name: 'person_id', type: 'integer', required: true }
const typeId: Field = { name: 'credential_type_id', type: 'integer', required: true }
const value: Field = { name: 'value', type: 'text' }

const answer = (exchange: Exchange, hooks: EveryHook, status: number, credential: HeldCredential): Answer =>
  json(status, hooks.shown(show(exchange.store, credential), exchange))

const owner = (exchange: Exchange, hooks: EveryHook): Person | undefined => {
  const id = exchange.place?.personId
  return id === undefined ? undefined : findPerson(exchange, hooks, id)
}

const bodyOf = (exchange: Exchange, hooks: EveryHook): Members => {
  const parsed = hooks.body(parseBody(exchange.raw), exchange)
  exchange.members = membersOf(parsed, exchange.place?.nested ? wrapper : undefined)
  return exchange.members
}

/** Whether the value is there when it has to be, and not there when nothing can be done with it. */
const presenceProblems = (values: Members, type: CredentialType): readonly Problem[] => {
  const given = values.value
  if (!type.simple) {
    if (given === undefined || given === null || given === '') return []
    return [{ rule: 'type', param: 'value', message: 'Credentials of this type have no value that can be set.' }]
  }
  if (given === undefined) return [{ rule: 'absent', param: 'value', message: 'value is required.' }]
  if (given === null) return [{ rule: 'null', param: 'value', message: 'value may not be null.' }]
  if (typeof given === 'string' && given.trim() === '')
    return [{ rule: 'blank', param: 'value', message: 'value may not be blank.' }]
  return []
}

/** The person that the body names. One that has been deleted is as good as none. */
const namedPerson = (exchange: Exchange, id: unknown): Person | Problem => {
  const { state, record } = lookUpPerson(exchange, String(id))
  if (state === 'live' && record !== undefined) return record
  if (state === 'hidden')
    throw new Refusal('hidden', 'Only administrators may see this person.', { param: 'person_id' })
  return { rule: 'reference', param: 'person_id', message: 'person_id names nobody.' }
}

const nobody = (id: unknown): Person => ({
  id: Number(id),
  hidden: false,
  createdAt: '',
  updatedAt: '',
  members: {},
  credentials: [],
})

const noType = (id: unknown): CredentialType => ({ id: Number(id), label: '', slug: '', code: 0, simple: true })

/** The current edition answers a second credential of a type with the first one. */
const alreadyHeld = ({ edition, store }: Exchange, held: HeldCredential): Problem => ({
  rule: 'unique',
  param: 'credential_type_id',
  message: 'This person has a credential of this type.',
  ...(edition === 'current' ? { outcome: 'already-held', body: show(store, held) } : {}),
})

/** Nobody else can get a credential of a type whose licence is used up. */
const licenceProblems = (store: Exchange['store'], { id, label, licences }: CredentialType): readonly Problem[] => {
  if (licences === undefined) return []
  const used = [...store.credentials.values()].filter(({ type }) => type.id === id).length
  if (used < licences) return []
  return [{ rule: 'limit', param: 'limit_reached', message: `All licences for ${label} are in use.` }]
}

const createProblems = (
  exchange: Exchange,
  values: Members,
  person: Person | Problem | undefined,
): readonly Problem[] => {
  const { store } = exchange
  const type = store.credentialTypes.find(({ id }) => id === values.credential_type_id)
  const problems: Problem[] = []
  if (person !== undefined && 'rule' in person) problems.push(person)
  if (type === undefined) {
    if (typeof values.credential_type_id === 'number')
      problems.push({ rule: 'reference', param: 'credential_type_id', message: 'Not found for this account' })
    return problems
  }
  problems.push(...presenceProblems(values, type))
  const held = person !== undefined && 'credentials' in person ? store.held(person, type.id) : undefined
  problems.push(...valueProblems(store, type, 'value', values.value, held))
  if (held !== undefined) problems.push(alreadyHeld(exchange, held))
  else problems.push(...licenceProblems(store, type))
  return problems
}

export const createCredential: Operation = (exchange, hooks) => {
  const { store } = exchange
  const inPath = owner(exchange, hooks)
  const fields = inPath === undefined ? [personId, typeId, value] : [typeId, value]
  const { problems, values } = check(fields, bodyOf(exchange, hooks), true)
  const person = inPath ?? (typeof values.person_id === 'number' ? namedPerson(exchange, values.person_id) : undefined)
  const all = [...problems, ...createProblems(exchange, values, person)]
  return decide(exchange, hooks, all, () => {
    const stored = hooks.values(values, exchange)
    const holder = person !== undefined && 'credentials' in person ? person : nobody(stored.person_id)
    const type =
      store.credentialTypes.find(({ id }) => id === stored.credential_type_id) ?? noType(stored.credential_type_id)
    const given = type.simple ? assigned(store, type, stored.value) : null
    const credential = store.addCredential(holder, type, given, (id) => hooks.credentialId(id, exchange))
    return answer(exchange, hooks, 201, credential)
  })
}

const target = (exchange: Exchange, hooks: EveryHook): HeldCredential =>
  findCredential(exchange, hooks, exchange.place?.id ?? '', owner(exchange, hooks))

export const readCredential: Operation = (exchange, hooks) => {
  const credential = target(exchange, hooks)
  return () => answer(exchange, hooks, 200, credential)
}

export const updateCredential: Operation = (exchange, hooks) => {
  const { edition, store } = exchange
  const credential = target(exchange, hooks)
  const { problems, values } = check([value], bodyOf(exchange, hooks), false)
  const all = [
    ...problems,
    ...presenceProblems(values, credential.type),
    ...valueProblems(store, credential.type, 'value', values.value, credential),
  ]
  return decide(exchange, hooks, all, () => {
    const stored = hooks.values(values, exchange)
    if (credential.type.simple) store.assign(credential, assigned(store, credential.type, stored.value))
    return answer(exchange, hooks, edition === 'classic' ? 200 : 201, credential)
  })
}

/** Text and not JSON; a mobile credential is taken back from the telephone later (OpenAPI description, deleteCredential). */
const deletedInText = ({ type }: HeldCredential): Answer => ({
  status: type.simple ? 200 : 202,
  headers: {},
  contentType: 'text/plain; charset=utf-8',
  body: undefined,
  text: type.simple ? 'The credential has been deleted.' : 'The credential is being revoked.',
})

export const deleteCredential: Operation = (exchange, hooks) => {
  const credential = target(exchange, hooks)
  return decide(exchange, hooks, [], () => {
    if (hooks.removes(true, exchange)) exchange.store.removeCredential(credential)
    return exchange.edition === 'classic' ? deleted() : deletedInText(credential)
  })
}

export const listCredentials: Operation = (exchange, hooks) => {
  const { store } = exchange
  const person = owner(exchange, hooks)
  return () => {
    const all = person?.credentials ?? [...store.credentials.values()]
    const visible = all.filter((credential) => !(credential.person.hidden && exchange.identity?.restricted))
    const shown = hooks.listedCredentials(visible, exchange)
    return pageOf(exchange, hooks, shown, (credential) => show(store, credential), 500)
  }
}
