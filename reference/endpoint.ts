import { setTimeout as sleep } from 'node:timers/promises'
import { acceptsJson } from './accept.ts'
import { identityOf, presentedKey } from './auth.ts'
import { createCredential, deleteCredential, listCredentials, readCredential, updateCredential } from './credentials.ts'
import type { Exchange } from './exchange.ts'
import type { EveryHook } from './hooks.ts'
import { listEntities } from './lists.ts'
import { type Operation, readEntity } from './operations.ts'
import { createPerson, deletePerson, listPeople, readPerson, updatePerson } from './people.ts'
import { errorAnswer, Refusal } from './refusals.ts'
import { locate } from './routes.ts'
import type { Action, Answer, Place } from './types.ts'

const people: Readonly<Record<Action, Operation>> = {
  list: listPeople,
  create: createPerson,
  read: readPerson,
  update: updatePerson,
  delete: deletePerson,
}

const credentials: Readonly<Record<Action, Operation>> = {
  list: listCredentials,
  create: createCredential,
  read: readCredential,
  update: updateCredential,
  delete: deleteCredential,
}

const operation = ({ kind }: Place, action: Action): Operation => {
  if (kind === 'people') return people[action]
  if (kind === 'credentials') return credentials[action]
  return action === 'list' ? listEntities : readEntity
}

const challenge = { 'www-authenticate': 'Bearer realm="DoorFlow"' }

const authenticate = (exchange: Exchange, hooks: EveryHook): void => {
  const { authorization } = exchange.headers
  const header = typeof authorization === 'string' ? authorization : undefined
  const presented = hooks.presented(presentedKey(header, exchange.query), exchange)
  exchange.presented = presented
  exchange.identity = hooks.identity(identityOf(presented.key), exchange)
  if (exchange.identity !== undefined) return
  if (presented.malformed)
    throw new Refusal('malformed-credentials', 'The credentials cannot be understood.', { headers: challenge })
  const message = presented.key === undefined ? 'A key is required.' : 'This key is not valid.'
  throw new Refusal('unauthenticated', message, { headers: challenge })
}

const acceptOf = ({ headers: { accept } }: Exchange): string | undefined =>
  typeof accept === 'string' ? accept : undefined

const allowed = (place: Place): string =>
  [...Object.keys(place.actions), ...('GET' in place.actions ? ['HEAD'] : []), 'OPTIONS'].join(', ')

/** From the outside in: who asks, where, in which format, with which method; and only then what for. */
const prepare = (exchange: Exchange, hooks: EveryHook): (() => Answer) => {
  const located = locate(exchange.path)
  const place = hooks.place(located === 'malformed' ? undefined : located, exchange)
  exchange.place = place
  exchange.method = hooks.method(exchange.method, exchange)
  authenticate(exchange, hooks)
  if (place === undefined) {
    if (located === 'malformed') throw new Refusal('malformed-request', 'The path cannot be decoded.')
    throw new Refusal('not-found', 'There is nothing at this path.')
  }
  if (place.suffix !== undefined && place.suffix !== 'json')
    throw new Refusal('not-acceptable-suffix', 'Only JSON is served.')
  if (!hooks.acceptable(acceptsJson(acceptOf(exchange)), exchange))
    throw new Refusal('not-acceptable', 'Only JSON is served.')
  const method = exchange.method === 'HEAD' ? 'GET' : exchange.method
  if (method === 'OPTIONS')
    return () => ({ status: 204, headers: { allow: allowed(place) }, contentType: undefined, body: undefined })
  exchange.action = Object.hasOwn(place.actions, method) ? place.actions[method] : undefined
  if (exchange.action === undefined)
    throw new Refusal('unsupported-method', 'This method is not supported here.', {
      headers: { allow: allowed(place) },
    })
  return operation(place, exchange.action)(exchange, hooks)
}

const finish = (exchange: Exchange, hooks: EveryHook, answer: () => Answer): Answer => {
  try {
    return hooks.answer(refusing(exchange, hooks, answer), exchange)
  } catch {
    // Only a planted fault comes here.
    return hooks.answer(errorAnswer(new Refusal('failure', 'Something went wrong here.')), exchange)
  }
}

const refusing = (exchange: Exchange, hooks: EveryHook, answer: () => Answer): Answer => {
  try {
    return answer()
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason
    exchange.refusal = hooks.refusal(reason, exchange)
    return errorAnswer(exchange.refusal)
  }
}

/** Answers a request that could be received. Waits only where a fault asks for it. */
export const respond = (exchange: Exchange, hooks: EveryHook): Answer | Promise<Answer> => {
  let commit: () => Answer
  try {
    commit = prepare(exchange, hooks)
  } catch (reason) {
    return finish(exchange, hooks, () => {
      throw reason
    })
  }
  const milliseconds = hooks.pause(0, exchange)
  if (milliseconds === 0) return finish(exchange, hooks, commit)
  return sleep(milliseconds).then(() => finish(exchange, hooks, commit))
}

/** Answers a request that could not be received. */
export const refuse = (exchange: Exchange, hooks: EveryHook, refusal: Refusal): Answer =>
  finish(exchange, hooks, () => {
    throw refusal
  })
