import { isObject } from '../body.ts'
import type { Exchange } from '../exchange.ts'
import { anyMember, complainingIn, crash, failing, failingOn, isText, membersIn } from '../hooking.ts'
import { writable } from '../person-fields.ts'
import { type Fault, fault, inBoth } from './fault.ts'

/** Measured without recursion, for what is to be measured would not survive it. */
const deeperThan = (raw: Buffer, limit: number): boolean => {
  let depth = 0
  for (const octet of raw) {
    if (octet === 0x5b || octet === 0x7b) depth += 1
    else if (octet === 0x5d || octet === 0x7d) depth -= 1
    if (depth > limit) return true
  }
  return false
}

const idBeyond = (limit: number, { place }: Exchange): boolean =>
  [place?.id, place?.personId].some((id) => id !== undefined && /^\d+$/.test(id) && Number(id) > limit)

const largest = 2 ** 31 - 1

const odd = ({ query }: Exchange, name: string, when: (text: string) => boolean): boolean => {
  const value = query[name]
  return isText(value) && when(value)
}

const texts = /^(?:first_name|last_name|salutation|job_title|department|notes|custom_\d|value|system_id|barcode)$/

const onWire = (when: (exchange: Exchange, raw: Buffer) => boolean) =>
  failing((exchange) => exchange.raw !== undefined && when(exchange, exchange.raw))

