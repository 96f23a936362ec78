import type { Exchange } from '../oracle/exchange.ts'
import { saysGone } from './absence.ts'
import { hasEnded } from './end-states.ts'
import { type Entry, type Id, idOf, type Members, namelessness, noteRemoved, noteShown } from './ledger-entry.ts'
import { isSafe } from './methods.ts'
import { from, placeOf, withoutSuffix } from './place.ts'

/** Records that the run creates besides people and credentials. */
export type RecordResource = 'reservations' | 'group_reservations' | 'notification_rules'

export interface RecordRemains {
  readonly resource: RecordResource
  readonly ids: readonly Id[]
  /** Those of them that no list shows, since they are over. */
  readonly over?: readonly Id[]
}

/** What the run created of these, as far as the target has shown it. */
export interface Records {
  owns(resource: RecordResource, id: Id): boolean
  absent(resource: RecordResource, id: Id): boolean
  /** What cannot be asked for by its id, each as a line of the report. */
  nameless(): readonly string[]
  /** Those whose deletion was only promised. */
  promised(): readonly { readonly resource: RecordResource; readonly id: Id }[]
  living(): readonly { readonly resource: RecordResource; readonly id: Id }[]
  removed(): readonly { readonly resource: RecordResource; readonly id: Id }[]
  /** Resources of which something may be on the target that no reading has shown to be ours. */
  unresolved(): readonly RecordResource[]
  /** What the answer to a create named and a reading has shown since, but not as ours. */
  candidates(): readonly { readonly resource: RecordResource; readonly id: Id }[]
  /**
   * What the answer to a create named and no reading has shown since. Of another process's, and of people who have been
   * removed, only what is over: that its list does not show the rest says that it has gone.
   */
  unseen(): readonly { readonly resource: RecordResource; readonly id: Id }[]
  /** Of which resources something may be left, and what the answers to creates have named of them. */
  remains(): readonly RecordRemains[]
  /** Takes over what another process may have left. */
  recall(remains: readonly RecordRemains[]): void
  /** Takes note of an exchange; says whether it was about one of these. */
  observe(exchange: Exchange, value: unknown): boolean
}

const resources: readonly (readonly [RecordResource, RegExp])[] = [
  ['reservations', /^reservations?(?:\.|$)/i],
  ['group_reservations', /^group_reservations?(?:\.|$)/i],
  ['notification_rules', /^notification_rules?(?:\.|$)/i],
]

/** Any of them: most paths lead to none. */
const anyResource = /^(?:(?:group_)?reservation|notification_rule)s?(?:\.|$)/i

export const recordResources: readonly RecordResource[] = resources.map(([name]) => name)

const sentIn = ({ request: { body } }: Exchange): string => (body !== undefined && 'text' in body ? body.text : '')

/** Whether a request asks for a time that has gone by. */
const isOver = (exchange: Exchange): boolean => {
  const [, end] = /"end_time"\s*:\s*"([^"]+)"/.exec(sentIn(exchange)) ?? []
  return end !== undefined && Date.parse(end) < Date.now()
}

/** For whom something is asked. */
const personIn = (exchange: Exchange): Id | undefined => /"person_id"\s*:\s*"?(\w+)/.exec(sentIn(exchange))?.[1]

/** What the answer to a create has named. */
interface Named {
  readonly resource: RecordResource
  readonly id: Id
  shown: boolean
  /** Its time is over: no list shows it. */
  readonly over: boolean
  /** For whom it was asked, as far as the request says. */
  readonly person?: Id
  /** Another process had it created, and may have seen it go. */
  readonly recalled?: boolean
}

/**
 * A reservation is ours if a list shows that it is of a person of ours, a rule if a reading shows it with a marker of
 * this run. What a create answers proves nothing: whoever answers may name anybody's. What a person had goes with them,
 * so that it is looked for no more once `isGone` says that they have been removed.
 */
