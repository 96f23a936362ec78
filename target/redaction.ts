import { isUtf8 } from 'node:buffer'
import type { JsonBody, ObservedBody, RecordedBody, RecordedRequest, RecordedResponse } from '../oracle/exchange.ts'
import { isDate, isInstant } from '../oracle/formats.ts'
import { isMaskOfNumber, looksMasked } from '../oracle/mask.ts'
import { isTag, normalForm } from '../oracle/tag.ts'
import type { RawAnswer } from './call.ts'
import type { WireRequest } from './client.ts'
import { decodeBody } from './decoding.ts'
import { headerRedaction, type Redirect } from './redacted-headers.ts'
import { rememberBodies } from './repeated-bodies.ts'
import { createTagger } from './tagger.ts'

export interface RedactionOptions {
  /** Texts in lower case that give a key away; see `secretsOf`. */
  readonly secrets: readonly string[]
  /** Words that the contract publishes; see `vocabulary`. */
  readonly words: ReadonlySet<string>
  /** Whether a text is a marker of this run, whichever case drew it. */
  readonly issued: (text: string) => boolean
  /** Where an authorisation of the description's client leads; see `headerRedaction`. */
  readonly redirect?: Redirect | undefined
  /** Most bytes that a compressed body may swell to. */
  readonly limit: number
}

export interface Redaction {
  /**
   * What is recorded of a response. Strings stay that the suite generated (`known`, but for case, blanks and Unicode
   * form) or the contract publishes, and ids and instants; any other becomes a tag.
   *
   * @param look is shown the parsed body before it is redacted
   */
  response(answer: RawAnswer, known: readonly string[], look?: (value: unknown) => void): RecordedResponse
  /** What is recorded of a request: everything but the key. */
  request(request: WireRequest): RecordedRequest
}

/** Deeper than anything documented, and shallow enough for whoever walks the value by recursion. */
const deepest = 100
const memberName = /^[A-Za-z_][A-Za-z0-9_.-]{0,60}$/
/** Members that identify things of the API. `system_id` is not among them: it may be anybody's number. */
const idMembers = new Set([
  'id',
  ...['account_id', 'person_id', 'credential_id', 'credential_type_id', 'channel_id', 'door_controller_id'],
  ...['event_id', 'site_id', 'group_id', 'role_id', 'organisation_id', 'admission_request_id'],
])
const id = /^[A-Za-z0-9_.~:+=-]{1,128}$/
const errorValue = /^[A-Za-z0-9_.,:#$[\]/ -]{1,80}$/
const masked = /^[\s*]*$/
const errorMembers = new Set(['type', 'param', 'code'])

/** What one redaction goes by. */
interface Rules extends Pick<RedactionOptions, 'words' | 'issued'> {
  readonly tag: (text: string) => string
  readonly isSecret: (text: string) => boolean
  readonly nameStays: (name: string) => boolean
}

/** Redacts one body. Its fields are what the walk would otherwise pass from call to call. */
class Walk {
  readonly rules: Rules
  readonly known: readonly string[]
  readonly refused: boolean
  /** Strings that became tags. */
  readonly tagged: string[] = []
  /** Whether another case might have known another string, so that its body may have to be redacted otherwise. */
  knew = false
  #normalForms: Set<string> | undefined

  constructor(rules: Rules, known: readonly string[], refused: boolean) {
    this.rules = rules
    this.known = known
    this.refused = refused
  }

  value(value: unknown, name: string, depth: number, inError: boolean): unknown {
    if (typeof value === 'string') return this.text(value, name, false)
    if (typeof value === 'number') return Number.isFinite(value) ? value : null
    if (typeof value !== 'object' || value === null) return value
    if (depth >= deepest) return this.rules.tag('[nested too deeply to be recorded]')
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1)
        value[index] = this.value(value[index], name, depth + 1, false)
      return value
    }
    return this.members(value as Record<string, unknown>, depth, inError)
  }

  /** Redacts in place: the parsed value belongs to nobody else. */
  members(object: Record<string, unknown>, depth: number, inError: boolean): unknown {
    let sound = true
    const attributes = inError || (depth === 0 && this.refused)
    for (const name in object) {
      const value = object[name]
      if (!this.rules.nameStays(name)) sound = false
      if (typeof value === 'boolean' || value === null) continue
      const redacted =
        typeof value === 'string'
          ? this.text(value, name, attributes)
          : this.value(value, name, depth + 1, depth === 0 && name === 'error')
      if (redacted !== value) object[name] = redacted
    }
    if (sound) return object
    const renamed: Record<string, unknown> = {}
    for (const name of Object.keys(object))
      renamed[this.rules.nameStays(name) ? name : this.rules.tag(name)] = object[name]
    return renamed
  }

  text(text: string, name: string, attribute: boolean): string {
    if (this.stays(text, name, attribute)) return text
    this.tagged.push(text)
    return this.rules.tag(text)
  }

  stays(text: string, name: string, attribute: boolean): boolean {
    if (isTag(text)) return false
    if (this.rules.words.has(text)) return true
    if (this.known.includes(text)) return this.keeps()
    const first = text.charCodeAt(0)
    if (first >= 48 && first <= 57 && text.length >= 10 && text.length <= 40 && (isInstant(text) || isDate(text)))
      return true
    if (masked.test(text)) return true
    if (idMembers.has(name) && id.test(text) && !this.rules.isSecret(text)) return true
    if (attribute && errorMembers.has(name) && errorValue.test(text) && !this.rules.isSecret(text)) return true
    return this.generated(text) || this.leftOfGenerated(text)
  }

  /** What a mask leaves of the value of a credential says nothing that the suite has not written. */
  leftOfGenerated(text: string): boolean {
    if (!looksMasked(text)) return false
    // Another case may know what is behind it.
    this.knew = true
    return isMaskOfNumber(text, this.known)
  }

  generated(text: string): boolean {
    if (this.rules.issued(text)) return true
    if (this.known.length === 0) return false
    this.#normalForms ??= new Set(this.known.map(normalForm))
    return this.#normalForms.has(normalForm(text)) && this.keeps()
  }

  keeps(): true {
    this.knew = true
    return true
  }
}

