import { showChannel } from './channels.ts'
import type { Entity, HeldCredential, Person } from './entities.ts'
import type { Exchange } from './exchange.ts'
import type { EveryHook } from './hooks.ts'
import { Refusal, refusalOf } from './refusals.ts'
import type { Answer, Found, Members, Problem, State } from './types.ts'

/** Checks a request and returns what remains to be done, or throws a refusal. */
export type Operation = (exchange: Exchange, hooks: EveryHook) => () => Answer

const jsonType = 'application/json; charset=utf-8'
const noHeaders = {}

export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = noHeaders): Answer => ({
  status,
  headers,
  contentType: jsonType,
  body,
})

/** Refuses because of the first problem, or lets the request have its effect. */
export const decide = (
  exchange: Exchange,
  hooks: EveryHook,
  problems: readonly Problem[],
  commit: () => Answer,
): (() => Answer) => {
  exchange.commit = commit
  const remaining = hooks.problems(problems, exchange)
  const [first] = remaining
  if (first !== undefined) throw refusalOf(first, remaining)
  return commit
}

const refusals: Readonly<Record<Exclude<State, 'live'>, (what: string) => Refusal>> = {
  gone: (what) => new Refusal('gone', `This ${what} has been deleted.`),
  never: (what) => new Refusal('not-found', `There is no such ${what}.`),
  hidden: (what) => new Refusal('hidden', `Only administrators may see this ${what}.`),
}

/** What was found, if it may be served. */
export const expect = <Record>(found: Found<Record>, what: string): Record => {
  if (found.state === 'live' && found.record !== undefined) return found.record
  throw refusals[found.state === 'live' ? 'never' : found.state](what)
}

export const lookUpPerson = (exchange: Exchange, id: string): Found<Person> => {
  const { people, gonePeople } = exchange.store
  const record = people.get(id)
  if (record === undefined) return { state: gonePeople.has(id) ? 'gone' : 'never', record: gonePeople.get(id) }
  return { state: record.hidden && exchange.identity?.restricted ? 'hidden' : 'live', record }
}

export const findPerson = (exchange: Exchange, hooks: EveryHook, id: string): Person =>
  expect(hooks.foundPerson(lookUpPerson(exchange, id), exchange), 'person')

const lookUpCredential = (exchange: Exchange, id: string, owner: Person | undefined): Found<HeldCredential> => {
  const { credentials, goneCredentials } = exchange.store
  const record = credentials.get(id) ?? goneCredentials.get(id)
  // Under somebody else's path it does not exist.
  if (record === undefined || (owner !== undefined && record.person !== owner))
    return { state: 'never', record: undefined }
  if (!credentials.has(id)) return { state: 'gone', record }
  return { state: record.person.hidden && exchange.identity?.restricted ? 'hidden' : 'live', record }
}

export const findCredential = (
  exchange: Exchange,
  hooks: EveryHook,
  id: string,
  owner: Person | undefined,
): HeldCredential => expect(hooks.foundCredential(lookUpCredential(exchange, id, owner), exchange), 'credential')

export const readEntity: Operation = (exchange, hooks) => {
  const { place, store } = exchange
  if (place?.kind === 'account') return () => json(200, hooks.shown(store.account, exchange))
  const records = place?.kind === 'events' ? store.entities.events : store.entities.channels
  const record = records.get(place?.id ?? '')
  const found: Found<Entity> = { state: record === undefined ? 'never' : 'live', record }
  const entity = expect(hooks.foundEntity(found, exchange), place?.kind === 'events' ? 'event' : 'channel')
  return () => json(200, hooks.shown(place?.kind === 'channels' ? showChannel(entity) : entity, exchange))
}

export const deleted = (): Answer => json(200, { result: 'ok' } satisfies Members)
