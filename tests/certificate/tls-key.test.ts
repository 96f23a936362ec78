import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { remarkOnKey } from '../../cli/certificate/live-target.ts'
import { tlsKeyOf } from '../../cli/certificate/tls-key.ts'
import { program } from '../support/running.ts'

const folder = new URL('../support/certificates/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8')
const server = createServer({ key: read('server.key'), cert: read('server.pem') })
let url: string

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  url = `https://localhost:${(server.address() as AddressInfo).port}`
})

afterAll(() => server.close())

test('the key of a certificate is called by what openssl makes of it', async () => {
  const file = new URL('server.pem', folder).pathname
  const script = `openssl x509 -in '${file}' -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256 -r`
  const { stdout } = await program('/bin/sh', ['-c', script])
  expect(await tlsKeyOf({ url, tls: { ca: read('ca.pem') } })).toBe(stdout.split(' ')[0])
})

test('another key than then is worth a word, and the same is not', async () => {
  const now = await tlsKeyOf({ url, tls: { ca: read('ca.pem') } })
  expect(remarkOnKey(now, now)).toBeUndefined()
  expect(remarkOnKey('a'.repeat(64), now)).toMatch(/^It presents another TLS key than when it was certified: /)
  const unseen = 'not observed: reached through a proxy'
  expect(remarkOnKey(unseen, now)).toContain(`could not be compared with the one that was signed (then ${unseen})`)
  expect(remarkOnKey(now, unseen)).toContain(`(now ${unseen})`)
  expect(remarkOnKey(unseen, unseen)).toContain(`(now ${unseen})`)
  const plain = await tlsKeyOf({ url: 'http://127.0.0.1:1' })
  expect(remarkOnKey(plain, plain)).toBeUndefined()
})

test('there is none without TLS', async () => {
  expect(await tlsKeyOf({ url: 'http://127.0.0.1:1' })).toBe('none: plain HTTP')
})

test('a certificate that nobody vouches for is not looked at', async () => {
  await expect(tlsKeyOf({ url })).rejects.toMatchObject({ exitCode: 3 })
})

test('nor one that nobody presents', async () => {
  await expect(tlsKeyOf({ url: 'https://127.0.0.1:1' })).rejects.toThrow(/presents no certificate .*\(ECONNREFUSED\)/)
})
