import { isObject } from './body.ts'
import { inZone, isDate, timeOf } from './dates.ts'
import type { Exchange } from './exchange.ts'
import { isEmail } from './fields.ts'
import { answered, complaining, isText, storing, succeeding, without } from './hooking.ts'
import type { Hooks } from './hooks.ts'
import { personFields, writable } from './people.ts'
import { facts } from './seed.ts'
import type { Members, Problem } from './types.ts'

/** Another way to read the documents that is as good as the plain one. */
export interface Dialect {
  readonly id: string
  readonly summary: string
  /** False where the documents say that it is usually done otherwise. */
  readonly usual: boolean
  /** The recommendations that it does not follow. */
  readonly clauses: { readonly classic: readonly string[] }
  readonly hooks: Hooks
}

const dialect = (id: string, summary: string, hooks: Hooks): Dialect => ({
  id,
  summary,
  usual: true,
  clauses: { classic: [] },
  hooks,
})

const unusual = (id: string, clauses: string, summary: string, hooks: Hooks): Dialect => ({
  id,
  summary,
  usual: false,
  clauses: { classic: clauses.split(' ') },
  hooks,
})

const success = (action: string, status: number): Hooks =>
  succeeding(
    (answer) => ({ ...answer, status, ...(status === 204 ? { contentType: undefined } : {}) }),
    (exchange) => exchange.action === action,
  )

/** Names parameters in another way. */
const naming = (name: (param: string, exchange: Exchange) => string): Hooks =>
  complaining((body, exchange) => (isText(body.param) ? { ...body, param: name(body.param, exchange) } : body))

const resource = ({ place }: Exchange): string => (place?.kind === 'people' ? 'person' : 'person_credential')

const showingDates = (show: (text: string) => string): Hooks => ({
  shown: (shown, { place }) => {
    if (place?.kind !== 'people') return shown
    const { valid_from: from, valid_to: to } = shown
    return { ...shown, valid_from: isText(from) ? show(from) : from, valid_to: isText(to) ? show(to) : to }
  },
})

const midnight = (zone: string) => (text: string) => (isDate(text) ? inZone(timeOf(text, zone), zone) : text)

/** Looks into a wrapper, and no deeper. */
const trimmed = (members: Members, deep = true): Members =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) => {
      if (deep && isObject(value)) return [name, trimmed(value, false)]
      return [name, isText(value) ? value.trim() : value]
    }),
  )

const documented = new Set([
  ...writable,
  'credentials_number',
  'key_fob',
  'pin',
  'person_id',
  'credential_type_id',
  'value',
])

const unknownMembers = (members: Members): readonly Problem[] =>
  Object.keys(members)
    .filter((name) => !documented.has(name))
    .map((param) => ({ rule: 'unknown', param, message: `${param} is not known.` }))

const textual = new Set([
  'value',
  'credentials_number',
  'key_fob',
  'pin',
  ...personFields.filter(({ type }) => type === 'text').map(({ name }) => name),
])
const counted = new Set(['person_id', 'credential_type_id', 'organisation_id'])

const wouldBeCoerced = (name: string, value: unknown): boolean => {
  if (textual.has(name)) return typeof value === 'number' || typeof value === 'boolean'
  if (counted.has(name)) return isText(value) && value !== ''
  if (name === 'enabled') return typeof value !== 'boolean' && value !== null
  return Array.isArray(value) && value.some(isText)
}

const coercible = (members: Members): readonly Problem[] =>
  Object.entries(members)
    .filter(([name, value]) => wouldBeCoerced(name, value))
    .map(([param]) => ({ rule: 'type', param, message: `${param} is of the wrong type.` }))

const adding = (find: (members: Members) => readonly Problem[]): Hooks => ({
  problems: (problems, { members }) => [...problems, ...find(members ?? {})],
})

