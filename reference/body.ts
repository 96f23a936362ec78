import { isUtf8 } from 'node:buffer'
import { Refusal } from './refusals.ts'
import type { Members, Parsed } from './types.ts'

const byteOrderMark = '\uFEFF'

/** JSON whatever the content type says: no other format is spoken here. A byte order mark is skipped, as RFC 8259 allows. */
export const parseBody = (raw: Buffer | undefined): Parsed => {
  if (raw === undefined || raw.length === 0) return { ok: false, why: 'The request has no body.' }
  if (!isUtf8(raw)) return { ok: false, why: 'The body is not encoded in UTF-8.' }
  const text = raw.toString('utf8')
  try {
    return { ok: true, value: JSON.parse(text.startsWith(byteOrderMark) ? text.slice(1) : text) as unknown }
  } catch {
    return { ok: false, why: 'The body is not valid JSON.' }
  }
}

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The members of the body. Where a wrapper is known they may stand inside it. */
export const membersOf = (parsed: Parsed, wrapper?: string): Members => {
  if (!parsed.ok) throw new Refusal('malformed-body', parsed.why)
  if (!isObject(parsed.value)) throw new Refusal('malformed-body', 'The body has to be a JSON object.')
  if (wrapper === undefined || !Object.hasOwn(parsed.value, wrapper)) return parsed.value
  const inner = parsed.value[wrapper]
  if (!isObject(inner))
    throw new Refusal('malformed-body', `What ${wrapper} holds has to be a JSON object.`, { param: wrapper })
  return inner
}
