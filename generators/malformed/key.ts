import fc from 'fast-check'
import type { Credentials, KeyForm, Operation } from '../../contract/types.ts'
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

const each = (operation: Operation, name: string, credentials: readonly Credentials[]): MalformedVariant => {
  const twin = plainRequest(operation)
  return variant(
    'key',
    'key',
    [],
    fc.constantFrom(...credentials).map((key) => ({ twin, request: { ...twin, credentials: key } })),
    { name, distinct: credentials.length },
  )
}

/** Requests without a valid key: none, an empty one, one that nobody was given, one cut short, one that has expired. */
export const invalidKeys = (
  operation: Operation,
  forms: readonly KeyForm[],
  { expired }: { readonly expired: boolean },
): readonly MalformedVariant[] => [
  each(operation, 'none', [{ kind: 'none' }]),
  each(
    operation,
    'empty',
    forms.map((form) => ({ kind: 'empty', form })),
  ),
  each(
    operation,
    'unknown',
    forms.map((form) => ({ kind: 'unknown', form })),
  ),
  each(
    operation,
    'truncated',
    forms.map((form) => ({ kind: 'truncated', form })),
  ),
  ...(expired ? [each(operation, 'expired', [{ kind: 'key', identity: 'expired' }])] : []),
]

/** Requests whose credentials cannot be read at all. */
export const malformedKeys = (operation: Operation): readonly MalformedVariant[] => {
  const twin = plainRequest(operation)
  return [
    variant(
      'key-form',
      'key',
      [],
      fc.constantFrom(...malformedHeaders).map((value) => ({
        twin,
        request: { ...twin, credentials: { kind: 'header', value } as const },
      })),
      { distinct: malformedHeaders.length },
    ),
  ]
}
