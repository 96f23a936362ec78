import { permittedRow, type Row, row, rowsOf, step, steps, success2xx, unclearOfLimit } from './status-rows.ts'
import { defect, inBody, succeed } from './support.ts'

const refused = rowsOf('RE-500')

/** What may be said against the form of a request, in any words. */
const anyRefusal = [400, 402, 404, 405, 406, 413, 414, 415, 431, 501]

/** Refusals that do not fit a request whose only fault is to be unusual. */
const unfitForExotic = [401, 403, 404, 405, 406, 410, 418]

/** The rows of the classic edition. */
export const classicRows: readonly Row[] = [
  row('read', succeed('getPerson'), [200], 'RE-200'),
  row('list', succeed('listPeople'), [200], 'RE-200'),
  row('created', succeed('createPerson'), [201], 'RE-201', { 'RE-201-USUAL': [200] }),
  row('updated', succeed('updatePerson'), [200], 'RE-200-UPDATE', { 'RE-200-UPDATE-USUAL': [201, 204] }),
  row('deleted', succeed('deletePerson'), [200], 'RE-200-DELETE', { 'RE-200-DELETE-USUAL': [202, 204] }),
  row(
    'created, with a clause of its own',
    { ...succeed('createPerson'), clause: 'RE-ACCEPT' },
    [200, 201],
    'RE-ACCEPT',
  ),
  {
    ...row('read, exotic', steps.exotic, [200, 400, 402], 'RE-STATUS', { 'RE-200': unfitForExotic }),
    rest2xx: 'RE-200',
    rest5xx: 'RE-200',
  },
  {
    ...row('created, exotic', step('createPerson', 'created', 'may-refuse'), [201, 400, 402], 'RE-STATUS', {
      'RE-201': unfitForExotic,
      'RE-201-USUAL': [200],
    }),
    rest2xx: 'RE-201',
    rest5xx: 'RE-201',
  },
  refused(
    'missing-parameter',
    step('createPerson', 'missing-parameter', 'must-refuse', inBody('required', 'last_name')),
    [400],
    'RE-400',
  ),
  refused('malformed-body', steps.malformedBody, [400], 'RE-400-BODY'),
  refused('unauthenticated', steps.unauthenticated, [401], 'RE-401'),
  refused('unauthenticated-header', steps.unauthenticatedHeader, [401], 'RE-401-HEADER', {
    'RE-401-HEADER-USUAL': [400],
  }),
  refused('request-failed', steps.requestFailed, [402], 'RE-402', { 'RE-402-USUAL': [400] }),
  refused(
    'unknown-reference',
    step('createCredential', 'unknown-reference', 'must-refuse', inBody('reference', 'person_id')),
    [400, 402, 404],
    'RE-404-REFERENCE',
  ),
  refused('hidden', steps.hidden, [403], 'RE-403'),
  refused(
    'foreign',
    step('getPerson', 'foreign', 'must-refuse', defect('path', 'known-id', 'id')),
    [403, 404],
    'RE-404-FOREIGN',
  ),
  refused('not-found', steps.notFound, [404], 'RE-404'),
  {
    ...refused('not-found, shared', steps.notFound, [404], 'RE-404', { 'RE-404-USUAL': [403, 410] }),
    shared: true,
  },
  refused('not-found, opaque id', { ...steps.notFound, operation: 'getCredential' }, [404], 'RE-404', {
    'RE-404-USUAL': [400],
  }),
  {
    ...refused('not-found, opaque id, shared', { ...steps.notFound, operation: 'getCredential' }, [404], 'RE-404', {
      'RE-404-USUAL': [400, 403, 410],
    }),
    shared: true,
  },
  refused('unsupported-method', steps.unsupportedMethod, [405], 'RE-405'),
  refused('not-acceptable', steps.notAcceptable, [406], 'RE-406'),
  refused('not-acceptable-suffix', steps.notAcceptableSuffix, [406], 'RE-406-SUFFIX', {
    'RE-406-SUFFIX-USUAL': [404],
  }),
  refused('gone', steps.gone, [410], 'RE-410', { 'RE-410-USUAL': [404] }),
  refused('gone-again', steps.goneAgain, [410], 'RE-410-AGAIN', { 'RE-410-AGAIN-USUAL': [200, 202, 204, 404] }),
  refused('absent', steps.absent, [404, 405], 'AB-ABSENT'),
  {
    ...refused('too-many-requests', step('getAccount', 'too-many-requests', 'must-refuse'), [429], 'RE-429'),
    unclear: unclearOfLimit,
  },
  {
    ...refused('maintenance', steps.maintenance, [503], 'RE-503'),
    unclear: [429],
  },
  // Nothing asks for these in the edition that does not speak of them.
  permittedRow('bad-gateway', steps.badGateway),
  permittedRow('gateway-timeout', steps.gatewayTimeout),
  row('authorised', step('getAccount', 'authorised', 'succeed'), [], 'RE-STATUS'),
  {
    ...refused('should: invalid-value', steps.invalidValue, [400], 'RE-400-VALUE'),
    rest2xx: 'RE-400-VALUE-REFUSED',
  },
  {
    ...refused(
      'should: missing-parameter',
      step('createPerson', 'missing-parameter', 'should-refuse', inBody('not-empty', 'last_name')),
      [400],
      'RE-400',
    ),
    rest2xx: 'RE-400-VALUE-REFUSED',
  },
  {
    ...refused(
      'should: unsupported-method',
      step('getPerson', 'unsupported-method', 'should-refuse', defect('method', 'method', 'POST')),
      [405],
      'RE-405',
    ),
    rest2xx: 'RE-405-REFUSED',
  },
  refused(
    'should: not-acceptable-write',
    step('createPerson', 'not-acceptable-write', 'should-refuse', defect('accept', 'accept')),
    [406],
    'RE-406-WRITE',
  ),
  refused('may: a value', steps.oddValue, [...success2xx, 400, 402], 'RE-STATUS'),
  refused(
    'may: a reference',
    step('createPerson', 'unknown-reference', 'may-accept', inBody('reference', 'group_ids')),
    [...success2xx, 400, 402, 404],
    'RE-STATUS',
  ),
  refused('may: on the wire', steps.oddOnTheWire, [...success2xx, ...anyRefusal], 'RE-STATUS'),
  refused(
    'may: an id out of form',
    { ...step('getPerson', 'not-found', 'may-accept', defect('path', 'id-form', 'id')), anyBody: true },
    [...success2xx, ...anyRefusal],
    'RE-STATUS',
  ),
  {
    ...refused(
      'may: an id out of form, shared, opaque',
      step('getCredential', 'not-found', 'may-accept', defect('path', 'id-form', 'id')),
      [...success2xx, ...anyRefusal, 403, 410],
      'RE-STATUS',
    ),
    shared: true,
  },
  refused('may: a path that nobody documents', steps.oddPath, [...success2xx, ...anyRefusal, 410], 'RE-STATUS'),
  row('created, a rule', succeed('createNotificationRule'), [200, 201], 'RE-201'),
  row('commanded', succeed('normalChannel'), [200, 202], 'RE-COMMAND'),
  row('commanded, a sync', succeed('initiateSync'), [200, 202], 'RE-COMMAND'),
  row('admitted', succeed('admitChannel'), [200, 202], 'RE-COMMAND'),
  refused('second-of-one-type', steps.secondOfOneType, [402], 'RE-402', { 'RE-402-USUAL': [400] }),
  refused(
    'licence-exhausted',
    step(
      'createPersonCredential',
      'licence-exhausted',
      'must-refuse',
      defect('state', 'licence', 'credential_type_id'),
    ),
    [402],
    'RE-402',
    { 'RE-402-USUAL': [400] },
  ),
  refused('command-refused', steps.commandRefused, [200, 202, 400, 402, 403], 'RE-COMMAND-REFUSED'),
  refused(
    'grant-refused',
    step('getAccount', 'grant-refused', 'must-refuse', defect('key', 'grant')),
    [400, 401],
    'RE-401',
  ),
  refused(
    'client-refused',
    step('getAccount', 'client-refused', 'must-refuse', defect('key', 'client')),
    [401, 403],
    'RE-401',
  ),
  {
    ...refused('should: unknown-code', { ...steps.unknownCode, strength: 'should-refuse' }, [400], 'RE-400-VALUE'),
    rest2xx: 'RE-400-VALUE-REFUSED',
  },
]
