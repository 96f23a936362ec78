import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readChain } from '../../reports/certificate/attempts.ts'
import { makeKeys, statementOf, vendor } from '../support/bundles.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { passOn } from '../support/proxy.ts'
import { cli, type Ended, type Served, serve, startCli } from '../support/running.ts'

let root: string
let served: Served
let keys: { readonly pem: string; readonly pub: string }

beforeAll(async () => {
  root = await emptyFolder('certify')
  keys = await makeKeys(root)
  served = await serve(join(root, 'practice.yaml'))
})

afterAll(async () => {
  await served.stop()
  await remove(root)
})

const asked = (output: string, more: readonly string[] = [], config = served.config): readonly string[] => [
  ...['certify', '--config', config, '--key', keys.pem, ...vendor, '--level', 'core', '--output', join(root, output)],
  ...more,
]

const chainOf = async (output: string) => readChain(await readFile(join(root, output, 'attempts.jsonl'), 'utf8'))
const bundleOf = (output: string, attempt = 1): string => join(root, output, `attempt-${attempt}`)

const said = ({ code, stdout, stderr }: Ended) => ({ code, stdout, stderr: stderr.replaceAll(root, '…') })

/** The practice endpoint behind a gateway that answers some requests itself, and its description with some lines more. */
const behind = async (
  name: string,
  answers: (method: string, path: string) => number | 'hang-up' | undefined,
  more = '',
): Promise<{ readonly config: string; close(): void }> => {
  const gateway = createServer(
    (incoming, outgoing) => void passOn(served.url, incoming, outgoing, ({ method, path }) => answers(method, path)),
  )
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`
  const config = join(root, `${name}.yaml`)
  await writeFile(config, (await readFile(served.config, 'utf8')).replaceAll(served.url, url) + more)
  return { config, close: () => gateway.close() }
}

describe('a conformant endpoint', () => {
  const nonce = 'd2f0c1b7e6a54938'
  let certified: Ended

  beforeAll(async () => {
    certified = await cli(asked('sound', ['--challenge', nonce]), { cwd: root })
  })

  test('is given a certificate that says so, and what it cannot prove', () => {
    expect(certified.code, certified.stderr).toBe(0)
    expect(certified.stdout).toMatch(
      /^CONFORMANT · level core · classic edition\nMade to the challenge "d2f0c1b7e6a54938"\.\n/,
    )
    expect(certified.stdout).toMatch(/vendor {10}declared {2}Acme\n/)
    expect(certified.stdout).toMatch(/origin {10}observed {2}http:\/\/127\.0\.0\.1:\d+\n/)
    expect(certified.stdout).toContain('What it cannot prove\n')
    expect(statementOf(bundleOf('sound')).predicate).toMatchObject({ result: 'PASSED', failedTests: [] })
  })

  test('verifies with the key of the vendor, and with its challenge', async () => {
    const { code, stdout } = await cli(['verify', bundleOf('sound'), '--key', keys.pub, '--challenge', nonce])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^GENUINE, and conformant\.\n/)
    expect(stdout).toContain('that every request is the one that the seed leads to, and none is missing')
  })

  test('is of an unknown signer without a key', async () => {
    const { code, stdout } = await cli(['verify', bundleOf('sound')])
    expect(code).toBe(3)
    expect(stdout).toMatch(/^INTEGRITY ONLY, SIGNER UNKNOWN/)
  })

  test('is refused where something is wrong, each thing in a line of its own', async () => {
    await writeFile(join(root, 'revoked.json'), JSON.stringify({ keys: [statementKey()] }))
    const { code, stdout, stderr } = await cli([
      ...['verify', bundleOf('sound'), '--key', keys.pub, '--challenge', 'another nonce'],
      ...['--revocations', join(root, 'revoked.json')],
    ])
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout).toBe(
      `INVALID: 2 things are wrong with this bundle.\n  the statement is signed with a key that was revoked (${statementKey()}).\n  the statement was made to another challenge.\n`,
    )
  })

  test('shows nothing of the machine that it was made on', async () => {
    const folder = bundleOf('sound')
    for (const name of await readdir(folder)) {
      const bytes = await readFile(join(folder, name))
      const envelope = name === 'statement.dsse.json' ? JSON.stringify(statementOf(folder)) : ''
      const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString() + envelope
      const found = [root, process.cwd(), keys.pem].filter((secret) => text.includes(secret))
      // What was drawn at random may hold a short name by chance.
      if (!name.endsWith('.gz') && new RegExp(`\\b${hostname()}\\b`).test(text)) found.push(hostname())
      expect(found, name).toEqual([])
    }
  })

  const statementKey = (): string => {
    const key = /signed by key {2}([0-9a-f]{64})/.exec(certified.stdout)?.[1]
    if (key === undefined) throw new Error('no key was named')
    return key
  }
})

describe('verify', () => {
  test.each([
    ['no folder', ['nowhere'], /nowhere is no bundle that can be read \(ENOENT\)/],
    ['a file', ['vendor.pem'], /vendor\.pem is no bundle that can be read \(it is no folder\)/],
    [
      'a folder of something else',
      ['.'],
      /is no bundle that can be read: statement\.dsse\.json is missing; name the folder of an attempt that certify has made/,
    ],
    [
      'a key that is none',
      ['.', '--key', 'practice.yaml'],
      /--key: practice\.yaml cannot be used: it is no public key in PEM\./,
    ],
    ['a private key', ['.', '--key', 'vendor.pem'], /--key: vendor\.pem cannot be used: it is a private key/],
    ['no list of revocations', ['.', '--revocations', 'practice.yaml'], /--revocations: practice\.yaml is not JSON/],
    // Known before the bundle is looked at, which takes longest.
    ['nobody to ask', ['nowhere', '--live'], /--live needs a target/],
    ['no description', ['nowhere', '--live', '--config', 'none.yaml'], /none\.yaml/],
    ['a short challenge', ['.', '--challenge', 'x'], /--challenge: it must be 8 to 200 printable ASCII characters/],
  ])('says in one sentence what is wrong with %s', async (_, words, why) => {
    const { code, stdout, stderr } = await cli(['verify', ...words], { cwd: root })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(why)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('certify, before anything is sent', () => {
  test.each([
    ['--only', 'RE-400'],
    ['--exclude', 'RE-400'],
    ['--profile', 'smoke'],
    ['--runs', '1'],
    ['--seed', '1'],
    ['--waivers', 'waivers.yaml'],
    ['--max-requests', '100'],
    ['--max-time', '10'],
    ['--strict'],
  ])('refuses %s', async (...words) => {
    const { code, stdout, stderr } = await cli(asked('refused', words))
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(new RegExp(`^doorflow-conformance: ${words[0]} is not for a certificate: [^\n]+\\.\n$`))
    expect(existsSync(join(root, 'refused'))).toBe(false)
  })

  test('refuses a budget that leaves something out', async () => {
    const { config, close } = await behind('budget', () => undefined, '\nbudgets: { maxRequests: 500 }\n')
    close()
    const { code, stderr } = said(await cli(asked('budget', [], config)))
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /The budget of 500 requests leaves out .* A certificate leaves nothing out: raise budgets, or take them out\.\n$/,
    )
  })

  test('names what a shared target withholds', async () => {
    const config = join(root, 'shared.yaml')
    await writeFile(config, `url: ${served.url}\naccount: 20445\nkeys: { full: { env: PRACTICE } }\n`)
    const { code, stdout, stderr } = await cli(asked('shared', [], config), {
      env: { PRACTICE: 'a-key-that-is-never-sent' },
    })
    expect(code, stderr).toBe(3)
    expect(stdout).toMatch(
      /^NO CERTIFICATE: the target as it is described cannot be certified; nothing was sent\.\n {2}/,
    )
    expect(existsSync(join(root, 'shared'))).toBe(false)
  })

  test('says that a folder cannot be written', async () => {
    const { code, stderr } = said(await cli(asked('vendor.pem/out')))
    expect([code, stderr]).toEqual([
      2,
      'doorflow-conformance: --output: …/vendor.pem/out cannot be written (ENOTDIR); name a folder that can be.\n',
    ])
  })

  test('needs a target, and names for what it certifies', async () => {
    const nobody = await cli(['certify', '--key', keys.pem, ...vendor])
    expect([nobody.code, nobody.stderr]).toEqual([
      2,
      'doorflow-conformance: certify needs a target: name its description with --config, or set DOORFLOW_CONFIG.\n',
    ])
    const unnamed = await cli([
      'certify',
      '--config',
      served.config,
      '--key',
      keys.pem,
      '--vendor',
      'A',
      '--product',
      ' ',
      '--build',
      '1',
    ])
    expect(unnamed.code).toBe(2)
    expect(unnamed.stderr).toMatch(/--product: it must be 1 to 200 printable characters, not only blanks\.\n$/)
  })
})

describe('attempts', () => {
  test('that are killed stay visible', async () => {
    const killed = startCli(asked('killed'), { cwd: root })
    await killed.said(/\d+ of \d+ cells/)
    killed.signal('SIGKILL')
    await killed.ended
    expect(await chainOf('killed')).toMatchObject([{ kind: 'begun', attempt: 1, challenge: null }])

    const next = await cli(asked('killed'), { cwd: root })
    expect(next.code, next.stderr).toBe(0)
    expect(await chainOf('killed')).toMatchObject([
      { kind: 'begun', attempt: 1 },
      { kind: 'begun', attempt: 2 },
      { kind: 'ended', attempt: 2, outcome: 'conformant' },
    ])
    const { code, stdout } = await cli(['verify', bundleOf('killed', 2), '--key', keys.pub])
    expect(code).toBe(0)
    expect(stdout).toContain('Attempts before this one: 1 that never ended.')
    expect(stdout).toContain('Self-declared: made without a challenge of whoever relies on it.')
  })

  test('that are interrupted are kept, without a certificate', async () => {
    const interrupted = startCli(asked('interrupted'), { cwd: root })
    await interrupted.said(/\d+ of \d+ cells/)
    interrupted.signal('SIGINT')
    const { code, stdout } = await interrupted.ended
    expect(code).toBe(130)
    expect(stdout).toContain('NO CERTIFICATE')
    expect((await chainOf('interrupted')).at(-1)).toMatchObject({ kind: 'ended', outcome: 'interrupted' })
    expect(await readdir(bundleOf('interrupted'))).not.toContain('statement.dsse.json')
  })

  test('that leave something undecided are kept, without a certificate', async () => {
    const { config, close } = await behind('undecided', (method, path) =>
      method === 'PUT' && path.includes('/credentials') ? 'hang-up' : undefined,
    )
    const { code, stdout } = await cli(asked('undecided', [], config), { cwd: root })
    close()
    expect(code).toBe(3)
    expect(stdout).toMatch(/\nNO CERTIFICATE: \d+ things left open\.\n {2}RE-/)
    expect((await chainOf('undecided')).at(-1)).toMatchObject({ kind: 'ended', outcome: 'no-verdict' })
    expect((await readdir(bundleOf('undecided'))).sort()).toContain('results.json')
    expect(await readdir(bundleOf('undecided'))).not.toContain('statement.dsse.json')
  })

  test('cannot go on from a chain that was altered', async () => {
    const file = join(root, 'killed', 'attempts.jsonl')
    const before = await readFile(file, 'utf8')
    await writeFile(file, before.replace('"attempt":1', '"attempt":2'))
    const altered = said(await cli(asked('killed')))
    expect([altered.code, altered.stderr]).toEqual([
      2,
      'doorflow-conformance: …/killed/attempts.jsonl is not as certify left it: line 1 begins attempt 2 where attempt 1 is due; keep it, and name another folder.\n',
    ])
    await writeFile(file, '')
    const emptied = said(await cli(asked('killed')))
    expect(emptied.code).toBe(2)
    expect(emptied.stderr).toMatch(/killed\/attempt-1 is there, and .*attempts\.jsonl does not know of it/)
    await writeFile(file, before)
  })
})

describe('an endpoint that lacks a resource', () => {
  const isOfCredentials = (path: string): boolean => /\/credentials?(?![_\w])/.test(path)

  test('is certified in part, by the name of what is absent', async () => {
    const { config, close } = await behind(
      'partial',
      (_, path) => (isOfCredentials(path) ? 404 : undefined),
      '\nabsent: [credentials]\n',
    )
    const { code, stdout, stderr } = await cli(asked('partial', [], config), { cwd: root })
    close()
    expect(code, stderr).toBe(1)
    expect(stdout).toMatch(/PARTIAL: what is declared absent is not served · level core/)
    expect(statementOf(bundleOf('partial')).predicate).toMatchObject({
      result: 'WARNED',
      doorflowConformance: { verdict: { value: 'partial' }, absent: { value: ['credentials'], basis: 'declared' } },
    })
    const verified = await cli(['verify', bundleOf('partial'), '--key', keys.pub])
    expect([verified.code, verified.stdout.split('\n')[0]]).toEqual([
      1,
      'GENUINE, and partial: what is declared absent is not certified.',
    ])
  })

  test('is not conformant where it has it after all', async () => {
    const { config, close } = await behind('present', () => undefined, '\nabsent: [credentials]\n')
    const { code, stdout } = await cli(asked('present', [], config), { cwd: root })
    close()
    expect(code).toBe(1)
    expect(stdout).toMatch(/^NOT CONFORMANT · level core/m)
    expect(statementOf(bundleOf('present')).predicate.failedTests).toEqual(['AB-ABSENT:listCredentials'])
  })
})
