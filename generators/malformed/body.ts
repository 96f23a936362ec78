import fc from 'fast-check'
import type { Operation } from '../../contract/operation.ts'
import type { Draft, GarbleKind, Mangle } from '../draft.ts'
import { plainRequest, withBody } from '../valid.ts'
import { markerPlace } from '../wire.ts'
import type { MalformedVariant } from './variant.ts'
import { hasBody, variant } from './variant.ts'

const garbles: readonly GarbleKind[] = [
  'trailing-comma',
  'no-colon',
  'wrong-close',
  'extra-close',
  'no-open',
  'bare-key',
  'single-quotes',
]

/** Bytes that are no UTF-8 anywhere: a lone continuation, an unfinished sequence, an overlong form, a surrogate. */
const invalidUtf8 = [[0x80], [0xc3, 0x28], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xff, 0xfe]].map((bytes) =>
  Buffer.from(bytes).toString('base64'),
)

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]).toString('base64')

/** JSON values that are no object, each a variant of its own: parsers and frameworks treat them differently. */
const notObjects: readonly (readonly [name: string, texts: readonly string[]])[] = [
  ['number', ['0', '42', '-1.5']],
  ['string', ['"text"', '""']],
  ['list', ['[]', '[1,2]', `[{"first_name":"Ada","last_name":"Lovelace","system_id":"${markerPlace}"}]`]],
  ['boolean', ['true', 'false']],
]

/**
 * Bodies of commands that are never sent broken: taken for none, a lockdown may lock the way out, and a door loses its
 * schedule.
 */
const soundOnly: ReadonlySet<string> = new Set(['admit-person-input', 'auto-unlock-input', 'lockdown-input'])

/** Without a member there is nothing to garble. */
const isEmpty = ({ body }: Draft): boolean => Object.keys(body?.value ?? {}).length === 0

/** Bodies that are broken as a whole: their bytes, their syntax, what they are, how they are announced. */
export const malformedBodies = (operation: Operation): readonly MalformedVariant[] => {
  if (!hasBody(operation) || soundOnly.has(operation.body ?? '')) return []
  const twin = plainRequest(operation)
  const mangled = (mangle: Mangle): { twin: Draft; request: Draft } => ({
    twin,
    request: twin.body === undefined ? twin : { ...twin, body: { ...twin.body, mangle } },
  })
  /** The request with one text changed; what it is in is not the point, so it is one that every such request has. */
  const withText = (member: string, value: string) => ({
    twin,
    request: withBody(twin, (members) => ({ ...members, [member]: value })),
  })
  const announced = (contentType: string | null) => ({ twin, request: { ...twin, contentType } })
  const replaced = (texts: readonly string[]) =>
    fc.constantFrom(...texts).map((text) => mangled({ kind: 'replace', text }))

  const textVariants = (member: string): readonly MalformedVariant[] => [
    variant(
      'body-encoding',
      'wire',
      [],
      fc.constantFrom(...invalidUtf8).map((base64) => mangled({ kind: 'invalid-utf8', base64 })),
      { name: 'invalid-utf8', distinct: invalidUtf8.length },
    ),
    variant('body-encoding', 'wire', [], fc.constant(withText(member, 'a\0b')), { name: 'nul', distinct: 1 }),
    variant(
      'body-size',
      'wire',
      [],
      fc.constantFrom(10_001, 70_000).map((length) => withText(member, 'x'.repeat(length))),
      {
        name: 'long-value',
        distinct: 2,
      },
    ),
    variant(
      'body-keys',
      'wire',
      [],
      fc.constantFrom('Ada', 'Other').map((value) => mangled({ kind: 'duplicate', member, value })),
      { name: 'duplicate', distinct: 2 },
    ),
  ]
  const text = textMember(operation)
  // A rule whose first name stands bare may be read as one that tells another address.
  const kinds = operation.resource === 'notification_rules' ? garbles.filter((how) => how !== 'bare-key') : garbles

  return [
    variant(
      'body-syntax',
      'wire',
      [],
      fc.integer({ min: 1, max: 999 }).map((at) => mangled({ kind: 'cut', at })),
      { name: 'truncated' },
    ),
    ...(isEmpty(twin)
      ? []
      : [
          variant(
            'body-syntax',
            'wire',
            [],
            fc.constantFrom(...kinds).map((how) => mangled({ kind: 'garble', how })),
            { name: 'garbled', distinct: kinds.length },
          ),
        ]),
    variant(
      'body-syntax',
      'wire',
      [],
      replaced(['<person/>', `first_name=Ada&last_name=Lovelace&system_id=${markerPlace}`, '{', 'not json']),
      {
        name: 'other-format',
        distinct: 4,
      },
    ),
    variant('body-present', 'wire', [], replaced(['']), { name: 'empty', distinct: 1 }),
    // Null says as much as nothing.
    variant('body-present', 'wire', [], replaced(['null']), { name: 'null', distinct: 1 }),
    ...(operation.wrapper === undefined
      ? []
      : [
          variant(
            'body-object',
            'wire',
            [],
            replaced(['"text"', '[]', 'null', '42'].map((text) => `{"${operation.wrapper}":${text}}`)),
            { name: 'wrapped', distinct: 4 },
          ),
        ]),
    ...notObjects.map(([name, texts]) =>
      variant('body-object', 'wire', [], replaced(texts), { name, distinct: texts.length }),
    ),
    variant('content-type', 'wire', [], fc.constant(announced(null)), { name: 'missing', distinct: 1 }),
    variant(
      'content-type',
      'wire',
      [],
      fc.constantFrom('text/plain', 'application/xml', 'application/octet-stream', 'json').map(announced),
      { name: 'wrong', distinct: 4 },
    ),
    ...(text === undefined ? [] : textVariants(text)),
    variant('body-encoding', 'wire', [], fc.constant(mangled({ kind: 'prefix', base64: byteOrderMark })), {
      name: 'byte-order-mark',
      distinct: 1,
    }),
    variant(
      'body-depth',
      'wire',
      [],
      fc.constantFrom(200, 2_000, 20_000).map((depth) => mangled({ kind: 'nest', member: 'extra', depth })),
      { name: 'deep', distinct: 3, mayDisconnect: true },
    ),
    variant('body-size', 'wire', [], fc.constant(mangled({ kind: 'pad', member: 'extra', bytes: 2_000_000 })), {
      name: 'large',
      distinct: 1,
      mayDisconnect: true,
    }),
  ]
}

/** A member that every such request has and that is text of any form; undefined where there is none. */
const textMember = ({ resource }: Operation): string | undefined => {
  if (resource === 'people') return 'first_name'
  if (resource === 'notification_rules') return 'name'
  return resource === 'credentials' ? 'value' : undefined
}