export const createRecords = (
  ownsPerson: (id: Id) => boolean,
  bearsMarker: (text: string) => boolean,
  isGone: (person: Id) => boolean,
): Records => {
  const entries = new Map<string, Entry>()
  const gone = new Set<string>()
  const open = new Set<RecordResource>()
  const named = new Map<string, Named>()
  const nameless = new Set<string>()
  const key = (resource: RecordResource, id: Id): string => `${resource}/${id}`

  const isOurs = (resource: RecordResource, shown: Members): boolean => {
    if (resource === 'notification_rules') return bearsMarker(JSON.stringify([shown.name, shown.actions]))
    return (typeof shown.person_id === 'number' || typeof shown.person_id === 'string') && ownsPerson(shown.person_id)
  }

  const noteNameless = (resource: RecordResource, id: unknown): void => {
    const why = namelessness(id)
    if (why !== undefined) nameless.add(`${resource}: ${why}`)
  }

  const see = (resource: RecordResource, shown: Members, exchange: Exchange): void => {
    const id = idOf(shown.id)
    if (id === undefined && isOurs(resource, shown)) noteNameless(resource, shown.id)
    if (id === undefined) return
    gone.delete(key(resource, id))
    const candidate = named.get(key(resource, id))
    if (candidate !== undefined) candidate.shown = true
    if (!isOurs(resource, shown)) return
    named.delete(key(resource, id))
    const entry = entries.get(key(resource, id))
    if (entry === undefined) entries.set(key(resource, id), { id, removed: false, removedAt: 0 })
    else if (!hasEnded(resource, shown.state)) noteShown(entry, exchange)
  }

  const observeRead = (resource: RecordResource, id: string | undefined, exchange: Exchange, value: unknown): void => {
    const status = exchange.response?.status ?? 0
    if (id !== undefined && saysGone(exchange)) {
      gone.add(key(resource, id))
      named.delete(key(resource, id))
      const entry = entries.get(key(resource, id))
      if (entry !== undefined) entry.promised = false
    }
    if (status < 200 || status >= 300) return
    for (const shown of [value].flat()) {
      if (typeof shown !== 'object' || shown === null) continue
      // Asked for one thing, the target may speak of that one only.
      if (id === undefined || String((shown as Members).id) === id) see(resource, shown as Members, exchange)
    }
  }

  const observeDelete = (resource: RecordResource, id: string | undefined, exchange: Exchange): void => {
    const status = exchange.response?.status ?? 0
    if (id === undefined || !((status >= 200 && status < 300) || saysGone(exchange))) return
    named.delete(key(resource, id))
    const entry = entries.get(key(resource, id))
    if (entry !== undefined) noteRemoved(entry, exchange)
  }

  const observeCreate = (
    resource: RecordResource,
    id: string | undefined,
    exchange: Exchange,
    value: unknown,
  ): void => {
    const status = exchange.response?.status ?? 500
    if (status >= 300 && status < 500) return
    open.add(resource)
    const [shown] = [value].flat()
    if (id !== undefined || status >= 300 || typeof shown !== 'object' || shown === null) return
    const created = idOf((shown as Members).id)
    if (created === undefined) noteNameless(resource, (shown as Members).id)
    else if (!entries.has(key(resource, created))) {
      const person = personIn(exchange)
      const more = { over: isOver(exchange), ...(person === undefined ? {} : { person }) }
      named.set(key(resource, created), { resource, id: created, shown: false, ...more })
    }
  }

  const chosen = (which: (entry: Entry) => boolean) =>
    [...entries]
      .filter(([, entry]) => which(entry))
      .map(([name, { id }]) => ({ resource: name.slice(0, name.indexOf('/')) as RecordResource, id }))

  return {
    owns: (resource, id) => entries.has(key(resource, id)),
    absent: (resource, id) => gone.has(key(resource, id)),
    promised: () => chosen(({ promised }) => promised === true),
    living: () => chosen(({ removed }) => !removed),
    removed: () => chosen(({ removed }) => removed),
    nameless: () => [...nameless],
    unresolved: () => [...open],
    remains: () =>
      [...open].map((resource) => {
        const ofKind = [...named.values()].filter((one) => one.resource === resource)
        const past = ofKind.filter(({ over }) => over).map(({ id }) => id)
        return { resource, ids: ofKind.map(({ id }) => id), ...(past.length === 0 ? {} : { over: past }) }
      }),
    recall: (remains) => {
      for (const { resource, ids, over = [] } of remains) {
        open.add(resource)
        for (const id of ids)
          named.set(key(resource, id), { resource, id, shown: false, over: over.includes(id), recalled: true })
      }
    },
    candidates: () => [...named.values()].filter(({ shown }) => shown).map(({ resource, id }) => ({ resource, id })),
    unseen: () =>
      [...named.values()]
        .filter(({ shown, over, recalled }) => !shown && (over || recalled !== true))
        .filter(({ over, person }) => over || person === undefined || !isGone(person))
        .map(({ resource, id }) => ({ resource, id })),
    observe: (exchange, value) => {
      const { method, path } = exchange.request
      const segments = from(placeOf(path).segments, anyResource)
      if (segments.length === 0) return false
      for (const [resource, names] of resources) {
        const [name, last] = from(segments, names)
        if (name === undefined) continue
        const id = withoutSuffix(last)
        if (method === 'GET') observeRead(resource, id, exchange, value)
        else if (method === 'DELETE') observeDelete(resource, id, exchange)
        else if (!isSafe(method)) observeCreate(resource, id, exchange, value)
        return true
      }
      return false
    },
  }
}
