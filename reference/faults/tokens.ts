import type { Exchange } from '../exchange.ts'
import { succeeded, without } from '../hooking.ts'
import type { Hooks } from '../hooks.ts'
import type { Answer, Members } from '../types.ts'
import { broken, type Fault, fault } from './fault.ts'

const clause = broken({ current: ['CU-OAUTH'] })
const resource = broken({ current: ['CU-RESOURCE'] })

type TokenPath = 'oauth/token' | 'oauth/token/info' | 'oauth/revoke'

/** Refusals with one code get another status, and perhaps another code. */
const refusing = (path: TokenPath, code: string, status: number, otherwise = code): Hooks => ({
  refusal: (refusal, { place }) =>
    place?.below === path && refusal.code === code ? refusal.with({ status, code: otherwise }) : refusal,
})

/** Changes what is granted or told. */
const telling = (path: TokenPath, change: (body: Members) => Members): Hooks => ({
  answer: (answer, exchange) =>
    exchange.place?.below === path && succeeded(answer) ? { ...answer, body: change(answer.body as Members) } : answer,
})

/** Changes how whoever asks for a code is sent on; `location` is where to. */
const sending = (change: (answer: Answer, location: URL) => Answer): Hooks => ({
  answer: (answer, { place }) =>
    place?.below === 'oauth/authorize' && answer.status === 302
      ? change(answer, new URL(answer.headers.location ?? ''))
      : answer,
})

/** Sends on with another address. */
const redirecting = (change: (location: URL) => void): Hooks =>
  sending((answer, location) => {
    change(location)
    return { ...answer, headers: { ...answer.headers, location: location.href } }
  })

/** Grants whoever asks in this way a token of all that there is, without a look at the client. */
const granting = (grantType: string): Hooks => ({
  answer: (answer, { place, raw }) =>
    place?.below === 'oauth/token' && new URLSearchParams(raw?.toString('utf8')).get('grant_type') === grantType
      ? { ...answer, status: 200, body: anybodys }
      : answer,
})

const anybodys = { access_token: 'rc-anybodys', token_type: 'Bearer', expires_in: 3600, created_at: 1_900_000_000 }

const revoking = ({ place, headers }: Exchange): boolean =>
  place?.below === 'oauth/revoke' && headers.authorization === undefined

export const tokenFaults: readonly Fault[] = [
  fault(
    'missing-grant-answers-500',
    broken({ current: ['CU-500'] }),
    'A request for a token without what it needs is answered with 500.',
    refusing('oauth/token', 'invalid_request', 500),
  ),
  fault(
    'missing-grant-answers-422',
    clause,
    'A request for a token without what it needs is refused with 422.',
    refusing('oauth/token', 'invalid_request', 422),
  ),
  fault(
    'invalid-grant-answers-403',
    clause,
    'A refresh token that nobody knows is refused with 403.',
    refusing('oauth/token', 'invalid_grant', 403),
  ),
  fault(
    'invalid-grant-called-otherwise',
    clause,
    'A refresh token that nobody knows is refused with a code that there is none of.',
    refusing('oauth/token', 'invalid_grant', 400, 'bad_refresh_token'),
  ),
  fault(
    'unknown-client-answers-404',
    clause,
    'A client that nobody knows is refused with 404.',
    refusing('oauth/token', 'invalid_client', 404),
  ),
  fault('unsupported-grant-answers-200', clause, 'A grant type that is not supported gets an empty token.', {
    answer: (answer, { place, refusal }) =>
      place?.below === 'oauth/token' && refusal?.code === 'unsupported_grant_type'
        ? { ...answer, status: 200, body: { access_token: null, token_type: 'Bearer', expires_in: 0, created_at: 0 } }
        : answer,
  }),
  fault(
    'client-credentials-granted',
    clause,
    'The grant of client credentials has been left switched on, and asks for none.',
    granting('client_credentials'),
  ),
  fault(
    'password-grant-granted',
    clause,
    'The grant of a password has been left switched on, and looks at none.',
    granting('password'),
  ),
  fault(
    'token-answer-in-html',
    broken({ current: ['CU-ERROR-JSON'] }),
    'Refusals of the token endpoint are pages of HTML.',
    {
      answer: (answer, { place }) =>
        place?.below === 'oauth/token' && answer.status >= 400
          ? { ...answer, contentType: 'text/html; charset=utf-8', text: '<h1>Bad request</h1>' }
          : answer,
    },
  ),
  fault(
    'authorisation-drops-state',
    clause,
    'Who asks for a code is sent on without the state.',
    redirecting(({ searchParams }) => searchParams.delete('state')),
  ),
  fault(
    'authorisation-mangles-state',
    clause,
    'What is escaped in the state is escaped once more.',
    redirecting(({ searchParams }) => {
      const state = searchParams.get('state')
      if (state !== null) searchParams.set('state', encodeURIComponent(state))
    }),
  ),
  fault(
    'authorisation-leads-elsewhere',
    clause,
    'Who asks for a code is sent to the front page of the client.',
    redirecting((location) => {
      location.pathname = '/'
    }),
  ),
  fault(
    'authorisation-forgets-code',
    clause,
    'Who asks for a code is sent on without one.',
    redirecting(({ searchParams }) => searchParams.delete('code')),
  ),
  fault(
    'authorisation-in-fragment',
    clause,
    'The code stands in the fragment, which no server sees.',
    redirecting((location) => {
      location.hash = location.search.slice(1)
      location.search = ''
    }),
  ),
  fault(
    'authorisation-in-the-body',
    clause,
    'A code is answered with 200 and JSON, as if nobody had to be sent on.',
    sending((answer, location) => ({
      ...answer,
      status: 200,
      headers: {},
      contentType: 'application/json; charset=utf-8',
      body: Object.fromEntries(location.searchParams),
    })),
  ),
  fault('revocation-needs-no-client', clause, 'Whoever asks without a client may revoke a token.', {
    answer: (answer, exchange) =>
      revoking(exchange) && answer.status === 403 ? { ...answer, status: 200, body: {} } : answer,
  }),
  fault(
    'revocation-answers-401',
    clause,
    'Who asks without a client to revoke a token is refused with 401.',
    refusing('oauth/revoke', 'unauthorized_client', 401),
  ),
  fault(
    'token-scope-as-string',
    resource,
    'What a token may be used for is told as a string.',
    telling('oauth/token/info', (body) => ({ ...body, scope: Array.isArray(body.scope) ? body.scope.join(' ') : '' })),
  ),
  fault(
    'token-owner-left-out',
    resource,
    'Whose token it is, is not told.',
    telling('oauth/token/info', (body) => without(body, 'resource_owner_id')),
  ),
  fault(
    'token-lifetime-as-string',
    resource,
    'How long a token lasts is told as a string.',
    telling('oauth/token/info', (body) => ({ ...body, expires_in: String(body.expires_in) })),
  ),
]
