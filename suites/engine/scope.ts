import type { Operation } from '../../contract/operation.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import { type RecordResource, recordResources } from '../../target/ledger-records.ts'
import { idIn, isAccepted } from './answers.ts'
import type { Things } from './binding.ts'

/** Things made for one case or several, and the people among them that are still to be deleted. */
export interface Scope {
  readonly things: Things
  readonly people: Set<number | string>
  /** People who have been deleted, and when that was done; never, where it was only promised. */
  readonly deleted: Map<string, number>
  /** Credentials that are still to be deleted, and whose they are. */
  readonly credentials: Map<number | string, number | string>
  /** Other records that are still to be deleted, by their id, with the resource that they are of. */
  readonly records: Map<number | string, RecordResource>
  /** What was sent to set it up, and the strings that were written then. */
  readonly exchanges: Exchange[]
  readonly strings: string[]
}

export const newScope = (): Scope => ({
  things: new Map(),
  people: new Set(),
  deleted: new Map(),
  credentials: new Map(),
  records: new Map(),
  exchanges: [],
  strings: [],
})

/** A step that was sent: its operation, what came back, and the name under which later steps find what it made. */
interface Sent {
  readonly operation: Operation
  readonly exchange: Exchange
  readonly makes: string | undefined
}

/** A path without query and format. */
const plain = (path: string): string => path.replace(/\?.*$/, '').replace(/\.json$/, '')

/** Whether it took place nobody knows: its answer was lost, or is that of whoever stands before the target. */
const isInDoubt = ({ response }: Exchange): boolean => response === undefined || response.status >= 500

/** What may be gone or not is for the clean-up at the end, which judges no answer: both are in order. */
const leaveAlone = ({ people, credentials, records }: Scope, path: string): void => {
  for (const things of [people, credentials, records])
    for (const id of things.keys()) if (plain(path).endsWith(`/${encodeURIComponent(id)}`)) things.delete(id)
}

/** Keeps track of what a step has made or deleted, if it was accepted. `things` are those of its case. */
export const keepTrack = (scope: Scope, things: Things, { operation, exchange, makes }: Sent): void => {
  const { method, path } = exchange.request
  if (method === 'DELETE' && isInDoubt(exchange)) leaveAlone(scope, path)
  if (!isAccepted(exchange)) return
  const id = idIn(exchange)
  const [, person] = /\/(?:people|person)\/([^/?.]+)/.exec(path) ?? []
  if (makes !== undefined && id !== undefined) {
    things.set(makes, id)
    if (operation.resource === 'people') scope.people.add(id)
    const holder = [...scope.people].find((one) => String(one) === person) ?? things.get('person')
    if (operation.resource === 'credentials' && holder !== undefined) scope.credentials.set(id, holder)
  }
  const record = recordResources.find((resource) => resource === operation.resource)
  if (record !== undefined && operation.action === 'create' && id !== undefined) scope.records.set(id, record)
  if (record !== undefined && method === 'DELETE') {
    for (const one of scope.records.keys())
      if (plain(path).endsWith(`/${encodeURIComponent(one)}`)) scope.records.delete(one)
  }
  if (operation.id === 'deletePerson' && method === 'DELETE') {
    for (const one of scope.people) if (String(one) === person) scope.people.delete(one)
    // Answered with 202 it will take place some time, and until then they may be shown: the clean-up sees to that.
    const ended = exchange.response?.status === 202 ? Number.POSITIVE_INFINITY : exchange.ended
    if (person !== undefined) scope.deleted.set(person, ended)
  }
  if (operation.id === 'deletePersonCredential' && method === 'DELETE') {
    for (const one of scope.credentials.keys())
      if (plain(path).endsWith(`/credentials/${encodeURIComponent(one)}`)) scope.credentials.delete(one)
  }
  // Whoever updates the deleted may revive them. At the same time as the deletion that is for a look to show.
  const shows = operation.id === 'updatePerson' || operation.id === 'getPerson'
  if (shows && person !== undefined && /^\d+$/.test(person) && exchange.started > (scope.deleted.get(person) ?? 0)) {
    if (operation.id === 'updatePerson' || scope.deleted.has(person)) scope.people.add(Number(person))
  }
}
