import { isObject } from '../body.ts'
import { answered, succeeding, without } from '../hooking.ts'
import type { Hooks } from '../hooks.ts'
import type { Outcome } from '../refusals.ts'
import { broken, type Fault, fault, inBoth } from './fault.ts'

const success = (action: string, status: number): Hooks =>
  succeeding(
    (answer) => ({ ...answer, status }),
    (exchange) => exchange.action === action,
  )

/** A refusal that is sent as a success with nothing to show. */
const nothingFor = (outcome: Outcome, status: number, body?: unknown): Hooks => ({
  answer: (answer, exchange) =>
    exchange.refusal?.outcome === outcome
      ? { ...answer, status, body, contentType: body === undefined ? undefined : answer.contentType }
      : answer,
})

export const statusFaults: readonly Fault[] = [
  fault(
    'create-answers-202',
    inBoth('201'),
    'A creation is answered with 202, as if it were still to come.',
    success('create', 202),
  ),
  fault(
    'create-answers-303',
    inBoth('201', 'STATUS'),
    'A creation is answered with a redirection to what was created.',
    succeeding(
      (answer, { path }) => ({
        ...answer,
        status: 303,
        headers: { location: `${path}/${isObject(answer.body) ? answer.body.id : ''}` },
      }),
      ({ action }) => action === 'create',
    ),
  ),
  fault(
    'create-answers-without-id',
    broken({ classic: ['RE-201'], current: ['CU-201', 'CU-RESOURCE'] }),
    'The answer to a creation does not carry the id.',
    succeeding(
      (answer) => ({ ...answer, body: isObject(answer.body) ? without(answer.body, 'id') : answer.body }),
      ({ action }) => action === 'create',
    ),
  ),
  fault(
    'create-credential-answers-204',
    inBoth('201'),
    'The creation of a credential is answered with 204 and without it.',
    succeeding(
      (answer) => ({ ...answer, status: 204, contentType: undefined }),
      ({ action, place }) => action === 'create' && place?.kind === 'credentials',
    ),
  ),
  fault('update-answers-202', inBoth('200-UPDATE'), 'An update is answered with 202.', success('update', 202)),
  fault(
    'update-answers-304',
    inBoth('200-UPDATE', 'STATUS'),
    'An update that changes nothing of the name is answered with 304.',
    succeeding(
      (answer, { members }) =>
        members !== undefined && 'first_name' in members ? answer : { ...answer, status: 304, contentType: undefined },
      ({ action }) => action === 'update',
    ),
  ),
  fault('delete-answers-201', inBoth('200-DELETE'), 'A deletion is answered with 201.', success('delete', 201)),
  fault(
    'deletion-answers-error',
    broken({ current: ['CU-CLASS'] }),
    'What comes after the deletion of a person fails, and 200 carries the error.',
    succeeding(
      (answer) => ({ ...answer, body: { error: 'failed', error_description: 'The job could not be queued.' } }),
      ({ action, place }) => action === 'delete' && place?.kind === 'people',
    ),
  ),
  fault(
    'list-answers-206',
    inBoth('200'),
    'A list is answered with 206, because it is only one page.',
    success('list', 206),
  ),
  fault(
    'list-of-nothing-answers-404',
    inBoth('200'),
    'A list in which nothing stands is answered with 404.',
    succeeding(
      (answer) =>
        Array.isArray(answer.body) && answer.body.length === 0
          ? { ...answer, status: 404, body: { type: 'not_found' } }
          : answer,
      ({ action }) => action === 'list',
    ),
  ),
  fault(
    'event-answers-202',
    inBoth('200'),
    'An event is read with 202.',
    succeeding(
      (answer) => ({ ...answer, status: 202 }),
      ({ place, action }) => place?.kind === 'events' && action === 'read',
    ),
  ),
  fault('disabled-person-is-not-found', inBoth('200'), 'Somebody who is disabled cannot be read.', {
    foundPerson: (found, { requested }) =>
      requested === 'GET' && found.record?.members.enabled === false ? { state: 'never', record: undefined } : found,
  }),
  fault(
    'missing-answers-422',
    'RE-400',
    'A missing parameter is refused with 422.',
    answered(422, 'missing-parameter'),
  ),
  fault(
    'missing-answers-404',
    broken({ classic: ['RE-400'], current: ['CU-422'] }),
    'A missing parameter is refused with 404.',
    answered(404, 'missing-parameter'),
  ),
  fault(
    'missing-answers-500',
    inBoth('500'),
    'A missing parameter is refused with 500.',
    answered(500, 'missing-parameter'),
  ),
  fault(
    'missing-answers-200',
    broken({ classic: ['RE-CLASS', 'RE-400'], current: ['CU-CLASS', 'CU-422'] }),
    'A missing parameter is answered with 200 and an error.',
    answered(200, 'missing-parameter'),
  ),
  fault(
    'missing-value-answers-402',
    broken({ current: ['CU-422'] }),
    'Only the missing value of a credential is refused with 402.',
    {
      refusal: (refusal) =>
        refusal.outcome === 'missing-parameter' && refusal.param === 'value' ? refusal.with({ status: 402 }) : refusal,
    },
  ),
  fault(
    'malformed-body-answers-422',
    'RE-400-BODY',
    'A body that is no JSON is refused with 422.',
    answered(422, 'malformed-body'),
  ),
  fault(
    'malformed-body-answers-415',
    inBoth('400-BODY'),
    'A body that is no JSON is refused with 415.',
    answered(415, 'malformed-body'),
  ),
  fault(
    'malformed-body-answers-500',
    inBoth('500'),
    'A body that is no JSON is refused with 500.',
    answered(500, 'malformed-body'),
  ),
  fault('invalid-answers-422', 'RE-400-VALUE', 'An invalid value is refused with 422.', answered(422, 'invalid-value')),
  fault(
    'invalid-date-answers-409',
    broken({ classic: ['RE-400-VALUE'], current: ['CU-422'] }),
    'Only a broken date is refused with 409.',
    {
      refusal: (refusal) => (refusal.param?.startsWith('valid_') ? refusal.with({ status: 409 }) : refusal),
    },
  ),
  fault(
    'unauthenticated-answers-403',
    inBoth('401'),
    'A request without a valid key is refused with 403.',
    answered(403, 'unauthenticated'),
  ),
  fault(
    'unauthenticated-answers-302',
    inBoth('401', 'CLASS'),
    'A request without a valid key is sent to a page to sign in.',
    {
      answer: (answer, { refusal }) =>
        refusal?.outcome === 'unauthenticated'
          ? { ...answer, status: 302, headers: { location: '/sign_in' }, contentType: undefined }
          : answer,
    },
  ),
  fault('unauthenticated-answers-404', inBoth('401'), 'A write without a valid key is refused with 404.', {
    refusal: (refusal, { requested }) =>
      refusal.outcome === 'unauthenticated' && requested !== 'GET' ? refusal.with({ status: 404 }) : refusal,
  }),
  fault(
    'malformed-credentials-answer-403',
    'RE-401-HEADER',
    'Malformed credentials are refused with 403.',
    answered(403, 'malformed-credentials'),
  ),
  fault(
    'malformed-credentials-answer-500',
    inBoth('500'),
    'Malformed credentials are refused with 500.',
    answered(500, 'malformed-credentials'),
  ),
  fault(
    'in-use-answers-409',
    broken({ classic: ['RE-402'], current: ['CU-UNIQUE'] }),
    'What is in use already is refused with 409.',
    answered(409, 'request-failed'),
  ),
  fault('in-use-answers-422', 'RE-402', 'What is in use already is refused with 422.', answered(422, 'request-failed')),
  fault('second-credential-answers-409', 'RE-402', 'Only the second credential of a type is refused with 409.', {
    refusal: (refusal, { place }) =>
      refusal.outcome === 'request-failed' && place?.kind === 'credentials' ? refusal.with({ status: 409 }) : refusal,
  }),
  fault(
    'unknown-reference-answers-409',
    broken({ classic: ['RE-404-REFERENCE'], current: ['CU-REFERENCE'] }),
    'A reference to nothing is refused with 409.',
    answered(409, 'unknown-reference'),
  ),
  fault(
    'unknown-reference-answers-500',
    inBoth('500'),
    'A reference to nothing violates a foreign key and is answered with 500.',
    answered(500, 'unknown-reference'),
  ),
  fault(
    'hidden-answers-404',
    broken({ classic: ['RE-403'], current: ['CU-403-USUAL'] }),
    'What only administrators may see is refused with 404.',
    answered(404, 'hidden'),
  ),
  fault(
    'hidden-answers-401',
    inBoth('403'),
    'What only administrators may see is refused with 401.',
    answered(401, 'hidden'),
  ),
  fault(
    'not-found-answers-400',
    inBoth('404'),
    'An id that never existed is refused with 400.',
    answered(400, 'not-found'),
  ),
  fault(
    'not-found-answers-410',
    inBoth('404'),
    'An id that never existed is refused as if it had been deleted.',
    answered(410, 'not-found'),
  ),
  fault(
    'not-found-answers-500',
    inBoth('500'),
    'An id that never existed is refused with 500.',
    answered(500, 'not-found'),
  ),
  fault(
    'not-found-answers-null',
    inBoth('404'),
    'An id that never existed is read as null, with 200.',
    nothingFor('not-found', 200, null),
  ),
  fault(
    'unknown-credential-answers-422',
    broken({ classic: ['RE-404'], current: ['CU-404-USUAL'] }),
    'Only an unknown id of a credential is refused with 422.',
    {
      refusal: (refusal, { place }) =>
        refusal.outcome === 'not-found' && place?.kind === 'credentials' ? refusal.with({ status: 422 }) : refusal,
    },
  ),
  fault('gone-answers-403', 'RE-410', 'What has been deleted is refused with 403.', answered(403, 'gone')),
  fault(
    'gone-answers-204',
    inBoth('410'),
    'What has been deleted is read as nothing, with 204.',
    nothingFor('gone', 204),
  ),
  fault(
    'gone-answers-500',
    broken({ classic: ['RE-500'], current: ['CU-500', 'CU-410'] }),
    'Reading or changing what has been deleted is answered with 500.',
    {
      refusal: (refusal, { requested }) =>
        refusal.outcome === 'gone' && requested !== 'DELETE' ? refusal.with({ status: 500 }) : refusal,
    },
  ),
  fault('second-delete-answers-400', 'RE-410-AGAIN', 'A second deletion is refused with 400.', {
    refusal: (refusal, { requested }) =>
      refusal.outcome === 'gone' && requested === 'DELETE' ? refusal.with({ status: 400 }) : refusal,
  }),
  fault('second-delete-answers-500', inBoth('500', '410-AGAIN'), 'A second deletion is answered with 500.', {
    refusal: (refusal, { requested }) =>
      refusal.outcome === 'gone' && requested === 'DELETE' ? refusal.with({ status: 500 }) : refusal,
  }),
]
