import { setTimeout as sleep } from 'node:timers/promises'
import { acceptsJson } from './accept.ts'
import { readAdmissionRequest } from './admission-requests.ts'
import { presentedKey } from './auth.ts'
import { commandChannel } from './channel-commands.ts'
import { createCredential, deleteCredential, listCredentials, readCredential, updateCredential } from './credentials.ts'
import type { Exchange } from './exchange.ts'
import { passGates } from './gates.ts'
import { createGroupReservation, deleteGroupReservation, listGroupReservations } from './group-reservations.ts'
import type { EveryHook } from './hooks.ts'
import { listEntities } from './lists.ts'
import { createRule, deleteRule, listRules, readRule, updateRule } from './notification-rules.ts'
import { needsNoKey, oauth } from './oauth.ts'
import { type Operation, readEntity } from './operations.ts'
import { createPerson, deletePerson, listPeople, readPerson, updatePerson } from './people.ts'
import { errorAnswer, Refusal, settled } from './refusals.ts'
import { createReservation, deleteReservation, listReservations } from './reservations.ts'
import { locate } from './routes.ts'
import { initiateSync } from './sync.ts'
import type { Action, Answer, Kind, Place } from './types.ts'

type Operations = Readonly<Partial<Record<Action, Operation>>>

const lists: Operations = { list: listEntities, read: readEntity }

/** What is done at each kind of place. A request gets here only where the place has the action. */
const operations: Readonly<Record<Kind, Operations>> = {
  account: lists,
  people: { list: listPeople, create: createPerson, read: readPerson, update: updatePerson, delete: deletePerson },
  credentials: {
    list: listCredentials,
    create: createCredential,
    read: readCredential,
    update: updateCredential,
    delete: deleteCredential,
  },
  credential_types: lists,
  groups: lists,
  roles: lists,
  sites: lists,
  channels: { ...lists, command: commandChannel },
  events: lists,
  reservations: { list: listReservations, create: createReservation, delete: deleteReservation },
  group_reservations: { list: listGroupReservations, create: createGroupReservation, delete: deleteGroupReservation },
  notification_rules: { list: listRules, create: createRule, read: readRule, update: updateRule, delete: deleteRule },
  admission_requests: { read: readAdmissionRequest },
  sync: { command: initiateSync },
  oauth,
}

const operation = ({ kind }: Place, action: Action): Operation => {
  const found = operations[kind][action]
  if (found === undefined) throw new Error(`There is no ${action} of ${kind}.`)
  return found
}

const challenge = { 'www-authenticate': 'Bearer realm="DoorFlow"' }

const authenticate = (exchange: Exchange, hooks: EveryHook): void => {
  const { authorization } = exchange.headers
  const header = typeof authorization === 'string' ? authorization : undefined
  const presented = hooks.presented(presentedKey(header, exchange.query, exchange.edition), exchange)
  exchange.presented = presented
  exchange.identity = hooks.identity(exchange.tokens.identityOf(presented.key), exchange)
  if (exchange.identity !== undefined) {
    exchange.store = exchange.accounts[exchange.identity.account]
    return
  }
  // Asked about a token, the OpenAPI description has a code of its own.
  const more = { headers: challenge, code: exchange.place?.kind === 'oauth' ? 'invalid_token' : undefined }
  if (presented.malformed) throw new Refusal('malformed-credentials', 'The credentials cannot be understood.', more)
  const message = presented.key === undefined ? 'A key is required.' : 'This key is not valid.'
  throw new Refusal('unauthenticated', message, more)
}

const acceptOf = ({ headers: { accept } }: Exchange): string | undefined =>
  typeof accept === 'string' ? accept : undefined

/** In the current edition a deletion answers in plain text and an authorisation in HTML, so that only reads are left. */
const negotiated = ({ edition, method, place }: Exchange): boolean =>
  edition === 'classic' || ((method === 'GET' || method === 'HEAD') && !needsNoKey(place))

const allowed = (place: Place): string =>
  [...Object.keys(place.actions), ...('GET' in place.actions ? ['HEAD'] : []), 'OPTIONS'].join(', ')

/** From the outside in: who asks, where, in which format, with which method; and only then what for. */
const prepare = (exchange: Exchange, hooks: EveryHook): (() => Answer) => {
  passGates(exchange, hooks)
  const located = locate(exchange.path, exchange.edition)
  const place = hooks.place(located === 'malformed' ? undefined : located, exchange)
  exchange.place = place
  exchange.method = hooks.method(exchange.method, exchange)
  if (!needsNoKey(place)) authenticate(exchange, hooks)
  if (place === undefined) {
    if (located === 'malformed') throw new Refusal('malformed-request', 'The path cannot be decoded.')
    throw new Refusal('not-found', 'There is nothing at this path.')
  }
  if (place.suffix !== undefined && place.suffix !== 'json')
    throw new Refusal('not-acceptable-suffix', 'Only JSON is served.')
  if (negotiated(exchange) && !hooks.acceptable(acceptsJson(acceptOf(exchange)), exchange))
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
    return hooks.answer(errorAnswer(new Refusal('failure', 'Something went wrong here.'), exchange.edition), exchange)
  }
}

const refusing = (exchange: Exchange, hooks: EveryHook, answer: () => Answer): Answer => {
  try {
    return answer()
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason
    exchange.refusal = hooks.refusal(settled(reason, exchange.edition), exchange)
    return errorAnswer(exchange.refusal, exchange.edition)
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

/** Answers a request that could not be received. During maintenance nobody looks at what is wrong with it. */
export const refuse = (exchange: Exchange, hooks: EveryHook, refusal: Refusal): Answer =>
  finish(exchange, hooks, () => {
    passGates(exchange, hooks)
    throw refusal
  })
