import type { FailureKind, TransportFailure } from '../oracle/exchange.ts'
import { GuardError } from './errors.ts'

const words: Readonly<Record<string, readonly [FailureKind, string]>> = {
  ECONNREFUSED: ['unreachable', 'the connection was refused'],
  ENOTFOUND: ['unreachable', 'the host name is not known'],
  EAI_AGAIN: ['unreachable', 'the host name could not be looked up'],
  EHOSTUNREACH: ['unreachable', 'there is no way to the host'],
  ENETUNREACH: ['unreachable', 'there is no way to the network'],
  ENETDOWN: ['unreachable', 'the network is down'],
  EADDRNOTAVAIL: ['unreachable', 'no local address is available'],
  UND_ERR_CONNECT_TIMEOUT: ['unreachable', 'the host did not accept the connection in time'],
  ECONNRESET: ['reset', 'the connection was reset'],
  ECONNABORTED: ['reset', 'the connection was reset'],
  EPIPE: ['reset', 'the connection was closed while the request was being sent'],
  UND_ERR_SOCKET: ['reset', 'the connection was closed before the response was complete'],
  ETIMEDOUT: ['timeout', 'the connection fell silent'],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'no response came in time'],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'the response was not complete in time'],
  UND_ERR_HEADERS_OVERFLOW: ['protocol', 'the header lines of the response are too long'],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['protocol', 'the body is not as long as its Content-Length says'],
  UND_ERR_RES_EXCEEDED_MAX_SIZE: ['too-large', 'the body of the response is too large'],
  UND_ERR_ABORTED: ['aborted', 'the request was given up'],
  UND_ERR_DESTROYED: ['aborted', 'the run has ended'],
  UND_ERR_CLOSED: ['aborted', 'the run has ended'],
  EPROTO: ['tls', 'the TLS handshake failed'],
}

const ours = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH'])

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : ''
}

/**
 * A transport error in our own words, with the transport's code in brackets; nothing that the target sent is in it.
 *
 * @throws GuardError if it was the request that could not be put on the wire.
 */
export const describeFailure = (error: unknown): TransportFailure => {
  const code = codeOf(error)
  const [, status] = /^Proxy response \((\d{3})\)/.exec(error instanceof Error ? error.message : '') ?? []
  if (status !== undefined) return { kind: 'unreachable', message: `the proxy refused a tunnel with ${status}` }
  if (ours.has(code)) {
    const why = error instanceof Error ? error.message : code
    throw new GuardError(`The request cannot be put on the wire: ${why}.`, 'unsendable')
  }
  const known = words[code]
  if (known !== undefined) return { kind: known[0], message: `${known[1]} (${code})` }
  if (code.startsWith('HPE_')) return { kind: 'protocol', message: `the response is not HTTP/1.1 (${code})` }
  if (/^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|INVALID_CA)/.test(code)) {
    return { kind: 'tls', message: `the certificate or the TLS handshake was refused (${code})` }
  }
  // Errors that the response parser throws without a code end here too.
  return { kind: 'protocol', message: code === '' ? 'the response is not HTTP/1.1' : `the connection failed (${code})` }
}
