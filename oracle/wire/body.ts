import type { Rule } from '../../contract/defect.ts'
import type { JsonSchema } from '../../contract/json-schema.ts'
import type { Operation } from '../../contract/operation.ts'
import { isObject, type JsonObject } from '../answers.ts'
import type { RecordedBody } from '../exchange.ts'
import { depthOf, shapeOf } from './json-text.ts'
import { deepest, largest, type MemberFault, memberFaults, unwrapped } from './members.ts'

/** What is wrong with a body as a whole, and with its members. */
export interface BodyReading {
  readonly rules: readonly Rule[]
  readonly members: readonly MemberFault[]
}

const mark = '\ufeff'

/** NUL as JSON writes it: a character that many stores cannot hold. */
const nul = /(?<!\\)(?:\\\\)*\\u0000/

/** A value that is longer than anything anybody writes. */
const longValue = /:"[^"\\]{10001,}"/

/** Reads the body that an operation takes, from its bytes to its members. */
export const readBody = (
  body: RecordedBody | undefined,
  contentType: string | undefined,
  schema: JsonSchema,
  operation: Pick<Operation, 'wrapper' | 'otherNames'>,
): BodyReading => {
  const { text, size, utf8 } = textOf(body)
  if (text === '') return { rules: ['body-present'], members: [] }
  const rules: Rule[] = []
  if (!isJsonType(contentType)) rules.push('content-type')
  if (!utf8 || text.startsWith(mark) || nul.test(text)) rules.push('body-encoding')
  if (size > largest || longValue.test(text)) rules.push('body-size')
  const value = parsed(text.startsWith(mark) ? text.slice(1) : text)
  if (value === undefined) return { rules: [...rules, 'body-syntax'], members: [] }
  // Null says as much as nothing.
  if (value === null) return { rules: [...rules, 'body-present'], members: [] }
  const { depth, duplicates } = shapeOf(text)
  if (depth > deepest) rules.push('body-depth')
  if (duplicates) rules.push('body-keys')
  if (!isObject(value) || wrapsNothing(value, operation.wrapper))
    return { rules: [...rules, 'body-object'], members: [] }
  const { members, beside } = unwrapped(value, operation)
  const besideWrapper = Array.from({ length: beside }, (): MemberFault => ({ rule: 'unknown-member', parameters: [] }))
  const bulky = (one: unknown): boolean =>
    (depth > deepest && depthOf(one) > deepest / 2) ||
    (size > largest && typeof one === 'string' && one.length > largest / 2)
  return { rules, members: [...besideWrapper, ...memberFaults(members, schema, bulky)] }
}

/** The wrapper is there, and holds no object. */
const wrapsNothing = (value: JsonObject, wrapper: string | undefined): boolean =>
  wrapper !== undefined && Object.hasOwn(value, wrapper) && !isObject(value[wrapper])

/** The one type that the articles send, in UTF-8. */
const isJsonType = (contentType: string | undefined): boolean =>
  /^\s*application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(contentType ?? '')

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

const textOf = (body: RecordedBody | undefined): { text: string; size: number; utf8: boolean } => {
  if (body === undefined) return { text: '', size: 0, utf8: true }
  if ('text' in body) return { text: body.text, size: sizeOf(body.text), utf8: true }
  const bytes = Uint8Array.from(atob(body.base64), (char) => char.charCodeAt(0))
  try {
    return { text: strict.decode(bytes), size: bytes.length, utf8: true }
  } catch {
    return { text: lenient.decode(bytes), size: bytes.length, utf8: false }
  }
}

/** Bytes of a text in UTF-8; counted only where that can matter. */
const sizeOf = (text: string): number =>
  text.length * 3 <= largest ? text.length : new TextEncoder().encode(text).length

/** A parsed text; JSON never yields undefined. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
