import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { emptyFolder, remove } from '../support/folder.ts'
import { cli, installIn, shell } from '../support/running.ts'

vi.setConfig({ testTimeout: 120_000 })

let folder: string

beforeAll(async () => {
  folder = await emptyFolder('seeds')
  await installIn(folder)
})

afterAll(() => remove(folder))

const digestIn = (report: string): string => {
  const digest = /^cases sha256 ([0-9a-f]{64})$/m.exec(report)?.[1]
  if (digest === undefined) throw new Error(`no digest in:\n${report}`)
  return digest
}

const narrow = ['--only', 'RE-40*:createPerson', '--only', 'RE-200:get*']

describe('a seed', () => {
  test('decides the cases, and nothing else does: not the concurrency, not the run', async () => {
    const run = async (...more: readonly string[]): Promise<string> =>
      digestIn((await cli(['run', ...narrow, ...more])).stdout)
    const [first, alone, other] = await Promise.all([
      run('--seed', '41'),
      run('--seed', '41', '--concurrency', '1'),
      run('--seed', '42'),
    ])
    expect(alone).toBe(first)
    expect(other).not.toBe(first)
  })

  test('that was drawn at random is printed with a command that draws the same again', async () => {
    const first = await cli(['run', '--profile', 'smoke', '--runs', '2', '--exclude', 'RE-405*', ...narrow])
    const line = /^again {2}(doorflow-conformance .*)$/m.exec(first.stdout)?.[1] ?? ''
    expect(line).toMatch(/--seed \d+/)
    const again = await shell(line, folder)
    expect(again.code).toBe(0)
    expect(digestIn(again.stdout)).toBe(digestIn(first.stdout))
    const seed = /^seed (\d+)/m
    expect(seed.exec(again.stdout)?.[1]).toBe(seed.exec(first.stdout)?.[1])
  })
})
