import fc from 'fast-check'
import type { Credentials, KeyForm } from '../../contract/credentials.ts'
import type { Operation, PathForm } from '../../contract/operation.ts'
import type { Draft } from '../draft.ts'
import { plainRequest } from '../valid.ts'
import type { MalformedVariant } from './variant.ts'
import { variant } from './variant.ts'

/** Authorization headers that are none, and schemes that DoorFlow has not. They hold no key. */
const malformedHeaders = [
  'Bearer',
  'Bearer a b c',
  'Basic',
  'Basic !!!',
  'Basic bm9jb2xvbg==extra',
  'Digest username="x"',
  'Negotiate abc',
  '???',
  'Bearer:abc',
  'Unknown abc',
]

/** Schemes that nobody has: a key behind one of them is no key. */
const unknownSchemes = ['Unknown', 'Bear', 'Key']

const each = (
  operation: Operation,
  name: string,
  credentials: readonly Credentials[],
  form?: PathForm,
): MalformedVariant => {
  const twin = plainRequest(operation)
  const spelled: Draft = form === undefined ? twin : { ...twin, form }
  return variant(
    'key',
    'key',
    [],
    fc.constantFrom(...credentials).map((key) => ({ twin, request: { ...spelled, credentials: key } })),
    { name: form === undefined ? name : `${name}-${form}`, distinct: credentials.length },
  )
}

const ofEach = (
  forms: readonly KeyForm[],
  kind: 'empty' | 'unknown' | 'truncated' | 'lengthened' | 'recased',
): Credentials[] => forms.map((form) => ({ kind, form }))

/** Requests without a key, on the plain path and on the other spellings of it that the target claims. */
export const missingKeys = (
  operation: Operation,
  keyForms: readonly KeyForm[],
  pathForms: readonly PathForm[],
): readonly MalformedVariant[] => [
  each(operation, 'none', [{ kind: 'none' }]),
  // Behind `Bearer` nothing is left of an empty key but a malformed header: see there.
  ...keyForms
    .filter((form) => form !== 'bearer')
    .map((form) => each(operation, `empty-${form}`, ofEach([form], 'empty'))),
  ...pathForms
    .filter((form) => operation.variants[form] !== undefined)
    .map((form) => each(operation, 'none', [{ kind: 'none' }], form)),
]

/** Requests with a key that nobody was given: far from the real one, or very near to it, or one that has expired. */
export const wrongKeys = (
  operation: Operation,
  forms: readonly KeyForm[],
  { expired }: { readonly expired: boolean },
): readonly MalformedVariant[] => [
  each(operation, 'unknown', ofEach(forms, 'unknown')),
  each(operation, 'truncated', ofEach(forms, 'truncated')),
  each(operation, 'lengthened', ofEach(forms, 'lengthened')),
  each(operation, 'recased', ofEach(forms, 'recased')),
  ...(expired ? [each(operation, 'expired', [{ kind: 'key', identity: 'expired' }])] : []),
]

/** Requests whose credentials cannot be read at all. */
export const malformedKeys = (operation: Operation): readonly MalformedVariant[] => {
  const twin = plainRequest(operation)
  const of = (name: string, credentials: readonly Credentials[]): MalformedVariant =>
    variant(
      'key-form',
      'key',
      [],
      fc.constantFrom(...credentials).map((key) => ({ twin, request: { ...twin, credentials: key } })),
      { name, distinct: credentials.length },
    )
  return [
    of(
      'header',
      malformedHeaders.map((value) => ({ kind: 'header', value })),
    ),
    of(
      'scheme',
      unknownSchemes.map((scheme) => ({ kind: 'scheme', scheme })),
    ),
  ]
}
