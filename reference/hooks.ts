import type { ChannelState } from './channels.ts'
import type { Entity, HeldCredential, Person } from './entities.ts'
import type { Exchange } from './exchange.ts'
import type { GatewayError } from './gates.ts'
import type { Page } from './lists.ts'
import type { Obstacle } from './obstacles.ts'
import type { Kept } from './records.ts'
import type { Refusal } from './refusals.ts'
import type { Answer, Found, Identity, Members, Parsed, Place, Presented, Problem } from './types.ts'

/**
 * The points at which a fault or a dialect may decide otherwise. Each is handed what the plain endpoint has decided and
 * returns what this one decides instead, so that any number of them can follow one another.
 */
export interface Hooks {
  /** Where a path leads; undefined is nowhere. */
  readonly place?: (place: Place | undefined, exchange: Exchange) => Place | undefined
  /** Which key the request presents. */
  readonly presented?: (presented: Presented, exchange: Exchange) => Presented
  /** Whose key it is; undefined is nobody's. */
  readonly identity?: (identity: Identity | undefined, exchange: Exchange) => Identity | undefined
  /** Whether the client accepts JSON. */
  readonly acceptable?: (acceptable: boolean, exchange: Exchange) => boolean
  /** The method that the request is treated as. */
  readonly method?: (method: string, exchange: Exchange) => string
  /** What became of reading the body. */
  readonly body?: (parsed: Parsed, exchange: Exchange) => Parsed
  /** Everything that is wrong with the parameters; the first is the one that is answered. */
  readonly problems?: (problems: readonly Problem[], exchange: Exchange) => readonly Problem[]
  /** What is about to be stored. */
  readonly values?: (values: Members, exchange: Exchange) => Members
  /** Milliseconds between checking and storing. */
  readonly pause?: (milliseconds: number, exchange: Exchange) => number
  readonly foundPerson?: (found: Found<Person>, exchange: Exchange) => Found<Person>
  readonly foundCredential?: (found: Found<HeldCredential>, exchange: Exchange) => Found<HeldCredential>
  readonly foundEntity?: (found: Found<Entity>, exchange: Exchange) => Found<Entity>
  /** Reservations, notification rules and requests to be admitted. */
  readonly foundKept?: (found: Found<Kept>, exchange: Exchange) => Found<Kept>
  /** Those that stand in a list, before it is cut into pages. */
  readonly listedKept?: (kept: readonly Kept[], exchange: Exchange) => readonly Kept[]
  /** Why a channel cannot do what it is told; undefined where it can. */
  readonly obstacle?: (obstacle: Obstacle | undefined, exchange: Exchange) => Obstacle | undefined
  /** Whether somebody may open a door. */
  readonly grants?: (grants: boolean, exchange: Exchange) => boolean
  /** What a command sets on a channel. */
  readonly channelChange?: (change: Partial<ChannelState>, exchange: Exchange) => Partial<ChannelState>
  /** Whether a request is turned away because of maintenance. */
  readonly closed?: (closed: boolean, exchange: Exchange) => boolean
  /** What the gateway in front of the endpoint answers by itself; undefined where it passes the request on. */
  readonly gateway?: (error: GatewayError | undefined, exchange: Exchange) => GatewayError | undefined
  /** Seconds until a request may be answered; 0 answers it. */
  readonly wait?: (seconds: number, exchange: Exchange) => number
  /** Whether a deletion takes place. */
  readonly removes?: (removes: boolean, exchange: Exchange) => boolean
  /** The id of a new credential. */
  readonly credentialId?: (id: number | string, exchange: Exchange) => number | string
  /** Those who stand in a list, before it is cut into pages. */
  readonly listedPeople?: (people: readonly Person[], exchange: Exchange) => readonly Person[]
  readonly listedCredentials?: (all: readonly HeldCredential[], exchange: Exchange) => readonly HeldCredential[]
  readonly listedEntities?: (entities: readonly Entity[], exchange: Exchange) => readonly Entity[]
  /** The instant from which on people, events or reservations are asked for, in milliseconds. */
  readonly since?: (time: number | undefined, exchange: Exchange) => number | undefined
  /** How a list is cut into pages. */
  readonly paging?: (page: Page, exchange: Exchange) => Page
  /** One page of a list as it is sent. */
  readonly page?: (resources: readonly Members[], exchange: Exchange) => readonly Members[]
  /** A resource as it is sent. */
  readonly shown?: (resource: Members, exchange: Exchange) => Members
  readonly refusal?: (refusal: Refusal, exchange: Exchange) => Refusal
  /** The answer as it is sent. */
  readonly answer?: (answer: Answer, exchange: Exchange) => Answer
}

export type EveryHook = Required<Hooks>

const chain = <T>(steps: readonly (((value: T, exchange: Exchange) => T) | undefined)[]) => {
  const present = steps.filter((step) => step !== undefined)
  const [only] = present
  if (only === undefined) return (value: T): T => value
  if (present.length === 1) return only
  return (value: T, exchange: Exchange): T => present.reduce((soFar, step) => step(soFar, exchange), value)
}

export const compose = (all: readonly Hooks[]): EveryHook => ({
  place: chain(all.map((hooks) => hooks.place)),
  presented: chain(all.map((hooks) => hooks.presented)),
  identity: chain(all.map((hooks) => hooks.identity)),
  acceptable: chain(all.map((hooks) => hooks.acceptable)),
  method: chain(all.map((hooks) => hooks.method)),
  body: chain(all.map((hooks) => hooks.body)),
  problems: chain(all.map((hooks) => hooks.problems)),
  values: chain(all.map((hooks) => hooks.values)),
  pause: chain(all.map((hooks) => hooks.pause)),
  foundPerson: chain(all.map((hooks) => hooks.foundPerson)),
  foundCredential: chain(all.map((hooks) => hooks.foundCredential)),
  foundEntity: chain(all.map((hooks) => hooks.foundEntity)),
  foundKept: chain(all.map((hooks) => hooks.foundKept)),
  listedKept: chain(all.map((hooks) => hooks.listedKept)),
  obstacle: chain(all.map((hooks) => hooks.obstacle)),
  grants: chain(all.map((hooks) => hooks.grants)),
  channelChange: chain(all.map((hooks) => hooks.channelChange)),
  closed: chain(all.map((hooks) => hooks.closed)),
  gateway: chain(all.map((hooks) => hooks.gateway)),
  wait: chain(all.map((hooks) => hooks.wait)),
  removes: chain(all.map((hooks) => hooks.removes)),
  credentialId: chain(all.map((hooks) => hooks.credentialId)),
  listedPeople: chain(all.map((hooks) => hooks.listedPeople)),
  listedCredentials: chain(all.map((hooks) => hooks.listedCredentials)),
  listedEntities: chain(all.map((hooks) => hooks.listedEntities)),
  since: chain(all.map((hooks) => hooks.since)),
  paging: chain(all.map((hooks) => hooks.paging)),
  page: chain(all.map((hooks) => hooks.page)),
  shown: chain(all.map((hooks) => hooks.shown)),
  refusal: chain(all.map((hooks) => hooks.refusal)),
  answer: chain(all.map((hooks) => hooks.answer)),
})
