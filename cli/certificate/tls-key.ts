import { createHash } from 'node:crypto'
import { connect } from 'node:tls'
import { proxyFor, tlsOptions } from '../../target/connections.ts'
import type { TargetDescription } from '../../target/description.ts'
import { TargetError } from '../../target/errors.ts'

/** What stands in place of a key where there is no TLS. */
export const noTls = 'none: plain HTTP'

/** Milliseconds that a connection may take. */
const patience = 10_000

/**
 * SHA-256 of the public key (SPKI, DER) in the certificate that the target presents, or in words why there is none.
 *
 * @throws TargetError (exit code 3) if no secured connection can be made
 */
export const tlsKeyOf = ({ url, tls }: Pick<TargetDescription, 'url' | 'tls'>): Promise<string> => {
  const { protocol, hostname, port, origin } = new URL(url)
  if (protocol !== 'https:') return Promise.resolve(noTls)
  if (proxyFor(origin) !== undefined) return Promise.resolve('not observed: reached through a proxy')
  const host = hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      socket.destroy()
      reject(new TargetError(`${origin} presents no certificate that could be looked at (${why}).`, 3))
    }
    const socket = connect({
      host,
      port: port === '' ? 443 : Number(port),
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      ...(tls === undefined ? {} : tlsOptions(tls)),
      timeout: patience,
    })
    socket.once('secureConnect', () => {
      const key = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' })
      if (key === undefined) return fail('none was sent')
      socket.destroy()
      resolve(createHash('sha256').update(key).digest('hex'))
    })
    socket.once('timeout', () => fail(`nothing within ${patience} ms`))
    socket.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.name))
  })
}
