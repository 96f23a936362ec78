import type { ByEdition, EditionName } from './edition.ts'
import type { Answer, Members, Problem } from './types.ts'

export type Outcome =
  | 'missing-parameter'
  | 'invalid-value'
  | 'invalid-query'
  | 'malformed-body'
  | 'malformed-request'
  | 'unauthenticated'
  | 'malformed-credentials'
  | 'request-failed'
  | 'already-held'
  | 'limit-reached'
  | 'command-refused'
  | 'unknown-reference'
  | 'hidden'
  | 'not-found'
  | 'unsupported-method'
  | 'not-acceptable'
  | 'not-acceptable-suffix'
  | 'gone'
  | 'too-large'
  | 'unsupported-media'
  | 'too-many-requests'
  | 'maintenance'
  | 'bad-gateway'
  | 'gateway-timeout'
  | 'failure'

/** What may be said of a refusal besides its outcome and its message. */
interface More {
  readonly param: string | undefined
  /** The first of the problems. */
  readonly problem: Problem | undefined
  /** Everything that was found wrong. */
  readonly problems: readonly Problem[]
  readonly headers: Readonly<Record<string, string>>
  /** Sent in place of the status that the edition has for the outcome. */
  readonly status: number | undefined
  /** Sent in place of the code (`type`, or `error`) that the edition has for the outcome. */
  readonly code: string | undefined
  /** Sent in place of the whole error object. */
  readonly body: unknown
}

/** Why a request is refused. Thrown, and no Error: a refusal is an everyday answer, and collecting a stack costs more than giving it. */
export class Refusal implements More {
  readonly outcome: Outcome
  readonly message: string
  readonly param: string | undefined
  readonly problem: Problem | undefined
  readonly problems: readonly Problem[]
  readonly headers: Readonly<Record<string, string>>
  readonly status: number | undefined
  readonly code: string | undefined
  readonly body: unknown

  constructor(outcome: Outcome, message: string, more: Partial<More> = {}) {
    this.outcome = outcome
    this.message = message
    this.param = more.param
    this.problem = more.problem
    this.problems = more.problems ?? none
    this.headers = more.headers ?? noHeaders
    this.status = more.status
    this.code = more.code
    this.body = more.body
  }

  with(change: Partial<More> & { readonly message?: string }): Refusal {
    return new Refusal(this.outcome, change.message ?? this.message, { ...this, ...change })
  }
}

const none: readonly Problem[] = []
const noHeaders = {}

interface Usual {
  readonly status: number
  /** `type` in the classic edition, `error` in the current one. */
  readonly code: string
}

/** "Responses and Errors", HTTP status codes. What it does not list keeps the status that HTTP itself has for it. */
const classic: Readonly<Record<Outcome, Usual>> = {
  'missing-parameter': { status: 400, code: 'missing_parameter' },
  'invalid-value': { status: 400, code: 'invalid_value' },
  'invalid-query': { status: 400, code: 'invalid_value' },
  'malformed-body': { status: 400, code: 'malformed_body' },
  'malformed-request': { status: 400, code: 'malformed_request' },
  unauthenticated: { status: 401, code: 'unauthenticated' },
  'malformed-credentials': { status: 401, code: 'malformed_credentials' },
  'request-failed': { status: 402, code: 'request_failed' },
  'already-held': { status: 402, code: 'request_failed' },
  'limit-reached': { status: 402, code: 'limit_reached' },
  'command-refused': { status: 402, code: 'command_refused' },
  'unknown-reference': { status: 400, code: 'unknown_reference' },
  hidden: { status: 403, code: 'administrators_only' },
  'not-found': { status: 404, code: 'not_found' },
  'unsupported-method': { status: 405, code: 'unsupported_method' },
  'not-acceptable': { status: 406, code: 'not_acceptable' },
  'not-acceptable-suffix': { status: 406, code: 'not_acceptable' },
  gone: { status: 410, code: 'gone' },
  'too-large': { status: 413, code: 'body_too_large' },
  'unsupported-media': { status: 415, code: 'unsupported_media_type' },
  'too-many-requests': { status: 429, code: 'too_many_requests' },
  maintenance: { status: 503, code: 'maintenance' },
  'bad-gateway': { status: 502, code: 'bad_gateway' },
  'gateway-timeout': { status: 504, code: 'gateway_timeout' },
  failure: { status: 500, code: 'server_error' },
}

