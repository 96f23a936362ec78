import type { Exchange } from '../exchange.ts'
import { complaining, complainingIn, without } from '../hooking.ts'
import type { Answer, Members } from '../types.ts'
import { type Fault, fault, inBoth } from './fault.ts'

const json = (answer: Answer): string => JSON.stringify(answer.body)

const hasParam = ({ refusal }: Exchange): boolean => refusal?.param !== undefined

/** A member of the body that was sent and is not at fault. */
const sound = ({ members, refusal }: Exchange): string | undefined =>
  Object.keys(members ?? {}).find((name) => name !== refusal?.param)

const html = (answer: Answer): string =>
  `<!DOCTYPE html><html><head><title>${answer.status}</title></head><body><h1>Something is wrong</h1></body></html>`

const title = ({ message }: Members): string => String(message)

export const errorFaults: readonly Fault[] = [
  fault(
    'error-without-type',
    'RE-TYPE',
    'Refusals have no type.',
    complaining((body) => without(body, 'type')),
  ),
  fault(
    'error-without-type-when-unauthenticated',
    'RE-TYPE',
    'Only refusals of a key have no type.',
    complaining(
      (body) => without(body, 'type'),
      ({ refusal }) => refusal?.status === 401,
    ),
  ),
  fault(
    'error-without-type-when-gone',
    'RE-TYPE',
    'Only refusals of what has been deleted have no type.',
    complaining(
      (body) => without(body, 'type'),
      ({ refusal }) => refusal?.outcome === 'gone',
    ),
  ),
  fault(
    'error-in-errors',
    ['RE-TYPE', 'RE-ERROR-OBJECT'],
    'The attributes stand in a list called errors.',
    complaining((body) => ({ errors: [body] })),
  ),
  fault(
    'error-by-field',
    ['RE-TYPE', 'RE-ERROR-OBJECT'],
    'Refused parameters are told as a map from field to messages.',
    complaining((body, { refusal }) => ({ errors: { [refusal?.param ?? 'base']: [title(body)] } }), hasParam),
  ),
  fault(
    'error-as-text-in-error',
    ['RE-TYPE', 'RE-ERROR-OBJECT'],
    'The body of a refusal is a text called error, and a description.',
    complaining((body) => ({ error: body.type, error_description: body.message })),
  ),
  fault(
    'error-type-a-number',
    'RE-TYPE-VALUE',
    'The type is the status, as a number.',
    complaining((body, { refusal }) => ({ ...body, type: refusal?.status ?? 500 })),
  ),
  fault(
    'error-type-empty',
    'RE-TYPE-VALUE',
    'The type is an empty string.',
    complaining((body) => ({ ...body, type: '' })),
  ),
  fault(
    'error-type-null',
    ['RE-TYPE-VALUE', 'RE-TYPE'],
    'The type is null.',
    complaining((body) => ({ ...body, type: null })),
  ),
  fault(
    'error-type-an-object',
    'RE-TYPE-VALUE',
    'The type is an object with a name when a value is in use.',
    complaining(
      (body) => ({ ...body, type: { name: body.type } }),
      ({ refusal }) => refusal?.outcome === 'request-failed',
    ),
  ),
  fault(
    'error-message-an-object',
    'RE-MESSAGE',
    'The message is an object by language.',
    complaining((body) => ({ ...body, message: { en: body.message } })),
  ),
  fault(
    'error-message-a-list',
    'RE-MESSAGE',
    'The message is a list, where a parameter is at fault.',
    complaining((body) => ({ ...body, message: [body.message] }), hasParam),
  ),
  fault(
    'error-message-empty',
    'RE-MESSAGE-TEXT',
    'The message is empty.',
    complaining((body) => ({ ...body, message: '' })),
  ),
  fault(
    'error-param-empty',
    'RE-PARAM',
    'The param is empty.',
    complaining((body) => ({ ...body, param: '' }), hasParam),
  ),
  fault(
    'error-param-a-list',
    'RE-PARAM',
    'The param is a list of names.',
    complaining((body) => ({ ...body, param: [body.param] }), hasParam),
  ),
  fault(
    'error-param-a-position',
    'RE-PARAM',
    'The param is the position of the parameter in the body.',
    complaining((body, { members }) => ({ ...body, param: Object.keys(members ?? {}).length }), hasParam),
  ),
  fault(
    'error-param-names-the-first',
    ['RE-PARAM-SOUND', 'RE-PARAM-FAULTY'],
    'The param names the first sound parameter that was sent.',
    complaining((body, exchange) => ({ ...body, param: sound(exchange) ?? body.param }), hasParam),
  ),
  fault(
    'error-param-always-base',
    'RE-PARAM-FAULTY',
    'The param is always "base".',
    complaining((body) => ({ ...body, param: 'base' }), hasParam),
  ),
  fault(
    'error-param-a-label',
    'RE-PARAM-FAULTY',
    'The param is the label of the form: "Name" for both names.',
    complaining(
      (body) => ({ ...body, param: 'Name' }),
      ({ refusal }) => refusal?.param?.endsWith('_name') === true,
    ),
  ),
  fault(
    'error-param-swaps-the-dates',
    ['RE-PARAM-SOUND', 'RE-PARAM-FAULTY'],
    'A broken valid_to is told as valid_from.',
    complaining(
      (body) => ({ ...body, param: 'valid_from' }),
      ({ refusal }) => refusal?.param === 'valid_to',
    ),
  ),
  fault(
    'error-param-names-the-person',
    ['RE-PARAM-SOUND', 'RE-PARAM-FAULTY'],
    'A refused credential is always put down to person_id.',
    complaining(
      (body) => ({ ...body, param: 'person_id' }),
      (exchange) => exchange.place?.kind === 'credentials' && !exchange.place.nested && hasParam(exchange),
    ),
  ),
  fault(
    'error-html',
    inBoth('ERROR-JSON'),
    'Refusals are pages of HTML.',
    complainingIn('text/html; charset=utf-8', html),
  ),
  fault(
    'error-html-for-methods',
    inBoth('ERROR-JSON'),
    'Only a refused method is answered with HTML.',
    complainingIn('text/html', html, ({ refusal }) => refusal?.outcome === 'unsupported-method'),
  ),
  fault(
    'error-plain-text',
    inBoth('ERROR-JSON'),
    'Refusals are plain text.',
    complainingIn('text/plain', () => 'Bad request'),
  ),
  fault(
    'error-json-as-text',
    inBoth('ERROR-JSON'),
    'Refusals are JSON by syntax and plain text by content type.',
    complainingIn('text/plain; charset=utf-8', json),
  ),
  fault(
    'error-json-as-html-when-unauthenticated',
    inBoth('ERROR-JSON'),
    'A refused key is told in JSON that calls itself HTML.',
    complainingIn('text/html', json, ({ refusal }) => refusal?.status === 401),
  ),
  fault(
    'error-truncated',
    inBoth('ERROR-JSON'),
    'The body of a refusal is cut off.',
    complainingIn('application/json', (answer) => json(answer).slice(0, -1)),
  ),
  fault(
    'error-single-quotes',
    inBoth('ERROR-JSON'),
    'A body that is no JSON is answered with a body that is none either.',
    complainingIn(
      'application/json',
      (answer) => json(answer).replaceAll('"', "'"),
      ({ refusal }) => refusal?.outcome === 'malformed-body',
    ),
  ),
  fault(
    'error-a-list',
    inBoth('ERROR-OBJECT'),
    'The body of a refusal is a list of messages.',
    complaining((body) => [title(body)]),
  ),
  fault('error-a-string', inBoth('ERROR-OBJECT'), 'The body of a refusal is a JSON string.', complaining(title)),
  fault(
    'error-null',
    inBoth('ERROR-OBJECT'),
    'The body of a refusal is null where something is gone or unknown.',
    complaining(
      () => null,
      ({ refusal }) => refusal?.status === 404 || refusal?.status === 410,
    ),
  ),
]
