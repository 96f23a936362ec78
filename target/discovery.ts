import type { Credentials } from '../contract/credentials.ts'
import type { Edition } from '../contract/edition.ts'
import type { Operation, ResourceName } from '../contract/operation.ts'
import { single } from '../oracle/answers.ts'
import type { Exchange } from '../oracle/exchange.ts'
import { isRounded } from '../oracle/ids.ts'
import type { WireRequest } from './client.ts'
import type { TargetDescription } from './description.ts'
import { checkEdition } from './edition-check.ts'
import { TargetError } from './errors.ts'
import type { Fixtures, Slug } from './fixtures.ts'
import { foreignThings, type Read } from './foreign.ts'
import { accountIn, ids, isMember, type Member, membersIn, numbers } from './members.ts'
import { worldOf } from './world.ts'

/**
 * Sends a request with the full key; `look` is shown the body of the answer before it is redacted. With `once` it is not sent
 * again, nor later, where the target turns it away.
 */
export type Ask = (request: WireRequest, look?: (value: unknown) => void, once?: boolean) => Promise<Exchange>

const fullKey: Credentials = { kind: 'key', identity: 'full' }

/** Builds the request for one thing, or for a list, as the plain form of an operation. */
export const readRequest = (
  operation: Operation,
  path = operation.path,
  query = '',
  credentials: Credentials = fullKey,
): WireRequest => ({
  operation: operation.id,
  method: 'GET',
  path: path + query,
  headers: [['accept', 'application/json']],
  credentials,
})

/**
 * Finds out whether this is the target that was described, and what the suite may refer to on it. It sends two requests
 * before it knows that the key is right, and none that could change anything.
 *
 * @param readOnly nothing but readings will be sent, so that another account or edition than the described one is no
 * reason to stop
 * @throws TargetError if the target cannot be reached (exit code 3), does not look like DoorFlow, refuses the key, or
 * serves another account than the described one or evidently another edition (exit code 2).
 */
export const discover = async (
  edition: Edition,
  description: TargetDescription,
  ask: Ask,
  readOnly = false,
): Promise<{ readonly fixtures: Fixtures; readonly exchanges: readonly Exchange[] }> => {
  const exchanges: Exchange[] = []
  const read: Read = async (resource, action, { path, query, credentials, once } = {}) => {
    const operation = edition.operations.find((one) => one.resource === resource && one.action === action)
    if (operation === undefined)
      throw new Error(`The edition ${edition.name} has no operation to ${action} ${resource}.`)
    let seen: unknown
    const request = readRequest(operation, path ?? operation.path, query, credentials)
    const look = (value: unknown): void => {
      seen = value
    }
    const exchange = await ask(request, look, once)
    exchanges.push(exchange)
    const value = exchange.response?.status === 200 ? seen : undefined
    // Events are asked for by ids of their own alone.
    if (resource !== 'events') checkIds(value, request, description)
    return { exchange, value }
  }

  const account = await read('account', 'read')
  if (account.exchange.failure !== undefined) checkReachable(account.exchange, description)
  // Whoever is turned away at once is told so at once, however long the target asks to wait.
  const once = [429, 503].includes(account.exchange.response?.status ?? 0)
  const people = await read('people', 'list', { query: '?per_page=1', once })
  checkAnswers(account.exchange, people.exchange, description)

  const found = accountIn(account.value)
  const accountVerified =
    found !== undefined && (readOnly ? found.id === description.account : verify(found.id, description))
  if (!readOnly) {
    const first = { account: account.exchange, people: people.exchange }
    await checkEdition(edition, description, first, async (operation, credentials) => {
      const exchange = await ask(readRequest(operation, operation.path, '', credentials))
      exchanges.push(exchange)
      return exchange
    })
  }

  const lists = new Map<ResourceName, Promise<readonly Member[]>>()
  /** The first page of a list, read once for all who ask. */
  const list = (resource: ResourceName): Promise<readonly Member[]> => {
    const known = lists.get(resource) ?? readList(resource)
    lists.set(resource, known)
    return known
  }
  const readList = async (resource: ResourceName): Promise<readonly Member[]> =>
    description.absent.includes(resource) ? [] : membersIn((await read(resource, 'list')).value)
  const [types, groups, roles, sites, channels, events, hidden, foreign] = await Promise.all([
    list('credential_types'),
    list('groups'),
    list('roles'),
    list('sites'),
    list('channels'),
    list('events'),
    hiddenPerson(edition, description, read),
    foreignThings(found?.id, description, read, list),
  ])
  const credentialTypes = { card: typesOf(types, 200, /card|fob/i), pin: typesOf(types, 10, /pin/i) }
  return {
    exchanges,
    fixtures: {
      ...(found === undefined ? {} : { account: found }),
      accountVerified,
      groups: numbers(groups),
      roles: numbers(roles),
      sites: numbers(sites),
      channels: ids(channels),
      events: ids(events),
      // Somebody at the door with a card or a PIN, let in or not.
      otherEvents: ids(
        events.filter(({ event_code: code }) => code === 10 || code === 11 || code === 20 || code === 21),
      ),
      credentialTypes,
      slugs: {
        card: slugsOf(edition, types, credentialTypes.card),
        pin: slugsOf(edition, types, credentialTypes.pin),
      },
      ...(hidden === undefined ? {} : { hiddenPerson: hidden }),
      ...(Object.keys(foreign).length === 0 ? {} : { foreign }),
      ...worldOf(description, channels, groups),
    },
  }
}

