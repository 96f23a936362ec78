import type { Exchange, RecordedBody } from '../oracle/exchange.ts'
import { normalForm } from '../oracle/tag.ts'
import { saysGone } from './absence.ts'
import { createDoors, type Doors, type Undoing } from './doors.ts'
import { type Entry, type Id, idOf, type Members, namelessness, noteRemoved, noteShown } from './ledger-entry.ts'
import { createRecords, type RecordRemains, type RecordResource, type Records } from './ledger-records.ts'
import { isSafe } from './methods.ts'
import { credentialNames, from, peopleNames, placeOf } from './place.ts'
import type { Marker, UniqueValues } from './unique.ts'

export type LedgerResource = 'people' | 'credentials' | RecordResource

/** Something of this run that is on the target. */
export interface Living {
  readonly resource: LedgerResource
  readonly id: Id
  /** The person of a credential. */
  readonly person?: Id
}

/** What the run created, as far as the target has shown it. */
export interface Ledger {
  /**
   * Whether a thing is ours: a person whom the target has shown, when asked for that one, with a marker of this run, or a
   * credential of such a person. What was removed stays ours.
   */
  owns(resource: LedgerResource, id: Id): boolean
  /** Whether a read was answered 404 or 410, and nothing has shown since that there is such a thing. */
  absent(resource: LedgerResource, id: Id): boolean
  /** People and records whose deletion was only promised, with 202: nobody has seen that they are gone. */
  promised(): readonly Living[]
  /** What is ours and not known to be removed; people last. */
  living(): readonly Living[]
  /** Records besides them that were ours and are removed, by what the target has said. */
  removedRecords(): ReturnType<Records['removed']>
  /** Credentials that were ours and are removed, by themselves or with their people, and may be listed all the same. */
  removedCredentials(): readonly Living[]
  /** The list of credentials does not show this one any more. */
  noteUnlisted(id: Id): void
  /** People whom the answer to a create or a list has named, and whose own reading has not shown them to be ours. */
  candidates(): readonly Id[]
  /** What is ours and cannot be asked for by its id, so that it stays: each as a line of the report. */
  nameless(): readonly string[]
  /** Markers that may be on the target although no person with them has been found, as their `systemId`. */
  unresolved(): readonly string[]
  /** Other resources of which something may be on the target that no reading has shown to be ours. */
  unresolvedRecords(): readonly RecordResource[]
  /** Those of them that the answer to a create named and that readings show, but not as ours. */
  candidateRecords(): ReturnType<Records['candidates']>
  /** Those that the answer to a create named and that no reading shows at all. */
  unseenRecords(): ReturnType<Records['unseen']>
  /** Commands that take back what was done to doors. */
  openDoors(): ReturnType<Doors['open']>
  /** Those that the target has answered as done: whether they are, only a reading can tell. */
  doorsTakenBack(): ReturnType<Doors['takenBack']>
  /** Whether any door was told anything. */
  toldDoors(): boolean
  /** Draws a marker for a person that is about to be created. */
  issue(): Marker
  /**
   * Takes note of an exchange; every exchange of the run must come by.
   *
   * @returns the people in an answer to a reading who say something new about who the run has left, which may be none;
   * undefined where it says nothing new
   */
  observe(exchange: Exchange): readonly Members[] | undefined
  /** What may be left on the target, for another process to look at. */
  remains(): Remains
  /** Takes over what another process of this run may have left. Nothing of it is ours before the target shows it again. */
  recall(remains: Remains): void
}

/** What a run may have left on a target, as far as its own requests and their answers can tell. */
export interface Remains {
  /** People who were shown to be the run's, or who the answer to a create named. */
  readonly people: readonly Id[]
  /** Markers that may be on the target although nobody with them has been found, as their `systemId`. */
  readonly markers: readonly string[]
  /** Other resources of which there may be something, and what is known of it. */
  readonly records: readonly RecordRemains[]
  /** Commands that take back what was done to doors. */
  readonly doors: readonly Undoing[]
  /** Those that the target has answered as done. */
  readonly doorsTakenBack: readonly Undoing[]
}

interface CredentialEntry extends Entry {
  readonly person: Id
}

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (body: RecordedBody | undefined): string => {
  if (body === undefined) return ''
  return 'text' in body ? body.text : Buffer.from(body.base64, 'base64').toString('latin1')
}

const key = (id: Id): string => String(id)

