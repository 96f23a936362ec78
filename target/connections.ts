import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'
import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici'
import { isLoopback } from './description-checks.ts'
import type { Tls } from './description-tls.ts'
import { TargetError } from './errors.ts'

export interface ConnectionOptions {
  /** Most connections to the origin. */
  readonly connections: number
  /** Milliseconds within which a connection must have been made. */
  readonly timeout: number
  readonly tls: Tls | undefined
}

/** Kinds of proxy that undici can go through. */
const proxySchemes = new Set(['http:', 'https:', 'socks5:', 'socks:'])

/**
 * Variables that are read for an origin, as undici reads them: in lower case or, where that is not set, in upper case. The
 * first that is not empty counts.
 */
const proxyVariables = (origin: string): readonly (readonly [lower: string, upper: string])[] => {
  const plain = ['http_proxy', 'HTTP_PROXY'] as const
  return origin.startsWith('https:') ? [['https_proxy', 'HTTPS_PROXY'], plain] : [plain]
}

/**
 * Address of the proxy that the environment names for an origin; undefined where it names none, and for this machine
 * itself, where no proxy finds the endpoint.
 *
 * @throws TargetError if it is no address of a proxy; what it says is never shown, since it may hold a password
 */
export const proxyFor = (origin: string): string | undefined => {
  if (isLoopback(origin)) return undefined
  const name = proxyVariables(origin)
    .map(([lower, upper]) => (process.env[lower] === undefined ? upper : lower))
    .find((variable) => (process.env[variable] ?? '') !== '')
  if (name === undefined) return undefined
  const address = process.env[name] ?? ''
  if (!isProxy(address))
    throw new TargetError(
      `${name}: this is no address of a proxy; write it as http://host:port, what is special in a user name or password percent-encoded.`,
    )
  return address
}

const isProxy = (address: string): boolean => {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, username, password } = new URL(address)
  return proxySchemes.has(protocol) && hostname !== '' && [username, password].every(isPercentEncoded)
}

const isPercentEncoded = (text: string): boolean => {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/**
 * Makes sure, before anything is opened, that a target can be gone to through the proxy that the environment names.
 *
 * @throws TargetError (exit code 2) that names the variable, if it holds no address of a proxy
 */
export const checkProxies = (url: string): void => void proxyFor(url)

/** Newer Nodes say themselves what they trust. */
const { getCACertificates } = tls as { readonly getCACertificates?: (of: 'default') => readonly string[] }

/** What NODE_EXTRA_CA_CERTS adds. Node itself warns of a file that it cannot read, and goes on without. */
const extraCertificates = (): readonly string[] => {
  const file = process.env.NODE_EXTRA_CA_CERTS ?? ''
  try {
    return file === '' ? [] : [readFileSync(file, 'utf8')]
  } catch {
    return []
  }
}

/**
 * Certificates of the authorities that are trusted where one's own vouches for the target, in PEM: those that Node trusts
 * by default and those of the environment, and this one besides. Never less, since naming any takes the place of all.
 */
export const authoritiesWith = (ca: string): string[] => [
  ...(getCACertificates?.('default') ?? [...tls.rootCertificates, ...extraCertificates()]),
  ca,
]

/** A target's certificates as Node takes them. */
export const tlsOptions = ({ ca, certificate, key, passphrase }: Tls) => ({
  ...(ca === undefined ? {} : { ca: authoritiesWith(ca) }),
  ...(certificate === undefined ? {} : { cert: certificate, key, passphrase }),
})

/**
 * Connections to one origin, kept open between requests: with the certificates that are described, and through the proxy
 * that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name. Deadlines are the caller's business, but for that of connecting.
 * Through a proxy everything goes by a tunnel, so that what is judged is what the target said.
 *
 * @throws TargetError as `checkProxies` does
 */
export const openConnections = (origin: string, { connections, timeout, tls: own }: ConnectionOptions): Dispatcher => {
  const secured = own === undefined ? {} : tlsOptions(own)
  const common = { connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0, connect: { timeout, ...secured } }
  const proxy = proxyFor(origin)
  return proxy === undefined
    ? new Pool(origin, common)
    : // Each variable is read in one place; what is not meant for this origin is never looked at.
      new EnvHttpProxyAgent({ ...common, httpProxy: proxy, httpsProxy: proxy, requestTls: { timeout, ...secured } })
}
