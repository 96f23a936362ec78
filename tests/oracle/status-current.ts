import type { Defect } from '../../contract/types.ts'
import type { Expected } from '../../oracle/expectation.ts'
import {
  accept,
  all,
  idForm,
  key,
  knownId,
  patch,
  type Row,
  refusedOr,
  state,
  step,
  success2xx,
  suffix,
  unclearOfLimit,
  wire,
} from './status-rows.ts'
import { current, inBody, succeed } from './support.ts'

const refused = refusedOr('CU-500')
const done = (operation: string): Expected => succeed(operation, current)

/** What a client has done wrong, in any words. */
const anyRefusal = [400, 401, 403, 404, 405, 406, 409, 410, 415, 422]

const expecting = (
  name: string,
  expected: Expected,
  fine: readonly number[],
  clause: string,
  breaks: Row['breaks'] = {},
): Row => ({ name, expected, fine, breaks, ...refused(clause) })

const succeeding = (operation: string, fine: readonly number[], clause: string): Row => ({
  name: operation,
  expected: done(operation),
  fine,
  breaks: {},
  ...all(clause),
})

const codes: Defect = { rule: 'enum', place: 'query', parameters: ['event_codes'] }
const malformed = (rule: Defect['rule']): Defect => ({ ...wire, rule })
const foreign: Defect = { ...knownId, rule: 'foreign' }

