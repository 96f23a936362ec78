/**
 * What was sent and what came back, in the redacted form in which it is recorded and judged. Everything here is plain
 * JSON, so that a recording can be judged again.
 */

import type { Credentials } from '../contract/credentials.ts'

export interface RecordedRequest {
  /** Id of the operation that the request is meant for. */
  readonly operation: string
  readonly method: string
  /** Path and query below the target's base URL, as on the wire, without a key. */
  readonly path: string
  /** Header lines as sent, without credentials and without the run's own. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly credentials: Credentials
  readonly body?: RecordedBody
}

/** Text where the bytes are UTF-8, Base64 where they are not. */
export type RecordedBody = { readonly text: string } | { readonly base64: string }

export type ObservedBody =
  | { readonly kind: 'none' }
  | JsonBody
  /** A body that is not JSON: a tag in place of the text, and in our own words why it is none. */
  | { readonly kind: 'text'; readonly tag: string; readonly error: string; readonly bytes: number }

/** Parsed, with every string redacted that the suite did not generate. */
export interface JsonBody {
  readonly kind: 'json'
  readonly value: unknown
  readonly bytes: number
}

export interface RecordedResponse {
  readonly status: number
  /** Lower-case names; only headers that the contract or the pacing reads. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: ObservedBody
}

export type FailureKind = 'unreachable' | 'reset' | 'timeout' | 'too-large' | 'protocol' | 'tls' | 'aborted'

/** Why there is no response. `message` is ours or the transport's, never the target's. */
export interface TransportFailure {
  readonly kind: FailureKind
  readonly message: string
}

export interface Exchange {
  /** `<run id>-<number>`, as in the header that the target's owner can search for. */
  readonly id: string
  /** Position in the run's order of sending and of receiving. */
  readonly started: number
  readonly ended: number
  /** 1 for the first sending; a safe request or one answered 429 may be sent again. */
  readonly attempt: number
  /** When it was sent, as milliseconds since 1970 in UTC, by the clock of whoever ran the suite. */
  readonly at: number
  /** Milliseconds from sending to the end of the body. */
  readonly duration: number
  readonly request: RecordedRequest
  readonly response?: RecordedResponse
  readonly failure?: TransportFailure
}
