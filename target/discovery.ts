import type { Edition, Operation, ResourceName } from '../contract/types.ts'
import type { Exchange } from '../oracle/exchange.ts'
import type { WireRequest } from './client.ts'
import type { TargetDescription } from './description.ts'
import { TargetError } from './errors.ts'
import type { Fixtures } from './fixtures.ts'
import { timeZoneOf } from './time-zone.ts'

/** Sends a request with the full key; `look` is shown the body of the answer before it is redacted. */
export type Ask = (request: WireRequest, look?: (value: unknown) => void) => Promise<Exchange>

/** Builds the request for one thing, or for a list, as the plain form of an operation. */
export const readRequest = (operation: Operation, path = operation.path, query = ''): WireRequest => ({
  operation: operation.id,
  method: 'GET',
  path: path + query,
  headers: [['accept', 'application/json']],
  credentials: { kind: 'key', identity: 'full' },
})

/**
 * Finds out whether this is the target that was described, and what the suite may refer to on it. It sends two requests
 * before it knows that the key is right, and none that could change anything.
 *
 * @throws TargetError if the target cannot be reached (exit code 3), does not look like DoorFlow, refuses the key, or
 * serves another account than the described one (exit code 2).
 */
export const discover = async (
  edition: Edition,
  description: TargetDescription,
  ask: Ask,
): Promise<{ readonly fixtures: Fixtures; readonly exchanges: readonly Exchange[] }> => {
  const exchanges: Exchange[] = []
  const read = async (resource: ResourceName, action: 'list' | 'read', path?: string, query?: string) => {
    const operation = edition.operations.find((one) => one.resource === resource && one.action === action)
    if (operation === undefined)
      throw new Error(`The edition ${edition.name} has no operation to ${action} ${resource}.`)
    let seen: unknown
    const exchange = await ask(readRequest(operation, path ?? operation.path, query), (value) => {
      seen = value
    })
    exchanges.push(exchange)
    return { exchange, value: exchange.response?.status === 200 ? seen : undefined }
  }

  const account = await read('account', 'read')
  if (account.exchange.failure !== undefined) checkReachable(account.exchange, description)
  const people = await read('people', 'list', undefined, '?per_page=1')
  checkAnswers(account.exchange, people.exchange, description)

  const found = describeAccount(account.value)
  const accountVerified = found !== undefined && verify(found.id, description)

  const list = async (resource: ResourceName): Promise<readonly Member[]> => {
    if (description.absent.includes(resource)) return []
    const { value } = await read(resource, 'list')
    return Array.isArray(value) ? value.filter(isMember) : []
  }
  const [types, groups, roles, sites, channels, events, hidden] = await Promise.all([
    list('credential_types'),
    list('groups'),
    list('roles'),
    list('sites'),
    list('channels'),
    list('events'),
    hiddenPerson(edition, description, read),
  ])
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
      credentialTypes: { card: typesOf(types, 200, /card|fob/i), pin: typesOf(types, 10, /pin/i) },
      ...(hidden === undefined ? {} : { hiddenPerson: hidden }),
    },
  }
}

type Member = Readonly<Record<string, unknown>>
type Read = (
  resource: ResourceName,
  action: 'list' | 'read',
  path?: string,
) => Promise<{ exchange: Exchange; value: unknown }>

const isMember = (value: unknown): value is Member =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isId = (id: unknown): id is number | string =>
  Number.isSafeInteger(id) || (typeof id === 'string' && /^[A-Za-z0-9_-]{1,40}$/.test(id))

const ids = (members: readonly Member[]): (number | string)[] => members.map(({ id }) => id).filter(isId)

const numbers = (members: readonly Member[]): number[] => ids(members).filter((id) => typeof id === 'number')

/** Types by their global code; by their names where they have none. The mobile ones invite people and are left alone. */
const typesOf = (types: readonly Member[], code: number, names: RegExp): number[] =>
  numbers(
    types.filter((type) => {
      const name = [type.slug, type.label].filter((text) => typeof text === 'string').join(' ')
      if (/mobile|hid|apple|google|wallet|pass_?flow/i.test(name)) return false
      return type.code === undefined || type.code === null ? names.test(name) : type.code === code
    }),
  )

const describeAccount = (value: unknown): Fixtures['account'] => {
  // An array of one is how some articles show a single thing.
  const [account] = Array.isArray(value) ? value : [value]
  if (!isMember(account) || !isId(account.id)) return undefined
  const timeZone = timeZoneOf(account.time_zone)
  return { id: String(account.id), ...(timeZone === undefined ? {} : { timeZone }) }
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
  const { value } = await read('people', 'read', path)
  return isMember(value) ? id : undefined
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
      `${url} cannot be reached: ${failure.message}; check the scheme, or name its authority in NODE_EXTRA_CA_CERTS.`,
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
