import type { Answer, Problem } from './types.ts'

export type Outcome =
  | 'missing-parameter'
  | 'invalid-value'
  | 'malformed-body'
  | 'malformed-request'
  | 'unauthenticated'
  | 'malformed-credentials'
  | 'request-failed'
  | 'unknown-reference'
  | 'hidden'
  | 'not-found'
  | 'unsupported-method'
  | 'not-acceptable'
  | 'not-acceptable-suffix'
  | 'gone'
  | 'too-large'
  | 'unsupported-media'
  | 'failure'

/** Why a request is refused. Thrown, and no Error: a refusal is an everyday answer, and collecting a stack costs more than giving it. */
export class Refusal {
  readonly outcome: Outcome
  readonly status: number
  readonly type: string
  readonly message: string
  readonly param: string | undefined
  readonly problem: Problem | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    outcome: Outcome,
    message: string,
    more: Partial<Pick<Refusal, 'param' | 'problem' | 'headers' | 'status'>> = {},
  ) {
    this.outcome = outcome
    this.status = more.status ?? usual[outcome].status
    this.type = usual[outcome].type
    this.message = message
    this.param = more.param
    this.problem = more.problem
    this.headers = more.headers ?? none
  }

  with(change: Partial<Pick<Refusal, 'status' | 'message' | 'param'>>): Refusal {
    return new Refusal(this.outcome, change.message ?? this.message, {
      status: change.status ?? this.status,
      param: 'param' in change ? change.param : this.param,
      problem: this.problem,
      headers: this.headers,
    })
  }
}

const none = {}

const usual: Readonly<Record<Outcome, { readonly status: number; readonly type: string }>> = {
  'missing-parameter': { status: 400, type: 'missing_parameter' },
  'invalid-value': { status: 400, type: 'invalid_value' },
  'malformed-body': { status: 400, type: 'malformed_body' },
  'malformed-request': { status: 400, type: 'malformed_request' },
  unauthenticated: { status: 401, type: 'unauthenticated' },
  'malformed-credentials': { status: 401, type: 'malformed_credentials' },
  'request-failed': { status: 402, type: 'request_failed' },
  'unknown-reference': { status: 400, type: 'unknown_reference' },
  hidden: { status: 403, type: 'administrators_only' },
  'not-found': { status: 404, type: 'not_found' },
  'unsupported-method': { status: 405, type: 'unsupported_method' },
  'not-acceptable': { status: 406, type: 'not_acceptable' },
  'not-acceptable-suffix': { status: 406, type: 'not_acceptable' },
  gone: { status: 410, type: 'gone' },
  'too-large': { status: 413, type: 'body_too_large' },
  'unsupported-media': { status: 415, type: 'unsupported_media_type' },
  failure: { status: 500, type: 'server_error' },
}

const outcomes: Readonly<Record<Problem['rule'], Outcome>> = {
  absent: 'missing-parameter',
  null: 'missing-parameter',
  blank: 'missing-parameter',
  type: 'invalid-value',
  format: 'invalid-value',
  unknown: 'invalid-value',
  reference: 'unknown-reference',
  unique: 'request-failed',
}

export const refusalOf = (problem: Problem): Refusal =>
  new Refusal(outcomes[problem.rule], problem.message, { param: problem.param, problem })

export const errorAnswer = (refusal: Refusal): Answer => ({
  status: refusal.status,
  headers: refusal.headers,
  contentType: 'application/json; charset=utf-8',
  body: {
    type: refusal.type,
    message: refusal.message,
    ...(refusal.param === undefined ? {} : { param: refusal.param }),
  },
})
