import { isObject } from './body.ts'
import { type Dialect, dialect, success, unusual } from './dialect.ts'
import type { EditionName } from './edition.ts'
import type { Exchange } from './exchange.ts'
import { type GatewayError, gatewayError } from './gates.ts'
import { about, answered, complaining, complainingIn, isText, without } from './hooking.ts'
import { errorAnswer } from './refusals.ts'
import type { Parsed } from './types.ts'

const current: readonly EditionName[] = ['current']

/** Requests that were passed on, and whose answers the gateway has lost. */
const unanswered = new WeakMap<Exchange, GatewayError>()

const page = (status: number): string => `<html><body><h1>${status}</h1><hr>gateway</body></html>`

/** Refuses a body that is, or is not, written inside a member. */
const wrapping = (kind: 'people' | 'credentials', wrapper: string, wrapped: boolean) => ({
  body: (parsed: Parsed, { place }: Exchange): Parsed =>
    place?.kind === kind && parsed.ok && isObject(parsed.value) && Object.hasOwn(parsed.value, wrapper) !== wrapped
      ? { ok: false, why: `The members ${wrapped ? 'have to' : 'may not'} stand inside ${wrapper}.` }
      : parsed,
})

/** What the OpenAPI description and the guides let an endpoint do otherwise than the plain one does. */
export const currentDialects: readonly Dialect[] = [
  dialect('update-answers-200', 'An update is answered with 200.', success('update', 200), current),
  unusual(
    'validation-answers-400',
    { current: ['CU-422-USUAL'] },
    'A missing parameter and an invalid value are refused with 400.',
    answered(400, 'missing-parameter', 'invalid-value'),
    current,
  ),
  unusual(
    'second-credential-answers-422',
    { current: ['CU-409-USUAL'] },
    'A second credential of a type is refused with 422 and an error.',
    {
      problems: (problems) =>
        problems.map((problem) => {
          const { rule, param, message, outcome } = problem
          return outcome === 'already-held' ? { rule, param, message } : problem
        }),
    },
    current,
  ),
  unusual(
    'error-bare',
    { current: ['CU-DESCRIPTION'] },
    'Refusals have an error and nothing else.',
    complaining((body) => (isText(body.error) ? { error: body.error } : body)),
    current,
  ),
  dialect(
    'errors-left-out',
    'Refusals name no fields.',
    complaining((body) => without(body, 'errors')),
    current,
  ),
  dialect(
    'error-as-sentence',
    'What is wrong with a field is said in error, and there is no description.',
    complaining((body) => (isObject(body.errors) ? { error: 'Validation failed', errors: body.errors } : body)),
    current,
  ),
  dialect(
    'error-as-string',
    'Where there is but one message for a field, it stands by itself.',
    complaining((body) =>
      isObject(body.errors)
        ? {
            ...body,
            errors: Object.fromEntries(
              Object.entries(body.errors).map(([name, messages]) => [
                name,
                Array.isArray(messages) && messages.length === 1 ? messages[0] : messages,
              ]),
            ),
          }
        : body,
    ),
    current,
  ),
  dialect(
    'licence-as-list',
    'That a licence is used up is said in a list, like everything else.',
    complaining((body) =>
      isObject(body.errors) && isText(body.errors.limit_reached)
        ? { ...body, errors: { ...body.errors, limit_reached: [body.errors.limit_reached] } }
        : body,
    ),
    current,
  ),
  dialect(
    'invalid-token-said',
    'A token that is not valid is called invalid_token.',
    complaining((body) => (body.error === 'unauthorized' ? { ...body, error: 'invalid_token' } : body)),
    current,
  ),
  unusual(
    'error-without-code',
    { current: ['CU-ERROR'] },
    'Refusals describe what is wrong and have no code for it.',
    complaining((body) => without(body, 'error')),
    current,
  ),
  dialect(
    'events-as-a-guide-has-them',
    'An event has a `description` and an `occurred_at`, and neither a label nor the time of its creation.',
    {
      shown: (shown, exchange) => {
        if (!about('events')(exchange)) return shown
        const { event_label: description, created_at: occurred_at, updated_at, ...rest } = shown
        return { ...rest, description, occurred_at }
      },
    },
    current,
  ),
  dialect('accept-ignored', 'JSON is sent whatever the client accepts.', { acceptable: () => true }, current),
  dialect(
    'undocumented-method-answers-404',
    'A method that is not documented leads nowhere.',
    answered(404, 'unsupported-method'),
    current,
  ),
  dialect(
    'gateway-answers-in-html',
    'The gateway in front of the endpoint has pages of its own.',
    complainingIn(
      'text/html',
      ({ status }) => page(status),
      ({ refusal }) => refusal?.outcome === 'bad-gateway' || refusal?.outcome === 'gateway-timeout',
    ),
    current,
  ),
  dialect(
    'gateway-loses-answers',
    'What the gateway gets no answer to has been done all the same.',
    {
      gateway(error, exchange) {
        if (error !== undefined) unanswered.set(exchange, error)
        return undefined
      },
      answer(answer, exchange) {
        const error = unanswered.get(exchange)
        return error === undefined ? answer : errorAnswer(gatewayError(error), exchange.edition)
      },
    },
    current,
  ),
  dialect(
    'authorisation-denied',
    'Who asks for a code is sent on with an error.',
    {
      answer(answer, { place }) {
        if (place?.below !== 'oauth/authorize' || answer.status !== 302) return answer
        const location = new URL(answer.headers.location ?? '')
        location.searchParams.delete('code')
        location.searchParams.set('error', 'access_denied')
        location.searchParams.set('error_description', 'The owner of the account does not want that.')
        return { ...answer, headers: { ...answer.headers, location: location.href } }
      },
    },
    current,
  ),
  dialect('gone-answers-410', 'What has been deleted is refused with 410.', answered(410, 'gone'), current),
  dialect(
    'flat-credential-refused',
    'A credential has to be written inside person_credential.',
    wrapping('credentials', 'person_credential', true),
    current,
  ),
  dialect(
    'wrapped-person-refused',
    'A person may not be written inside person.',
    wrapping('people', 'person', false),
    current,
  ),
  dialect(
    'instants-without-milliseconds',
    'Instants are shown in whole seconds.',
    {
      shown: (shown) =>
        Object.fromEntries(
          Object.entries(shown).map(([name, value]) => [
            name,
            isText(value) && /_at$|^valid_/.test(name) ? value.replace(/\.\d{3}Z$/, 'Z') : value,
          ]),
        ),
    },
    current,
  ),
]
