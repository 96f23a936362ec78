import type { Action, Kind, Place } from './types.ts'

const base = ['api', '3']

type Actions = Readonly<Record<string, Action>>

const read: Actions = { GET: 'read' }
const list: Actions = { GET: 'list' }
const collection: Actions = { GET: 'list', POST: 'create' }
const record: Actions = { GET: 'read', PUT: 'update', DELETE: 'delete' }

interface Resource {
  readonly kind: Kind
  readonly whole?: Actions
  readonly one?: Actions
  readonly singular?: boolean
}

const resources: ReadonlyMap<string, Resource> = new Map(
  Object.entries<Resource>({
    account: { kind: 'account', whole: read },
    people: { kind: 'people', whole: collection, one: record },
    person: { kind: 'people', one: record, singular: true },
    credentials: { kind: 'credentials', whole: collection, one: read },
    credential: { kind: 'credentials', one: read, singular: true },
    credential_types: { kind: 'credential_types', whole: list },
    groups: { kind: 'groups', whole: list },
    roles: { kind: 'roles', whole: list },
    sites: { kind: 'sites', whole: list },
    channels: { kind: 'channels', whole: list, one: read },
    channel: { kind: 'channels', one: read, singular: true },
    events: { kind: 'events', whole: list, one: read },
    event: { kind: 'events', one: read, singular: true },
  }),
)

/** `undefined` where an octet sequence cannot be decoded. */
const decode = (segment: string): string | undefined => {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

/** The place that a path names; `undefined` is nowhere, `malformed` a path that cannot be decoded. */
export const locate = (path: string): Place | 'malformed' | undefined => {
  const segments = path.slice(1).split('/').map(decode)
  if (segments.includes(undefined)) return 'malformed'
  const names = segments as string[]
  if (names[0] !== base[0] || names[1] !== base[1]) return undefined
  const rest = names.slice(base.length)
  if (rest.at(-1) === '') rest.pop()
  const [, stem, suffix] = /^(.+)\.([a-z][a-z0-9]*)$/is.exec(rest.at(-1) ?? '') ?? []
  if (stem !== undefined) rest[rest.length - 1] = stem
  return place(rest, suffix?.toLowerCase())
}

const place = (names: readonly string[], suffix: string | undefined): Place | undefined => {
  const [name = '', id, below, belowId] = names
  const resource = resources.get(name)
  if (resource === undefined || names.length > 4) return undefined
  const { kind, singular = false } = resource
  const common = { kind, singular, suffix, nested: false, id, personId: undefined }
  if (id === undefined) return resource.whole && { ...common, actions: resource.whole }
  if (below === undefined) return resource.one && { ...common, actions: resource.one }
  if (kind !== 'people' || below !== 'credentials') return undefined
  const nested = { kind: 'credentials', singular, suffix, nested: true, id: belowId, personId: id } as const
  return { ...nested, actions: belowId === undefined ? collection : record }
}