export const createLedger = (unique: UniqueValues): Ledger => {
  const people = new Map<string, Entry>()
  const credentials = new Map<string, CredentialEntry>()
  const held = new Map<string, CredentialEntry[]>()
  const candidates = new Map<string, Id>()
  const gone = { people: new Set<string>(), credentials: new Set<string>() }
  // Every marker sent in a create, until a person with it has been found or the create has been refused.
  const markers = new Set<string>()
  /** People without a usable id, by their markers. */
  const nameless = new Map<string, string>()
  const doors = createDoors()
  /** What the answer at hand says that is new about people. */
  let news: Members[] | undefined
  const records = createRecords(
    (id) => people.has(key(id)),
    (text) => unique.markersIn(text).length > 0,
    (id) => people.get(key(id))?.removed === true,
  )

  const markerOf = (person: Members): string | undefined => {
    for (const value of [person.system_id, person.email]) {
      if (typeof value === 'string' && unique.issued(value)) return normalForm(value).replace(/[+@].*$/, '')
    }
    return undefined
  }

  /**
   * A person as a read shows it. A removed one that is shown again lives, unless the read began before the removal. A list
   * proves nothing of somebody who is new: whoever ignores a filter, or fills it in, shows anybody there.
   */
  const seePerson = (person: Members, exchange: Exchange, asked: boolean): void => {
    const id = idOf(person.id)
    const marker = markerOf(person)
    if (id === undefined) noteNameless(marker, person.id)
    if (id === undefined) return
    gone.people.delete(key(id))
    if (marker === undefined) return
    const entry = people.get(key(id))
    if (entry === undefined && !asked) {
      candidates.set(key(id), id)
      return
    }
    const revived = entry !== undefined && noteShown(entry, exchange)
    const wanted = [markers.delete(marker), candidates.delete(key(id))].includes(true)
    if (entry === undefined) people.set(key(id), { id, removed: false, removedAt: 0 })
    if (wanted || revived || entry === undefined) news = [...(news ?? []), person]
  }

  const noteNameless = (marker: string | undefined, id: unknown): void => {
    const why = namelessness(id)
    if (marker !== undefined && why !== undefined) nameless.set(marker, why)
  }

  const seeCredential = (credential: Members, person: Id | undefined, exchange: Exchange): void => {
    const id = idOf(credential.id)
    const told = idOf(credential.person_id)
    // A list below a person of ours that shows what is somebody else's makes nothing ours.
    if (person !== undefined && told !== undefined && key(told) !== key(person)) return
    const owner = person ?? told
    if (id !== undefined) gone.credentials.delete(key(id))
    if (id === undefined || owner === undefined || !people.has(key(owner))) return
    const entry = credentials.get(key(id))
    if (entry === undefined) {
      const fresh = { id, person: owner, removed: false, removedAt: 0 }
      credentials.set(key(id), fresh)
      const others = held.get(key(owner))
      if (others === undefined) held.set(key(owner), [fresh])
      else others.push(fresh)
    } else noteShown(entry, exchange)
  }

  const remove = (entry: Entry | undefined, exchange: Exchange): void => {
    if (entry !== undefined) noteRemoved(entry, exchange)
  }

  const observeAbsence = (path: string): void => {
    const { segments, person, credential } = placeOf(path)
    if (credential !== undefined) gone.credentials.add(credential)
    else if (person !== undefined && !credentialPath(segments)) {
      gone.people.add(person)
      const entry = people.get(person)
      if (candidates.delete(person) || entry?.promised === true) news ??= []
      if (entry !== undefined) entry.promised = false
    }
  }

  /** Any unsafe method but DELETE: a target may create by one that it should refuse. */
  const observeCreate = (exchange: Exchange, value: unknown): void => {
    const { segments, person } = placeOf(exchange.request.path)
    const status = exchange.response?.status
    const [shown] = Array.isArray(value) ? value : [value]
    if (credentialPath(segments)) {
      const created = status !== undefined && status >= 200 && status < 300 && person !== undefined
      if (created && isObject(shown)) seeCredential(shown, person, exchange)
      return
    }
    if (!peoplePath(segments) || (status !== undefined && status >= 300 && status < 500)) return
    const sent = unique.markersIn(textOf(exchange.request.body))
    for (const marker of sent) markers.add(marker)
    if (status === undefined || status >= 300) return
    if (isObject(shown)) noteNameless(sent[0], shown.id)
    const id = isObject(shown) ? idOf(shown.id) : undefined
    // The id alone proves nothing: whoever answers may name anybody's.
    if (id !== undefined && !people.has(key(id))) candidates.set(key(id), id)
  }

  const observeRead = (exchange: Exchange, value: unknown): void => {
    const { segments, person, credential } = placeOf(exchange.request.path)
    const kind = credentialPath(segments)
      ? 'credentials'
      : person !== undefined || peoplePath(segments)
        ? 'people'
        : undefined
    if (kind === undefined) return
    const shown = (Array.isArray(value) ? value : [value]).filter(isObject)
    const asked = kind === 'people' ? person : credential
    for (const one of shown) {
      // Asked for one thing, the target may speak of that one only.
      if (asked !== undefined && key(idOf(one.id) ?? '') !== asked) continue
      if (kind === 'people') seePerson(one, exchange, asked !== undefined)
      else seeCredential(one, person, exchange)
    }
  }

  const observeDelete = (exchange: Exchange): void => {
    const { segments, person, credential } = placeOf(exchange.request.path)
    const status = exchange.response?.status ?? 0
    if (!((status >= 200 && status < 300) || saysGone(exchange))) return
    if (credentialPath(segments)) {
      if (credential !== undefined) remove(credentials.get(credential), exchange)
    } else if (person !== undefined) {
      remove(people.get(person), exchange)
      // Its credentials can no longer be reached.
      for (const entry of held.get(person) ?? []) remove(entry, exchange)
    }
  }

  return {
    owns: (resource, id) => {
      if (resource === 'people') return people.has(key(id))
      return resource === 'credentials' ? credentials.has(key(id)) : records.owns(resource, id)
    },
    absent: (resource, id) =>
      resource === 'people' || resource === 'credentials' ? gone[resource].has(key(id)) : records.absent(resource, id),
    living: () => [
      ...records.living(),
      ...[...credentials.values()]
        .filter(({ removed }) => !removed)
        .map(({ id, person }): Living => ({ resource: 'credentials', id, person })),
      ...[...people.values()].filter(({ removed }) => !removed).map(({ id }): Living => ({ resource: 'people', id })),
    ],
    removedRecords: () => records.removed(),
    removedCredentials: () =>
      [...credentials.values()]
        .filter(({ removed, unlisted }) => removed && unlisted !== true)
        .map(({ id, person }): Living => ({ resource: 'credentials', id, person })),
    noteUnlisted: (id) => {
      const entry = credentials.get(key(id))
      if (entry !== undefined) entry.unlisted = true
    },
    promised: () => [
      ...records.promised(),
      ...[...people.values()].filter(({ promised }) => promised).map(({ id }): Living => ({ resource: 'people', id })),
    ],
    candidates: () => [...candidates.values()],
    nameless: () => [...Array.from(nameless, ([marker, why]) => `people ${marker}: ${why}`), ...records.nameless()],
    unresolved: () => [...markers],
    openDoors: doors.open,
    doorsTakenBack: doors.takenBack,
    toldDoors: () => doors.told,
    unresolvedRecords: () => records.unresolved(),
    candidateRecords: () => records.candidates(),
    unseenRecords: () => records.unseen(),
    issue: () => unique.marker(),
    observe: (exchange) => {
      news = undefined
      const { response } = exchange
      const value = response?.body.kind === 'json' ? response.body.value : undefined
      if (!records.observe(exchange, value)) observeOther(exchange, value)
      return news
    },
    remains: () => ({
      people: [
        ...[...people.values()].filter(({ removed, promised }) => !removed || promised === true).map(({ id }) => id),
        ...candidates.values(),
      ],
      markers: [...markers],
      records: records.remains(),
      doors: doors.open(),
      doorsTakenBack: doors.takenBack(),
    }),
    recall: (remains) => {
      for (const id of remains.people) candidates.set(key(id), id)
      for (const marker of remains.markers) markers.add(marker)
      records.recall(remains.records)
      doors.recall(remains.doors, remains.doorsTakenBack)
    },
  }

  function observeOther(exchange: Exchange, value: unknown): void {
    const { method, path } = exchange.request
    const { response } = exchange
    doors.observe(exchange)
    if (method === 'GET') {
      if (response === undefined) return
      if (response.status >= 200 && response.status < 300) observeRead(exchange, value)
      else if (saysGone(exchange)) observeAbsence(path)
    } else if (method === 'DELETE') observeDelete(exchange)
    else if (!isSafe(method)) observeCreate(exchange, value)
  }
}

/** The collection of people: nothing stands behind its name. */
const peoplePath = (segments: readonly string[]): boolean => from(segments, peopleNames).length === 1

const credentialPath = (segments: readonly string[]): boolean => from(segments, credentialNames).length > 0
