import type { Outcome, OutcomeName } from '../outcome.ts'
import { refusal, success } from '../rows.ts'

/** Statuses of the table "HTTP status codes". */
export const statuses: readonly number[] = [200, 400, 401, 402, 403, 404, 405, 406, 410, 418, 429, 500, 503]

/**
 * What each outcome may be answered with. Where the articles and the table disagree, every documented answer is
 * admitted (`must`) and the table's own is preferred (`should`).
 */
export const outcomes: Readonly<Record<OutcomeName, Outcome>> = {
  read: success([200], [200], 'RE-200'),
  created: success([200, 201], [201], 'RE-201', 'RE-201-USUAL'),
  updated: success([200, 201, 204], [200], 'RE-200-UPDATE', 'RE-200-UPDATE-USUAL'),
  deleted: success([200, 202, 204], [200], 'RE-200-DELETE', 'RE-200-DELETE-USUAL'),
  // Of a wish to be let in only its acceptance can be told at once.
  commanded: success([200, 202], [200], 'RE-COMMAND'),
  admitted: success([200, 202], [200, 202], 'RE-COMMAND'),
  // Only the other edition has a page that sends a browser on.
  authorised: success([302], [302], 'RE-STATUS'),
  'missing-parameter': refusal([400], [400], 'RE-400', { refusedClause: 'RE-400-VALUE-REFUSED' }),
  'malformed-body': refusal([400], [400], 'RE-400-BODY'),
  'invalid-value': refusal([400], [400], 'RE-400-VALUE', { refusedClause: 'RE-400-VALUE-REFUSED' }),
  unauthenticated: refusal([401], [401], 'RE-401'),
  'unauthenticated-header': refusal([400, 401], [401], 'RE-401-HEADER', { usualClause: 'RE-401-HEADER-USUAL' }),
  'request-failed': refusal([400, 402], [402], 'RE-402', { usualClause: 'RE-402-USUAL' }),
  'second-of-one-type': refusal([400, 402], [402], 'RE-402', { usualClause: 'RE-402-USUAL' }),
  // Which licences there are is told in the current edition only; here it is one more thing that cannot be granted.
  'licence-exhausted': refusal([400, 402], [402], 'RE-402', { usualClause: 'RE-402-USUAL' }),
  'command-refused': refusal([200, 202, 400, 402, 403], [200, 202, 400, 402, 403], 'RE-COMMAND-REFUSED'),
  'grant-refused': refusal([400, 401], [400, 401], 'RE-401'),
  'client-refused': refusal([401, 403], [401, 403], 'RE-401'),
  'unknown-reference': refusal([400, 402, 404], [400, 402, 404], 'RE-404-REFERENCE', {
    refusedClause: 'RE-400-VALUE-REFUSED',
  }),
  // Only the other edition says what becomes of a code that there is none of.
  'unknown-code': refusal([400], [400], 'RE-400-VALUE', { refusedClause: 'RE-400-VALUE-REFUSED' }),
  hidden: refusal([403], [403], 'RE-403'),
  foreign: refusal([403, 404], [403, 404], 'RE-404-FOREIGN'),
  'not-found': refusal([404], [404], 'RE-404', {
    usualClause: 'RE-404-USUAL',
    mustOnShared: [403, 410],
    mustForOpaqueIds: [400],
  }),
  'unsupported-method': refusal([405], [405], 'RE-405', { refusedClause: 'RE-405-REFUSED' }),
  'not-acceptable': refusal([406], [406], 'RE-406'),
  'not-acceptable-write': refusal([406], [406], 'RE-406-WRITE', { refusedClause: 'RE-406-WRITE' }),
  'not-acceptable-suffix': refusal([404, 406], [406], 'RE-406-SUFFIX', { usualClause: 'RE-406-SUFFIX-USUAL' }),
  gone: refusal([404, 410], [410], 'RE-410', { usualClause: 'RE-410-USUAL' }),
  'gone-again': refusal([200, 202, 204, 404, 410], [410], 'RE-410-AGAIN', { usualClause: 'RE-410-AGAIN-USUAL' }),
  'too-many-requests': refusal([429], [429], 'RE-429'),
  maintenance: refusal([503], [503], 'RE-503'),
  // Only the other edition speaks of gateways: nothing here asks for their errors.
  'bad-gateway': refusal([502], [502], 'RE-STATUS'),
  'gateway-timeout': refusal([504], [504], 'RE-STATUS'),
  absent: refusal([404, 405], [404, 405], 'AB-ABSENT'),
  // Nothing is documented of paths that nobody documents; whatever refuses them will do.
  unroutable: refusal([400, 404, 405, 410], [404], 'RE-STATUS'),
}
