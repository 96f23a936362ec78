import { acceptsJson } from '../accept.ts'
import { isObject } from '../body.ts'
import type { Exchange } from '../exchange.ts'
import { acceptOf, answered, crash, succeeding, without } from '../hooking.ts'
import type { Place } from '../types.ts'
import { type Fault, fault, inBoth } from './fault.ts'

const entries = (exchange: Exchange): readonly string[] =>
  acceptOf(exchange)
    .split(',')
    .map((entry) => entry.trim())

const types = (exchange: Exchange): readonly string[] =>
  entries(exchange).map((entry) => entry.split(';')[0]?.trim() ?? '')

const withoutQuality = (exchange: Exchange): string => acceptOf(exchange).replace(/;\s*q=[\d.]+/gi, '')

const singleOnly = (place: Place): boolean => place.id !== undefined

export const negotiationFaults: readonly Fault[] = [
  fault('accept-ignored', 'RE-406', 'JSON is sent whatever the client accepts.', { acceptable: () => true }),
  fault('accept-heeded-on-lists-only', 'RE-406', 'Only lists look at what the client accepts.', {
    acceptable: (acceptable, { place }) => acceptable || (place?.id !== undefined && !place.nested),
  }),
  fault('accept-ignored-on-account', 'RE-406', 'The account is sent as JSON whatever the client accepts.', {
    acceptable: (acceptable, { place }) => acceptable || place?.kind === 'account',
  }),
  fault('accept-ignored-on-writes', 'RE-406-WRITE', 'Writes do not look at what the client accepts.', {
    acceptable: (acceptable, { requested }) => acceptable || requested !== 'GET',
  }),
  fault('accept-quality-ignored', 'RE-406', 'JSON with the weight 0 counts as accepted.', {
    acceptable: (acceptable, exchange) => acceptable || acceptsJson(withoutQuality(exchange)),
  }),
  fault('accept-xml-served', ['RE-406', 'RE-JSON'], 'Whoever asks for XML gets XML.', {
    acceptable: (acceptable, exchange) => acceptable || types(exchange).some((type) => type.endsWith('/xml')),
    answer: (answer, exchange) =>
      answer.status === 200 && !acceptsJson(acceptOf(exchange))
        ? { ...answer, contentType: 'application/xml', text: '<response/>' }
        : answer,
  }),
  fault(
    'not-acceptable-answers-415',
    'RE-406',
    'A format that is not served is refused with 415.',
    answered(415, 'not-acceptable'),
  ),
  fault(
    'not-acceptable-answers-500',
    inBoth('500'),
    'A format that is not served is answered with 500.',
    answered(500, 'not-acceptable'),
  ),
  fault('accept-wildcard-refused', inBoth('ACCEPT'), 'A client that accepts anything is refused.', {
    acceptable: (acceptable, exchange) => acceptable && !(acceptOf(exchange) === '*/*'),
  }),
  fault('accept-subtype-wildcard-refused', inBoth('ACCEPT'), 'application/* does not count as JSON.', {
    acceptable: (acceptable, exchange) =>
      acceptable &&
      !(types(exchange).includes('application/*') && !types(exchange).some((type) => /json|^\*/i.test(type))),
  }),
  fault('accept-required', inBoth('ACCEPT'), 'A client that does not say what it accepts is refused.', {
    acceptable: (acceptable, exchange) => acceptable && acceptOf(exchange) !== '',
  }),
  fault('accept-case-sensitive', inBoth('ACCEPT'), 'application/json counts in small letters only.', {
    acceptable: (acceptable, exchange) =>
      acceptable &&
      (!/application\/json/i.test(acceptOf(exchange)) ||
        types(exchange).some((type) => type === 'application/json' || type.includes('*'))),
  }),
  fault('accept-first-entry-only', inBoth('ACCEPT'), 'Only the first thing that a client accepts is looked at.', {
    acceptable: (acceptable, exchange) => acceptable && acceptsJson(entries(exchange)[0]),
  }),
  fault(
    'not-acceptable-create-creates',
    'RE-NO-EFFECT',
    'A creation is refused for its format after it has taken place.',
    {
      acceptable: (acceptable, { requested }) => acceptable || requested === 'POST',
      answer: (answer, exchange) =>
        exchange.action === 'create' && answer.status === 201 && !acceptsJson(acceptOf(exchange))
          ? { ...answer, status: 406, body: { type: 'not_acceptable' } }
          : answer,
    },
  ),
  fault('suffix-xml-served', 'RE-406-SUFFIX', 'A path with .xml is served as XML.', {
    place: (place) => (place?.suffix === 'xml' ? { ...place, suffix: 'json' } : place),
    answer: (answer, { path }) =>
      answer.status === 200 && /\.xml$/i.test(path)
        ? { ...answer, contentType: 'application/xml', text: '<response/>' }
        : answer,
  }),
  fault('suffix-of-any-kind-served', 'RE-406-SUFFIX', 'Whatever suffix a path has, JSON is served.', {
    place: (place) => (place === undefined ? place : { ...place, suffix: undefined }),
  }),
  fault(
    'suffix-csv-answers-500',
    ['RE-500', 'RE-406-SUFFIX'],
    'A path with .csv finds no template and is answered with 500.',
    {
      place: (place) => (place?.suffix === 'csv' ? crash() : place),
    },
  ),
  fault(
    'suffix-answers-400',
    'RE-406-SUFFIX',
    'A path that asks for another format is refused with 400.',
    answered(400, 'not-acceptable-suffix'),
  ),
  fault('suffix-json-unknown', 'AD-SUFFIX', 'Paths with .json lead nowhere.', {
    place: (place) => (place?.suffix === 'json' ? undefined : place),
  }),
  fault('suffix-json-on-lists-only', 'AD-SUFFIX', 'Behind an id .json leads nowhere.', {
    place: (place) => (place?.suffix === 'json' && singleOnly(place) ? undefined : place),
  }),
  fault('suffix-json-shows-less', 'AD-SUFFIX', 'With .json a person has no groups and roles.', {
    shown: (resource, { place }) =>
      place?.suffix === 'json' && place.kind === 'people' ? without(resource, 'groups', 'roles') : resource,
  }),
  fault('singular-unknown', 'AD-SINGULAR', 'Singular paths lead nowhere.', {
    place: (place) => (place?.singular ? undefined : place),
  }),
  fault('singular-cannot-update', 'AD-SINGULAR', 'PUT is refused on the singular path.', {
    method: (method, { place }) => (place?.singular && method === 'PUT' ? 'UNSUPPORTED' : method),
  }),
  fault(
    'singular-shows-less',
    'AD-SINGULAR',
    'The singular path leaves out when somebody was created and the custom fields.',
    {
      shown: (resource, { place }) =>
        place?.singular
          ? without(resource, 'created_at', 'updated_at', 'custom_1', 'custom_2', 'custom_3', 'custom_4', 'custom_5')
          : resource,
    },
  ),
  fault('singular-serves-the-gone', ['AD-SINGULAR', 'RE-410'], 'The singular path still serves who has been deleted.', {
    foundPerson: (found, { place, requested }) =>
      place?.singular && requested === 'GET' && found.state === 'gone' ? { ...found, state: 'live' } : found,
  }),
  fault(
    'success-as-plain-text',
    inBoth('JSON'),
    'Successes call themselves plain text.',
    succeeding((answer) =>
      answer.contentType === undefined ? answer : { ...answer, contentType: 'text/plain; charset=utf-8' },
    ),
  ),
  fault(
    'success-as-html-for-deletions',
    'RE-JSON',
    'A deletion is answered with a line of HTML.',
    succeeding(
      (answer) => ({ ...answer, contentType: 'text/html', text: '<p>ok</p>' }),
      ({ action }) => action === 'delete',
    ),
  ),
  fault(
    'success-in-javascript',
    inBoth('JSON'),
    'Lists are guarded by a prefix that is no JSON.',
    succeeding(
      (answer) => ({ ...answer, text: `)]}',\n${JSON.stringify(answer.body)}` }),
      ({ action }) => action === 'list',
    ),
  ),
  fault(
    'success-empty',
    inBoth('JSON'),
    'The answer to an update is empty with 200.',
    succeeding(
      (answer) => ({ ...answer, text: '' }),
      ({ action }) => action === 'update',
    ),
  ),
  fault(
    'list-wrapped',
    inBoth('RESOURCE'),
    'A list stands inside an object.',
    succeeding(
      (answer, { place }) => ({ ...answer, body: { [place?.kind ?? 'data']: answer.body } }),
      ({ action }) => action === 'list',
    ),
  ),
  fault(
    'list-of-ids',
    inBoth('RESOURCE'),
    'The list of credentials holds nothing but ids.',
    succeeding(
      (answer) => ({
        ...answer,
        body: Array.isArray(answer.body) ? answer.body.map((each) => (isObject(each) ? each.id : each)) : answer.body,
      }),
      ({ action, place }) => action === 'list' && place?.kind === 'credentials',
    ),
  ),
  fault(
    'resource-wrapped',
    inBoth('RESOURCE'),
    'A person stands inside an object called person.',
    succeeding(
      (answer) => ({ ...answer, body: { person: answer.body } }),
      ({ action, place }) => action === 'read' && place?.kind === 'people',
    ),
  ),
  fault('id-as-string', inBoth('RESOURCE'), 'The id of a person is a string.', {
    shown: (resource, { place }) => (place?.kind === 'people' ? { ...resource, id: String(resource.id) } : resource),
  }),
  fault('groups-as-objects', inBoth('RESOURCE'), 'The groups of a person are objects, as they once were.', {
    shown: (resource) =>
      Array.isArray(resource.groups)
        ? { ...resource, groups: resource.groups.map((id: unknown) => ({ id })) }
        : resource,
  }),
  fault('flag-as-string', inBoth('RESOURCE'), 'Whether somebody is enabled is told as a string.', {
    shown: (resource) => ('enabled' in resource ? { ...resource, enabled: String(resource.enabled) } : resource),
  }),
  fault('event-code-as-string', inBoth('RESOURCE'), 'The code of an event is a string.', {
    shown: (resource) =>
      'event_code' in resource ? { ...resource, event_code: String(resource.event_code) } : resource,
  }),
  fault('channel-without-id', inBoth('RESOURCE'), 'A channel that is offline has no id.', {
    shown: (resource) => (resource.status === 'offline' ? without(resource, 'id') : resource),
  }),
]
