import { STATUS_CODES } from 'node:http'
import type { Entry, Header, QueryString, Request, Response } from 'har-format'
import type { Exchange, ObservedBody, RecordedRequest } from '../../oracle/exchange.ts'

/** Where an exchange belongs. */
export interface EntryOptions {
  /** Address of the target, without a slash at the end. */
  readonly url: string
  /** Cell and variant that sent it. */
  readonly about?: string
}

/** Not known (HAR 1.2). */
const unknown = -1

const headersOf = (lines: readonly (readonly [string, string])[]): Header[] =>
  lines.map(([name, value]) => ({ name, value }))

/** What no URI may hold (RFC 3986) is escaped, since archives hold URIs; the request was sent as its comment says. */
const uriOf = (text: string): string =>
  text
    .replace(/%(?![0-9a-f]{2})/gi, '%25')
    .replace(/[^\w%\-.~:/?#@!$&'()*+,;=]/gu, (character) =>
      Array.from(Buffer.from(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
    )

const queryOf = (path: string): QueryString[] => {
  const at = path.indexOf('?')
  if (at === -1) return []
  return [...new URLSearchParams(path.slice(at + 1))].map(([name, value]) => ({ name, value }))
}

const headerIn = (lines: readonly (readonly [string, string])[], name: string): string | undefined =>
  lines.find(([one]) => one.toLowerCase() === name)?.[1]

const requestOf = ({ method, path, headers, body }: RecordedRequest, url: string): Request => {
  const text = body === undefined ? undefined : 'text' in body ? body.text : body.base64
  return {
    method,
    url: `${url}${uriOf(path)}`,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: headersOf(headers),
    queryString: queryOf(path),
    ...(body === undefined || text === undefined
      ? {}
      : {
          postData: {
            mimeType: headerIn(headers, 'content-type') ?? 'application/octet-stream',
            text,
            ...('base64' in body ? { comment: 'base64' } : {}),
          },
        }),
    ...(uriOf(path) === path ? {} : { comment: `sent as ${JSON.stringify(path)}` }),
    headersSize: unknown,
    bodySize: text === undefined ? 0 : 'base64' in (body ?? {}) ? unknown : Buffer.byteLength(text),
  }
}

/** What is shown of a body, and how many bytes it had on the wire. */
const contentOf = (
  body: ObservedBody,
): { readonly text?: string; readonly bytes: number; readonly comment?: string } => {
  switch (body.kind) {
    case 'none':
      return { bytes: 0 }
    case 'json':
      return { text: JSON.stringify(body.value), bytes: body.bytes }
    case 'text':
      return { text: body.tag, bytes: body.bytes, comment: body.error }
  }
}

const responseOf = ({ response, failure }: Exchange): Response => {
  if (response === undefined) {
    // As browsers write down what was not answered.
    return {
      status: 0,
      statusText: '',
      httpVersion: '',
      cookies: [],
      headers: [],
      content: { size: 0, mimeType: 'x-unknown' },
      redirectURL: '',
      headersSize: unknown,
      bodySize: unknown,
      comment: failure?.message ?? 'no answer',
    }
  }
  const { text, bytes, comment } = contentOf(response.body)
  return {
    status: response.status,
    statusText: STATUS_CODES[response.status] ?? '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: headersOf(Object.entries(response.headers)),
    content: {
      size: text === undefined ? 0 : Buffer.byteLength(text),
      mimeType: response.headers['content-type'] ?? (response.body.kind === 'json' ? 'application/json' : 'text/plain'),
      ...(text === undefined ? {} : { text }),
      ...(comment === undefined ? {} : { comment }),
    },
    redirectURL: '',
    headersSize: unknown,
    bodySize: bytes,
  }
}

/**
 * An exchange as an entry of an HTTP Archive (HAR 1.2). What was redacted stays so: keys are absent, and a tag stands for
 * each text of the target's own.
 */
export const entryOf = (exchange: Exchange, { url, about }: EntryOptions): Entry => ({
  startedDateTime: new Date(exchange.at).toISOString(),
  time: exchange.duration,
  request: requestOf(exchange.request, url),
  response: responseOf(exchange),
  cache: {},
  timings: { send: 0, wait: exchange.duration, receive: 0 },
  comment: [exchange.id, exchange.request.operation, ...(about === undefined ? [] : [about])].join(' · '),
})
