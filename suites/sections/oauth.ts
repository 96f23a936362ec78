import fc from 'fast-check'
import type { Credentials } from '../../contract/credentials.ts'
import type { Rule } from '../../contract/defect.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Draft, DraftValue } from '../../generators/draft.ts'
import { oauthState } from '../../generators/oauth-state.ts'
import { plainRequest } from '../../generators/valid.ts'
import type { Cell, Drawn, Section, SuiteContext, Variant } from '../cell.ts'
import { derived } from '../cell.ts'
import { plainStep } from '../step.ts'

type Form = Readonly<Record<string, DraftValue>>

/** A client, a token and a user that nobody knows. */
const nobody = { client_id: 'conformance-unknown-client', client_secret: 'conformance-unknown-secret' }
const noToken = 'conformance-unknown-token'
const noUser = 'conformance-unknown-user'
const noPassword = 'conformance-unknown-password'

/** What cannot be granted, by name; each is wrong in the one way that its rule says. */
const grants: readonly (readonly [id: string, rule: Rule, form: Form])[] = [
  ['no-grant-type', 'grant', { ...nobody }],
  ['unknown-grant-type', 'grant', { ...nobody, grant_type: 'conformance_grant' }],
  // Grants that a framework brings along; whoever supports them too has no such client and no such user.
  ['client-credentials', 'grant', { ...nobody, grant_type: 'client_credentials' }],
  ['password', 'grant', { ...nobody, grant_type: 'password', username: noUser, password: noPassword }],
  ['unknown-refresh-token', 'grant', { ...nobody, grant_type: 'refresh_token', refresh_token: noToken }],
  [
    'unknown-code',
    'grant',
    { ...nobody, grant_type: 'authorization_code', code: noToken, redirect_uri: 'https://client.example.com/' },
  ],
  ['no-client', 'grant', { grant_type: 'refresh_token', refresh_token: noToken }],
]

/** The same asked by a client that is known, for what nobody was given. */
const ofClient: readonly (readonly [id: string, form: Form])[] = [
  ['known-client-unknown-refresh-token', { grant_type: 'refresh_token', refresh_token: noToken }],
  [
    'known-client-unknown-code',
    { grant_type: 'authorization_code', code: noToken, redirect_uri: 'https://client.example.com/' },
  ],
  ['known-client-unknown-grant-type', { grant_type: 'conformance_grant' }],
  ['known-client-no-refresh-token', { grant_type: 'refresh_token' }],
]

/** What is answered with 200 "even for unknown tokens"; a hint that means nothing is ignored (revokeToken). */
const revocations: readonly (readonly [id: string, form: Form])[] = [
  ['unknown-token', { token: noToken }],
  ['unknown-token-with-hint', { token: noToken, token_type_hint: 'refresh_token' }],
  ['unknown-token-with-odd-hint', { token: noToken, token_type_hint: 'conformance_hint' }],
]

const basic = (user: string, password: string): Credentials => ({
  kind: 'header',
  value: `Basic ${Buffer.from(`${user}:${password}`).toString('base64url')}`,
})

const clients: readonly (readonly [id: string, credentials: Credentials])[] = [
  ['no-client', { kind: 'none' }],
  ['unknown-client', basic(nobody.client_id, nobody.client_secret)],
]

/**
 * Tokens, as far as a client may probe them that has none: what cannot be granted is refused. No token that somebody
 * uses is ever sent.
 */
export const oauth: Section = (context) =>
  context.operations
    .filter(({ acts }) => acts === 'tokens')
    .flatMap((operation): Cell[] => {
      const { general, outcomes } = context.edition
      // Without a client of the owner's nothing can be asked that only a known one may.
      const known = <T>(some: readonly T[]): readonly T[] => (context.client ? some : [])
      const variants =
        operation.id === 'getAccessToken'
          ? [
              ...grants.map(([id, rule, form]) => refusedForm(context, operation, id, rule, form, { kind: 'none' })),
              ...known(ofClient).map(([id, form]) =>
                refusedForm(context, operation, id, 'grant', form, { kind: 'client', in: 'form' }),
              ),
            ]
          : [
              ...clients.map(([id, credentials]) =>
                refusedForm(context, operation, id, 'client', { token: noToken }, credentials),
              ),
              ...known(revocations).map(([id, form]) => servedForm(context, operation, id, form)),
            ]
      return [
        { clause: outcomes['grant-refused'].clause, operation, variants },
        ...[general.serverError, general.errorJson, general.errorObject].map((clause) => derived(clause, operation)),
      ]
    })

/** What a client may ask for who may ask for anything. */
const scope = 'account.person.readonly'

/** Codes that are asked for in a run at most. */
const codes = 10

/** The page that asks for consent, for a client that needs nobody's: it sends on, and nobody goes there. */
export const authorisation: Section = (context) =>
  context.operations
    .filter(({ acts }) => acts === 'browser')
    .flatMap((operation): Cell[] => {
      const { edition } = context
      const { clause } = edition.outcomes['grant-refused']
      const asking = (...members: readonly (readonly [string, string])[]): Drawn => {
        const draft: Draft = {
          ...plainRequest(operation),
          // What a browser would send.
          accept: 'text/html, */*;q=0.1',
          query: [['response_type', 'code'], ['scope', scope], ...members],
          credentials: { kind: 'client', in: 'query' },
        }
        const expected = { outcome: operation.outcome, strength: 'succeed', clause } as const
        return { subject: { steps: [plainStep(edition, draft, { expected })], relations: [], subject: 0 } }
      }
      const variant = (id: string, arbitrary: fc.Arbitrary<Drawn>, distinct: number): Variant => ({
        id,
        kind: 'valid',
        arbitrary,
        weight: 1,
        distinct,
      })
      return [
        {
          clause,
          operation,
          variants: [
            variant('without-state', fc.constant(asking()), 1),
            variant(
              'with-state',
              oauthState.map((text) => asking(['state', text])),
              codes,
            ),
          ],
        },
        derived(edition.outcomes[operation.outcome].clause, operation),
      ]
    })

/** A revocation by a known client. */
const servedForm = ({ edition }: SuiteContext, operation: Operation, id: string, form: Form): Variant => {
  const credentials: Credentials = { kind: 'client', in: 'header' }
  const draft = { ...plainRequest(operation), credentials, body: { value: form } }
  const { outcome } = operation
  const expected = { outcome, strength: 'succeed', clause: edition.outcomes['grant-refused'].clause } as const
  return {
    id,
    kind: 'valid',
    arbitrary: fc.constant({
      subject: { steps: [plainStep(edition, draft, { expected })], relations: [], subject: 0 },
    }),
    weight: 1,
    distinct: 1,
  }
}

const refusedForm = (
  { edition }: SuiteContext,
  operation: Operation,
  id: string,
  rule: Rule,
  form: Form,
  credentials: Credentials,
): Variant => {
  const draft = { ...plainRequest(operation), credentials, body: { value: form } }
  const expected = { ...edition.ruleFor(operation, rule), defect: { rule, place: 'key', parameters: [] } } as const
  return {
    id,
    kind: 'malformed',
    arbitrary: fc.constant({
      subject: { steps: [plainStep(edition, draft, { expected })], relations: [], subject: 0 },
    }),
    weight: 1,
    distinct: 1,
  }
}
