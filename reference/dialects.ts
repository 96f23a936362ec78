import { isObject } from './body.ts'
import { both, type Dialect, dialect, success, unusual } from './dialect.ts'
import { currentDialects } from './dialects-current.ts'
import { errorDialects } from './dialects-errors.ts'
import { lagDialects } from './dialects-lag.ts'
import { recordDialects } from './dialects-records.ts'
import { valueDialects } from './dialects-values.ts'
import type { EditionName } from './edition.ts'
import { answered, succeeding } from './hooking.ts'

const ordinary = new Set(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'])

/** Other statuses, paths, methods and headers. */
const formDialects: readonly Dialect[] = [
  unusual('create-answers-200', 'RE-201-USUAL', 'A creation is answered with 200.', success('create', 200)),
  unusual('update-answers-201', 'RE-200-UPDATE-USUAL', 'An update is answered with 201.', success('update', 201)),
  unusual('update-answers-204', 'RE-200-UPDATE-USUAL', 'An update is answered with 204.', success('update', 204)),
  unusual(
    'delete-answers-204',
    'RE-200-DELETE-USUAL',
    'A deletion is answered with 204.',
    success('delete', 204),
    both,
  ),
  unusual(
    'delete-answers-202',
    'RE-200-DELETE-USUAL',
    'A deletion is answered with 202.',
    success('delete', 202),
    both,
  ),
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
    { classic: ['RE-402-USUAL'], current: ['CU-UNIQUE-USUAL'] },
    'What is in use already is refused with 400.',
    answered(400, 'request-failed'),
    both,
  ),
  unusual(
    'malformed-credentials-answer-400',
    { classic: ['RE-401-HEADER-USUAL'], current: ['CU-401-HEADER-USUAL'] },
    'Malformed credentials are refused with 400.',
    answered(400, 'malformed-credentials'),
    both,
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
  dialect(
    'media-type-without-charset',
    'JSON is sent without naming its encoding.',
    {
      answer: (answer) => (answer.contentType === undefined ? answer : { ...answer, contentType: 'application/json' }),
    },
    both,
  ),
  dialect('credential-ids-opaque', 'Ids of credentials are short strings.', {
    credentialId: (id) => `R${(Number(id) * 7919).toString(36)}dPO`,
  }),
  dialect(
    'other-content-types-refused',
    'Bodies that do not call themselves JSON are refused with 415.',
    {
      body: (parsed, { headers }) => {
        if (/^\s*application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(String(headers['content-type'] ?? ''))) return parsed
        return { ok: false, why: 'The body does not call itself JSON.' }
      },
      refusal: (refusal) => (refusal.message.includes('call itself') ? refusal.with({ status: 415 }) : refusal),
    },
    both,
  ),
  dialect('textual-id-answers-400', 'An id that is no number is refused with 400.', {
    refusal: (refusal, { place }) =>
      refusal.outcome === 'not-found' && place?.id !== undefined && !/^\d+$/.test(place.id)
        ? refusal.with({ status: 400 })
        : refusal,
  }),
  dialect(
    'head-answers-405',
    'HEAD is not supported.',
    {
      method: (method) => (method === 'HEAD' ? 'UNSUPPORTED' : method),
    },
    both,
  ),
  dialect(
    'options-answers-405',
    'OPTIONS is not supported.',
    {
      method: (method) => (method === 'OPTIONS' ? 'UNSUPPORTED' : method),
    },
    both,
  ),
  dialect(
    'odd-methods-answer-501',
    'Methods that are out of the ordinary are refused with 501.',
    {
      refusal: (refusal, { requested }) =>
        refusal.outcome === 'unsupported-method' && !ordinary.has(requested) ? refusal.with({ status: 501 }) : refusal,
    },
    both,
  ),
  dialect(
    'no-figures-for-pages',
    'Lists do not say on which page they are.',
    succeeding(
      (answer) => ({ ...answer, headers: {} }),
      ({ action }) => action === 'list',
    ),
    both,
  ),
  dialect(
    'last-page-again',
    'Whoever asks for a page behind the last is given the last one.',
    { paging: (page) => ({ ...page, page: Math.min(page.page, Math.max(1, Math.ceil(page.total / page.perPage))) }) },
    both,
  ),
]

/** Every way of answering otherwise that can be chosen; each says for which editions. */
export const dialects: readonly Dialect[] = [
  ...formDialects,
  ...errorDialects,
  ...valueDialects,
  ...currentDialects,
  ...recordDialects,
  ...lagDialects,
]

/** The dialects that the documents of an edition allow. */
export const dialectsOf = (edition: EditionName): readonly Dialect[] =>
  dialects.filter(({ editions }) => editions.includes(edition))

/** Milliseconds that a change may take to show on an endpoint that speaks some dialects. */
export const settleTimeOf = (ids: readonly string[] = []): number =>
  Math.max(0, ...dialects.filter(({ id }) => ids.includes(id)).map(({ settleTime = 0 }) => settleTime))
