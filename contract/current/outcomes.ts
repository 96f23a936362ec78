import type { Outcome, OutcomeName } from '../outcome.ts'
import { refusal, success } from '../rows.ts'

/** Statuses that the guide or the OpenAPI description lists. */
export const statuses: readonly number[] = [
  200, 201, 202, 204, 302, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504,
]

/** What a client has done wrong, in any words: nothing more is said of what the documents do not mention. */
const anyRefusal = [400, 401, 403, 404, 405, 406, 409, 410, 415, 422]

/**
 * What each outcome may be answered with. Where the OpenAPI description and the guides disagree, every documented
 * answer is admitted (`must`); where both have one answer in mind, it is preferred (`should`).
 */
export const outcomes: Readonly<Record<OutcomeName, Outcome>> = {
  read: success([200], [200], 'CU-200'),
  created: success([201], [201], 'CU-201'),
  updated: success([200, 201], [200, 201], 'CU-200-UPDATE'),
  deleted: success([200, 202, 204], [200, 202, 204], 'CU-200-DELETE'),
  commanded: success([200], [200], 'CU-COMMAND'),
  admitted: success([202], [202], 'CU-COMMAND'),
  authorised: success([302], [302], 'CU-302'),
  'missing-parameter': refusal([400, 422], [422], 'CU-422', {
    usualClause: 'CU-422-USUAL',
    refusedClause: 'CU-422-REFUSED',
  }),
  'invalid-value': refusal([400, 422], [422], 'CU-422', {
    usualClause: 'CU-422-USUAL',
    refusedClause: 'CU-422-REFUSED',
  }),
  'malformed-body': refusal([400, 422], [400, 422], 'CU-400-BODY'),
  'unknown-code': refusal([400], [400], 'CU-EVENT-CODES'),
  unauthenticated: refusal([401], [401], 'CU-401'),
  'unauthenticated-header': refusal([400, 401], [401], 'CU-401-HEADER', { usualClause: 'CU-401-HEADER-USUAL' }),
  'request-failed': refusal([400, 422], [422], 'CU-UNIQUE', { usualClause: 'CU-UNIQUE-USUAL' }),
  'second-of-one-type': refusal([409, 422], [409], 'CU-409', { usualClause: 'CU-409-USUAL' }),
  'licence-exhausted': refusal([400, 422], [400, 422], 'CU-LICENCE'),
  // A door that cannot be reached may also say so in its answer to the wish; who may not enter is refused with 403.
  'command-refused': refusal([202, 400, 403], [202, 400, 403], 'CU-COMMAND-REFUSED'),
  'grant-refused': refusal([400, 401], [400, 401], 'CU-OAUTH'),
  'client-refused': refusal([403], [403], 'CU-OAUTH'),
  'unknown-reference': refusal([400, 404, 422], [400, 404, 422], 'CU-REFERENCE', { refusedClause: 'CU-422-REFUSED' }),
  hidden: refusal([403, 404], [403], 'CU-403', { usualClause: 'CU-403-USUAL' }),
  foreign: refusal([403, 404], [403, 404], 'CU-FOREIGN'),
  'not-found': refusal([404], [404], 'CU-404', {
    usualClause: 'CU-404-USUAL',
    mustOnShared: [403, 410],
    mustForOpaqueIds: [400, 422],
  }),
  'unsupported-method': refusal(anyRefusal, anyRefusal, 'CU-405', { refusedClause: 'CU-405-REFUSED' }),
  'not-acceptable': refusal(anyRefusal, anyRefusal, 'CU-405'),
  'not-acceptable-write': refusal(anyRefusal, anyRefusal, 'CU-405'),
  'not-acceptable-suffix': refusal(anyRefusal, anyRefusal, 'CU-405'),
  gone: refusal([400, 403, 404, 409, 410, 422], [400, 403, 404, 409, 410, 422], 'CU-410'),
  'gone-again': refusal(
    [200, 202, 204, 400, 403, 404, 409, 410, 422],
    [200, 202, 204, 400, 403, 404, 409, 410, 422],
    'CU-410-AGAIN',
  ),
  'too-many-requests': refusal([429], [429], 'CU-429'),
  maintenance: refusal([503], [503], 'CU-503'),
  'bad-gateway': refusal([502], [502], 'CU-502'),
  'gateway-timeout': refusal([504], [504], 'CU-504'),
  absent: refusal([404, 405], [404, 405], 'CU-ABSENT'),
  // Nothing is documented of paths that nobody documents; whatever refuses them will do.
  unroutable: refusal([400, 404, 405, 406, 410, 422], [404], 'CU-STATUS'),
}