/** The rows of the current edition. */
export const currentRows: readonly Row[] = [
  succeeding('getPerson', [200], 'CU-200'),
  succeeding('listPeople', [200], 'CU-200'),
  succeeding('getTokenInfo', [200], 'CU-200'),
  succeeding('authorizeOAuth', [302], 'CU-200'),
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
    name: 'read, exotic',
    expected: step('listPeople', 'read', 'may-refuse'),
    fine: [200, 400, 422],
    breaks: { 'CU-200': [302, 401, 403, 404, 409] },
    ...all('CU-STATUS'),
    rest2xx: 'CU-200',
    rest5xx: 'CU-200',
  },
  expecting(
    'missing-parameter',
    step('createPerson', 'missing-parameter', 'must-refuse', inBody('required', 'first_name')),
    [422],
    'CU-422',
    { 'CU-422-USUAL': [400] },
  ),
  expecting(
    'malformed-body',
    step('createPerson', 'malformed-body', 'must-refuse', malformed('body-syntax')),
    [400, 422],
    'CU-400-BODY',
  ),
  expecting('unknown-code', step('listEvents', 'unknown-code', 'must-refuse', codes), [400], 'CU-EVENT-CODES'),
  expecting('unauthenticated', step('getAccount', 'unauthenticated', 'must-refuse', key), [401], 'CU-401'),
  expecting(
    'unauthenticated-header',
    step('getAccount', 'unauthenticated-header', 'must-refuse', { ...key, rule: 'key-form' }),
    [401],
    'CU-401-HEADER',
    { 'CU-401-HEADER-USUAL': [400] },
  ),
  expecting(
    'request-failed',
    step('createPerson', 'request-failed', 'must-refuse', state('unique', 'email')),
    [422],
    'CU-UNIQUE',
    { 'CU-UNIQUE-USUAL': [400] },
  ),
  expecting(
    'second-of-one-type',
    step('createPersonCredential', 'second-of-one-type', 'must-refuse', state('one-per-type', 'value')),
    [409],
    'CU-409',
    { 'CU-409-USUAL': [422] },
  ),
  expecting(
    'licence-exhausted',
    step('createPersonCredential', 'licence-exhausted', 'must-refuse', state('licence', 'limit_reached')),
    [400, 422],
    'CU-LICENCE',
  ),
  expecting(
    'command-refused',
    step('admitChannel', 'command-refused', 'must-refuse', state('commandable')),
    [202, 400, 403],
    'CU-COMMAND-REFUSED',
  ),
  expecting(
    'grant-refused',
    step('getAccessToken', 'grant-refused', 'must-refuse', { ...key, rule: 'grant' }),
    [400, 401],
    'CU-OAUTH',
  ),
  expecting(
    'client-refused',
    step('revokeToken', 'client-refused', 'must-refuse', { ...key, rule: 'client' }),
    [403],
    'CU-OAUTH',
  ),
  expecting(
    'unknown-reference',
    step('createReservation', 'unknown-reference', 'must-refuse', inBody('reference', 'person_id')),
    [400, 404, 422],
    'CU-REFERENCE',
  ),
  expecting('hidden', step('getPerson', 'hidden', 'must-refuse', state('visible')), [403], 'CU-403', {
    'CU-403-USUAL': [404],
  }),
  expecting('foreign', step('getPerson', 'foreign', 'must-refuse', foreign), [403, 404], 'CU-FOREIGN'),
  expecting('not-found', step('getPerson', 'not-found', 'must-refuse', knownId), [404], 'CU-404'),
  {
    ...expecting('not-found, shared', step('getPerson', 'not-found', 'must-refuse', knownId), [404], 'CU-404', {
      'CU-404-USUAL': [403, 410],
    }),
    shared: true,
  },
  expecting('not-found, opaque', step('getPersonCredential', 'not-found', 'must-refuse', knownId), [404], 'CU-404', {
    'CU-404-USUAL': [400, 422],
  }),
  expecting('unsupported-method', step('getPerson', 'unsupported-method', 'must-refuse', patch), anyRefusal, 'CU-405'),
  expecting('not-acceptable', step('getPerson', 'not-acceptable', 'must-refuse', accept), anyRefusal, 'CU-405'),
  expecting(
    'not-acceptable-write',
    step('createPerson', 'not-acceptable-write', 'must-refuse', accept),
    anyRefusal,
    'CU-405',
  ),
  expecting(
    'not-acceptable-suffix',
    step('getPerson', 'not-acceptable-suffix', 'must-refuse', suffix),
    anyRefusal,
    'CU-405',
  ),
  expecting('gone', step('getPerson', 'gone', 'must-refuse', state('alive')), [400, 403, 404, 409, 410, 422], 'CU-410'),
  expecting(
    'gone-again',
    step('deletePerson', 'gone-again', 'must-refuse', state('alive-again')),
    [200, 202, 204, 400, 403, 404, 409, 410, 422],
    'CU-410-AGAIN',
  ),
  expecting('absent', step('listRoles', 'absent', 'must-refuse'), [404, 405], 'CU-ABSENT'),
  {
    ...expecting('too-many-requests', step('initiateSync', 'too-many-requests', 'must-refuse'), [429], 'CU-429'),
    unclear: unclearOfLimit,
  },
  {
    ...expecting('maintenance', step('getAccount', 'maintenance', 'must-refuse'), [503], 'CU-503'),
    unclear: [429],
  },
  {
    ...expecting(
      'should: invalid-value',
      step('createPerson', 'invalid-value', 'should-refuse', inBody('format', 'email')),
      [422],
      'CU-422',
      { 'CU-422-USUAL': [400] },
    ),
    rest2xx: 'CU-422-REFUSED',
  },
  {
    ...expecting(
      'should: unknown-reference',
      step('createReservation', 'unknown-reference', 'should-refuse', inBody('reference', 'person_id')),
      [400, 404, 422],
      'CU-REFERENCE',
    ),
    rest2xx: 'CU-422-REFUSED',
  },
  {
    ...expecting(
      'should: unsupported-method',
      step('getPerson', 'unsupported-method', 'should-refuse', patch),
      anyRefusal,
      'CU-405',
    ),
    rest2xx: 'CU-405-REFUSED',
  },
  expecting(
    'may: a value',
    step('createPerson', 'invalid-value', 'may-accept', inBody('coercible-type', 'first_name')),
    [...success2xx, 400, 422],
    'CU-STATUS',
  ),
  expecting(
    'may: on the wire',
    step('createPerson', 'malformed-body', 'may-accept', malformed('content-type')),
    [...success2xx, 400, 404, 405, 406, 413, 414, 415, 422, 431, 501],
    'CU-STATUS',
  ),
  expecting(
    'may: a path that nobody documents',
    { ...step('getPerson', 'unroutable', 'may-accept', { ...idForm, rule: 'known-path' }), anyBody: true },
    [...success2xx, 400, 404, 405, 406, 410, 413, 414, 415, 422, 431, 501],
    'CU-STATUS',
  ),
]