export const createRedaction = ({ secrets, words, issued, redirect, limit }: RedactionOptions): Redaction => {
  const tag = createTagger()
  const safeNames = new Map<string, boolean>()

  /** Whether a text that would stay gives a key away: contains one, or is a good part of one. */
  const isSecret = (text: string): boolean => {
    const lower = text.toLowerCase()
    return secrets.some((secret) => lower.includes(secret) || (lower.length >= 8 && secret.includes(lower)))
  }

  const redactHeaders = headerRedaction(tag, isSecret, redirect)

  const nameStays = (name: string): boolean => {
    let stays = safeNames.get(name)
    if (stays === undefined) {
      stays = memberName.test(name) && name !== '__proto__' && !isSecret(name)
      if (safeNames.size < 10_000) safeNames.set(name, stays)
    }
    return stays
  }

  const rules: Rules = { words, issued, tag, isSecret, nameStays }

  const served = rememberBodies()
  const refused = rememberBodies()

  const body = (
    { status, headers, body: raw }: RawAnswer,
    known: readonly string[],
    look: ((value: unknown) => void) | undefined,
  ): ObservedBody => {
    if (raw === undefined || raw.length === 0) return { kind: 'none' }
    const encoding = headers['content-encoding']
    const decoded = encoding === undefined ? raw : decodeBody(raw, encoding, limit)
    const bytes = raw.length
    if (decoded === undefined) {
      return { kind: 'text', tag: tag(raw.toString('latin1')), error: 'the body is not in its Content-Encoding', bytes }
    }
    const text = decoded.toString('utf8')
    const repeated = status >= 400 ? refused : served
    const before = look === undefined ? repeated.find(text, known) : undefined
    // Compressed, or with bytes that are no UTF-8, the same text may be of another length.
    if (before?.bytes === bytes) return before
    const parsed = parse(text)
    if (parsed === undefined) return { kind: 'text', tag: tag(text), error: complaint(text), bytes }
    // Once more, because redacting changes the value in place.
    look?.(parse(text)?.value)
    const walk = new Walk(rules, known, status >= 400)
    const redacted: JsonBody = { kind: 'json', value: walk.value(parsed.value, '', 0, false), bytes }
    if (!walk.knew) repeated.keep(text, redacted, walk.tagged)
    return redacted
  }

  return {
    response: (answer, known, look) => ({
      status: answer.status,
      headers: redactHeaders(answer.headers, known),
      body: body(answer, known, look),
    }),
    request: recordedRequest,
  }
}

const parse = (text: string): { readonly value: unknown } | undefined => {
  try {
    // A byte order mark is no part of the text that it precedes (RFC 8259, section 8.1, lets parsers ignore it).
    return { value: JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) }
  } catch {
    // The parser's own message quotes the text.
    return undefined
  }
}

/** What is wrong with a text that is not JSON, without a character of it. */
const complaint = (text: string): string => {
  const start = text.trimStart()
  if (start === '') return 'the body is blank'
  if (start.startsWith('<')) return 'the body looks like HTML or XML'
  if (/^[[{"]/.test(start)) return 'the body begins like JSON but does not parse'
  return 'the body is not JSON'
}

/** What is recorded of a request: everything but the key. The suite wrote it all by itself. */
export const recordedRequest = ({
  operation,
  method,
  path,
  headers,
  credentials,
  body,
}: WireRequest): RecordedRequest =>
  body === undefined
    ? { operation, method, path, headers, credentials }
    : { operation, method, path, headers, credentials, body: recordedBody(body) }

const recordedBody = (body: string | Uint8Array): RecordedBody => {
  if (typeof body === 'string') return { text: body }
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return isUtf8(bytes) ? { text: bytes.toString('utf8') } : { base64: bytes.toString('base64') }
}
