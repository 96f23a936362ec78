import type { Exchange } from '../exchange.ts'
import { facts } from '../seed.ts'
import type { Identity } from '../types.ts'
import { type Fault, fault, inBoth } from './fault.ts'

const full: Identity = { restricted: false, account: 'first' }

const authorization = ({ headers }: Exchange): string =>
  typeof headers.authorization === 'string' ? headers.authorization : ''

const basicParts = (exchange: Exchange): readonly [string, string] => {
  const decoded = Buffer.from(authorization(exchange).split(/\s+/)[1] ?? '', 'base64').toString()
  const colon = decoded.indexOf(':')
  return [decoded.slice(0, Math.max(colon, 0)), decoded.slice(colon + 1)]
}

export const keyFaults: readonly Fault[] = [
  fault('no-key-reads', inBoth('401'), 'Reading needs no key.', {
    identity: (identity, { requested, presented }) =>
      identity ?? (requested === 'GET' && presented?.form === 'none' && !presented.malformed ? full : undefined),
  }),
  fault('empty-key-accepted', inBoth('401', '401-HEADER'), 'An empty key is as good as a valid one.', {
    identity: (identity, { presented }) =>
      identity ??
      (presented !== undefined && presented.form !== 'none' && presented.key === undefined ? full : undefined),
  }),
  fault('any-key-accepted', inBoth('401'), 'Any key that is long enough is accepted.', {
    identity: (identity, { presented }) => identity ?? ((presented?.key?.length ?? 0) >= 8 ? full : undefined),
  }),
  fault('shortened-key-accepted', inBoth('401'), 'The beginning of a key is accepted for the key.', {
    identity: (identity, { presented }) =>
      identity ??
      ((presented?.key?.length ?? 0) > 7 && facts.keys.full.startsWith(presented?.key ?? '-') ? full : undefined),
  }),
  fault('lengthened-key-accepted', inBoth('401'), 'Only as many characters are compared as a key has.', {
    identity: (identity, { presented }) => identity ?? (presented?.key?.startsWith(facts.keys.full) ? full : undefined),
  }),
  fault('key-in-capitals-accepted', inBoth('401'), 'Capitals and small letters of a key are not told apart.', {
    identity: (identity, { presented }) =>
      identity ?? (presented?.key?.toLowerCase() === facts.keys.full ? full : undefined),
  }),
  fault('expired-key-accepted', inBoth('401'), 'A key that has expired goes on working.', {
    identity: (identity, { presented }) => identity ?? (presented?.key === facts.keys.expired ? full : undefined),
  }),
  fault('key-unchecked-on-delete', inBoth('401'), 'Deletions need no valid key.', {
    identity: (identity, { requested, presented }) =>
      identity ?? (requested === 'DELETE' && !presented?.malformed ? full : undefined),
  }),
  fault('key-unchecked-on-create', inBoth('401'), 'Creating people needs no valid key.', {
    identity: (identity, { requested, place, presented }) =>
      identity ?? (requested === 'POST' && place?.kind === 'people' && !presented?.malformed ? full : undefined),
  }),
  fault('key-unchecked-on-events', inBoth('401'), 'Events need no valid key.', {
    identity: (identity, { place, presented }) =>
      identity ?? (place?.kind === 'events' && !presented?.malformed ? full : undefined),
  }),
  fault('key-unchecked-on-nested-paths', inBoth('401'), "A person's credentials need no valid key.", {
    identity: (identity, { place, presented }) =>
      identity ?? (place?.nested && !presented?.malformed ? full : undefined),
  }),
  fault('key-unchecked-with-suffix', 'RE-401', 'Paths with .json need no valid key.', {
    identity: (identity, { place, presented }) =>
      identity ?? (place?.suffix === 'json' && !presented?.malformed ? full : undefined),
  }),
  fault('basic-unchecked', 'RE-401', 'Any user name will do in HTTP Basic.', {
    identity: (identity, { presented }) =>
      identity ?? (presented?.form === 'basic' && presented.key !== undefined ? full : undefined),
  }),
  fault('unknown-scheme-accepted', inBoth('401-HEADER'), 'A valid key is accepted behind a scheme that nobody knows.', {
    presented: (presented, exchange) => {
      const [, scheme, key] = /^(\S+) (\S+)$/.exec(authorization(exchange)) ?? []
      return presented.malformed && scheme !== undefined && key !== undefined
        ? { key, form: 'bearer', malformed: false }
        : presented
    },
  }),
  fault('malformed-header-lets-in', inBoth('401-HEADER'), 'A header that cannot be understood counts as signed in.', {
    identity: (identity, { presented }) => identity ?? (presented?.malformed ? full : undefined),
  }),
  fault('basic-ignored', 'AU-BASIC', 'HTTP Basic is not understood.', {
    presented: (presented) =>
      presented.form === 'basic' ? { key: undefined, form: 'none', malformed: true } : presented,
  }),
  fault('basic-needs-an-x', 'AU-BASIC', 'HTTP Basic works with the password X only.', {
    presented: (presented, exchange) =>
      presented.form === 'basic' && basicParts(exchange)[1].toUpperCase() !== 'X'
        ? { ...presented, key: undefined }
        : presented,
  }),
  fault('basic-reads-only', 'AU-BASIC', 'HTTP Basic is understood on GET only.', {
    presented: (presented, { requested }) =>
      presented.form === 'basic' && requested !== 'GET' ? { key: undefined, form: 'none', malformed: true } : presented,
  }),
  fault('query-key-ignored', 'AU-QUERY', 'A key in the query is overlooked.', {
    presented: (presented) => (presented.form === 'query' ? { ...presented, key: undefined } : presented),
  }),
  fault('query-key-reads-only', 'AU-QUERY', 'A key in the query is overlooked on everything but GET.', {
    presented: (presented, { requested }) =>
      presented.form === 'query' && requested !== 'GET' ? { ...presented, key: undefined } : presented,
  }),
  fault('restricted-key-sees-all', inBoth('403'), 'The restricted key may read what only administrators may see.', {
    foundPerson: (found, { requested }) =>
      found.state === 'hidden' && requested === 'GET' ? { ...found, state: 'live' } : found,
  }),
  fault(
    'unauthenticated-delete-deletes',
    inBoth('NO-EFFECT'),
    'A deletion without a valid key is refused after it has taken place.',
    {
      refusal: (refusal, { requested, place, store }) => {
        const person = requested === 'DELETE' && place?.kind === 'people' ? store.people.get(place.id ?? '') : undefined
        if (refusal.outcome === 'unauthenticated' && person !== undefined) store.removePerson(person)
        return refusal
      },
    },
  ),
]
