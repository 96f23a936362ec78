import type { Credentials } from '../contract/credentials.ts'
import type { Operation } from '../contract/operation.ts'
import type { Draft, DraftBody, DraftValue, GarbleKind, Mangle, Symbolic } from './draft.ts'
import { isRaw, isSymbolic } from './draft.ts'
import { plainRequest } from './valid.ts'

/** What the symbols of a draft stand for in one case of one run. */
export type Binding = (symbol: Symbolic) => string | number

/** A draft as it goes over the wire, but for the key. Bodies are text where the bytes are UTF-8. */
export interface WireForm {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly headers: readonly (readonly [string, string])[]
  readonly credentials: Credentials
  readonly body?: string | Uint8Array
}

const fullKey: Credentials = { kind: 'key', identity: 'full' }

/**
 * Writes a draft down. `wrapped` says whether bodies of operations that the articles show in two forms stand below
 * their wrapper on this target.
 */
export const wireForm = (operation: Operation, draft: Draft, bind: Binding, wrapped: boolean): WireForm => {
  const body = draft.body === undefined ? undefined : writeBody(operation, draft.body, bind, wrapped)
  const headers: (readonly [string, string])[] = []
  if (draft.accept !== null) headers.push(['accept', draft.accept])
  const contentType = draft.contentType === undefined ? mediaTypes[operation.bodyForm ?? 'json'] : draft.contentType
  if (body !== undefined && contentType !== null) headers.push(['content-type', contentType])
  if (draft.headers !== undefined) headers.push(...draft.headers)
  const form = {
    operation: operation.id,
    method: draft.method ?? operation.method,
    path: writePath(operation, draft, bind),
    headers,
    credentials: draft.credentials ?? fullKey,
  }
  return body === undefined ? form : { ...form, body }
}

const mediaTypes = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const

const ordinary = { configurable: true, enumerable: true, writable: true } as const

/** A draft's value with its symbols replaced. */
export const resolve = (value: DraftValue, bind: Binding): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (isSymbolic(value)) return bind(value)
  // Two symbols may stand for one thing of a target that has few: a list of references names each once.
  if (Array.isArray(value)) return [...new Set(value.map((item: DraftValue) => resolve(item, bind)))]
  const resolved: Record<string, unknown> = {}
  for (const name of Object.keys(value)) {
    const member = resolve((value as Readonly<Record<string, DraftValue>>)[name] as DraftValue, bind)
    // Assigning it would set the prototype.
    if (name === '__proto__') Object.defineProperty(resolved, name, { value: member, ...ordinary })
    else resolved[name] = member
  }
  return resolved
}

const knownParts = new Map<string, readonly string[]>()

/** A template taken apart: text and the name of a parameter in turn. */
const partsOf = (template: string): readonly string[] => {
  const known = knownParts.get(template)
  if (known !== undefined) return known
  const parts = template.split(/\{(\w+)\}/)
  knownParts.set(template, parts)
  return parts
}

