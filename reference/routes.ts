import { commandNames } from './command-names.ts'
import type { ByEdition, EditionName } from './edition.ts'
import type { Action, Kind, Place } from './types.ts'

const base = ['api', '3']

type Actions = Readonly<Record<string, Action>>

const read: Actions = { GET: 'read' }
const list: Actions = { GET: 'list' }
const command: Actions = { POST: 'command' }
const collection: Actions = { GET: 'list', POST: 'create' }
const record: Actions = { GET: 'read', PUT: 'update', DELETE: 'delete' }

const removable: Actions = { DELETE: 'delete' }

interface Below {
  readonly kind: Kind
  readonly whole?: Actions
  readonly one?: Actions
}

interface Resource {
  readonly kind: Kind
  readonly whole?: Actions
  readonly one?: Actions
  readonly singular?: boolean
  /** What stands below one of them, by name. */
  readonly below?: Readonly<Record<string, Below>>
}

const below = { credentials: { kind: 'credentials', whole: collection, one: record } } as const

const commandPlaces: Readonly<Record<string, Below>> = Object.fromEntries(
  commandNames.map((name) => [name, { kind: 'channels', whole: command }]),
)

/** What both editions serve alike. */
const common: Readonly<Record<string, Resource>> = {
  account: { kind: 'account', whole: read },
  people: { kind: 'people', whole: collection, one: record, below },
  credential_types: { kind: 'credential_types', whole: list },
  groups: { kind: 'groups', whole: list },
  roles: { kind: 'roles', whole: list },
  sites: { kind: 'sites', whole: list },
  channels: { kind: 'channels', whole: list, one: read, below: commandPlaces },
  events: { kind: 'events', whole: list, one: read },
  reservations: { kind: 'reservations', whole: collection, one: removable },
  group_reservations: { kind: 'group_reservations', whole: collection, one: removable },
  notification_rules: { kind: 'notification_rules', whole: collection, one: record },
  admission_requests: { kind: 'admission_requests', one: read },
  sync: { kind: 'sync', whole: command },
}

const resources: ByEdition<ReadonlyMap<string, Resource>> = {
  classic: new Map(
    Object.entries<Resource>({
      ...common,
      person: { kind: 'people', one: record, singular: true, below },
      credentials: { kind: 'credentials', whole: collection, one: read },
      credential: { kind: 'credentials', one: read, singular: true },
      channel: { kind: 'channels', one: read, singular: true, below: commandPlaces },
      event: { kind: 'events', one: read, singular: true },
      reservation: { kind: 'reservations', one: removable, singular: true },
      group_reservation: { kind: 'group_reservations', one: removable, singular: true },
      notification_rule: { kind: 'notification_rules', one: record, singular: true },
      admission_request: { kind: 'admission_requests', one: read, singular: true },
    }),
  ),
  current: new Map(
    Object.entries<Resource>({
      ...common,
      credentials: { kind: 'credentials', whole: list },
    }),
  ),
}

/** The OAuth paths carry no version. */
const tokenPlaces: ReadonlyMap<string, Actions> = new Map([
  ['oauth/authorize', read],
  ['oauth/token', command],
  ['oauth/token/info', read],
  ['oauth/revoke', command],
])

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
export const locate = (path: string, edition: EditionName): Place | 'malformed' | undefined => {
  const segments = path.slice(1).split('/').map(decode)
  if (segments.includes(undefined)) return 'malformed'
  const names = segments as string[]
  if (names.at(-1) === '') names.pop()
  if (edition === 'current' && names[0] === 'oauth') return tokenPlace(names.join('/'))
  if (names[0] !== base[0] || names[1] !== base[1]) return undefined
  const rest = names.slice(base.length)
  // Only the articles write a format behind a path.
  const written = edition === 'classic' ? (rest.at(-1) ?? '') : ''
  const [, stem, suffix] = /^(.+)\.([a-z][a-z0-9]*)$/is.exec(written) ?? []
  if (stem !== undefined) rest[rest.length - 1] = stem
  return place(resources[edition], rest, suffix?.toLowerCase())
}

const unplaced = {
  singular: false,
  nested: false,
  suffix: undefined,
  id: undefined,
  personId: undefined,
  parentId: undefined,
  below: undefined,
}

const tokenPlace = (path: string): Place | undefined => {
  const actions = tokenPlaces.get(path)
  return actions && { ...unplaced, kind: 'oauth', actions, below: path }
}

const place = (
  known: ReadonlyMap<string, Resource>,
  names: readonly string[],
  suffix: string | undefined,
): Place | undefined => {
  const [name = '', id, belowName, belowId] = names
  const resource = known.get(name)
  if (resource === undefined || names.length > 4) return undefined
  const { kind, singular = false } = resource
  const found = { ...unplaced, kind, singular, suffix, id }
  if (id === undefined) return resource.whole && { ...found, actions: resource.whole }
  if (belowName === undefined) return resource.one && { ...found, actions: resource.one }
  const inner =
    resource.below !== undefined && Object.hasOwn(resource.below, belowName) ? resource.below[belowName] : undefined
  if (inner === undefined) return undefined
  const actions = belowId === undefined ? inner.whole : inner.one
  if (actions === undefined) return undefined
  const personId = kind === 'people' ? id : undefined
  return {
    ...found,
    kind: inner.kind,
    nested: kind === 'people',
    id: belowId,
    personId,
    parentId: id,
    below: belowName,
    actions,
  }
}
