import { rootCertificates } from 'node:tls'
import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici'
import { isLoopback } from './description-checks.ts'
import type { Tls } from './description-tls.ts'

export interface ConnectionOptions {
  /** Most connections to the origin. */
  readonly connections: number
  /** Milliseconds within which a connection must have been made. */
  readonly timeout: number
  readonly tls: Tls | undefined
}

const proxyVariables = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY']

/** Whether the environment names a proxy at all; never for this machine itself, where no proxy finds the endpoint. */
const mayNeedProxy = (origin: string): boolean =>
  !isLoopback(origin) && proxyVariables.some((name) => (process.env[name] ?? '') !== '')

/** What a certificate authority of one's own vouches for is trusted besides what everybody trusts, never less. */
const tlsOptions = ({ ca, certificate, key, passphrase }: Tls) => ({
  ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
  ...(certificate === undefined ? {} : { cert: certificate, key, passphrase }),
})

/**
 * Connections to one origin, kept open between requests: with the certificates that are described, and through the proxy
 * that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name. Deadlines are the caller's business, but for that of connecting.
 * Through a proxy everything goes by a tunnel, so that what is judged is what the target said.
 */
export const openConnections = (origin: string, { connections, timeout, tls }: ConnectionOptions): Dispatcher => {
  const secured = tls === undefined ? {} : tlsOptions(tls)
  const common = { connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0, connect: { timeout, ...secured } }
  return mayNeedProxy(origin)
    ? new EnvHttpProxyAgent({ ...common, requestTls: { timeout, ...secured } })
    : new Pool(origin, common)
}
