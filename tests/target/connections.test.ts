import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer, type IncomingMessage } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates, type TLSSocket } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { authoritiesWith } from '../../target/connections.ts'
import { readDescription, type TargetDescription } from '../../target/description.ts'
import { TargetError } from '../../target/errors.ts'
import { perform } from '../../target/recipes.ts'
import { openSession } from '../../target/session.ts'
import { cli } from '../support/running.ts'
import { recordingRecorder } from './support.ts'

const certificates = fileURLToPath(new URL('../support/certificates/', import.meta.url))
const pem = (name: string): Promise<string> => readFile(join(certificates, name), 'utf8')

interface Secure {
  readonly port: number
  /** Who has shown a certificate, request by request; undefined for whoever has shown none. */
  readonly clients: (string | undefined)[]
  /** Host names that were asked for in the handshake. */
  readonly hosts: unknown[]
}

/** An endpoint that answers everything with 401, behind TLS. */
const startSecure = async (requestCert = false): Promise<Secure> => {
  const clients: (string | undefined)[] = []
  const hosts: unknown[] = []
  const options = { key: await pem('server.key'), cert: await pem('server.pem'), ca: await pem('ca.pem') }
  const server = createServer({ ...options, requestCert, rejectUnauthorized: requestCert }, (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate()
    clients.push(subject?.CN?.toString())
    hosts.push((request.socket as TLSSocket & { readonly servername?: unknown }).servername)
    response.writeHead(401, { 'content-type': 'application/json' }).end('{"type":"unauthorized"}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, clients, hosts }
}

/** A proxy that knows where one host is, and refuses every other tunnel. */
const startProxy = async (
  port: number,
  host = 'staging.test',
): Promise<{ readonly url: string; readonly asked: string[] }> => {
  const asked: string[] = []
  const server = createHttpServer((_, response) => response.writeHead(500).end())
  server.on('connect', ({ url = '' }: IncomingMessage, client: Socket): void => {
    asked.push(url)
    client.on('error', () => {})
    if (!url.startsWith(`${host}:`)) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      return
    }
    const there = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      there.pipe(client)
      client.pipe(there)
    })
    there.on('error', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

/** A folder with the certificates, and a description in `target.yaml`. */
const folderWith = async (yaml: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'connections-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const name of ['ca.pem', 'client.pem', 'client.key', 'client.encrypted.key', 'server.pem'])
    await copyFile(join(certificates, name), join(folder, name))
  await writeFile(join(folder, 'target.yaml'), `keys: {full: {env: KEY}}\n${yaml}`)
  return folder
}

/** Reads a description that stands in a folder with the certificates. */
const described = async (yaml: string, env: NodeJS.ProcessEnv = {}): Promise<TargetDescription> => {
  const file = join(await folderWith(yaml), 'target.yaml')
  return (await readDescription({ file, flags: {}, env: { KEY: 'tk-full-1', ...env } })).description
}

/** What comes of opening a session: the endpoint's 401, or why it could not be reached. */
const outcome = (description: TargetDescription): Promise<string> =>
  openSession(description, { concurrency: 2, recorder: recordingRecorder(), version: '0', timeout: 3000 }).then(
    () => 'opened',
    (error: unknown) => (error instanceof TargetError ? error.message : String(error)),
  )

const refusedKey = /refuses the key|401/

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('an authority of one’s own', () => {
  test('is trusted where the description names it', async () => {
    const { port, clients } = await startSecure()
    expect(await outcome(await described(`url: https://localhost:${port}\ntls: {ca: ca.pem}`))).toMatch(refusedKey)
    expect(clients.length).toBeGreaterThan(0)
    expect(new Set(clients)).toEqual(new Set([undefined]))
  })

  test('and nowhere else', async () => {
    const { port, clients } = await startSecure()
    expect(await outcome(await described(`url: https://localhost:${port}`))).toMatch(
      /the certificate or the TLS handshake was refused \(SELF_SIGNED_CERT_IN_CHAIN\); check the scheme, or name its authority in tls\.ca/,
    )
    expect(clients).toEqual([])
  })

  test('takes no trust away: those that everybody trusts stay, behind which it is added', () => {
    const authorities = authoritiesWith('PEM')
    expect(rootCertificates.length).toBeGreaterThan(50)
    expect(authorities).toEqual(expect.arrayContaining([...rootCertificates]))
    expect(authorities.at(-1)).toBe('PEM')
  })

  test('takes none of that away which the environment adds', async () => {
    const { port, clients } = await startSecure()
    // No authority of the endpoint's: it alone would be of no use.
    const folder = await folderWith(`url: https://localhost:${port}\ntls: {ca: client.pem}`)
    const run = (more: Readonly<Record<string, string>>) =>
      cli(['doctor', '--config', join(folder, 'target.yaml')], { env: { KEY: 'tk-full-1', ...more } })
    const without = await run({ NODE_EXTRA_CA_CERTS: join(folder, 'none.pem') })
    expect(without.stdout + without.stderr).toMatch(/the certificate or the TLS handshake was refused/)
    expect(clients).toEqual([])
    const over = await run({ NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') })
    expect(over.stdout + over.stderr).toMatch(refusedKey)
    expect(clients.length).toBeGreaterThan(0)
  })

  test('does not vouch for a host that its certificate does not name', async () => {
    const { port, clients } = await startSecure()
    const proxy = await startProxy(port, 'other.test')
    vi.stubEnv('HTTPS_PROXY', proxy.url)
    expect(await outcome(await described('url: https://other.test\ntls: {ca: ca.pem}'))).toMatch(
      /the certificate or the TLS handshake was refused \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
    )
    expect(proxy.asked.length).toBeGreaterThan(0)
    expect(clients).toEqual([])
  })
})

describe('a certificate of the suite', () => {
  const tls = (more: string): string => `tls: {ca: ca.pem, certificate: client.pem, ${more}}`

  test.each([
    ['key: client.key', {}],
    ['key: client.encrypted.key, passphrase: {env: PASS}', { PASS: 'correct-horse' }],
  ])('is shown to a target that asks: %s', async (key, env) => {
    const { port, clients } = await startSecure(true)
    expect(await outcome(await described(`url: https://localhost:${port}\n${tls(key)}`, env))).toMatch(refusedKey)
    expect(new Set(clients)).toEqual(new Set(['client']))
  })

  test('that is missing ends the run', async () => {
    const { port, clients } = await startSecure(true)
    const message = await outcome(await described(`url: https://localhost:${port}\ntls: {ca: ca.pem}`))
    expect(message).toMatch(/does not answer: account failed \(the connection was closed/)
    expect(clients).toEqual([])
  })

  test('is shown by a recipe to the target, and to nobody else', async () => {
    const [target, other] = [await startSecure(), await startSecure()]
    const description = await described(`url: https://localhost:${target.port}\n${tls('key: client.key')}`)
    const step = (port: number) =>
      ({ kind: 'request', method: 'POST', url: `https://localhost:${port}/on`, headers: {} }) as const
    const asking = await startSecure(true)
    for (const port of [target.port, other.port]) {
      const failing = perform(step(port), description)
      await expect(failing).rejects.toThrow('was answered 401, but 2xx is due')
    }
    const own = perform(step(asking.port), { ...description, url: `https://localhost:${asking.port}` })
    await expect(own).rejects.toThrow('was answered 401')
    expect(asking.clients).toEqual(['client'])
    await expect(perform(step(asking.port), description)).rejects.toThrow(/failed: /)
    expect(asking.clients).toEqual(['client'])
  })

  test.each([
    ['certificate: client.pem', /:2:\d+: tls\.certificate is nothing without tls\.key; name both\.$/],
    ['key: client.key', /tls\.key is nothing without tls\.certificate; name both\.$/],
    ['ca: none.pem', /none\.pem cannot be read \(ENOENT\); name a readable PEM file\.$/],
    ['ca: client.key', /tls\.ca holds no certificate in PEM\.$/],
    [
      'certificate: server.pem, key: client.key',
      /tls\.key cannot be used with tls\.certificate \(without tls\.passphrase\) \(\w+\)/,
    ],
    ['certificate: client.pem, key: client.encrypted.key', /tls\.key cannot be used with tls\.certificate \(without/],
    ['certificate: client.pem, key: client.key, phrase: x', /unknown member "phrase"/],
    ['certificate: client.pem, key: client.encrypted.key, passphrase: {env: NONE}', /variable NONE is not set/],
  ])('that cannot be used is refused: %s', async (members, message) => {
    await expect(described(`tls: {${members}}\nurl: https://localhost:9`)).rejects.toThrow(message)
  })
})

describe('a proxy that the environment names', () => {
  test('is gone through, and the target proves who it is', async () => {
    const { port, clients, hosts } = await startSecure(true)
    const proxy = await startProxy(port)
    vi.stubEnv('HTTPS_PROXY', proxy.url)
    const yaml = 'url: https://staging.test\ntls: {ca: ca.pem, certificate: client.pem, key: client.key}'
    expect(await outcome(await described(yaml))).toMatch(refusedKey)
    expect(new Set(proxy.asked)).toEqual(new Set(['staging.test:443']))
    expect(new Set(hosts)).toEqual(new Set(['staging.test']))
    expect(new Set(clients)).toEqual(new Set(['client']))
    expect(await outcome(await described('url: https://staging.test'))).toMatch(/certificate or the TLS handshake/)
  })

  test.each([
    ['https_proxy', { https_proxy: 'URL', HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'no URL' }],
    ['HTTP_PROXY where HTTPS_PROXY is not set', { HTTP_PROXY: 'URL' }],
    ['HTTP_PROXY where HTTPS_PROXY is empty', { https_proxy: '', HTTPS_PROXY: '', HTTP_PROXY: 'URL' }],
  ])('may be that of %s', async (_, variables) => {
    const { port } = await startSecure()
    const proxy = await startProxy(port)
    for (const [name, address] of Object.entries(variables)) vi.stubEnv(name, address.replace('URL', proxy.url))
    vi.stubEnv('NO_PROXY', '')
    expect(await outcome(await described('url: https://staging.test\ntls: {ca: ca.pem}'))).toMatch(refusedKey)
    expect(new Set(proxy.asked)).toEqual(new Set(['staging.test:443']))
  })

  const wrong = 'this is no address of a proxy; write it as http://host:port'
  test.each([
    ['https://staging.test', 'HTTPS_PROXY', 'proxy.example.com:8080'],
    ['https://staging.test', 'https_proxy', '10.0.0.1:8080'],
    ['https://staging.test', 'HTTP_PROXY', 'http://'],
    ['https://staging.test', 'HTTPS_PROXY', 'ftp://proxy.example.com'],
    ['https://staging.test', 'HTTPS_PROXY', 'http://ada:sesame%zz@proxy.example.com:8080'],
    ['http://staging.test', 'HTTP_PROXY', 'ada:sesame@proxy.example.com:8080'],
  ])('and that is no address ends a run on %s, before anything is opened: %s=%s', async (url, name, address) => {
    vi.stubEnv(name, address)
    const description = await described(`url: ${url}`)
    const ledger = await mkdtemp(join(tmpdir(), 'ledger-'))
    onTestFinished(() => rm(ledger, { recursive: true }))
    const options = { concurrency: 2, recorder: recordingRecorder(), version: '0', ledger: { folder: ledger } }
    const error = await openSession(description, options).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TargetError)
    const { message, exitCode } = error as TargetError
    expect(exitCode).toBe(2)
    expect(message).toContain(`${name}: ${wrong}`)
    expect(message).not.toMatch(/sesame|example/)
    expect(await readdir(ledger)).toEqual([])
  })

  test('is of no matter where it is not for the target', async () => {
    const { port } = await startSecure()
    const proxy = await startProxy(port)
    vi.stubEnv('HTTP_PROXY', 'proxy.example.com:8080')
    expect(await outcome(await described(`url: https://localhost:${port}\ntls: {ca: ca.pem}`))).toMatch(refusedKey)
    vi.stubEnv('HTTPS_PROXY', proxy.url)
    expect(await outcome(await described('url: https://staging.test\ntls: {ca: ca.pem}'))).toMatch(refusedKey)
  })

  test('may refuse', async () => {
    const proxy = await startProxy(9)
    vi.stubEnv('HTTPS_PROXY', proxy.url)
    expect(await outcome(await described('url: https://elsewhere.test'))).toMatch(
      /^https:\/\/elsewhere\.test cannot be reached: the proxy refused a tunnel with 403;/,
    )
    expect(proxy.asked.length).toBeGreaterThan(0)
  })

  test('is not asked for what NO_PROXY names, nor for this machine', async () => {
    const { port } = await startSecure()
    const proxy = await startProxy(port)
    vi.stubEnv('HTTPS_PROXY', proxy.url)
    vi.stubEnv('NO_PROXY', 'staging.test')
    expect(await outcome(await described('url: https://staging.test'))).toMatch(/cannot be reached/)
    expect(await outcome(await described(`url: https://localhost:${port}\ntls: {ca: ca.pem}`))).toMatch(refusedKey)
    expect(proxy.asked).toEqual([])
  })
})
