import type { Exchange, RecordedResponse } from './exchange.ts'
import { readTag } from './tag.ts'

/** Readings of an answer that several judgements share. */

export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An object, or the only one in a list: the articles show single resources in both forms. */
export const single = (value: unknown): JsonObject | undefined => {
  const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
  return isObject(one) ? one : undefined
}

const jsonType = /^\s*application\/(?:[^\s;,]+\+)?json\s*(?:;|$)/i

/** Whether the content type says JSON, with or without parameters. */
export const saysJson = ({ headers }: RecordedResponse): boolean => jsonType.test(headers['content-type'] ?? '')

/** What keeps a body from being JSON: half a sentence, or undefined where nothing does. */
export const notJson = (response: RecordedResponse): string | undefined => {
  if (response.body.kind === 'text') return `a body that is not JSON: ${response.body.error}`
  if (saysJson(response)) return undefined
  const type = response.headers['content-type']
  return type === undefined ? 'no content type' : `content type ${type}`
}

/** The parsed body of an answer; undefined where there is none, or none that parses. */
export const jsonOf = (exchange: Exchange): unknown =>
  exchange.response?.body.kind === 'json' ? exchange.response.body.value : undefined

/** Anything that came of a request: a step, or the bare exchange in a wrapper. */
interface Answered {
  readonly exchange: Exchange
}

/** The status of an answer; 0 where there is none. */
export const statusOf = ({ exchange }: Answered): number => exchange.response?.status ?? 0

/** The objects in a list; none where an answer is no list. */
export const itemsIn = ({ exchange }: Answered): readonly JsonObject[] => {
  const body = jsonOf(exchange)
  return Array.isArray(body) ? body.filter(isObject) : []
}

/** The ids in a list, in its order, as far as they can be read. */
export const idsIn = (list: Answered): readonly string[] => itemsIn(list).flatMap((item) => readableId(item) ?? [])

/** The id of the single resource that an answer shows; undefined where it shows none, or none with an id. */
export const idIn = ({ exchange }: Answered): string | undefined => {
  const shown = single(jsonOf(exchange))
  return shown === undefined ? undefined : readableId(shown)
}

/** Whether a member says anything: null says as much as nothing. */
export const isPresent = (value: unknown): boolean => value !== undefined && value !== null

/** An id that can be read: a number, or a string with something in it. */
export const readableId = (resource: JsonObject): string | undefined => {
  const { id } = resource
  if (typeof id === 'number') return String(id)
  return typeof id === 'string' && lengthOf(id) > 0 ? id : undefined
}

/** Number of code points of a string or of the string behind a tag. */
export const lengthOf = (text: string): number => readTag(text)?.length ?? [...text].length
