import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyFolder, listing, remove } from '../support/folder.ts'
import { childrenOf, cli, type Ended, environment, lives, packageRoot, startCli } from '../support/running.ts'

/** A number as it is printed: `14,922`. */
const number = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''))

/** What the address answers that a run named. */
const answers = async (stderr: string): Promise<boolean> => {
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(stderr)?.[0] ?? ''
  return fetch(url, { signal: AbortSignal.timeout(10_000) }).then(
    () => true,
    () => false,
  )
}

describe('run, for somebody who names no target', () => {
  let folder: string
  let before: readonly string[]
  let over: Ended
  let started: readonly number[]

  beforeAll(async () => {
    folder = await emptyFolder('embedded')
    before = await listing(`${packageRoot}/dist`)
    const running = startCli(['run', '--seed', '20617'], { cwd: folder })
    await running.said(/^No target was named/m)
    started = await childrenOf(running.pid)
    over = await running.ended
  }, 180_000)

  afterAll(() => remove(folder))

  test('says on standard error that it starts the embedded endpoint, and where', () => {
    const [line = ''] = over.stderr.split('\n')
    expect(line).toMatch(/^No target was named: using the embedded endpoint, started at http:\/\/127\.0\.0\.1:\d+\.$/)
  })

  test('finds it conformant, and exits with 0', () => {
    expect(over.stdout.split('\n')[0]).toBe('CONFORMANT')
    expect(over.code).toBe(0)
  })

  test('judges at least 150 cells by at least 3,000 exchanges', () => {
    const figures = over.stdout.split('\n').find((line) => line.trim().startsWith('no findings · '))
    const [cells, exchanges] = ['cells', 'exchanges'].map(
      (what) => new RegExp(`([\\d,]+) ${what}\\b`).exec(figures ?? '')?.[1],
    )
    expect(number(cells)).toBeGreaterThanOrEqual(150)
    expect(number(exchanges)).toBeGreaterThanOrEqual(3000)
  })

  test('provokes every documented status but 418 and 500', () => {
    const statuses = /\nStatuses\n([\s\S]*?)\n\n/.exec(over.stdout)?.[1] ?? ''
    for (const status of [200, 201, 400, 401, 402, 403, 404, 405, 406, 410, 429, 503])
      expect(statuses).toMatch(new RegExp(`\\b${status} ×[1-9]`))
    expect(/never seen +(.*)/.exec(statuses)?.[1]?.split(/ +/)).toEqual(['418', '500'])
  })

  test('provokes every documented status of the current edition but 500', async () => {
    const { code, stdout } = await cli(['run', '--edition', 'current', '--profile', 'smoke'], { cwd: folder })
    expect(code).toBe(0)
    expect(/^ +never seen +(.*)$/m.exec(stdout)?.[1]).toBe('500')
    expect(stdout).not.toMatch(/^ +CU-302|^ +withheld/m)
  }, 120_000)

  test('prints clauses by verdicts: a MUST never without its level, evidence and nothing failed', () => {
    const table = /\nClauses\n([\s\S]*?)\n\n/.exec(over.stdout)?.[1]?.split('\n') ?? []
    expect(table[0]).toMatch(/^clause +level +pass +not exercised +exchanges$/)
    expect(table.length).toBeGreaterThan(40)
    for (const row of table.slice(1))
      expect(row).toMatch(/^[A-Z]{2}-[A-Z0-9-]+ +(MUST|SHOULD|MAY) +\d+ +[\d·]+ +[\d,]+$/)
    expect(table.find((row) => row.startsWith('RE-400 '))).toBeDefined()
  })

  test('prints seed, digest and the command that repeats it', () => {
    expect(over.stdout).toMatch(/^seed 20617 · /m)
    expect(over.stdout).toMatch(/^cases sha256 [0-9a-f]{64}$/m)
    expect(over.stdout.trimEnd().split('\n').at(-1)).toBe('again  doorflow-conformance run --seed 20617')
  })

  test('shows on the way how far it is', () => {
    expect(over.stderr).toMatch(/^[\d,]+ cells, gate profile, seed 20617, against http:/m)
    expect(over.stderr).toMatch(/^([\d,]+) of \1 cells · [\d,]+ exchanges · 0 findings$/m)
  })

  test('leaves no process, no listener and no file behind', async () => {
    expect(started).not.toEqual([])
    expect(started.filter(lives)).toEqual([])
    expect(await answers(over.stderr)).toBe(false)
    expect(await readdir(folder)).toEqual([])
    expect(await listing(`${packageRoot}/dist`)).toEqual(before)
  })
})

describe('run, stopped while it judges the embedded endpoint', () => {
  test.each(['SIGTERM', 'SIGHUP'] as const)('by %s, ends the endpoint too', async (signal) => {
    const running = startCli(['run'])
    await running.said(/^[\d,]+ of [\d,]+ cells/m)
    const started = await childrenOf(running.pid)
    expect(started).not.toEqual([])
    running.signal(signal)
    const { code, stdout, stderr } = await running.ended
    expect(code).toBe(130)
    expect(stdout.split('\n')[0]).toBe('INTERRUPTED: what follows is known so far')
    expect(stdout).not.toMatch(/^(Findings|Left behind|Faults of the suite)/m)
    expect(stderr).not.toMatch(/^ +at /m)
    expect(started.filter(lives)).toEqual([])
    expect(await answers(stderr)).toBe(false)
  })
})

describe('the endpoint that run starts', () => {
  test('ends by itself when it is told to, though whoever started it still listens', async () => {
    const child = fork(`${packageRoot}/dist/cli/main.js`, ['serve', '--announce'], { env: environment(), silent: true })
    const ended = once(child, 'exit')
    const killed = setTimeout(() => child.kill('SIGKILL'), 20_000)
    if (child.stdout !== null) await once(child.stdout, 'data')
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    clearTimeout(killed)
  })
})
