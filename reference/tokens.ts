import { createHash } from 'node:crypto'
import { facts } from './facts.ts'
import type { Identity } from './types.ts'

/** Seconds for which an access token is good (OpenAPI description, getAccessToken). */
export const lifetime = 3600
/** Milliseconds for which an authorisation code is good (guide "OAuth flow"). */
const codeLifetime = 600_000

export interface Application {
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
  readonly identity: Identity
}

interface Access {
  readonly application: Application
  readonly identity: Identity
  readonly scope: readonly string[]
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  /** What the seed knows never expires, so that an endpoint may be left running. */
  readonly seeded: boolean
}

interface Refresh {
  readonly application: Application
  readonly scope: readonly string[]
  /** Access tokens that die with it. */
  readonly access: Set<string>
}

interface Code {
  readonly application: Application
  readonly redirectUri: string
  readonly scope: readonly string[]
  readonly challenge: string | undefined
  readonly createdAt: number
}

export interface Grant {
  readonly accessToken: string
  readonly refreshToken: string
  readonly scope: readonly string[]
  readonly createdAt: number
}

/** Everything that the applications of the seed may ask for. */
export const scopes: readonly string[] = [
  'account.person',
  'account.person.readonly',
  'account.credential_type.readonly',
  'account.channel.readonly',
  'account.channel.admit',
  'account.channel.admit.person',
  'account.event.access.readonly',
  'account.group.readonly',
  'account.role.readonly',
  'account.site.readonly',
  'account.reservation',
  'account.reservation.readonly',
  'account.group_reservation',
  'account.group_reservation.readonly',
  'account.notification_rule',
  'account.notification_rule.readonly',
  'account.sync',
]

const { keys, oauth } = facts

const application: Application = {
  clientId: oauth.clientId,
  clientSecret: oauth.clientSecret,
  redirectUri: oauth.redirectUri,
  identity: { restricted: false, account: 'first' },
}

const otherApplication: Application = {
  clientId: oauth.otherClientId,
  clientSecret: oauth.otherClientSecret,
  redirectUri: 'https://hillside.example.com/callback',
  identity: { restricted: false, account: 'other' },
}

/**
 * Whose token it is. The keys of the seed are personal keys in the classic edition and access tokens in the current one.
 * Nothing of it can be listed, so none of it belongs to what an endpoint shows.
 */
export class Tokens {
  readonly #applications = new Map([application, otherApplication].map((one) => [one.clientId, one]))
  readonly #access = new Map<string, Access>()
  readonly #refresh = new Map<string, Refresh>()
  readonly #codes = new Map<string, Code>()
  #minted = 0

  constructor() {
    const seeded = { scope: scopes, createdAt: Date.now(), seeded: true }
    this.#access.set(keys.full, { ...seeded, application, identity: application.identity })
    this.#access.set(keys.restricted, { ...seeded, application, identity: { restricted: true, account: 'first' } })
    this.#access.set(keys.other, { ...seeded, application: otherApplication, identity: otherApplication.identity })
    this.#refresh.set(oauth.refreshToken, { application, scope: scopes, access: new Set() })
  }

  /** The expired key belonged to somebody once, and belongs to nobody now. */
  identityOf(token: string | undefined): Identity | undefined {
    return this.access(token)?.identity
  }

  access(token: string | undefined): Access | undefined {
    const access = token === undefined ? undefined : this.#access.get(token)
    if (access === undefined || access.seeded || Date.now() < access.createdAt + lifetime * 1000) return access
    return undefined
  }

  application(clientId: string): Application | undefined {
    return this.#applications.get(clientId)
  }

  newCode(code: Omit<Code, 'createdAt'>): string {
    const minted = this.#mint('rc-code')
    this.#codes.set(minted, { ...code, createdAt: Date.now() })
    return minted
  }

  /** A code is good once. */
  takeCode(code: string): Code | undefined {
    const found = this.#codes.get(code)
    this.#codes.delete(code)
    return found !== undefined && Date.now() < found.createdAt + codeLifetime ? found : undefined
  }

  refreshable(token: string): Refresh | undefined {
    return this.#refresh.get(token)
  }

  /** The refresh token that was used dies; a new one comes with the new access token. */
  grant(to: Application, scope: readonly string[], used?: string): Grant {
    if (used !== undefined) this.#refresh.delete(used)
    const accessToken = this.#mint('rk-access')
    const refreshToken = this.#mint('rr-refresh')
    const createdAt = Date.now()
    this.#access.set(accessToken, { application: to, identity: to.identity, scope, createdAt, seeded: false })
    this.#refresh.set(refreshToken, { application: to, scope, access: new Set([accessToken]) })
    return { accessToken, refreshToken, scope, createdAt }
  }

  /** False where the token belongs to another application. A token that nobody knows is as good as revoked. */
  revoke(token: string, by: Application): boolean {
    const owner = (this.#refresh.get(token) ?? this.#access.get(token))?.application
    if (owner !== undefined && owner !== by) return false
    for (const access of this.#refresh.get(token)?.access ?? []) this.#access.delete(access)
    this.#refresh.delete(token)
    this.#access.delete(token)
    return true
  }

  #mint(kind: string): string {
    this.#minted += 1
    return `${kind}-${createHash('sha256').update(`${kind} ${this.#minted}`).digest('hex').slice(0, 24)}`
  }
}
