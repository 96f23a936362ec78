import fc from 'fast-check'
import type { Rule } from '../../contract/defect.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Draft, DraftValue, RawSegment } from '../draft.ts'
import { plainRequest } from '../valid.ts'
import type { MalformedVariant } from './variant.ts'
import { variant } from './variant.ts'

/** The path parameter that names the subject: the last one. */
const subjectParameter = (operation: Operation): string | undefined =>
  [...operation.path.matchAll(/\{(\w+)\}/g)].at(-1)?.[1]

const withParameter = (draft: Draft, name: string, value: DraftValue | RawSegment): Draft => ({
  ...draft,
  path: { ...draft.path, [name]: value },
})

/** Spellings that decode to nothing, to something dangerous, or not at all. No empty or dotted segments: routers fold those. */
const percentOddities = [
  '%',
  '%2',
  '%ZZ',
  '%00',
  '%C0%AF',
  '%FF',
  '%F0%9F%9A%AA',
  '%252e',
  '1%2F2',
  '%E2%80%AE',
  '%0d%0a',
  '1%00',
]

/** Ids that no counter has given out. */
const wrongForms: Readonly<Record<string, readonly string[]>> = {
  'not-a-number': ['abc', 'null', 'undefined', '1.5', '1e3', "1'--", 'id'],
  'zero-or-negative': ['0', '-1', '-2147483649'],
}

/** Ids that fit no integer type, and that no wrapping turns into a small number. */
const hugeIds = ['2147483648', '9223372036854775808', '18446744073709551616', '9'.repeat(40), '9'.repeat(400)]

/** A well-formed id that never existed. */
export const unknownIds = (operation: Operation): readonly MalformedVariant[] => {
  const name = subjectParameter(operation)
  if (name === undefined) return []
  const twin = plainRequest(operation)
  const kind = operation.opaqueId === true && name === 'id' ? 'credential' : 'number'
  return [
    variant(
      'known-id',
      'path',
      [name],
      fc
        .nat({ max: 999 })
        .map((index) => ({ twin, request: withParameter(twin, name, { $: 'unknown', of: kind, index }) })),
    ),
  ]
}

/** Ids of the wrong form, and spellings of the path that no client would choose. */
export const oddPaths = (operation: Operation): readonly MalformedVariant[] => {
  const twin = plainRequest(operation)
  const name = subjectParameter(operation)
  const long = fc.constantFrom(3_000, 9_000).map((length) => ({
    twin,
    request: { ...twin, query: [...twin.query, ['q', 'x'.repeat(length)] as const] },
  }))
  const longQuery = variant('path-form', 'path', [], long, {
    name: 'long',
    distinct: 2,
    mayDisconnect: true,
  })
  if (name === undefined) return [longQuery]
  const replaced = (label: string, rule: Rule, values: readonly (DraftValue | RawSegment)[]): MalformedVariant =>
    variant(
      rule,
      'path',
      [name],
      fc.constantFrom(...values).map((value) => ({ twin, request: withParameter(twin, name, value) })),
      { name: label, distinct: values.length },
    )
  // Of an opaque id nobody can say that its form is wrong.
  const opaque = operation.opaqueId === true && name === 'id'
  const huge = opaque ? [] : [replaced('huge', 'id-form', hugeIds)]
  // What a careless endpoint might read as the id of somebody else is only ever read.
  if (operation.method !== 'GET') return [...huge, longQuery]
  return [
    ...huge,
    ...(opaque ? [] : Object.entries(wrongForms).map(([label, ids]) => replaced(label, 'id-form', ids))),
    replaced(
      'percent',
      'path-form',
      percentOddities.map((raw) => ({ raw })),
    ),
    longQuery,
  ]
}

/** Wires that no client would send: long headers, and a query that says two things of one parameter. */
export const oddWires = (operation: Operation): readonly MalformedVariant[] => {
  if (operation.method !== 'GET') return []
  const twin = plainRequest(operation)
  const header = fc.constantFrom(5_000, 7_500, 30_000).map((length) => ({
    twin,
    request: { ...twin, headers: [['x-long', 'x'.repeat(length)] as const] },
  }))
  const twice = { ...twin, query: [['page', 1] as const, ['page', 2] as const] }
  return [
    variant('header-size', 'wire', [], header, { distinct: 3, mayDisconnect: true }),
    ...(operation.query === undefined
      ? []
      : [variant('path-form', 'path', [], fc.constant({ twin, request: twice }), { name: 'repeated', distinct: 1 })]),
  ]
}

/** Paths that nobody documents, beside the operation's own. */
export const unknownPaths = (operation: Operation): readonly MalformedVariant[] => {
  const twin = plainRequest(operation)
  const paths = [
    '/api/3/nonexistent',
    '/api/3/nonexistent/1',
    '/api/3/peoples',
    '/api/3/PEOPLE1',
    '/api/3/people/1/nonexistent',
  ]
  return [
    variant(
      'known-path',
      'path',
      [],
      fc.constantFrom(...paths).map((rawPath) => ({ twin, request: { ...twin, rawPath } })),
      { distinct: paths.length },
    ),
  ]
}

/** Suffixes that ask for another format than JSON. */
export const foreignSuffixes = (operation: Operation): readonly MalformedVariant[] => {
  const twin = plainRequest(operation)
  const suffixes = ['.xml', '.csv', '.html', '.pdf', '.yaml']
  return [
    variant(
      'suffix',
      'path',
      [],
      // Saying nothing in Accept, so that the suffix alone asks.
      fc.constantFrom(...suffixes).map((suffix) => ({ twin, request: { ...twin, suffix, accept: null } })),
      { distinct: suffixes.length },
    ),
  ]
}