const ordinary = new Set(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'])

export const dialects: readonly Dialect[] = [
  unusual('create-answers-200', 'RE-201-USUAL', 'A creation is answered with 200.', success('create', 200)),
  unusual('update-answers-201', 'RE-200-UPDATE-USUAL', 'An update is answered with 201.', success('update', 201)),
  unusual('update-answers-204', 'RE-200-UPDATE-USUAL', 'An update is answered with 204.', success('update', 204)),
  unusual('delete-answers-204', 'RE-200-DELETE-USUAL', 'A deletion is answered with 204.', success('delete', 204)),
  unusual('delete-answers-202', 'RE-200-DELETE-USUAL', 'A deletion is answered with 202.', success('delete', 202)),
  unusual(
    'gone-answers-404',
    'RE-410-USUAL RE-410-AGAIN-USUAL',
    'What has been deleted is refused with 404.',
    answered(404, 'gone'),
  ),
  unusual('second-delete-succeeds', 'RE-410-AGAIN-USUAL', 'A second deletion succeeds like the first.', {
    answer: (answer, { action, refusal }) =>
      action === 'delete' && refusal?.outcome === 'gone' ? { ...answer, status: 200, body: { result: 'ok' } } : answer,
  }),
  unusual(
    'in-use-answers-400',
    'RE-402-USUAL',
    'What is in use already is refused with 400.',
    answered(400, 'request-failed'),
  ),
  unusual(
    'malformed-credentials-answer-400',
    'RE-401-HEADER-USUAL',
    'Malformed credentials are refused with 400.',
    answered(400, 'malformed-credentials'),
  ),
  unusual(
    'suffix-answers-404',
    'RE-406-SUFFIX-USUAL',
    'A path that asks for another format leads nowhere.',
    answered(404, 'not-acceptable-suffix'),
  ),
  unusual('accept-ignored-on-writes', 'RE-406-WRITE', 'Only GET looks at what the client accepts.', {
    acceptable: (acceptable, { requested }) => acceptable || (requested !== 'GET' && requested !== 'HEAD'),
  }),
  unusual('broken-email-accepted', 'RE-400-VALUE-REFUSED', 'A text that is no e-mail address is stored as none.', {
    problems: (problems) => problems.filter(({ rule, param }) => !(rule === 'format' && param === 'email')),
    values: (values) =>
      isText(values.email) && values.email !== '' && !isEmail(values.email) ? { ...values, email: null } : values,
  }),
  dialect(
    'unknown-reference-answers-404',
    'A reference to nothing is refused with 404.',
    answered(404, 'unknown-reference'),
  ),
  dialect(
    'unknown-reference-answers-402',
    'A reference to nothing is refused with 402.',
    answered(402, 'unknown-reference'),
  ),
  dialect('unknown-groups-ignored', 'Groups and roles that do not exist are left out.', {
    problems: (problems) =>
      problems.filter(({ rule, param }) => !(rule === 'reference' && (param === 'group_ids' || param === 'role_ids'))),
    values: (values, { store: { entities } }) => ({
      ...values,
      ...(Array.isArray(values.group_ids)
        ? { group_ids: values.group_ids.filter((id) => entities.groups.has(String(id))) }
        : {}),
      ...(Array.isArray(values.role_ids)
        ? { role_ids: values.role_ids.filter((id) => entities.roles.has(String(id))) }
        : {}),
    }),
  }),
  dialect(
    'error-nested',
    'The attributes of an error stand inside error.',
    complaining((body) => ({ error: body })),
  ),
  dialect('error-empty', 'Refusals have no body.', {
    answer: (answer) => (answer.status >= 400 ? { ...answer, contentType: undefined } : answer),
  }),
  dialect(
    'error-with-type-only',
    'Refusals have a type and nothing else.',
    complaining((body) => without(body, 'message', 'param')),
  ),
  dialect('error-media-type', 'Refusals have a media type of their own, built upon JSON.', {
    answer: (answer) =>
      answer.status >= 400 && answer.contentType !== undefined
        ? { ...answer, contentType: 'application/vnd.doors.error+json' }
        : answer,
  }),
  dialect(
    'error-with-more',
    'Refusals carry a code and a number to ask after.',
    complaining((body) => ({ ...body, code: 17, request_id: 'c0ffee' })),
  ),
  dialect(
    'error-with-nulls',
    'Attributes of a refusal that say nothing are null.',
    complaining((body) => ({ ...body, message: null, param: body.param ?? null })),
  ),
  dialect(
    'param-as-pointer',
    'Parameters are named by JSON Pointer.',
    naming((param) => `/${param}`),
  ),
  dialect(
    'param-dotted',
    'Parameters are named behind their resource and a dot.',
    naming((param, exchange) => `${resource(exchange)}.${param}`),
  ),
  dialect(
    'param-bracketed',
    'Parameters are named in brackets behind their resource.',
    naming((param, exchange) => `${resource(exchange)}[${param}]`),
  ),
  dialect(
    'param-in-camel-case',
    'Parameters are named in camel case.',
    naming((param) => param.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())),
  ),
  dialect(
    'param-by-output-name',
    'Groups and roles are named as they are shown.',
    naming((param) => param.replace(/^(group|role)_ids$/, '$1s')),
  ),
  dialect(
    'one-as-list',
    'A single person or credential is sent as a list of one.',
    succeeding(
      (answer, { place }) =>
        isObject(answer.body) && (place?.kind === 'people' || place?.kind === 'credentials')
          ? { ...answer, body: [answer.body] }
          : answer,
      ({ action }) => action === 'read' || action === 'create' || action === 'update',
    ),
  ),
  dialect('media-type-without-charset', 'JSON is sent without naming its encoding.', {
    answer: (answer) => (answer.contentType === undefined ? answer : { ...answer, contentType: 'application/json' }),
  }),
  dialect(
    'email-in-small-letters',
    'E-mail addresses are stored in small letters.',
    storing((text) => text.toLowerCase(), 'email'),
  ),
  dialect('texts-trimmed', 'Blanks around texts are dropped.', {
    body: (parsed) => (parsed.ok && isObject(parsed.value) ? { ok: true, value: trimmed(parsed.value) } : parsed),
  }),
  dialect(
    'texts-normalised',
    'Texts are stored in the normal form C of Unicode.',
    storing((text) => text.normalize('NFC')),
  ),
  dialect(
    'empty-stored-as-null',
    'Empty texts are stored as null.',
    storing((text) => (text === '' ? null : text)),
  ),
  dialect('null-shown-as-empty', 'Where there is no text, an empty one is shown.', {
    shown: (shown) =>
      Object.fromEntries(
        Object.entries(shown).map(([name, value]) => [
          name,
          value === null && (textual.has(name) || name === 'email') ? '' : value,
        ]),
      ),
  }),
  dialect('null-left-out', 'Members that are null are left out.', {
    shown: (shown) => Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== null)),
  }),
  dialect(
    'date-as-midnight-in-zone',
    "Dates are shown as midnight in the account's zone.",
    showingDates(midnight(facts.timeZone)),
  ),
  dialect(
    'date-as-midnight-in-utc',
    'Dates are shown as midnight in UTC.',
    showingDates((text) => (isDate(text) ? `${text}T00:00:00.000Z` : text)),
  ),
  dialect('instants-in-zone', "Instants are shown with the offset of the account's zone.", {
    shown: (shown) =>
      Object.fromEntries(
        Object.entries(shown).map(([name, value]) => [
          name,
          /_at$/.test(name) && isText(value) ? inZone(Date.parse(value), facts.timeZone) : value,
        ]),
      ),
  }),
  dialect('more-members', 'Resources have members that no document names.', {
    shown: (shown) => ({ ...shown, account_id: facts.accountId, links: { self: '/' }, tags: [] }),
  }),
  dialect('credential-ids-opaque', 'Ids of credentials are short strings.', {
    credentialId: (id) => `R${(Number(id) * 7919).toString(36)}dPO`,
  }),
  dialect('coercible-types-refused', 'Numbers for texts and the like are refused.', adding(coercible)),
  dialect('unknown-members-refused', 'Members that no document names are refused.', adding(unknownMembers)),
  dialect('other-content-types-refused', 'Bodies that do not call themselves JSON are refused with 415.', {
    body: (parsed, { headers }) => {
      if (/^\s*application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(String(headers['content-type'] ?? ''))) return parsed
      return { ok: false, why: 'The body does not call itself JSON.' }
    },
    refusal: (refusal) => (refusal.message.includes('call itself') ? refusal.with({ status: 415 }) : refusal),
  }),
  dialect('update-replaces', 'An update empties what it does not name.', {
    values: (values, { action, place }) =>
      action === 'update' && place?.kind === 'people'
        ? {
            ...Object.fromEntries(
              personFields
                .filter(({ name, type }) => !/_name$/.test(name) && type !== 'ids' && type !== 'flag')
                .map(({ name }) => [name, null]),
            ),
            ...values,
          }
        : values,
  }),
  dialect('textual-id-answers-400', 'An id that is no number is refused with 400.', {
    refusal: (refusal, { place }) =>
      refusal.outcome === 'not-found' && place?.id !== undefined && !/^\d+$/.test(place.id)
        ? refusal.with({ status: 400 })
        : refusal,
  }),
  dialect('head-answers-405', 'HEAD is not supported.', {
    method: (method) => (method === 'HEAD' ? 'UNSUPPORTED' : method),
  }),
  dialect('options-answers-405', 'OPTIONS is not supported.', {
    method: (method) => (method === 'OPTIONS' ? 'UNSUPPORTED' : method),
  }),
  dialect('odd-methods-answer-501', 'Methods that are out of the ordinary are refused with 501.', {
    refusal: (refusal, { requested }) =>
      refusal.outcome === 'unsupported-method' && !ordinary.has(requested) ? refusal.with({ status: 501 }) : refusal,
  }),
  dialect(
    'no-figures-for-pages',
    'Lists do not say on which page they are.',
    succeeding(
      (answer) => ({ ...answer, headers: {} }),
      ({ action }) => action === 'list',
    ),
  ),
]
