import { permittedRow, type Row, row, rowsOf, step, steps, success2xx, unclearOfLimit } from './status-rows.ts'
import { current, defect, inBody, succeed } from './support.ts'

const refused = rowsOf('CU-500')

/** What a client has done wrong, in any words. */
const anyRefusal = [400, 401, 403, 404, 405, 406, 409, 410, 415, 422]

const succeeding = (operation: string, fine: readonly number[], clause: string): Row =>
  row(operation, succeed(operation, current), fine, clause)

/** The rows of the current edition. */
export const currentRows: readonly Row[] = [
  succeeding('getPerson', [200], 'CU-200'),
  succeeding('listPeople', [200], 'CU-200'),
  succeeding('getTokenInfo', [200], 'CU-200'),
  // Where it leads is another matter: without a `Location` it leads nowhere.
  succeeding('authorizeOAuth', [], 'CU-302'),
  succeeding('createPerson', [201], 'CU-201'),
  succeeding('createNotificationRule', [200, 201], 'CU-201'),
  succeeding('updatePerson', [200, 201], 'CU-200-UPDATE'),
  succeeding('updateNotificationRule', [200, 201], 'CU-200-UPDATE'),
  succeeding('deletePerson', [200, 202, 204], 'CU-200-DELETE'),
  succeeding('deletePersonCredential', [200, 202, 204], 'CU-200-DELETE'),
  succeeding('normalChannel', [200], 'CU-COMMAND'),
  succeeding('initiateSync', [200], 'CU-COMMAND'),
  succeeding('admitChannel', [202], 'CU-COMMAND'),
  {
    ...row('read, exotic', steps.exotic, [200, 400, 422], 'CU-STATUS', { 'CU-200': [302, 401, 403, 404, 409] }),
    rest2xx: 'CU-200',
    rest5xx: 'CU-200',
  },
  refused(
    'missing-parameter',
    step('createPerson', 'missing-parameter', 'must-refuse', inBody('required', 'first_name')),
    [422],
    'CU-422',
    { 'CU-422-USUAL': [400] },
  ),
  refused('malformed-body', steps.malformedBody, [400, 422], 'CU-400-BODY'),
  refused('unknown-code', steps.unknownCode, [400], 'CU-EVENT-CODES'),
  refused('unauthenticated', steps.unauthenticated, [401], 'CU-401'),
  refused('unauthenticated-header', steps.unauthenticatedHeader, [401], 'CU-401-HEADER', {
    'CU-401-HEADER-USUAL': [400],
  }),
  refused('request-failed', steps.requestFailed, [422], 'CU-UNIQUE', { 'CU-UNIQUE-USUAL': [400] }),
  refused('second-of-one-type', steps.secondOfOneType, [409], 'CU-409', { 'CU-409-USUAL': [422] }),
  refused(
    'licence-exhausted',
    step('createPersonCredential', 'licence-exhausted', 'must-refuse', defect('state', 'licence', 'limit_reached')),
    [400, 422],
    'CU-LICENCE',
  ),
  refused('command-refused', steps.commandRefused, [202, 400, 403], 'CU-COMMAND-REFUSED'),
  refused(
    'grant-refused',
    step('getAccessToken', 'grant-refused', 'must-refuse', defect('key', 'grant')),
    [400, 401],
    'CU-OAUTH',
  ),
  refused(
    'client-refused',
    step('revokeToken', 'client-refused', 'must-refuse', defect('key', 'client')),
    [403],
    'CU-OAUTH',
  ),
  refused(
    'unknown-reference',
    step('createReservation', 'unknown-reference', 'must-refuse', inBody('reference', 'person_id')),
    [400, 404, 422],
    'CU-REFERENCE',
  ),
  refused('hidden', steps.hidden, [403], 'CU-403', { 'CU-403-USUAL': [404] }),
  refused(
    'foreign',
    step('getPerson', 'foreign', 'must-refuse', defect('path', 'foreign', 'id')),
    [403, 404],
    'CU-FOREIGN',
  ),
  refused('not-found', steps.notFound, [404], 'CU-404'),
  {
    ...refused('not-found, shared', steps.notFound, [404], 'CU-404', { 'CU-404-USUAL': [403, 410] }),
    shared: true,
  },
  refused('not-found, opaque', { ...steps.notFound, operation: 'getPersonCredential' }, [404], 'CU-404', {
    'CU-404-USUAL': [400, 422],
  }),
  refused('unsupported-method', steps.unsupportedMethod, anyRefusal, 'CU-405'),
  refused('not-acceptable', steps.notAcceptable, anyRefusal, 'CU-405'),
  refused(
    'not-acceptable-write',
    step('createPerson', 'not-acceptable-write', 'must-refuse', defect('accept', 'accept')),
    anyRefusal,
    'CU-405',
  ),
  refused('not-acceptable-suffix', steps.notAcceptableSuffix, anyRefusal, 'CU-405'),
  refused('gone', steps.gone, [400, 403, 404, 409, 410, 422], 'CU-410'),
  refused('gone-again', steps.goneAgain, [200, 202, 204, 400, 403, 404, 409, 410, 422], 'CU-410-AGAIN'),
  refused('absent', steps.absent, [404, 405], 'CU-ABSENT'),
  {
    ...refused('too-many-requests', step('initiateSync', 'too-many-requests', 'must-refuse'), [429], 'CU-429'),
    unclear: unclearOfLimit,
  },
  {
    ...refused('maintenance', steps.maintenance, [503], 'CU-503'),
    unclear: [429],
  },
  permittedRow('bad-gateway', steps.badGateway),
  permittedRow('gateway-timeout', steps.gatewayTimeout),
  {
    ...refused('should: invalid-value', steps.invalidValue, [422], 'CU-422', { 'CU-422-USUAL': [400] }),
    rest2xx: 'CU-422-REFUSED',
  },
  {
    ...refused(
      'should: unknown-reference',
      step('createReservation', 'unknown-reference', 'should-refuse', inBody('reference', 'person_id')),
      [400, 404, 422],
      'CU-REFERENCE',
    ),
    rest2xx: 'CU-422-REFUSED',
  },
  {
    ...refused(
      'should: unsupported-method',
      { ...steps.unsupportedMethod, strength: 'should-refuse' },
      anyRefusal,
      'CU-405',
    ),
    rest2xx: 'CU-405-REFUSED',
  },
  refused('may: a value', steps.oddValue, [...success2xx, 400, 422], 'CU-STATUS'),
  refused(
    'may: on the wire',
    steps.oddOnTheWire,
    [...success2xx, 400, 404, 405, 406, 413, 414, 415, 422, 431, 501],
    'CU-STATUS',
  ),
  refused(
    'may: a path that nobody documents',
    steps.oddPath,
    [...success2xx, 400, 404, 405, 406, 410, 413, 414, 415, 422, 431, 501],
    'CU-STATUS',
  ),
]
