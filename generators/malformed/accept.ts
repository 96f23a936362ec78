import fc from 'fast-check'
import type { Operation } from '../../contract/operation.ts'
import type { Draft } from '../draft.ts'
import { plainRequest } from '../valid.ts'
import type { MalformedVariant } from './variant.ts'
import { variant } from './variant.ts'

const otherFormats = [
  'text/xml',
  'application/xml',
  'text/html',
  'text/csv',
  'application/pdf',
  'image/png',
  'text/*',
  'text/html, application/xml;q=0.9',
  'audio/*;q=0.5, text/plain',
]

/** RFC 9110, section 12.4.2: a weight of 0 means "not acceptable". */
const weightZero = ['application/json;q=0', 'application/json;q=0, text/xml', 'application/json; q=0.0, text/html']

const malformed = [
  'application',
  '/',
  'application/',
  ';q=1',
  'application/json;q=abc',
  'application/json;q=2',
  ',,,',
  '*',
  'json',
  'application/json;;',
  'text/html;q',
]

/** RFC 9110, section 12.5.1: each of these accepts JSON. */
const acceptsJson: readonly (string | null)[] = [
  null,
  '*/*',
  'application/*',
  'application/json',
  'application/json;q=0.1',
  'text/html, application/json;q=0.5',
  'text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8',
  'application/xml, */*;q=0.1',
  'Application/JSON',
  'text/plain;q=0.2,application/json',
]

const asking = (twin: Draft, accept: string | null): Draft => ({ ...twin, accept })

/** Requests that accept no JSON. */
export const unacceptable = (operation: Operation): readonly MalformedVariant[] => {
  const twin = plainRequest(operation)
  const of = (accepts: readonly string[], name: string) =>
    variant(
      'accept',
      'accept',
      [],
      fc.constantFrom(...accepts).map((accept) => ({ twin, request: asking(twin, accept) })),
      { name, distinct: accepts.length },
    )
  return [of(otherFormats, 'other-format'), of(weightZero, 'weight-zero')]
}

/** Requests whose Accept cannot be read. */
export const malformedAccepts = (operation: Operation): readonly MalformedVariant[] => {
  const twin = plainRequest(operation)
  return [
    variant(
      'accept-form',
      'accept',
      [],
      fc.constantFrom(...malformed).map((accept) => ({ twin, request: asking(twin, accept) })),
      { distinct: malformed.length },
    ),
  ]
}

/** Requests in order that accept JSON in each way there is. */
export const acceptable = (operation: Operation): fc.Arbitrary<Draft> =>
  fc.constantFrom(...acceptsJson).map((accept) => asking(plainRequest(operation), accept))

export const acceptableCount: number = acceptsJson.length
