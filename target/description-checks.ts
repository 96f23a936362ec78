import type { KeyForm } from '../contract/credentials.ts'
import { TargetError } from './errors.ts'

const local = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|.*\.localhost)$/

/** Whether an address is on this machine. */
export const isLoopback = (address: string): boolean => local.test(new URL(address).hostname)

/**
 * Checks an address and brings it into the form in which requests are appended to it.
 *
 * @throws TargetError if it is no http(s) URL, or holds what does not belong there.
 */
export const checkAddress = (text: string, place: string, warnings: string[]): string => {
  const shown = JSON.stringify(text.replace(/\/\/[^/]*@/, '//…@').replace(/[?#].*$/s, ''))
  if (!/^https?:\/\//i.test(text.trim())) {
    throw new TargetError(`${place}: the URL ${shown} must begin with http:// or https://.`)
  }
  if (!URL.canParse(text.trim())) throw new TargetError(`${place}: ${shown} is no URL; write it as https://host/base.`)
  const url = new URL(text.trim())
  if (url.username !== '' || url.password !== '') {
    throw new TargetError(`${place}: the URL ${shown} must not hold credentials; set DOORFLOW_KEY instead.`)
  }
  if (/[?#]/.test(text)) {
    throw new TargetError(`${place}: the URL ${shown} must end with its path, without a query or a fragment.`)
  }
  if (url.protocol === 'http:' && !local.test(url.hostname)) {
    warnings.push(`${place}: keys travel to ${url.host} in the clear; use https.`)
  }
  return url.origin + url.pathname.replace(/\/+$/, '')
}

/** Whether an address is on one of DoorFlow's own hosts. They serve doors that people stand in front of. */
export const isProduction = (address: string): boolean => /(?:^|\.)doorflow\.com\.?$/.test(new URL(address).hostname)

/**
 * None of DoorFlow's own hosts is there for tests alone.
 *
 * @throws TargetError if the address is on one of them.
 */
export const checkNotProduction = (address: string, place: string): void => {
  if (!isProduction(address)) return
  const { hostname } = new URL(address)
  throw new TargetError(`${place}: ${hostname} is DoorFlow's own and is never dedicated to tests; take dedicated out.`)
}

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const secret = new Set(['authorization', 'proxy-authorization', 'cookie', 'x-api-key', 'api-key'])
const decided = new Set(['accept', 'content-type', 'user-agent', 'x-http-method-override', 'x-method-override'])
const wire = new Set([
  ...['host', 'content-length', 'transfer-encoding', 'connection', 'keep-alive', 'upgrade', 'te', 'trailer', 'expect'],
  ...['accept-encoding', 'content-encoding', 'proxy-connection'],
])

/** @throws TargetError if a header would carry credentials, break the wire, or change what is judged. */
export const checkHeader = (name: string, value: string, place: string): void => {
  const lower = name.toLowerCase()
  const problem = !token.test(name)
    ? 'is no name of a header; use letters, digits and hyphens'
    : secret.has(lower)
      ? 'would carry credentials; describe keys below keys, or set DOORFLOW_KEY'
      : wire.has(lower)
        ? 'belongs to the connection and cannot be set; take it out'
        : decided.has(lower) || lower.startsWith('x-doorflow-conformance')
          ? 'is decided by the suite; take it out'
          : undefined
  if (problem !== undefined) throw new TargetError(`${place}: the header ${JSON.stringify(name)} ${problem}.`)
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
    throw new TargetError(`${place}: the value of the header ${name} must be one line of Latin-1 text.`)
  }
}

/** Takes `Name: value` apart. @throws TargetError if it is not of that form, or the header is refused. */
export const readHeaderFlag = (line: string): readonly [name: string, value: string] => {
  const colon = line.indexOf(':')
  if (colon < 1) throw new TargetError("--header: a header must be written as 'Name: value'.")
  const [name, value] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
  checkHeader(name, value, '--header')
  return [name, value]
}

/** Checks that a key can travel. @throws TargetError, which never shows the key. */
export const checkKey = (text: string, place: string, auth: KeyForm, warnings: string[]): string => {
  const key = text.trim()
  if (key !== text) warnings.push(`${place}: the key has blanks around it; they are left out.`)
  if (!/^[\x21-\x7e]{4,}$/.test(key)) {
    throw new TargetError(`${place}: the key must be at least four printable ASCII characters without blanks.`)
  }
  if (auth === 'basic' && key.includes(':')) {
    throw new TargetError(
      `${place}: a key that contains a colon cannot be the user name of Basic authentication; choose another auth.`,
    )
  }
  return key
}
