import { generateKeyPairSync } from 'node:crypto'
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyIdOf, readSigningKey, readVerifyingKey } from '../../reports/certificate/keys.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { cli, program } from '../support/running.ts'

let root: string

beforeAll(async () => {
  root = await emptyFolder('keys')
})

afterAll(() => remove(root))

describe('keygen', () => {
  test.each(['ed25519', 'ecdsa-p256'] as const)(
    'makes a key of the kind %s that signs and verifies',
    async (algorithm) => {
      const file = join(root, `${algorithm}.pem`)
      const { code, stdout, stderr } = await cli(['keygen', '--algorithm', algorithm, '--output', file])
      expect(code).toBe(0)
      expect(stderr).toContain(`${algorithm}.pub.pem`)
      expect((await stat(file)).mode & 0o777).toBe(0o600)
      const key = readSigningKey(await readFile(file, 'utf8'))
      const trusted = readVerifyingKey(await readFile(join(root, `${algorithm}.pub.pem`), 'utf8'))
      expect([key.algorithm, trusted.algorithm]).toEqual([algorithm, algorithm])
      expect(stdout.trim()).toBe(key.id)
      expect(trusted.id).toBe(key.id)
      const signature = key.sign(Buffer.from('a statement'))
      expect(trusted.verifies(Buffer.from('a statement'), signature)).toBe(true)
      expect(trusted.verifies(Buffer.from('another one'), signature)).toBe(false)
    },
  )

  test('calls a key by what openssl makes of it', async () => {
    const file = join(root, 'named.pem')
    const { stdout } = await cli(['keygen', '--output', file])
    const digest = await program('/bin/sh', [
      '-c',
      `openssl pkey -in '${file}' -pubout -outform DER | openssl dgst -sha256 -r`,
    ])
    expect(digest.stdout.split(' ')[0]).toBe(stdout.trim())
  })

  test('writes over nothing unless it is told to', async () => {
    const file = join(root, 'kept.pem')
    await writeFile(join(root, 'kept.pub.pem'), 'mine')
    const refused = await cli(['keygen', '--output', file])
    expect([refused.code, refused.stdout]).toEqual([2, ''])
    expect(refused.stderr).toMatch(
      /kept\.pub\.pem would be overwritten; name another file with --output, or say --force\.\n$/,
    )
    expect(await readFile(join(root, 'kept.pub.pem'), 'utf8')).toBe('mine')
    await chmod(join(root, 'kept.pub.pem'), 0o644)
    await writeFile(file, 'also mine', { mode: 0o644 })
    expect((await cli(['keygen', '--output', file, '--force'])).code).toBe(0)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'utf8')).toContain('BEGIN PRIVATE KEY')
  })

  test('says where it cannot write', async () => {
    const { code, stderr } = await cli(['keygen', '--output', join(root, 'nowhere', 'key.pem')])
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^doorflow-conformance: .*key\.pem cannot be written \(ENOENT\); name another file with --output\.\n$/,
    )
  })
})

const pem = (
  kind: 'pkcs8' | 'sec1' | 'spki',
  pair: { privateKey: unknown; publicKey: unknown },
  more: object = {},
): string => {
  const key = (kind === 'spki' ? pair.publicKey : pair.privateKey) as { export(options: object): string }
  return key.export({ type: kind, format: 'pem', ...more })
}

