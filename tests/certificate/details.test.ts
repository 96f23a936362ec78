import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from '../../cli/certificate/examine.ts'
import { renderAll } from '../../cli/certificate/rendered.ts'
import { readResults } from '../../cli/results-file.ts'
import { classic } from '../../contract/classic/index.ts'
import type { RunResult } from '../../oracle/results.ts'
import { sha256 } from '../../reports/certificate/canonical.ts'
import { readVerifyingKey, type SigningKey, type VerifyingKey } from '../../reports/certificate/keys.ts'
import type { Statement } from '../../reports/certificate/statement.ts'
import { certify, copy, keyIn, makeKeys, resign, rewrite, rewriteRecording, saying } from '../support/bundles.ts'
import { emptyFolder, remove } from '../support/folder.ts'

/** What a holder of the key may want to say beside the verdict, and signs: everything else in the bundle goes along. */
let root: string
let bundle: string
let key: SigningKey
let trusted: VerifyingKey

beforeAll(async () => {
  root = await emptyFolder('details')
  const { pem, pub } = await makeKeys(root)
  key = keyIn(pem)
  trusted = readVerifyingKey(await readFile(pub, 'utf8'))
  const args = ['--key', pem, '--level', 'core', '--output', join(root, 'out')]
  // What SHOULD hold and does not: something to be silent about.
  const ended = await certify(root, { serving: ['--dialect', 'delete-answers-202'], args })
  expect(ended.code, ended.stderr).toBe(0)
  bundle = join(root, 'out', 'attempt-1')
}, 120_000)

afterAll(() => remove(root))

/** Writes other results, the reports that the suite makes of them, and their digest into the chain. */
const tell = async (folder: string, edit: (result: RunResult) => RunResult): Promise<void> => {
  const { result } = readResults(await readFile(join(folder, 'results.json'), 'utf8'), 'results.json')
  const told = edit(result)
  expect(told).not.toEqual(result)
  for (const [name, text] of renderAll(classic, told)) await writeFile(join(folder, name), text)
  const results = sha256(await readFile(join(folder, 'results.json')))
  await rewrite(folder, 'attempts.jsonl', (text) => {
    const lines = text.trimEnd().split('\n')
    return `${[...lines.slice(0, -1), JSON.stringify({ ...JSON.parse(lines.at(-1) ?? ''), results })].join('\n')}\n`
  })
}

const configured =
  (edit: (one: Statement['predicate']['configuration'][number]) => object) =>
  (statement: Statement): object => ({
    ...statement,
    predicate: { ...statement.predicate, configuration: statement.predicate.configuration.map(edit) },
  })

const recordedKind = (folder: string, kind: string): Promise<void> =>
  rewriteRecording(folder, (line) =>
    line.run === undefined ? line : { run: { ...line.run, target: { ...(line.run.target as object), kind } } },
  )

let copies = 0
const examined = async (tamper: (folder: string) => Promise<void>, edit?: (statement: Statement) => unknown) => {
  copies += 1
  const folder = join(root, `copy-${copies}`)
  await copy(bundle, folder)
  await tamper(folder)
  await resign(folder, key, edit)
  const { problems, remarks } = await examine(folder, { now: new Date(), key: trusted })
  await remove(folder)
  return { said: problems.map(({ where, what }) => `${where} ${what}`), remarks }
}

const nothing = async (): Promise<void> => {}

test('nothing is wrong with what nobody has touched', async () => {
  expect(await examined(nothing)).toEqual({ said: [], remarks: [] })
})

test.each<[string, (result: RunResult) => RunResult, string]>([
  ['observations', (result) => ({ ...result, observations: result.observations.slice(1) }), 'observations'],
  ['leftovers', (result) => ({ ...result, leftovers: ['people 4711'] }), 'leftovers'],
  [
    'how often a status was answered',
    ({ statuses, ...result }) => ({ ...result, statuses: Object.fromEntries(Object.entries(statuses).slice(1)) }),
    'statuses',
  ],
  [
    'what a cell took',
    ({ cells, ...result }) => ({ ...result, cells: cells.map((cell) => ({ ...cell, cases: 1 })) }),
    'cells',
  ],
  ['a limit of the run', (result) => ({ ...result, run: { ...result.run, budgets: { rate: 1 } } }), 'run'],
])('results that tell something else of %s than the recording', async (_, edit, part) => {
  const { said } = await examined((folder) => tell(folder, edit))
  expect(said).toEqual([`evidence.jsonl.gz shows something else in "${part}" than results.json`])
})

test('another name for what was configured', async () => {
  const named = configured((one) => ({ ...one, name: 'doorflow-conformance 99.0.0' }))
  expect((await examined(nothing, named)).said).toEqual(['the statement names one configuration and says another'])
})

test('an environment of another suite, and one that is none', async () => {
  const put = (text: string) => (folder: string) => writeFile(join(folder, 'environment.json'), text)
  const other = put('{"format":1,"suite":{"version":"99.0.0","generators":1}}')
  expect((await examined(other)).said).toEqual(['environment.json names another suite than the one that was signed'])
  expect((await examined(put('{'))).said).toEqual(['environment.json is not JSON, or only the beginning of it'])
})

test('a target that its owner shares with others', async () => {
  const { said } = await examined((folder) => recordedKind(folder, 'embedded'))
  expect(said).toContain('evidence.jsonl.gz was run against a target that is not described as dedicated')
})

test('what is not looked at where other files of the suite have made the bundle is said', async () => {
  const digest = 'b'.repeat(64)
  const { said, remarks } = await examined(
    (folder) => writeFile(join(folder, 'report.html'), '<p>All is well.</p>'),
    (statement) =>
      configured((one) => (one.name.startsWith('doorflow') ? { ...one, digest: { sha256: digest } } : one))(
        saying({ suiteDigest: digest })(statement),
      ),
  )
  expect(said).toEqual([])
  expect(remarks.join('\n')).toMatch(/^Whether report\.html, junit\.xml and kill-matrix\.json .* was not looked at/m)
})
