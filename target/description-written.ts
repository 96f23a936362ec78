import type { KeyForm } from '../contract/credentials.ts'
import type { PathForm, ResourceName } from '../contract/operation.ts'

/**
 * A target description as its owner writes it: what a YAML or JSON file holds, and what a description in TypeScript
 * exports. The published JSON Schema says the same; only functions have no place in a file.
 */

export type Id = number | string

/** A secret: the name of the environment variable that holds it, or the secret itself, which makes the file one too. */
export type KeySource = string | { readonly env: string }

/** A request that the owner's own recipe sends; it never carries the target's key. */
export interface RecipeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** A whole address; or else `path`. */
  readonly url?: string
  /** Appended to the target's own address; or else `url`. */
  readonly path?: string
  /** Values that are secret stand in the environment. */
  readonly headers?: Readonly<Record<string, KeySource>>
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown
}

/** What a recipe's function is told. */
export interface RecipeContext {
  /** Address of the target, without a slash at the end. */
  readonly url: string
  /** Fires when the function has taken too long. A run that is interrupted waits for its end. */
  readonly signal: AbortSignal
}

export type RecipeFunction = (context: RecipeContext) => unknown

/** One action of a recipe: a request, or in TypeScript a function. It has happened when the promise is resolved. */
export type WrittenStep = RecipeRequest | RecipeFunction

/** How the whole target gets into a state, and out of it. */
export interface WrittenInAndOut {
  readonly enter: WrittenStep
  readonly leave: WrittenStep
}

/** How to bring about what no request to the API can: on dedicated targets only. */
export interface WrittenRecipes {
  /** Id of a channel that is offline, so that commands to it are refused. */
  readonly offlineChannel?: Id
  /** Id of a channel that is locked down. */
  readonly lockedChannel?: Id
  /** Id of a credential type of which no licence is left. */
  readonly exhaustedType?: Id
  /** How the target enters maintenance and leaves it. */
  readonly maintenance?: WrittenInAndOut
  /** How the gateway in front of the target is brought to answer 502, and back. In the current edition alone. */
  readonly badGateway?: WrittenInAndOut
  /** How the gateway in front of the target is brought to answer 504, and back. In the current edition alone. */
  readonly gatewayTimeout?: WrittenInAndOut
  /** So many requests in a row meet the rate limit; before and after them it may have to be turned on and off. */
  readonly rateLimit?: { readonly requests: number; readonly enter?: WrittenStep; readonly leave?: WrittenStep }
}

/** What the suite may do to the world beyond its own people and credentials, by id. Nothing, unless it stands here. */
export interface WrittenAllowance {
  /** Channels whose doors may be commanded: they will open, lock and unlock. */
  readonly channels?: readonly Id[]
  /** Channels whose encryption keys may be changed. */
  readonly encryptionKeys?: readonly Id[]
  /** Groups that the suite's people may be put into. */
  readonly groups?: readonly Id[]
  /** Roles that the suite's people may be given. */
  readonly roles?: readonly Id[]
  /** A URL that may be written into notification rules; the target will call it. */
  readonly callbackUrl?: string
  /** Whether changes may be pushed to the doors' controllers. */
  readonly sync?: boolean
  /** Channels and groups that may be reserved. */
  readonly reservations?: { readonly channels?: readonly Id[]; readonly groups?: readonly Id[] }
  /** Types of mobile credentials that may be created; each invites somebody. */
  readonly mobileCredentials?: readonly Id[]
  /**
   * A client of the target's OAuth endpoints. The refresh token is used up; without one none is sent. Where the target
   * approves the client by itself, codes are asked for with its redirect URI: they are sent nowhere, and left to expire.
   */
  readonly oauth?: {
    readonly clientId: KeySource
    readonly clientSecret?: KeySource
    readonly refreshToken?: KeySource
    readonly redirectUri?: string
  }
}

/** Things on the target that the suite cannot make by itself. */
export interface WrittenFixtures {
  /** Id of a person that the full key can read and the restricted key must not. */
  readonly hiddenPerson?: Id
  /** Ids of a second account, which the full key must never reach. With its key in `keys.other` they are found. */
  readonly foreignPerson?: Id
  readonly foreignCredential?: Id
  readonly foreignChannel?: Id
  readonly foreignEvent?: Id
  readonly foreignRule?: Id
}

/** What a run may cost its target. A description may name it, and the command line goes before that. */
export interface Budgets {
  /** Requests in any second at most. */
  readonly rate?: number
  /** Requests of the whole run, from the first look at the target to cleaning up. */
  readonly maxRequests?: number
  /** Seconds for the whole run. */
  readonly maxTime?: number
}

/** How an endpoint is reached, what it claims, and what may be done there. */
export interface WrittenDescription {
  /** Address of the endpoint, with the base path that stands before /api/3 if there is one. */
  readonly url?: string
  /** Id of the account that the keys belong to. Nothing is changed on a target whose account is another one. */
  readonly account?: Id
  /** Whether the account is there for tests alone and may be lost. */
  readonly dedicated?: boolean
  /** The published contract that the owner claims. */
  readonly edition?: string
  readonly auth?: KeyForm
  readonly keys?: {
    readonly full?: KeySource
    readonly restricted?: KeySource
    readonly expired?: KeySource
    /** The key of a second account. */
    readonly other?: KeySource
  }
  /** Names of PEM files, beside the description unless they are absolute. */
  readonly tls?: {
    /** Certificates of the authority that vouches for the target, trusted besides those that everybody trusts. */
    readonly ca?: string
    /** The certificate by which the target knows the suite, and its private key. */
    readonly certificate?: string
    readonly key?: string
    readonly passphrase?: KeySource
  }
  readonly headers?: Readonly<Record<string, string>>
  readonly forms?: { readonly paths?: readonly PathForm[]; readonly keys?: readonly KeyForm[] }
  /** The account and people cannot be: nothing could be written then, or found to be the run's. */
  readonly absent?: readonly Exclude<ResourceName, 'account' | 'people'>[]
  readonly fixtures?: WrittenFixtures
  readonly allow?: WrittenAllowance
  readonly recipes?: WrittenRecipes
  /** What a run may cost at most: requests in any second, requests in all, seconds. Options of `run` go before them. */
  readonly budgets?: Budgets
  /** Milliseconds that a change may take to show when it is read back; at most 10,000. */
  readonly settleTime?: number
}
