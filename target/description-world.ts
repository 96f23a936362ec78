import { checkHeader } from './description-checks.ts'
import type { DescriptionFile } from './description-file.ts'
import { secretFrom } from './description-keys.ts'
import type { Id, KeySource, RecipeRequest, WrittenAllowance, WrittenStep } from './description-written.ts'
import { TargetError } from './errors.ts'

/**
 * What the suite may do to the world beyond its own people and credentials. On a shared target nothing else is touched;
 * on an embedded or dedicated one whatever is found may be used besides, but for doors, their keys and sync.
 */
export interface Allowance {
  /** Channels whose doors may be commanded. */
  readonly channels: readonly Id[]
  /** Channels whose encryption keys may be changed. */
  readonly encryptionKeys: readonly Id[]
  readonly groups: readonly Id[]
  readonly roles: readonly Id[]
  /** May be written into notification rules. */
  readonly callbackUrl?: string
  readonly sync: boolean
  readonly reservations: { readonly channels: readonly Id[]; readonly groups: readonly Id[] }
  /** Types whose credentials invite people. */
  readonly mobileCredentials: readonly Id[]
  readonly oauth?: {
    readonly clientId: string
    readonly clientSecret?: string
    readonly refreshToken?: string
    /** Of a client that the target approves by itself. */
    readonly redirectUri?: string
  }
}

/**
 * One action of a recipe. Plain data, because descriptions cross a thread: a function is named by the file that exports
 * it, and whoever performs the step runs that file again.
 */
export type RecipeStep =
  | {
      readonly kind: 'request'
      readonly method: RecipeRequest['method']
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
      readonly body?: string
    }
  | { readonly kind: 'function'; readonly module: string; readonly member: readonly string[] }

/** States of the whole target that no request brings about, each of which is entered and left. */
export const disturbances = ['maintenance', 'badGateway', 'gatewayTimeout'] as const
export type Disturbance = (typeof disturbances)[number]

/** The way into a state of the whole target, and out of it. */
export interface InAndOut {
  readonly enter: RecipeStep
  readonly leave: RecipeStep
}

/** How to bring about what no request to the API can. Empty on a shared target. */
export interface Recipes extends Readonly<Partial<Record<Disturbance, InAndOut>>> {
  readonly offlineChannel?: Id
  readonly lockedChannel?: Id
  readonly exhaustedType?: Id
  readonly rateLimit?: { readonly requests: number; readonly enter?: RecipeStep; readonly leave?: RecipeStep }
}

/** Recipes without the ways into states and out of them: what the others name by id. */
export const withoutWays = <T extends object>(recipes: T): Omit<T, Disturbance | 'rateLimit'> => {
  const { rateLimit: _, ...others } = recipes as T & { readonly rateLimit?: unknown }
  const ids: Partial<Record<Disturbance, unknown>> = others
  for (const name of disturbances) delete ids[name]
  return ids as Omit<T, Disturbance | 'rateLimit'>
}

/** Nothing: what a target is allowed that is not described otherwise. */
export const nothingAllowed: Allowance = {
  channels: [],
  encryptionKeys: [],
  groups: [],
  roles: [],
  sync: false,
  reservations: { channels: [], groups: [] },
  mobileCredentials: [],
}

/** Whether an id is among those that are allowed; ids are compared as text. */
export const isAmong = (ids: readonly Id[], id: Id): boolean => ids.some((one) => String(one) === String(id))

/** @throws TargetError if a variable is not set, or the callback URL is none */
export const allowanceOf = ({ written, where }: DescriptionFile, env: NodeJS.ProcessEnv): Allowance => {
  const { callbackUrl, oauth, ...given }: WrittenAllowance = written.allow ?? {}
  if (callbackUrl !== undefined && !(URL.canParse(callbackUrl) && /^https?:/i.test(callbackUrl))) {
    throw new TargetError(`${where('allow', 'callbackUrl')}: allow.callbackUrl must be an http or https URL.`)
  }
  const secret = (name: keyof typeof words): string | undefined => {
    const source = oauth?.[name]
    return source === undefined ? undefined : secretFrom(source, env, () => where('allow', 'oauth', name), words[name])
  }
  const [clientId, clientSecret, refreshToken] = [secret('clientId'), secret('clientSecret'), secret('refreshToken')]
  const redirectUri = oauth?.redirectUri
  if (redirectUri !== undefined && (!URL.canParse(redirectUri) || redirectUri.includes('#'))) {
    throw new TargetError(
      `${where('allow', 'oauth', 'redirectUri')}: allow.oauth.redirectUri must be a whole URI without a fragment, such as https://client.example.com/callback.`,
    )
  }
  return {
    ...nothingAllowed,
    ...given,
    reservations: { ...nothingAllowed.reservations, ...given.reservations },
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
    ...(clientId === undefined
      ? {}
      : {
          oauth: {
            clientId,
            ...(clientSecret === undefined ? {} : { clientSecret }),
            ...(refreshToken === undefined ? {} : { refreshToken }),
            ...(redirectUri === undefined ? {} : { redirectUri }),
          },
        }),
  }
}