const writePath = (operation: Operation, draft: Draft, bind: Binding): string => {
  const written = (part: string, index: number): string => {
    if (index % 2 === 0) return part
    const value = draft.path[part]
    if (value === undefined) throw new Error(`The draft of ${operation.id} has no path parameter ${part}`)
    return isRaw(value) ? value.raw : encodeURIComponent(String(resolve(value, bind)))
  }
  const template = draft.form === undefined ? operation.path : (operation.variants[draft.form] ?? operation.path)
  const path = draft.rawPath ?? partsOf(template).map(written).join('')
  if (draft.query.length === 0) return draft.suffix === undefined ? path : path + draft.suffix
  const query = draft.query
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(resolve(value, bind)))}`)
    .join('&')
  return `${path}${draft.suffix ?? ''}${query === '' ? '' : `?${query}`}`
}

const noMembers: Readonly<Record<string, unknown>> = {}

/** What stands in a body that has to name it at least, where the draft does not care. */
export const leastMembers = (operation: Operation, body: DraftBody | undefined): Readonly<Record<string, unknown>> => {
  const { least } = operation
  const value = body?.value
  if (least === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) return noMembers
  const missing = least.filter((name) => !Object.hasOwn(value, name))
  if (missing.length === 0) return noMembers
  const plain = plainRequest(operation).body?.value as Readonly<Record<string, DraftValue>>
  return Object.fromEntries(missing.map((name) => [name, plain[name]]))
}

const writeBody = (operation: Operation, body: DraftBody, bind: Binding, wrapped: boolean): string | Uint8Array => {
  const given = resolve(body.value, bind)
  const least = leastMembers(operation, body)
  const plain = least === noMembers ? given : { ...(given as object), ...least }
  const value =
    body.named === undefined
      ? plain
      : {
          ...(plain as object),
          ...Object.fromEntries(body.named.map(([name, member]) => [String(bind(name)), resolve(member, bind)])),
        }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (isObject && operation.bodyForm === 'form') {
    return new URLSearchParams(
      Object.entries(value).map(([name, member]): [string, string] => [name, String(member)]),
    ).toString()
  }
  const wrapper = wrapped && isObject ? operation.wrapper : undefined
  const text = JSON.stringify(wrapper === undefined ? value : { [wrapper]: value })
  return body.mangle === undefined ? text : mangle(text, body.mangle, wrapper !== undefined)
}

const garbled: Readonly<Record<GarbleKind, (text: string) => string>> = {
  'trailing-comma': (text) => text.replace(/\}$/, ',}'),
  'no-colon': (text) => text.replace(':', ''),
  'wrong-close': (text) => text.replace(/\}$/, ']'),
  'extra-close': (text) => `${text}}`,
  'no-open': (text) => text.slice(1),
  'bare-key': (text) => text.replace(/"(\w+)":/, '$1":'),
  'single-quotes': (text) => text.replace(/"(\w+)":/, "'$1':"),
}

/** Puts a member in front of the others: behind the first brace, or behind the second where the body is wrapped. */
const insertMember = (text: string, member: string, wrapped: boolean): string => {
  const at = wrapped ? text.indexOf('{', 1) + 1 : 1
  return `${text.slice(0, at)}${member},${text.slice(at)}`
}

/** Where the marker goes in a text that replaces a body: what comes of it can then be found and removed. */
export const markerPlace = '%MARKER%'

/** Half a URL is somebody else's, too: where one may have been cut, the text that it stands in goes whole. */
const withoutHalfAddress = (text: string): string =>
  text.includes('call_back_url') && (text.match(/"/g)?.length ?? 0) % 2 === 1
    ? text.slice(0, text.lastIndexOf('"'))
    : text

const mangle = (text: string, how: Mangle, wrapped: boolean): string | Uint8Array => {
  switch (how.kind) {
    case 'cut': {
      // At least one character stays and at least one goes, so that an object never survives. A number goes whole: half
      // an id is somebody else's.
      const end = Math.max(1, Math.min(text.length - 1, Math.round((text.length * how.at) / 1000)))
      return withoutHalfAddress(text.slice(0, end).replace(/\d+$/, ''))
    }
    case 'garble':
      return garbled[how.how](text)
    case 'replace':
      return how.text.replace(markerPlace, /"system_id":"([^"]*)"/.exec(text)?.[1] ?? 'none')
    case 'prefix':
      return Buffer.concat([Buffer.from(how.base64, 'base64'), Buffer.from(text)])
    case 'invalid-utf8': {
      const at = text.lastIndexOf(':"') + 2
      return Buffer.concat([
        Buffer.from(text.slice(0, at)),
        Buffer.from(how.base64, 'base64'),
        Buffer.from(text.slice(at)),
      ])
    }
    case 'duplicate':
      return insertMember(text, `${JSON.stringify(how.member)}:${JSON.stringify(how.value)}`, wrapped)
    case 'nest':
      return insertMember(
        text,
        `${JSON.stringify(how.member)}:${'['.repeat(how.depth)}${']'.repeat(how.depth)}`,
        wrapped,
      )
    case 'pad':
      return insertMember(text, `${JSON.stringify(how.member)}:"${'x'.repeat(how.bytes)}"`, wrapped)
  }
}
