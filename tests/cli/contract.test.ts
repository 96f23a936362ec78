import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { editions } from '../../contract/index.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { type Description, operationsOf } from '../support/openapi.ts'
import { cli } from '../support/running.ts'

vi.setConfig({ testTimeout: 60_000 })

let folder: string

beforeAll(async () => {
  folder = await emptyFolder('contract')
})

afterAll(() => remove(folder))

const operationsIn = (text: string): readonly string[] =>
  operationsOf(parse(text) as Description)
    .filter((operation) => operation['x-doorflow-form'] === undefined)
    .map(({ operationId }) => operationId)
    .sort()

describe('contract', () => {
  it.each(Object.values(editions).map(({ name, operations }) => ({ name, operations })))(
    'writes the $name edition as YAML or as JSON, and nothing else',
    async ({ name, operations }) => {
      const ids = operations.map(({ id }) => id).sort()
      const yaml = await cli(['contract', '--edition', name, '--format', 'openapi'])
      expect([yaml.code, yaml.stderr]).toEqual([0, ''])
      expect(yaml.stdout.startsWith(`openapi: 3.1.0\nx-doorflow-edition: ${name}\n`)).toBe(true)
      expect(operationsIn(yaml.stdout)).toEqual(ids)
      const json = await cli(['contract', '--edition', name, '--json'])
      expect([json.code, json.stderr]).toEqual([0, ''])
      expect(JSON.parse(json.stdout)).toEqual(parse(yaml.stdout))
    },
  )

  it('carries the version of the package', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    const { info } = parse((await cli(['contract'])).stdout) as { info: { version: string } }
    expect(info.version).toBe(version)
  })

  it.each(['there.yaml', 'there.json'])('writes %s, and again over what it wrote itself', async (name) => {
    const file = join(folder, name)
    for (const _ of ['first', 'again']) {
      const { code, stdout, stderr } = await cli(['contract', '--edition', 'classic', '--output', file])
      expect([code, stdout]).toEqual([0, ''])
      expect(stderr).toBe(`Wrote the classic edition, ${editions.classic?.operations.length} operations, to ${file}.\n`)
    }
    const text = await readFile(file, 'utf8')
    expect(text.startsWith(name.endsWith('.json') ? '{\n' : 'openapi: ')).toBe(true)
    expect(operationsIn(text).length).toBe(editions.classic?.operations.length)
  })

  it('leaves a file alone that somebody else wrote', async () => {
    const file = join(folder, 'mine.yaml')
    await writeFile(file, 'openapi: 3.1.0\ninfo:\n  title: Mine\n')
    const { code, stdout, stderr } = await cli(['contract', '--output', file])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe(`doorflow-conformance: ${file} exists and was not written by contract; name another file.\n`)
    expect(await readFile(file, 'utf8')).toBe('openapi: 3.1.0\ninfo:\n  title: Mine\n')
  })

  it.each([
    ['a folder', async () => mkdir(join(folder, 'a-folder')).then(() => join(folder, 'a-folder')), 'EISDIR'],
    ['a folder that is not there', async () => join(folder, 'no', 'where.yaml'), 'ENOENT'],
  ])('says that %s cannot be written', async (_, fileOf, why) => {
    const file = await fileOf()
    const { code, stderr } = await cli(['contract', '--output', file])
    expect([code, stderr]).toEqual([
      2,
      `doorflow-conformance: ${file} cannot be written (${why}); name another file.\n`,
    ])
  })

  it.each([
    [['--edition', 'clasic'], 'There is no edition "clasic"; did you mean classic?'],
    [['--edition', '__proto__'], 'There is no edition "__proto__";'],
    [['--format', 'openapy'], 'did you mean openapi?'],
    [['classic'], "Too many arguments for 'contract'"],
  ])('refuses %j with 2 and one sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await cli(['contract', ...args])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(sentence)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})
