import type { Clause, Source } from '../clause.ts'
import { clause } from '../rows.ts'
import { guides, openApi } from './sources.ts'

const code = (status: string): Source => guides.statusCodes(status)

/**
 * Every requirement of the current edition: what the OpenAPI description and the guides say together.
 *
 * An id is frozen once it has been published: `tests/contract/clause-ids.json` remembers all of them.
 * `-USUAL` marks the preferred answer among several that are admitted.
 */
export const clauses: readonly Clause[] = [
  // Success
  clause('CU-200', 'MUST', 'A request that reads something that exists succeeds with 200.', code('200')),
  clause(
    'CU-201',
    'MUST',
    'A creation that is in order succeeds with 201, that of a notification rule with 200 or 201, and its answer carries an id that can be read.',
    code('201'),
  ),
  clause('CU-200-UPDATE', 'MUST', 'An update that is in order succeeds with 200 or 201.', code('200')),
  clause('CU-200-DELETE', 'MUST', 'A deletion that is in order succeeds with 200, 202 or 204.', code('204')),
  clause(
    'CU-COMMAND',
    'MUST',
    'A command that can be carried out is answered with 200, a wish to be let in with 202.',
    openApi('Channels'),
  ),
  clause(
    'CU-COMMAND-STATE',
    'MUST',
    'What a command sets is what the channel shows afterwards.',
    openApi('Channels', 'Commands'),
  ),
  clause(
    'CU-COMMAND-REFUSED',
    'MUST',
    'A command that cannot be carried out is refused with 400 or 403, or 202 says that the door is not reached.',
    openApi('Channels', 'Commands'),
  ),
  clause(
    'CU-STATUS',
    'MUST',
    'An answer has one of the documented status codes, and one that can mean what was asked.',
    guides.statusCodes('Overview'),
  ),
  clause(
    'CU-CLASS',
    'MUST',
    'An answer of the class 2xx reports a success: it does not carry an error.',
    guides.statusCodes('2xx'),
  ),
  clause('CU-302', 'MAY', 'The authorisation page sends the browser on.', openApi('authorizeOAuth')),

  // Refusals
  clause(
    'CU-422',
    'MUST',
    'A request that lacks a required field, or whose value is refused, is refused with 422 or 400.',
    code('422'),
  ),
  clause(
    'CU-422-USUAL',
    'SHOULD',
    'A request that lacks a required field, or whose value is refused, is refused with 422.',
    code('422'),
  ),
  clause('CU-422-REFUSED', 'SHOULD', 'A value that cannot be right is refused.', guides.errors('Validation errors')),
  clause('CU-400-BODY', 'MUST', 'A request whose body is not a JSON object is refused with 400 or 422.', code('400')),
  clause(
    'CU-EVENT-CODES',
    'MUST',
    'A filter by an event code that does not exist, or that cannot be asked for, is refused with 400.',
    openApi('listEvents', '400'),
  ),
  clause(
    'CU-401',
    'MUST',
    'A request without a token, or with one that is not valid, is refused with 401.',
    code('401'),
  ),
  clause('CU-401-HEADER', 'MUST', 'A request whose credentials are malformed is refused with 401 or 400.', code('401')),
  clause(
    'CU-401-HEADER-USUAL',
    'SHOULD',
    'A request whose credentials are malformed is refused with 401.',
    code('401'),
  ),
  clause('CU-UNIQUE', 'MUST', 'A value that is in use already is refused with 422 or 400.', guides.errors('422')),
  clause('CU-UNIQUE-USUAL', 'SHOULD', 'A value that is in use already is refused with 422.', guides.errors('422')),
  clause(
    'CU-409',
    'MUST',
    'A second credential of a type that the person has one of is refused with 409 or 422.',
    openApi('createCredential', '409'),
  ),
  clause(
    'CU-409-USUAL',
    'SHOULD',
    'A second credential of a type that the person has one of is refused with 409.',
    openApi('createCredential', '409'),
  ),
  clause(
    'CU-409-BODY',
    'MUST',
    'The 409 to a second credential of one type carries the credential that is there already.',
    openApi('createCredential', '409'),
  ),
  clause(
    'CU-LICENCE',
    'MUST',
    'A credential of a type of which no licence is left is refused with 422 or 400.',
    openApi('createCredential', '422'),
  ),
  clause(
    'CU-REFERENCE',
    'MUST',
    'A field that refers to something that does not exist is refused with 422, 404 or 400.',
    openApi('createCredential', '422'),
  ),
  clause('CU-403', 'MUST', 'What a token may not see is refused to it with 403 or 404.', code('403')),
  clause('CU-403-USUAL', 'SHOULD', 'What a token may not see is refused to it with 403.', code('403')),
  clause('CU-404', 'MUST', 'A well-formed id that never existed is refused with 404.', code('404')),
  clause(
    'CU-404-USUAL',
    'SHOULD',
    'An id that never existed is refused with 404 even where another refusal is admitted.',
    code('404'),
  ),
  clause('CU-FOREIGN', 'MUST', 'An id of another account is refused with 403 or 404.', code('404')),
  clause(
    'CU-405',
    'MUST',
    'A method that the description does not have is refused, and not as a mistake of the server.',
    openApi('Operations'),
  ),
  clause('CU-405-REFUSED', 'SHOULD', 'A method that is not described for a path is refused.', openApi('Operations')),
  clause('CU-410', 'MUST', 'What has been deleted is refused when it is read or updated.', openApi('deletePerson')),
  clause(
    'CU-410-AGAIN',
    'MUST',
    'Deleting again what has been deleted is refused, or succeeds once more.',
    openApi('deletePerson', '404'),
  ),
  clause(
    'CU-429',
    'MUST',
    'Too many requests are refused with 429, and the same request succeeds after waiting.',
    code('429'),
  ),
  clause('CU-500', 'MUST', 'A mistake in a request is never answered as a mistake of the server (5xx).', code('500')),
  clause('CU-502', 'MAY', 'A gateway may answer with 502.', code('502')),
  clause('CU-503', 'MUST', 'During an outage that was announced requests are refused with 503.', code('503')),
  clause('CU-504', 'MAY', 'A gateway may answer with 504.', code('504')),
  clause(
    'CU-OAUTH',
    'MUST',
    'A grant that is not valid is refused with 400 or 401, a client that may not revoke a token with 403; of one that may, a token that nobody knows is revoked with 200; a client that needs nobody’s consent is sent on with 302, to its redirect URI, with a code and the state that it sent.',
    openApi('getAccessToken'),
  ),

  // Bodies of refusals
  clause(
    'CU-ERROR-JSON',
    'MUST',
    'The body of a refusal, where there is one, is JSON by its content type and by its syntax.',
    guides.errors('Error format'),
  ),
  clause('CU-ERROR-OBJECT', 'MUST', 'The body of a refusal is an object.', guides.errors('Error format')),
  clause(
    'CU-ERROR',
    'SHOULD',
    'The body of a refusal has an `error` that is not empty.',
    guides.errors('Error format'),
  ),
  clause(
    'CU-ERROR-TYPE',
    'MUST',
    '`error` and `error_description`, where they are present, are strings.',
    openApi('Error'),
  ),
  clause(
    'CU-DESCRIPTION',
    'SHOULD',
    'The body of a refusal has an `error_description` that is not empty; that of 422 has it or `errors`.',
    guides.errors('Error format'),
  ),
  clause(
    'CU-ERRORS',
    'MUST',
    '`errors`, where it is present, has a text or a list of texts for each field.',
    openApi('ValidationError'),
  ),
  clause(
    'CU-ERRORS-FAULTY',
    'MUST',
    'Where fields are at fault and `errors` is present, it names one of them.',
    guides.errors('Validation errors'),
  ),
  clause(
    'CU-ERRORS-SOUND',
    'MUST',
    '`errors` does not name a field that is in order.',
    guides.errors('Validation errors'),
  ),
  clause(
    'CU-RETRY-IN',
    'MUST',
    '`retry_in`, where a 429 has it, is a whole number of seconds.',
    openApi('initiateSync', '429'),
  ),

  // What success means
  clause(
    'CU-JSON',
    'MUST',
    'The body of a success is JSON by its content type and by its syntax, but for deletions of credentials; a 204 has none.',
    openApi('Responses'),
  ),
  clause(
    'CU-RESOURCE',
    'MUST',
    'The body of a success is the resource, or the list of resources, that was asked for.',
    openApi('Schemas'),
  ),
  clause('CU-READ-BACK', 'MUST', 'What was written is read back unchanged.', code('200')),
  clause('CU-NO-EFFECT', 'MUST', 'A request that is refused changes nothing.', guides.statusCodes('4xx')),
  clause(
    'CU-ACCEPTED',
    'MUST',
    'Whatever is accepted, what is stored afterwards is a valid resource.',
    openApi('Schemas'),
  ),
  clause('CU-LISTED', 'MUST', 'What has been created stands in its list, once.', openApi('Lists')),
  clause('CU-UNLISTED', 'MUST', 'What has been deleted no longer stands in its list.', openApi('Lists')),
  clause(
    'CU-ACCEPT',
    'MUST',
    'A request that accepts JSON, in whatever words or by saying nothing, is served.',
    guides.firstRequest('Headers'),
  ),
  clause(
    'CU-PAGING',
    'MUST',
    'Pages together are the whole, none is longer than asked for, and the headers that count them are right.',
    openApi('Lists', 'Pagination'),
  ),
  clause(
    'CU-FILTER',
    'MUST',
    'A filter lets through what matches, all of it and nothing else, in the order that is asked for.',
    openApi('Lists', 'Filters'),
  ),
  clause(
    'CU-PARTIAL',
    'SHOULD',
    'Members that an update does not name keep their value.',
    guides.offboarding('Disable the person'),
  ),
  clause('CU-REPLACE', 'MUST', 'An update of a notification rule replaces it.', openApi('updateNotificationRule')),

  // Several at once
  clause(
    'CU-RACE-UNIQUE',
    'MUST',
    'Of creations at the same time that exclude one another one succeeds at most.',
    guides.errors('422'),
  ),
  clause(
    'CU-RACE-DELETE',
    'MUST',
    'An update at the same time as a deletion does not bring back what is deleted.',
    openApi('deletePerson'),
  ),
  clause(
    'CU-RACE-PARTIAL',
    'SHOULD',
    'Updates of different members at the same time both last.',
    guides.offboarding('Disable the person'),
  ),

  clause(
    'CU-ABSENT',
    'MUST',
    'The paths of a resource that is declared absent are answered with 404 or 405.',
    code('404'),
  ),
]
