import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../reports/certificate/canonical.ts'
import { envelopeText, seal } from '../../reports/certificate/envelope.ts'
import { statementBytes, statementOf } from '../../reports/certificate/statement.ts'
import { keyIn } from '../support/bundles.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { cli, packageRoot, program } from '../support/running.ts'

/** The commands of the documentation, word for word, by the language of their block. */
const documented = async (section: string, language: string): Promise<readonly string[]> => {
  const text = await readFile(join(packageRoot, 'docs', 'certificate.md'), 'utf8')
  const [, its = ''] = text.split(`## ${section}\n`)
  const blocks = its.split('\n## ')[0] ?? ''
  return [...blocks.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, block = '']) => block)
}

const section = 'Verifying with other tools'

let root: string

beforeAll(async () => {
  root = await emptyFolder('third-party')
})

afterAll(() => remove(root))

/** A folder with an envelope over two files, and the public key beside them. */
const bundle = async (algorithm: string): Promise<string> => {
  const folder = join(root, algorithm)
  await mkdir(folder, { recursive: true })
  const made = await cli(['keygen', '--force', '--algorithm', algorithm, '--output', join(folder, 'vendor.pem')])
  expect(made.code).toBe(0)
  const files = { 'results.json': '{}\n', 'certificate.txt': 'CONFORMANT\n' }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  const statement = statementOf(
    {
      vendor: 'Ümlaut & Søn “quoted”',
      product: 'Gate',
      build: '4.2.0',
      origin: 'https://gate.example.com',
      tlsKey: 'a'.repeat(64),
      account: 'b'.repeat(64),
      suite: { version: '0.1.0', generators: 2 },
      suiteDigest: 'c'.repeat(64),
      edition: 'classic',
      profile: 'certify-classic-1',
      profileHash: 'd'.repeat(64),
      level: 'core',
      run: 'abcdefgh',
      seed: 1,
      startedAt: '2026-01-01T00:00:00.000Z',
      attempt: 1,
      issued: '2026-01-01T00:01:00.000Z',
      expires: '2027-01-01T00:01:00.000Z',
    },
    {
      verdict: 'conformant',
      passed: ['RE-200:getPerson'],
      warned: [],
      failed: [],
      absent: [],
      unclaimed: [],
      neverObserved: [],
      blocked: [],
      unscored: 0,
    },
    Object.entries(files).map(([name, text]) => ({ name, digest: { sha256: sha256(text) } })),
  )
  const key = keyIn(join(folder, 'vendor.pem'))
  await writeFile(join(folder, 'statement.dsse.json'), envelopeText(seal(statementBytes(statement), key)))
  return folder
}

/** Says something else in what was signed. */
const alter = async (folder: string): Promise<void> => {
  const path = join(folder, 'statement.dsse.json')
  const text = await readFile(path, 'utf8')
  const payload = /"payload":"([^"]*)"/.exec(text)?.[1] ?? ''
  const told = Buffer.from(payload, 'base64').toString().replace('4.2.0', '4.3.0')
  await writeFile(path, text.replace(payload, Buffer.from(told).toString('base64')))
}

const sh = (folder: string, script: string) =>
  program('/bin/sh', ['-ec', script.replaceAll('/tmp/', `${folder}/tmp-`)], { cwd: folder })

describe.each(['ed25519', 'ecdsa-p256'])('an envelope that is signed with %s', (algorithm) => {
  test('verifies with openssl, as documented', async () => {
    const folder = await bundle(algorithm)
    const [signature = '', digests = ''] = await documented(section, 'sh')
    const verified = await sh(folder, signature)
    expect([verified.code, verified.stdout.trim()], verified.stderr).toEqual([0, 'Signature Verified Successfully'])
    const checked = await sh(folder, digests)
    expect(checked.stdout.trim().split('\n')).toEqual(['results.json: OK', 'certificate.txt: OK'])
    await writeFile(join(folder, 'results.json'), '{"altered":true}\n')
    expect((await sh(folder, digests)).stdout).toContain('results.json: FAILED')
  })

  test('does not verify with openssl once it is altered', async () => {
    const folder = await bundle(algorithm)
    await alter(folder)
    const [signature = ''] = await documented(section, 'sh')
    const { code, stdout } = await sh(folder, signature)
    expect(code).not.toBe(0)
    expect(stdout).toContain('Signature Verification Failure')
  })
})

const python = (folder: string, text: string) => program('python3', ['-c', text], { cwd: folder })

const found = await program('python3', ['-c', 'import securesystemslib.dsse']).then(
  ({ code }) => code === 0,
  () => false,
)

// The signature itself is verified by openssl above, wherever this runs: this is a second opinion.
if (found)
  describe.each(['ed25519', 'ecdsa-p256'])('an envelope that is signed with %s', (algorithm) => {
    test('verifies with securesystemslib, as documented, and not once it is altered', async () => {
      const folder = await bundle(algorithm)
      const [text = ''] = await documented(section, 'python')
      const verified = await python(folder, text)
      expect([verified.code, verified.stdout.trim()], verified.stderr).toEqual([
        0,
        `verified ${keyIn(join(folder, 'vendor.pem')).id} PASSED`,
      ])
      await alter(folder)
      const refused = await python(folder, text)
      expect(refused.code).toBe(1)
      expect(refused.stderr).toContain('VerificationError')
    })
  })
else
  test('securesystemslib is not on this machine: openssl alone has verified the envelopes', async () => {
    const { stderr } = await python(root, 'import securesystemslib.dsse')
    expect(stderr).toMatch(/ModuleNotFoundError: No module named 'securesystemslib'/)
  })