/** The OpenAPI description, where it declares a failure, and the guide "Error handling". */
const current: Readonly<Record<Outcome, Usual>> = {
  'missing-parameter': { status: 422, code: 'validation_failed' },
  'invalid-value': { status: 422, code: 'validation_failed' },
  'invalid-query': { status: 400, code: 'bad_request' },
  'malformed-body': { status: 400, code: 'bad_request' },
  'malformed-request': { status: 400, code: 'bad_request' },
  unauthenticated: { status: 401, code: 'unauthorized' },
  'malformed-credentials': { status: 401, code: 'unauthorized' },
  'request-failed': { status: 422, code: 'validation_failed' },
  'already-held': { status: 409, code: 'conflict' },
  'limit-reached': { status: 422, code: 'validation_failed' },
  'command-refused': { status: 400, code: 'bad_request' },
  'unknown-reference': { status: 422, code: 'validation_failed' },
  hidden: { status: 403, code: 'forbidden' },
  'not-found': { status: 404, code: 'not_found' },
  'unsupported-method': { status: 405, code: 'method_not_allowed' },
  'not-acceptable': { status: 406, code: 'not_acceptable' },
  'not-acceptable-suffix': { status: 406, code: 'not_acceptable' },
  gone: { status: 404, code: 'not_found' },
  'too-large': { status: 413, code: 'body_too_large' },
  'unsupported-media': { status: 415, code: 'unsupported_media_type' },
  'too-many-requests': { status: 429, code: 'rate_limited' },
  maintenance: { status: 503, code: 'service_unavailable' },
  'bad-gateway': { status: 502, code: 'bad_gateway' },
  'gateway-timeout': { status: 504, code: 'gateway_timeout' },
  failure: { status: 500, code: 'internal_server_error' },
}

const usual: ByEdition<Readonly<Record<Outcome, Usual>>> = { classic, current }

const outcomes: Readonly<Record<Problem['rule'], Outcome>> = {
  absent: 'missing-parameter',
  null: 'missing-parameter',
  blank: 'missing-parameter',
  type: 'invalid-value',
  format: 'invalid-value',
  unknown: 'invalid-value',
  reference: 'unknown-reference',
  unique: 'request-failed',
  limit: 'limit-reached',
  order: 'invalid-value',
  range: 'invalid-value',
}

/** The refusal that the first problem deserves; the others are mentioned where the edition does so. */
export const refusalOf = (problem: Problem, all: readonly Problem[] = [problem]): Refusal =>
  new Refusal(problem.outcome ?? outcomes[problem.rule], problem.message, {
    param: problem.param,
    problem,
    problems: all,
    body: problem.body,
  })

/** The refusal with the status and the code that it has in an edition. */
export const settled = (refusal: Refusal, edition: EditionName): Refusal => {
  const { status, code } = usual[edition][refusal.outcome]
  return refusal.with({ status: refusal.status ?? status, code: refusal.code ?? code })
}

const classicBody = ({ message, param }: Refusal, type: string): Members => ({
  type,
  message,
  ...(param === undefined ? {} : { param }),
})

const invalid = new Set<Outcome>([
  'missing-parameter',
  'invalid-value',
  'request-failed',
  'limit-reached',
  'unknown-reference',
])

/** Messages by the name of the field. Only that of a licence that is used up is a string by itself. */
const errorsOf = (problems: readonly Problem[]): Members => {
  // Without a prototype, since the names come from requests.
  const errors: Record<string, string | string[]> = Object.create(null)
  for (const { rule, param, message } of problems) {
    if (rule === 'limit') errors[param] = message
    else {
      const messages = errors[param]
      if (Array.isArray(messages)) messages.push(message)
      else errors[param] = [message]
    }
  }
  return errors
}

const currentBody = ({ outcome, message, problems }: Refusal, error: string): Members =>
  invalid.has(outcome)
    ? {
        error,
        error_description: 'Validation failed',
        errors: errorsOf(problems.filter(({ body }) => body === undefined)),
      }
    : { error, error_description: message }

const bodies: ByEdition<(refusal: Refusal, code: string) => Members> = { classic: classicBody, current: currentBody }

/** A refusal as the edition sends it. */
export const errorAnswer = (refusal: Refusal, edition: EditionName): Answer => {
  const { status, code } = usual[edition][refusal.outcome]
  return {
    status: refusal.status ?? status,
    headers: refusal.headers,
    contentType: 'application/json; charset=utf-8',
    body: refusal.body ?? bodies[edition](refusal, refusal.code ?? code),
  }
}
