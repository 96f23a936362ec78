import { generateKeyPairSync } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { examine } from '../../cli/certificate/examine.ts'
import { checkRecording } from '../../cli/certificate/recording.ts'
import { readResultsFile } from '../../cli/results-file.ts'
import { classic } from '../../contract/classic/index.ts'
import { canonicalJson, sha256 } from '../../reports/certificate/canonical.ts'
import { keyIdOf, readVerifyingKey, type SigningKey, type VerifyingKey } from '../../reports/certificate/keys.ts'
import { frozenProfile } from '../../suites/certify/index.ts'
import { certify, copy, keyIn, makeKeys, resign, rewriteRecording, sentAt, statementOf } from '../support/bundles.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { hiddenFailures } from './hidden-failures.ts'
import { tamperedByStrangers } from './tampered-by-strangers.ts'
import { tamperedFiles } from './tampered-files.ts'
import { tamperedRecordings } from './tampered-recordings.ts'
import { tamperedStatements } from './tampered-statements.ts'
import { signedAnew, type Tampering } from './tampering.ts'

/** Three attempts: at an endpoint that refuses with 422, then at a sound one, to a challenge and without. */
let root: string
let good: string
let second: string
let broken: string
let key: SigningKey
let trusted: VerifyingKey

const challenge = 'nonce-of-the-relying-party'

beforeAll(async () => {
  root = await emptyFolder('tampering')
  const { pem, pub } = await makeKeys(root)
  key = keyIn(pem)
  trusted = readVerifyingKey(await readFile(pub, 'utf8'))
  const args = ['--key', pem, '--level', 'core', '--output', join(root, 'out')]
  const failed = await certify(root, { serving: ['--fault', 'malformed-body-answers-422'], args })
  const first = await certify(root, { args: [...args, '--challenge', challenge] })
  const again = await certify(root, { args })
  expect([failed.code, first.code, again.code], first.stderr + again.stderr).toEqual([1, 0, 0])
  broken = join(root, 'out', 'attempt-1')
  good = join(root, 'out', 'attempt-2')
  second = join(root, 'out', 'attempt-3')
}, 300_000)

afterAll(() => remove(root))

/** What an examination says: the sentences of its problems, or why it could not be made. */
const said = async (bundle: string, more: Partial<Parameters<typeof examine>[1]> = {}): Promise<readonly string[]> => {
  try {
    const { problems } = await examine(bundle, { now: new Date(), key: trusted, ...more })
    return problems.map(({ where, what }) => `${where} ${what}`)
  } catch (error) {
    expect((error as { exitCode?: number }).exitCode).toBe(2)
    return [`unreadable: ${(error as Error).message}`]
  }
}

let copies = 0
const copyOf = async (bundle: string): Promise<string> => {
  copies += 1
  const to = join(root, `copy-${copies}`)
  await copy(bundle, to)
  return to
}

test('bundles that nobody has touched are whole', async () => {
  expect(await said(good, { challenge })).toEqual([])
  expect(await said(second)).toEqual([])
  expect(await said(broken)).toEqual([])
  expect(statementOf(broken).predicate.result).toBe('FAILED')
})

test('signing anew what nobody has touched changes nothing', async () => {
  const bundle = await copyOf(good)
  await resign(bundle, key)
  expect(await said(bundle)).toEqual([])
})

// As that of a machine that hears of the time only when its run has begun.
test.each([-10, 10])('nobody is accused whose clock was set by %d minutes while the run went on', async (minutes) => {
  const bundle = await copyOf(good)
  const half = new Date(statementOf(good).predicate.doorflowConformance.startedAt.value).getTime() + 3000
  await rewriteRecording(
    bundle,
    sentAt((at) => (at < half ? at : at + minutes * 60_000)),
  )
  await resign(bundle, key)
  expect(await said(bundle)).toEqual([])
})

describe.each<[name: string, of: () => string, tamperings: readonly Tampering[]]>([
  ['a bundle that somebody without the key has altered', () => good, tamperedByStrangers],
  [
    'a bundle that the vendor has altered and signed anew',
    () => good,
    [...tamperedStatements, ...tamperedFiles, ...tamperedRecordings].map(signedAnew),
  ],
  ['a failing run that the vendor makes look like a pass', () => broken, hiddenFailures.map(signedAnew)],
])('%s', (_, of, tamperings) => {
  test.each(tamperings)('$name', async ({ tamper, says }) => {
    const bundle = await copyOf(of())
    await tamper(bundle, { good, second, key })
    expect((await said(bundle)).join('\n')).toMatch(says)
    await remove(bundle)
  })
})

test('what is judged is what was hashed', async () => {
  const bundle = await copyOf(good)
  const path = join(bundle, 'evidence.jsonl.gz')
  const statement = statementOf(bundle)
  const { result } = await readResultsFile(join(bundle, 'results.json'))
  const its = { path, edition: classic, profile: frozenProfile('classic'), statement, said: result, sameFiles: true }
  expect(await checkRecording(its)).toEqual({ problems: [], remarks: [] })
  // The same lines in other bytes: whoever exchanges the file in between may as well exchange what is in it.
  await writeFile(path, gunzipSync(await readFile(path)))
  const altered = { where: 'evidence.jsonl.gz', what: 'was altered while it was looked at' }
  expect((await checkRecording(its)).problems).toEqual([altered])
})

describe('what whoever verifies knows besides', () => {
  test('another challenge than the own one', async () => {
    expect(await said(good, { challenge: 'my own nonce' })).toContain('the statement was made to another challenge')
    expect(await said(second, { challenge })).toContain(
      'the statement is self-declared: it was made without a challenge',
    )
  })

  test('a revoked key', async () => {
    const revocations = { keys: [key.id], statements: [] }
    expect((await said(good, { revocations })).join('\n')).toMatch(
      /^the statement is signed with a key that was revoked/,
    )
  })

  test('a revoked statement', async () => {
    const { statementDigest } = await examine(good, { now: new Date(), key: trusted })
    const revocations = { keys: [], statements: [statementDigest] }
    expect(await said(good, { revocations })).toEqual(['the statement was revoked itself'])
    expect(await said(second, { revocations })).toEqual([])
  })

  test('another key that is trusted', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey
    const pem = String(other.export({ type: 'spki', format: 'pem' }))
    expect(await said(good, { key: readVerifyingKey(pem) })).toEqual([
      `statement.dsse.json is signed with another key (${key.id}) than the one that you trust (${keyIdOf(other)})`,
    ])
  })

  test('a time after it has expired', async () => {
    expect((await said(good, { now: new Date(Date.now() + 2 * 365 * 86_400_000) })).join('\n')).toMatch(
      /^the statement expired at/,
    )
  })
})

test('the profile in a bundle is the canonical form of the one in force', async () => {
  const text = await readFile(join(good, 'profile.json'), 'utf8')
  expect(text).toBe(canonicalJson(frozenProfile('classic')))
  expect(statementOf(good).predicate.doorflowConformance.profileHash.value).toBe(sha256(text))
})
