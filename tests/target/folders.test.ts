import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFolder } from '../../target/folders.ts'
import { emptyFolder, remove } from '../support/folder.ts'

let root: string
beforeAll(async () => {
  root = await emptyFolder('folders')
  writeFileSync(join(root, 'file'), '')
})
afterAll(() => remove(root))

test('a folder is made with those around it, once', () => {
  const folder = join(root, 'a', 'b', 'c')
  expect(makeFolder(folder)).toBe(true)
  expect(existsSync(folder)).toBe(true)
  expect(makeFolder(folder)).toBe(false)
})

test.each([
  ['a file', () => join(root, 'file'), 'EEXIST'],
  ['below a file', () => join(root, 'file', 'x'), 'ENOTDIR'],
  ['where none can be made, which Node tries for ever', () => '/proc/none/x', 'ENOENT'],
])('%s is no folder', (_, folder, code) => {
  expect(() => makeFolder(folder())).toThrow(expect.objectContaining({ code }))
})
