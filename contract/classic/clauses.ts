import type { Clause, Source } from '../clause.ts'
import { clause } from '../rows.ts'
import { articles, responsesAndErrors } from './sources.ts'

const opening = responsesAndErrors('Opening paragraph')
const row = (status: string): Source => responsesAndErrors('HTTP status codes', status)
const attribute = (name: string): Source => responsesAndErrors('Response attributes', name)

/**
 * Every requirement of the classic edition, in the order of the document "Responses and Errors".
 *
 * An id is frozen once it has been published: `tests/contract/clause-ids.json` remembers all of them.
 * `-USUAL` marks the preferred answer among several that are admitted.
 */
export const clauses: readonly Clause[] = [
  // Success
  clause('RE-200', 'MUST', 'A request that reads something that exists succeeds with 200.', row('200')),
  clause(
    'RE-201',
    'MUST',
    'A creation that is in order succeeds with 200 or 201, and its answer carries an id that can be read.',
    opening,
  ),
  clause('RE-201-USUAL', 'SHOULD', 'A creation is answered with 201.', opening),
  clause('RE-200-UPDATE', 'MUST', 'An update that is in order succeeds with 200, 201 or 204.', opening),
  clause('RE-200-UPDATE-USUAL', 'SHOULD', 'An update is answered with 200.', opening),
  clause('RE-200-DELETE', 'MUST', 'A deletion that is in order succeeds with 200, 202 or 204.', row('200')),
  clause('RE-200-DELETE-USUAL', 'SHOULD', 'A deletion is answered with 200.', row('200')),
  clause(
    'RE-STATUS',
    'MUST',
    'An answer has one of the status codes that the document lists, and one that can mean what was asked.',
    responsesAndErrors('HTTP status codes'),
  ),
  clause('RE-CLASS', 'MUST', 'An answer of the class 2xx reports a success: it does not carry an error.', opening),

  // Refusals
  clause('RE-400', 'MUST', 'A request that lacks a required parameter is refused with 400.', row('400')),
  clause('RE-400-BODY', 'MUST', 'A request whose body is not a JSON object is refused with 400.', row('400')),
  clause('RE-400-VALUE', 'MUST', 'A value that is refused as invalid is refused with 400.', row('400')),
  clause('RE-400-VALUE-REFUSED', 'SHOULD', 'A value that cannot be right is refused.', row('400')),
  clause(
    'RE-401',
    'MUST',
    'A request without a key, with an empty one or with one that nobody was given is refused with 401.',
    row('401'),
  ),
  clause('RE-401-HEADER', 'MUST', 'A request whose credentials are malformed is refused with 401 or 400.', row('401')),
  clause('RE-401-HEADER-USUAL', 'SHOULD', 'A request whose credentials are malformed is refused with 401.', row('401')),
  clause(
    'RE-402',
    'MUST',
    'Valid parameters that cannot be granted, such as a value in use, are refused with 402 or 400.',
    row('402'),
  ),
  clause('RE-402-USUAL', 'SHOULD', 'Valid parameters that cannot be granted are refused with 402.', row('402')),
  clause('RE-403', 'MUST', 'What only administrators may see is refused to others with 403.', row('403')),
  clause('RE-404', 'MUST', 'A well-formed id that never existed is refused with 404.', row('404')),
  clause(
    'RE-404-USUAL',
    'SHOULD',
    'An id that never existed is refused with 404 even where another refusal is admitted.',
    row('404'),
  ),
  clause(
    'RE-404-REFERENCE',
    'MUST',
    'A parameter that refers to something that does not exist is refused with 400, 402 or 404.',
    row('404'),
  ),
  clause('RE-404-FOREIGN', 'MUST', 'An id of another account is refused with 403 or 404.', row('404')),
  clause('RE-405', 'MUST', 'A method that is not supported is refused with 405.', row('405')),
  clause('RE-405-REFUSED', 'SHOULD', 'A method that is not documented for a path is refused.', row('405')),
  clause('RE-406', 'MUST', 'A read that accepts no JSON is refused with 406.', row('406')),
  clause('RE-406-WRITE', 'SHOULD', 'A write that accepts no JSON is refused with 406.', row('406')),
  clause(
    'RE-406-SUFFIX',
    'MUST',
    'A path that asks for another format by its suffix is refused with 406 or 404.',
    row('406'),
  ),
  clause(
    'RE-406-SUFFIX-USUAL',
    'SHOULD',
    'A path that asks for another format by its suffix is refused with 406.',
    row('406'),
  ),
  clause('RE-410', 'MUST', 'What has been deleted is refused with 410 or 404 when it is read or updated.', row('410')),
  clause('RE-410-USUAL', 'SHOULD', 'What has been deleted is refused with 410 when it is read or updated.', row('410')),
  clause(
    'RE-410-AGAIN',
    'MUST',
    'Deleting again what has been deleted is answered with 410 or 404, or succeeds once more.',
    row('410'),
  ),
  clause('RE-410-AGAIN-USUAL', 'SHOULD', 'Deleting again what has been deleted is refused with 410.', row('410')),
  clause(
    'RE-418',
    'MAY',
    'An answer may have the status 418.',
    row('418'),
    'The document names no request that provokes it.',
  ),
  clause(
    'RE-429',
    'MUST',
    'Too many requests are refused with 429, and the same request succeeds after backing off.',
    row('429'),
  ),
  clause('RE-500', 'MUST', 'A mistake in a request is never answered as a mistake of the server (5xx).', row('500')),
  clause('RE-503', 'MUST', 'During maintenance requests are refused with 503.', row('503')),

  // Response attributes
  clause(
    'RE-ERROR-JSON',
    'MUST',
    'The body of a refusal, where there is one, is JSON by its content type and by its syntax.',
    responsesAndErrors('Response attributes'),
  ),
  clause(
    'RE-ERROR-OBJECT',
    'MUST',
    'The body of a refusal is an object with the attributes at top level or inside `error`.',
    responsesAndErrors('Response attributes'),
  ),
  clause('RE-TYPE', 'MUST', 'The body of a refusal has a `type`.', attribute('type')),
  clause('RE-TYPE-VALUE', 'MUST', '`type` is a string that is not empty.', attribute('type')),
  clause('RE-MESSAGE', 'MUST', '`message`, where it is present, is a string.', attribute('message')),
  clause('RE-MESSAGE-TEXT', 'SHOULD', '`message`, where it is present, is not empty.', attribute('message')),
  clause('RE-PARAM', 'MUST', '`param`, where it is present, is a string that is not empty.', attribute('param')),
  clause(
    'RE-PARAM-FAULTY',
    'MUST',
    'Where a parameter is at fault and `param` is present, it names that parameter.',
    attribute('param'),
  ),
  clause('RE-PARAM-SOUND', 'MUST', '`param` does not name a parameter that is in order.', attribute('param')),

  // What success means
  clause(
    'RE-JSON',
    'MUST',
    'The body of a success is JSON by its content type and by its syntax; a 204 has none.',
    articles.overview('Formats'),
  ),
  clause(
    'RE-RESOURCE',
    'MUST',
    'The body of a success is the resource, or the list of resources, that was asked for.',
    articles.overview('Resources'),
  ),
  clause('RE-READ-BACK', 'MUST', 'What was written is read back unchanged.', row('200')),
  clause('RE-NO-EFFECT', 'MUST', 'A request that is refused changes nothing.', opening),
  clause(
    'RE-ACCEPTED',
    'MUST',
    'Whatever is accepted, what is stored afterwards is a valid resource.',
    articles.overview('Resources'),
  ),
  clause('RE-LISTED', 'MUST', 'What has been created stands in its list, once.', row('200')),
  clause('RE-UNLISTED', 'MUST', 'What has been deleted no longer stands in its list.', row('410')),
  clause(
    'RE-FILTER',
    'MUST',
    'A list that is asked for by a filter shows what matches it, all of it and nothing else.',
    articles.people('Filters'),
  ),
  clause(
    'RE-PAGING',
    'MUST',
    'No page is larger than was asked for, nothing stands on two of them, and together they are the whole.',
    articles.pagination('Pages'),
  ),
  clause(
    'RE-RACE-UNIQUE',
    'MUST',
    'Of requests sent at once that want what only one can have, one succeeds at most.',
    row('402'),
  ),
  clause(
    'RE-RACE-DELETE',
    'MUST',
    'What is deleted while it is updated is gone, whichever of the two came first.',
    row('410'),
  ),

  // Negotiation and addressing
  clause(
    'RE-ACCEPT',
    'MUST',
    'A request that accepts JSON, in whatever words or by saying nothing, is served.',
    articles.overview('Formats'),
  ),
  clause(
    'AD-SINGULAR',
    'MUST',
    'The singular path serves the same as the plural one, where the target claims it.',
    articles.overview('Paths'),
  ),
  clause(
    'AD-SUFFIX',
    'MUST',
    'The path with `.json` serves the same as the one without, where the target claims it.',
    articles.overview('Paths'),
  ),
  clause(
    'AU-BASIC',
    'MUST',
    'A key is accepted as the user name of HTTP Basic, where the target claims it.',
    articles.syncing('Authentication'),
  ),
  clause(
    'AU-QUERY',
    'MUST',
    'A key is accepted as the parameter `api_key`, where the target claims it.',
    articles.people('Authentication'),
  ),
  clause(
    'RE-COMMAND',
    'MUST',
    'A command that can be carried out succeeds with 200, a wish to be let in with 200 or 202.',
    articles.channels('Commands'),
  ),
  clause(
    'RE-COMMAND-STATE',
    'MUST',
    'What a command sets is what the channel shows afterwards.',
    articles.channels('Commands'),
  ),
  clause(
    'RE-COMMAND-REFUSED',
    'MUST',
    'A command that cannot be carried out is refused with 400, 402 or 403, or 202 says that the door is not reached.',
    articles.channels('Commands'),
  ),
  clause(
    'AB-ABSENT',
    'MUST',
    'The paths of a resource that is declared absent are answered with 404 or 405.',
    row('404'),
  ),
]