const words = {
  clientId: 'the id of an OAuth client',
  clientSecret: 'the secret of the OAuth client',
  refreshToken: 'a refresh token that may be used up',
} as const

/**
 * @param address the target's own, without a slash at the end
 * @throws TargetError if the target is shared, a URL is none, a header is refused, or a variable is not set
 */
export const recipesOf = (
  file: DescriptionFile,
  env: NodeJS.ProcessEnv,
  target: { readonly address: string; readonly dedicated: boolean },
): Recipes => {
  const { written, where } = file
  if (written.recipes === undefined) return {}
  if (!target.dedicated) {
    throw new TargetError(
      `${where('recipes')}: recipes change the whole target, and this one is shared; take them out, or write dedicated: true if the account is there for tests alone.`,
    )
  }
  const step =
    (...member: string[]) =>
    (given: WrittenStep) =>
      stepOf(file, env, target.address, given, member)
  const { rateLimit } = written.recipes
  const inAndOut = (name: Disturbance): Partial<Recipes> => {
    const given = written.recipes?.[name]
    if (given === undefined) return {}
    return {
      [name]: {
        enter: step('recipes', name, 'enter')(given.enter),
        leave: step('recipes', name, 'leave')(given.leave),
      },
    }
  }
  const inRateLimit = (name: 'enter' | 'leave') => {
    const given = rateLimit?.[name]
    return given === undefined ? {} : { [name]: step('recipes', 'rateLimit', name)(given) }
  }
  return {
    ...withoutWays(written.recipes),
    ...Object.assign({}, ...disturbances.map(inAndOut)),
    ...(rateLimit === undefined
      ? {}
      : { rateLimit: { requests: rateLimit.requests, ...inRateLimit('enter'), ...inRateLimit('leave') } }),
  }
}

const stepOf = (
  { where, module }: DescriptionFile,
  env: NodeJS.ProcessEnv,
  address: string,
  given: WrittenStep,
  member: readonly string[],
): RecipeStep => {
  if (typeof given === 'function') {
    if (module === undefined) throw new Error(`${member.join('.')} is a function, but its description is no program.`)
    return { kind: 'function', module, member }
  }
  const url = given.url ?? `${address}${given.path ?? ''}`
  if (!(URL.canParse(url) && /^https?:/i.test(url))) {
    throw new TargetError(`${where(...member, 'url')}: ${member.join('.')}.url must be an http or https URL.`)
  }
  const header = ([name, source]: [string, KeySource]): [string, string] => {
    const place = () => where(...member, 'headers', name)
    const value = secretFrom(source, env, place, `the value of the header ${name}`)
    checkRecipeHeader(name, value, place())
    return [name, value]
  }
  const headers = Object.fromEntries(Object.entries(given.headers ?? {}).map(header))
  if (given.body === undefined) return { kind: 'request', method: given.method, url, headers }
  const [text, type] =
    typeof given.body === 'string' ? [given.body, undefined] : [JSON.stringify(given.body), 'application/json']
  const named = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
  return {
    kind: 'request',
    method: given.method,
    url,
    headers: type === undefined || named ? headers : { ...headers, 'content-type': type },
    body: text,
  }
}

/** The owner's own request may carry the owner's own credentials and say what its body is; the wire stays ours. */
const checkRecipeHeader = (name: string, value: string, place: string): void => {
  if (/^(?:authorization|x-api-key|api-key|cookie|accept|content-type)$/i.test(name)) checkHeader('x', value, place)
  else checkHeader(name, value, place)
}