/** Types by their global code; by their names where they have none. The mobile ones invite people and are left alone. */
const typesOf = (types: readonly Member[], code: number, names: RegExp): number[] =>
  numbers(
    types.filter((type) => {
      const name = [type.slug, type.label].filter((text) => typeof text === 'string').join(' ')
      if (/mobile|hid|apple|google|wallet|pass_?flow/i.test(name)) return false
      return type.code === undefined || type.code === null ? names.test(name) : type.code === code
    }),
  )

/**
 * The members of a person for some types. What the one for a key fob is called, the articles disagree on; one with the
 * name of another member would say something else.
 */
const slugsOf = (edition: Edition, types: readonly Member[], wanted: readonly number[]): Slug[] => {
  const documented = ['person', 'person-input', 'person-update'].flatMap((schema) =>
    Object.keys(edition.schemas[schema]?.properties ?? {}),
  )
  return types.flatMap(({ id, slug }): Slug[] => {
    const isName = typeof slug === 'string' && /^[a-z][a-z0-9_]{0,40}$/.test(slug) && !/fob/.test(slug)
    return isName && typeof id === 'number' && wanted.includes(id) && !documented.includes(slug)
      ? [{ name: slug, type: id }]
      : []
  })
}

const verify = (id: string, { kind, account, url }: TargetDescription): boolean => {
  if (account === id) return true
  if (kind === 'embedded') return false
  if (account === undefined) {
    throw new TargetError(
      `The key belongs to account ${id} of ${url}; nothing is changed there until that is confirmed: add --account ${id}.`,
    )
  }
  throw new TargetError(
    `The key belongs to account ${id}, but the description of ${url} names account ${account}; correct the key or the account.`,
  )
}

const hiddenPerson = async (edition: Edition, description: TargetDescription, read: Read) => {
  const { hiddenPerson: id } = description.fixtures
  const operation = edition.operations.find(({ resource, action }) => resource === 'people' && action === 'read')
  if (id === undefined || operation === undefined) return undefined
  const path = operation.path.replace(/\{\w+\}/, encodeURIComponent(String(id)))
  const { value } = await read('people', 'read', { path })
  return single(value) === undefined ? undefined : id
}

/** A target whose ids are not read as they are written can be asked for nothing by them. */
const checkIds = (value: unknown, { method, path }: WireRequest, { url }: TargetDescription): void => {
  const rounded = [value].flat().flatMap((one: unknown) => (isMember(one) && isRounded(one.id) ? [one.id] : []))[0]
  if (rounded === undefined) return
  throw new TargetError(
    `${url} cannot be judged: ${method} ${path} shows the id ${BigInt(rounded)} or one near it, which was rounded; numbers beyond 2^53 lose digits where JSON is read as usual, so that nothing can be asked for by such an id. Nothing has been changed there.`,
  )
}

const checkReachable = ({ failure }: Exchange, { url }: TargetDescription): void => {
  if (failure === undefined || failure.kind === 'aborted') return
  if (failure.kind === 'unreachable') {
    throw new TargetError(
      `${url} cannot be reached: ${failure.message}; check the URL and whether the endpoint is up.`,
      3,
    )
  }
  if (failure.kind === 'tls') {
    throw new TargetError(
      `${url} cannot be reached: ${failure.message}; check the scheme, or name its authority in tls.ca.`,
      3,
    )
  }
}

/** What the first two answers say about the target as a whole. Either of them may be faulty: that is what is judged later. */
const checkAnswers = (account: Exchange, people: Exchange, { url, auth }: TargetDescription): void => {
  const both = [account, people]
  if (both.some(({ failure }) => failure?.kind === 'aborted')) return
  const [first, second] = both.map(seen)
  if (both.every(({ response }) => response === undefined)) {
    throw new TargetError(
      `${url} does not answer: account ${first}, people ${second}; check whether the endpoint is up.`,
      3,
    )
  }
  if (
    both.some(
      ({ response }) => response !== undefined && response.status >= 200 && response.status < 300 && isJson(response),
    )
  ) {
    return
  }
  if (both.every(({ response }) => response?.status === 401)) {
    throw new TargetError(
      `${url} refuses the key (401 to account and people, sent as ${auth}); check DOORFLOW_KEY and the auth of the description.`,
    )
  }
  if (both.every(({ response }) => response === undefined || !isJson(response))) {
    throw new TargetError(
      `${url} does not look like DoorFlow: account answered ${first}, people ${second}, but JSON is due; check the base path.`,
    )
  }
  if (both.every(({ response }) => response === undefined || response.status === 429 || response.status >= 500)) {
    throw new TargetError(`${url} is not available: account answered ${first}, people ${second}; try again later.`, 3)
  }
  throw new TargetError(
    `${url} does not look like DoorFlow: account answered ${first}, people ${second}, but 200 is due; check the base path and the key.`,
  )
}

const isJson = ({ body }: NonNullable<Exchange['response']>): boolean => body.kind === 'json'

/** Status and content type, or what failed. */
const seen = ({ response, failure }: Exchange): string => {
  if (response === undefined) return `failed (${failure?.message ?? 'no response'})`
  const type = response.headers['content-type']
  return `${response.status} ${type === undefined || type.startsWith('⟦') ? 'without a content type' : type.split(';')[0]}`
}
