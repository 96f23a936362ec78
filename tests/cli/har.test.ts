import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { Har } from 'har-format'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { EvidenceLine } from '../../oracle/evidence.ts'
import { entryOf } from '../../reports/har/entry.ts'
import { exchange } from '../reports/samples.ts'
import { cli } from '../support/running.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const require = createRequire(import.meta.url)
const ajv = new Ajv({ strict: false })
addFormats.default(ajv)
ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'))
for (const schema of Object.values(require('har-schema') as Record<string, object>)) ajv.addSchema(schema)
const isHar = ajv.getSchema('har.json#')

let folder: string
let recording: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorflow-har-'))
  recording = join(folder, 'evidence.jsonl.gz')
  const over = await cli(['run', '--profile', 'smoke', '--only', 'RE-4*:createPerson', '--evidence', recording])
  expect(over.code, over.stderr).toBe(0)
})

afterAll(() => rm(folder, { recursive: true }))

describe('an archive of a recording', () => {
  it('is as HAR 1.2 has it, and holds every exchange', async () => {
    const path = join(folder, 'all.har')
    const over = await cli(['har', recording, '--output', path])
    expect(over.code, over.stderr).toBe(0)
    const har = JSON.parse(await readFile(path, 'utf8')) as Har
    expect(isHar?.(har), ajv.errorsText(isHar?.errors)).toBe(true)
    expect(over.stderr).toBe(`${har.log.entries.length.toLocaleString('en')} exchanges written to ${path}.\n`)
    expect(har.log.entries.length).toBeGreaterThan(50)
    expect(new Set(har.log.entries.map(({ request }) => request.method))).toContain('DELETE')
    const [entry] = har.log.entries
    expect(Math.abs(Date.parse(entry?.startedDateTime ?? '') - Date.now())).toBeLessThan(120_000)
  })

  it('holds those of some cells, if they are asked for', async () => {
    const over = await cli(['har', recording, '--only', 'RE-406*'])
    const har = JSON.parse(over.stdout) as Har
    expect(isHar?.(har), ajv.errorsText(isHar?.errors)).toBe(true)
    expect(har.log.entries.length).toBeGreaterThan(2)
    for (const { comment } of har.log.entries) expect(comment).toMatch(/ · RE-406(-WRITE)?:createPerson \S+$/)
  })

  it.each<[string, Parameters<typeof exchange>[0]]>([
    ['without an answer', { failure: { kind: 'timeout', message: 'no complete response came within 10000 ms' } }],
    ['with a body that is no JSON', {}],
    ['with bytes that are no text', { request: { ...exchange().request, body: { base64: 'gIE=' } } }],
    ['with an odd path', { request: { ...exchange().request, path: '/api/3/people\\../[x]?a=%ZZ&b=ä \ud800' } }],
  ])('is as HAR 1.2 has it for an exchange %s', (what, more) => {
    const { response: answered, ...rest } = exchange(more)
    const response =
      what === 'with a body that is no JSON'
        ? {
            status: 200,
            headers: {},
            body: { kind: 'text' as const, tag: '[text]', error: 'the body is blank', bytes: 3 },
          }
        : answered
    const one = what === 'without an answer' || response === undefined ? rest : { ...rest, response }
    const har = {
      log: {
        version: '1.2',
        creator: { name: 'x', version: '1' },
        entries: [entryOf(one, { url: 'http://localhost' })],
      },
    }
    expect(isHar?.(har), ajv.errorsText(isHar?.errors)).toBe(true)
  })

  it.each<[string, () => readonly string[], RegExp]>([
    ['of no recording', () => ['har', join(folder, 'none')], /none cannot be read \(ENOENT\)/],
    ['into a folder', () => ['har', recording, '--output', folder], /cannot be written \(EISDIR\)/],
    ['nowhere', () => ['har', recording, '--output', join(folder, 'no', 'x.har')], /cannot be written \(ENOENT\)/],
  ])('is not written %s, in one sentence', async (_, args, says) => {
    const over = await cli(args())
    expect(over.stderr).toMatch(says)
    expect(over.stderr.trim().split('\n')).toHaveLength(1)
    expect(over.code).toBe(2)
  })

  it('does not empty a file for a recording that is none', async () => {
    const [none, kept] = [join(folder, 'none.jsonl'), join(folder, 'kept.har')]
    const line: EvidenceLine = { end: { leftovers: [], interrupted: false, duration: 1 } }
    await writeFile(none, `${JSON.stringify(line)}\n`)
    await writeFile(kept, 'kept')
    expect((await cli(['har', none, '--output', kept])).code).toBe(2)
    expect(await readFile(kept, 'utf8')).toBe('kept')
  })
})
