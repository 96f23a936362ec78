import { both, type Dialect, dialect } from './dialect.ts'
import type { Exchange } from './exchange.ts'
import { complaining, isText, without } from './hooking.ts'
import type { Hooks } from './hooks.ts'
import type { Kind } from './types.ts'

/** Names parameters in another way. */
const naming = (name: (param: string, exchange: Exchange) => string): Hooks =>
  complaining((body, exchange) => (isText(body.param) ? { ...body, param: name(body.param, exchange) } : body))

const wrappers: Readonly<Partial<Record<Kind, string>>> = {
  people: 'person',
  credentials: 'person_credential',
  reservations: 'reservation',
  group_reservations: 'group_reservation',
  notification_rules: 'notification_rule',
}

const resource = ({ place }: Exchange): string => wrappers[place?.kind ?? 'people'] ?? 'request'

/** Other ways to say what is wrong. */
export const errorDialects: readonly Dialect[] = [
  dialect(
    'error-nested',
    'The attributes of an error stand inside error.',
    complaining((body) => ({ error: body })),
  ),
  dialect('error-empty', 'Refusals have no body.', {
    answer: (answer) => (answer.status >= 400 ? { ...answer, contentType: undefined } : answer),
  }),
  dialect(
    'error-with-type-only',
    'Refusals have a type and nothing else.',
    complaining((body) => without(body, 'message', 'param')),
  ),
  dialect(
    'error-media-type',
    'Refusals have a media type of their own, built upon JSON.',
    {
      answer: (answer) =>
        answer.status >= 400 && answer.contentType !== undefined
          ? { ...answer, contentType: 'application/vnd.doors.error+json' }
          : answer,
    },
    both,
  ),
  dialect(
    'error-with-more',
    'Refusals carry a code and a number to ask after.',
    complaining((body) => ({ ...body, code: 17, request_id: 'c0ffee' })),
    both,
  ),
  dialect(
    'error-with-nulls',
    'Attributes of a refusal that say nothing are null.',
    complaining((body) => ({ ...body, message: null, param: body.param ?? null })),
  ),
  dialect(
    'param-as-pointer',
    'Parameters are named by JSON Pointer.',
    naming((param) => `/${param}`),
  ),
  dialect(
    'param-dotted',
    'Parameters are named behind their resource and a dot.',
    naming((param, exchange) => `${resource(exchange)}.${param}`),
  ),
  dialect(
    'param-bracketed',
    'Parameters are named in brackets behind their resource.',
    naming((param, exchange) => `${resource(exchange)}[${param}]`),
  ),
  dialect(
    'param-in-camel-case',
    'Parameters are named in camel case.',
    naming((param) => param.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())),
  ),
  dialect(
    'param-by-output-name',
    'Groups and roles are named as they are shown.',
    naming((param) => param.replace(/^(group|role)_ids$/, '$1s')),
  ),
]