describe('a key of the user', () => {
  const p256 = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const ed25519 = generateKeyPairSync('ed25519')
  const locked = { cipher: 'aes-256-cbc', passphrase: 'open sesame' }

  test.each([
    ['Ed25519 in PKCS#8', pem('pkcs8', ed25519), undefined, keyIdOf(ed25519.publicKey)],
    ['P-256 in PKCS#8', pem('pkcs8', p256), undefined, keyIdOf(p256.publicKey)],
    ['P-256 in SEC1', pem('sec1', p256), undefined, keyIdOf(p256.publicKey)],
    ['an encrypted one', pem('pkcs8', ed25519, locked), 'open sesame', keyIdOf(ed25519.publicKey)],
    ['a passphrase that is not needed', pem('pkcs8', ed25519), 'open sesame', keyIdOf(ed25519.publicKey)],
  ])('%s is taken', (_, text, passphrase, id) => {
    expect(readSigningKey(text, passphrase).id).toBe(id)
  })

  test.each([
    [
      'RSA',
      pem('pkcs8', generateKeyPairSync('rsa', { modulusLength: 2048 })),
      undefined,
      'it is a key of another kind (rsa), and certificates are signed with Ed25519 or ECDSA P-256',
    ],
    [
      'P-384',
      pem('pkcs8', generateKeyPairSync('ec', { namedCurve: 'secp384r1' })),
      undefined,
      'it is a key of another kind (ec secp384r1), and certificates are signed with Ed25519 or ECDSA P-256',
    ],
    [
      'X25519',
      pem('pkcs8', generateKeyPairSync('x25519')),
      undefined,
      'it is a key of another kind (x25519), and certificates are signed with Ed25519 or ECDSA P-256',
    ],
    ['a public key', pem('spki', ed25519), undefined, 'it is a public key, and signing takes the private one'],
    ['something else', 'hello', undefined, 'it is no private key in PEM'],
    [
      'an encrypted one without its passphrase',
      pem('pkcs8', ed25519, locked),
      undefined,
      'it is encrypted, and no passphrase was given',
    ],
    [
      'an encrypted one with another passphrase',
      pem('pkcs8', ed25519, locked),
      'guess',
      'it cannot be decrypted with the passphrase that was given',
    ],
  ])('%s is refused in one sentence', (_, text, passphrase, why) => {
    expect(() => readSigningKey(text, passphrase)).toThrow(why)
  })

  test('a damaged one is refused, and nothing of it is said', () => {
    const text = pem('pkcs8', ed25519)
    const damaged = text.replace(/\n[^\n]{20}/, '\nAAAAAAAAAAAAAAAAAAAA')
    expect(() => readSigningKey(damaged)).toThrow(/^it is damaged \(ERR_[A-Z0-9_]+\)$/)
  })

  test('a private one does not verify', () => {
    expect(() => readVerifyingKey(pem('pkcs8', ed25519))).toThrow(
      'it is a private key, and verifying takes the public one',
    )
  })
})

describe('certify, before anything is sent', () => {
  const asked = ['certify', '--config', 'absent.yaml', '--vendor', 'a', '--product', 'b', '--build', 'c']

  test('names the variable of a passphrase', async () => {
    const file = join(root, 'locked.pem')
    const { privateKey } = generateKeyPairSync('ed25519')
    await writeFile(
      file,
      String(privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })),
    )
    const without = await cli([...asked, '--key', file])
    expect(without.code).toBe(2)
    expect(without.stderr).toBe(
      `doorflow-conformance: --key: ${file} cannot be used: it is encrypted, and no passphrase was given (DOORFLOW_KEY_PASSPHRASE).\n`,
    )
    const with_ = await cli([...asked, '--key', file], { env: { DOORFLOW_KEY_PASSPHRASE: 'x' } })
    expect(with_.stderr).toMatch(/absent\.yaml: there is no such file/)
  })

  test('says what is wrong with a key', async () => {
    await mkdir(join(root, 'folder'))
    for (const [file, why] of [
      [join(root, 'none.pem'), 'cannot be read (ENOENT); name a key in PEM, such as keygen writes.'],
      [join(root, 'folder'), 'cannot be read (EISDIR); name a key in PEM, such as keygen writes.'],
    ] as const) {
      const { code, stderr } = await cli([...asked, '--key', file])
      expect([code, stderr]).toEqual([2, `doorflow-conformance: --key: ${file} ${why}\n`])
    }
  })
})