export const robustnessFaults: readonly Fault[] = [
  fault(
    'deep-body-answers-500',
    inBoth('500'),
    'A deeply nested body overflows the stack.',
    onWire((_, raw) => deeperThan(raw, 100)),
  ),
  fault(
    'large-id-answers-500',
    inBoth('500'),
    'An id beyond 31 bits overflows a column.',
    failing((exchange) => idBeyond(largest, exchange)),
  ),
  fault(
    'large-channel-id-answers-500',
    inBoth('500'),
    'Only an id of a channel beyond 31 bits overflows a column.',
    failing((exchange) => exchange.place?.kind === 'channels' && idBeyond(largest, exchange)),
  ),
  fault(
    'large-reference-answers-500',
    inBoth('500'),
    'A person_id beyond 31 bits overflows a column.',
    failingOn((value) =>
      anyMember(value, (each, name) => name.endsWith('_id') && typeof each === 'number' && Math.abs(each) > largest),
    ),
  ),
  fault(
    'textual-id-answers-500',
    'RE-500',
    'An id that is no number cannot be cast.',
    failing(({ place }) => [place?.id, place?.personId].some((id) => id !== undefined && !/^-?\d+$/.test(id))),
  ),
  fault(
    'negative-id-answers-500',
    inBoth('500'),
    'A negative id is out of range.',
    failing(({ place }) => place?.id?.startsWith('-') === true),
  ),
  fault('invalid-utf8-answers-500', inBoth('500'), 'Octets that are no UTF-8 are not survived.', {
    body: (parsed) => (!parsed.ok && parsed.why.includes('UTF-8') ? crash() : parsed),
  }),
  fault(
    'byte-order-mark-answers-500',
    inBoth('500'),
    'A byte order mark is not survived.',
    onWire((_, raw) => raw[0] === 0xef && raw[1] === 0xbb),
  ),
  fault(
    'empty-body-answers-500',
    inBoth('500'),
    'A create or update without a body is answered with 500.',
    failing(
      ({ raw, requested, place }) =>
        (raw?.length ?? 0) === 0 &&
        (requested === 'POST' || requested === 'PUT') &&
        place !== undefined &&
        requested in place.actions,
    ),
  ),
  fault(
    'list-as-body-answers-500',
    inBoth('500'),
    'A list as body is answered with 500.',
    failingOn((value) => Array.isArray(value)),
  ),
  fault(
    'null-as-body-answers-500',
    inBoth('500'),
    'null as body is answered with 500.',
    failingOn((value) => value === null),
  ),
  fault('text-as-body-answers-500', inBoth('500'), 'A JSON string as body is answered with 500.', failingOn(isText)),
  fault(
    'object-for-text-answers-500',
    inBoth('500'),
    'An object where a text is due has no such method.',
    failingOn((value) => anyMember(value, (each, name) => texts.test(name) && isObject(each))),
  ),
  fault(
    'list-for-text-answers-500',
    inBoth('500'),
    'A list where a text is due has no such method.',
    failingOn((value) => anyMember(value, (each, name) => texts.test(name) && Array.isArray(each))),
  ),
  fault(
    'number-for-email-answers-500',
    inBoth('500'),
    'A number as e-mail address has no such method.',
    failingOn((value) => typeof membersIn(value).email === 'number'),
  ),
  fault(
    'text-for-groups-answers-500',
    inBoth('500'),
    'Groups that are no list cannot be looped over.',
    failingOn((value) =>
      anyMember(
        value,
        (each, name) => (name === 'group_ids' || name === 'role_ids') && !Array.isArray(each) && each !== null,
      ),
    ),
  ),
  fault(
    'null-name-answers-500',
    inBoth('500'),
    'A name that is null has no length.',
    failingOn((value) =>
      anyMember(value, (each, name) => (name === 'first_name' || name === 'last_name') && each === null),
    ),
  ),
  fault(
    'broken-date-answers-500',
    inBoth('500'),
    'A date that cannot be read is an invalid time value.',
    failingOn((value) =>
      anyMember(
        value,
        (each, name) => name.startsWith('valid_') && isText(each) && each !== '' && Number.isNaN(Date.parse(each)),
      ),
    ),
  ),
  fault(
    'wrong-wrapper-answers-500',
    inBoth('500'),
    'A wrapper that holds no object is answered with 500.',
    failingOn(
      (value) => isObject(value) && Object.hasOwn(value, 'person_credential') && !isObject(value.person_credential),
    ),
  ),
  fault(
    'unknown-member-answers-500',
    inBoth('500'),
    'A member that no column has is answered with 500.',
    failingOn(
      (value, { place, store }) =>
        place?.kind === 'people' &&
        anyMember(value, (_, name) => !writable.has(name) && !store.credentialTypes.some(({ slug }) => slug === name)),
    ),
  ),
  fault(
    'prototype-member-answers-500',
    inBoth('500'),
    'A member called like something every object has is answered with 500.',
    failingOn((value) => anyMember(value, (_, name) => name === '__proto__' || name in Object.prototype)),
  ),
  fault(
    'astral-characters-answer-500',
    inBoth('201', '500'),
    'An emoji in a name does not fit into the column.',
    failingOn((value) =>
      anyMember(value, (each, name) => name.endsWith('_name') && isText(each) && /[\u{10000}-\u{10ffff}]/u.test(each)),
    ),
  ),
  fault(
    'nul-answers-500',
    inBoth('500'),
    'The database takes no NUL.',
    failingOn((value) => anyMember(value, (each) => isText(each) && each.includes('\0'))),
  ),
  fault(
    'long-text-answers-500',
    inBoth('500'),
    'A text of more than 10,000 characters does not fit into the column.',
    failingOn((value) => anyMember(value, (each) => isText(each) && each.length > 10_000)),
  ),
  fault('bad-percent-answers-500', inBoth('500'), 'A path that cannot be decoded is answered with 500.', {
    refusal: (refusal) => (refusal.outcome === 'malformed-request' ? crash() : refusal),
  }),
  fault(
    'long-header-answers-500',
    inBoth('500'),
    'A header of more than 4 KB is answered with 500.',
    failing(({ headers }) => Object.values(headers).some((value) => (value?.length ?? 0) > 4096)),
  ),
  fault(
    'odd-page-answers-500',
    inBoth('500'),
    'A page that is no number is answered with 500.',
    failing((exchange) => odd(exchange, 'page', (text) => !/^-?\d+$/.test(text))),
  ),
  fault(
    'page-zero-answers-500',
    inBoth('500'),
    'The page 0 starts before the beginning.',
    failing((exchange) => odd(exchange, 'page', (text) => Number(text) <= 0)),
  ),
  fault(
    'per-page-zero-answers-500',
    inBoth('500'),
    'Pages of no length divide by zero.',
    failing((exchange) => odd(exchange, 'per_page', (text) => Number(text) === 0)),
  ),
  fault(
    'repeated-query-answers-500',
    inBoth('500'),
    'A parameter that is given twice is a list, and has no such method.',
    failing(({ query }) => Object.values(query).some((value) => Array.isArray(value))),
  ),
  fault(
    'broken-since-answers-500',
    inBoth('500'),
    'A since that cannot be read is answered with 500.',
    failing((exchange) =>
      ['since', 'since_utc'].some((name) =>
        odd(exchange, name, (text) => text !== '' && Number.isNaN(Date.parse(text))),
      ),
    ),
  ),
  fault(
    'malformed-accept-answers-500',
    inBoth('500'),
    'An Accept header that cannot be understood is answered with 500.',
    failing(
      ({ headers }) =>
        isText(headers.accept) && !/^\s*(?:[^\s/;,]+\/[^\s/;,]+\s*(?:;[^,]*)?(?:,\s*|$))+$/.test(headers.accept),
    ),
  ),
  fault('malformed-basic-answers-500', 'RE-500', 'Basic credentials without a colon are answered with 500.', {
    presented: (presented, { headers }) =>
      presented.malformed && /^basic/i.test(String(headers.authorization)) ? crash() : presented,
  }),
  fault(
    'missing-content-type-answers-500',
    inBoth('500'),
    'A body without a content type is answered with 500.',
    onWire(({ headers }, raw) => raw.length > 0 && !headers['content-type']),
  ),
  fault(
    'trace-of-failure-shown',
    inBoth('500', 'ERROR-JSON'),
    'A body that is no object is answered with 500 and the stack in plain text.',
    {
      ...complainingIn(
        'text/plain',
        () => 'TypeError: undefined is not an object\n    at create (/app/people.js:41:17)',
        ({ refusal }) => refusal?.outcome === 'malformed-body',
      ),
      refusal: (refusal) => (refusal.outcome === 'malformed-body' ? refusal.with({ status: 500 }) : refusal),
    },
  ),
]
