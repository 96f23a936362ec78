import { createHash } from 'node:crypto'
import type { Exchange } from './exchange.ts'
import type { EveryHook } from './hooks.ts'
import { queried } from './lists.ts'
import { json, type Operation } from './operations.ts'
import { Refusal } from './refusals.ts'
import { type Application, type Grant, lifetime, scopes } from './tokens.ts'
import type { Action, Answer, Place } from './types.ts'

/** Errors of the token endpoint with the status that the OpenAPI description declares; `invalid_client` has two. */
const statuses = {
  invalid_request: 400,
  invalid_grant: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  invalid_client: 401,
  unauthorized_client: 403,
} as const

const refuse = (code: keyof typeof statuses, message: string): never => {
  throw new Refusal('invalid-query', message, { status: statuses[code], code })
}

/** Only what a token tells about itself takes a token. */
export const needsNoKey = (place: Place | undefined): boolean =>
  place?.kind === 'oauth' && place.below !== 'oauth/token/info'

type Form = ReadonlyMap<string, string>

/** A parameter that is given twice has its first value; an empty one is none. */
const formOf = ({ raw, headers }: Exchange): Form => {
  const form = new Map<string, string>()
  if (!/^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(String(headers['content-type'] ?? ''))) return form
  for (const [name, value] of new URLSearchParams(raw?.toString('utf8') ?? ''))
    if (value !== '' && !form.has(name)) form.set(name, value)
  return form
}

const required = (form: Form, name: string): string =>
  form.get(name) ?? refuse('invalid_request', `Missing required parameter: ${name}.`)

const clientOf = (exchange: Exchange, form: Form): Application => {
  const client = exchange.tokens.application(required(form, 'client_id'))
  if (client !== undefined && form.get('client_secret') === client.clientSecret) return client
  return refuse('invalid_client', 'Client authentication failed.')
}

const narrowed = (wanted: string | undefined, held: readonly string[]): readonly string[] => {
  const scope = wanted?.split(' ').filter((each) => each !== '') ?? held
  if (!scope.every((each) => held.includes(each))) refuse('invalid_scope', 'The requested scope is invalid or unknown.')
  return scope
}

const fromRefresh = ({ tokens }: Exchange, client: Application, form: Form): Grant => {
  const token = required(form, 'refresh_token')
  const found = tokens.refreshable(token)
  if (found === undefined || found.application !== client)
    return refuse('invalid_grant', 'The refresh token is invalid, expired or revoked.')
  return tokens.grant(client, narrowed(form.get('scope'), found.scope), token)
}

const verified = (challenge: string | undefined, verifier: string | undefined): boolean =>
  challenge === undefined ||
  (verifier !== undefined && createHash('sha256').update(verifier).digest('base64url') === challenge)

const fromCode = ({ tokens }: Exchange, client: Application, form: Form): Grant => {
  const code = required(form, 'code')
  const redirectUri = required(form, 'redirect_uri')
  const found = tokens.takeCode(code)
  if (
    found === undefined ||
    found.application !== client ||
    found.redirectUri !== redirectUri ||
    !verified(found.challenge, form.get('code_verifier'))
  )
    return refuse('invalid_grant', 'The authorization code is invalid, expired or was issued to another client.')
  return tokens.grant(client, found.scope)
}

const grantOf = (exchange: Exchange): Grant => {
  const form = formOf(exchange)
  const grantType = required(form, 'grant_type')
  if (grantType !== 'refresh_token' && grantType !== 'authorization_code')
    return refuse('unsupported_grant_type', 'The authorization grant type is not supported.')
  const client = clientOf(exchange, form)
  return grantType === 'refresh_token' ? fromRefresh(exchange, client, form) : fromCode(exchange, client, form)
}

const grantToken = (exchange: Exchange): Answer => {
  const { accessToken, refreshToken, scope, createdAt } = grantOf(exchange)
  return json(
    200,
    {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: lifetime,
      refresh_token: refreshToken,
      scope: scope.join(' '),
      created_at: Math.floor(createdAt / 1000),
    },
    { 'cache-control': 'no-store' },
  )
}

/** The application names itself by Basic credentials, in either alphabet of Base64. */
const clientInHeader = ({ headers, tokens }: Exchange): Application => {
  const [, credentials = ''] = /^\s*basic\s+([A-Za-z0-9+/_-]+=*)\s*$/i.exec(String(headers.authorization ?? '')) ?? []
  const decoded = Buffer.from(credentials, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  const client = tokens.application(decoded.slice(0, Math.max(colon, 0)))
  if (client !== undefined && decoded.slice(colon + 1) === client.clientSecret) return client
  return refuse('unauthorized_client', 'You are not authorized to revoke this token.')
}

const revokeToken = (exchange: Exchange): Answer => {
  const client = clientInHeader(exchange)
  const token = formOf(exchange).get('token')
  if (token !== undefined && !exchange.tokens.revoke(token, client))
    refuse('unauthorized_client', 'You are not authorized to revoke this token.')
  return json(200, {})
}

const showToken = (exchange: Exchange, hooks: EveryHook): Answer => {
  const access = exchange.tokens.access(exchange.presented?.key)
  const { user } = exchange.store.account as { readonly user: { readonly id: number } }
  return json(
    200,
    hooks.shown(
      {
        resource_owner_id: user.id,
        account_id: exchange.store.account.id,
        scope: access?.scope ?? scopes,
        expires_in: access === undefined || access.seeded ? lifetime : remaining(access.createdAt),
        application: { uid: access?.application.clientId ?? null },
        created_at: Math.floor((access?.createdAt ?? Date.now()) / 1000),
      },
      exchange,
    ),
  )
}

const remaining = (createdAt: number): number =>
  Math.max(0, Math.round(createdAt / 1000 + lifetime - Date.now() / 1000))

const page = (message: string): Answer => ({
  status: 400,
  headers: {},
  contentType: 'text/html; charset=utf-8',
  body: undefined,
  text: `<!DOCTYPE html><title>Bad request</title><p>${message}</p>`,
})

/** The applications of the seed are approved beforehand: nobody is asked. */
const authorize = (exchange: Exchange): Answer => {
  const { tokens } = exchange
  const asked = (name: string): string | undefined => queried(exchange, name) || undefined
  const application = tokens.application(asked('client_id') ?? '')
  const scope = asked('scope')?.split(' ') ?? []
  if (application === undefined) return page('The client is not known.')
  if (asked('redirect_uri') !== application.redirectUri) return page('The redirect URI does not belong to the client.')
  if (asked('response_type') !== 'code') return page('The response type is not supported.')
  if (scope.length === 0 || !scope.every((each) => scopes.includes(each))) return page('The scope is not known.')
  const challenge = asked('code_challenge')
  if (challenge !== undefined && asked('code_challenge_method') !== 'S256')
    return page('The code challenge method is not supported.')
  const code = tokens.newCode({ application, redirectUri: application.redirectUri, scope, challenge })
  const location = new URL(application.redirectUri)
  location.searchParams.set('code', code)
  const state = asked('state')
  if (state !== undefined) location.searchParams.set('state', state)
  return { status: 302, headers: { location: location.href }, contentType: undefined, body: undefined }
}

const read: Operation = (exchange, hooks) => () =>
  exchange.place?.below === 'oauth/authorize' ? authorize(exchange) : showToken(exchange, hooks)

const command: Operation = (exchange) => () =>
  exchange.place?.below === 'oauth/revoke' ? revokeToken(exchange) : grantToken(exchange)

export const oauth: Readonly<Partial<Record<Action, Operation>>> = { read, command }
