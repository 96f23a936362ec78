import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { holdings, peopleOf } from '../support/holdings.ts'
import { cli, installIn, type Served, serve, shell, startCli } from '../support/running.ts'
import { isUnsafe, type Relay, relay, type Seen } from '../support/web.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let folder: string
let served: Served
let web: Relay
let config: string
let before: Awaited<ReturnType<typeof holdings>>

beforeAll(async () => {
  folder = await emptyFolder('cleanup')
  served = await serve(join(folder, 'served.yaml'))
  before = await holdings(served.url)
  web = await relay(served.url)
  config = join(folder, 'relayed.yaml')
  await writeFile(config, (await readFile(served.config, 'utf8')).replaceAll(served.url, web.url))
})

afterAll(async () => {
  await web.close()
  await served.stop()
  await remove(folder)
})

const ledgersIn = async (place: string): Promise<readonly string[]> =>
  (await readdir(join(place, '.doorflow-conformance')).catch(() => [])).filter((name) => name.endsWith('.jsonl'))

/** Keys that are regenerated and removed come back by no request. */
const restorable = ['--exclude', '*EncryptionKey']

let places = 0
/** A folder to call the command in. */
const newPlace = async (): Promise<string> => {
  places += 1
  const place = join(folder, `place-${places}`)
  await mkdir(place)
  return place
}

const isOn = ({ path, body }: Seen): boolean => path === '/_control/maintenance' && /true/.test(body.toString())

/** Starts a run and kills it at once when the target is asked so many requests of a kind. */
const kill = async (times: number, counts: (seen: Seen) => boolean, more: readonly string[] = []): Promise<string> => {
  const place = await newPlace()
  const already = web.seen.filter(counts).length
  const running = startCli(['run', '--config', config, ...restorable, ...more], { cwd: place })
  await web.came(already + times, counts)
  running.signal('SIGKILL')
  expect((await running.ended).signal).toBe('SIGKILL')
  return place
}

const cleanup = (place: string, ...more: readonly string[]) =>
  cli(['cleanup', '--config', config, ...more], { cwd: place })

describe('after a run that was killed', () => {
  test.each([1, 40, 300, 900, 2000])('at its unsafe request number %i, the target is as it was', async (times) => {
    const place = await kill(times, isUnsafe)
    expect(await ledgersIn(place)).toHaveLength(1)
    const { code, stdout, stderr } = await cleanup(place)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Run [a-z2-7]{8} of 20\S+Z: .*\.\n$/)
    expect(await holdings(served.url)).toEqual(before)
    expect(await ledgersIn(place)).toEqual([])
    expect((await cleanup(place)).stdout).toMatch(/^Nothing to clean up: /)
  })

  test('while it commands doors, they are left as they were', async () => {
    const isUnlocked = ({ method, path, answer }: Seen): boolean =>
      method === 'POST' && /\/(?:unlock|lockdown)$/.test(path) && (answer?.status ?? 500) < 300
    const place = await kill(2, isUnlocked, ['--only', '*:unlockChannel', '--only', '*:lockdownChannel'])
    const { code } = await cleanup(place)
    expect(code).toBe(0)
    expect(await holdings(served.url)).toEqual(before)
  })

  test('while the target is in maintenance, it is taken out of it', async () => {
    const place = await kill(1, isOn, ['--only', 'RE-503'])
    const { code, stderr } = await cleanup(place)
    expect([code, stderr]).toEqual([0, ''])
    expect(await holdings(served.url)).toEqual(before)
  })

  test('the next run says so, and how it is mended', async () => {
    const place = await kill(100, isUnsafe)
    const next = await cli(['run', '--config', config, '--only', 'RE-200:getAccount'], { cwd: place })
    expect(next.code).toBe(0)
    expect(next.stderr).toMatch(
      /^warning: the run [a-z2-7]{8} of \S+ may have left things on this target; to remove them: doorflow-conformance cleanup --config \S+$/m,
    )
    expect(await ledgersIn(place)).toHaveLength(1)
    expect((await cleanup(place)).code).toBe(0)
    expect(await holdings(served.url)).toEqual(before)
  })

  test('a stranger who has the id of somebody of the run by now is left alone, and named', async () => {
    const place = await kill(200, isUnsafe)
    const [name = ''] = await ledgersIn(place)
    const path = join(place, '.doorflow-conformance', name)
    const text = await readFile(path, 'utf8')
    await writeFile(path, `${text}\n{"read":"/api/3/people","status":200,"shown":[${shownAs(name, 3001)}]}\n`)
    const { code, stdout } = await cleanup(place)
    expect(code).toBe(1)
    expect(stdout).toContain('people 3001: named by an answer, but not shown to be this run')
    expect(stdout).toMatch(
      /^The ledger \S+ is kept: remove the file once .*: doorflow-conformance cleanup --config \S+$/m,
    )
    expect(stdout).toContain(path)
    expect(await ledgersIn(place)).toEqual([name])
    expect(await holdings(served.url)).toEqual(before)
  })

  test('what it made may be removed by somebody else meanwhile', async () => {
    const place = await kill(300, isUnsafe)
    const seeded = new Set<unknown>([3001, 3002, 3003, facts.hiddenPersonId])
    const left = (await peopleOf(served.url)).filter(({ id }) => !seeded.has(id))
    for (const { id } of left)
      await fetch(`${served.url}/api/3/people/${id}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${facts.keys.full}` },
      })
    expect((await cleanup(place)).code).toBe(0)
    expect((await peopleOf(served.url)).filter(({ id }) => !seeded.has(id))).toEqual([])
  })
})

const headerOf = (version: number): string => {
  const facts = { run: 'abcdefgh', suite: '0.1.0', edition: 'classic', url: 'http://127.0.0.1:9', host: 'here' }
  return JSON.stringify({ ledger: version, ...facts, started: '2026-01-01T00:00:00.000Z', process: 1 })
}

const shownAs = (name: string, id: number): string =>
  JSON.stringify({ id, system_id: `dfc-${name.replace('.jsonl', '')}-1` })

describe('a ledger', () => {
  test('is gone when a run has come to its end, and there is none for the embedded endpoint', async () => {
    const place = await newPlace()
    const only = ['--only', 'RE-201', '--profile', 'smoke']
    expect((await cli(['run', '--config', config, ...only], { cwd: place })).code).toBe(0)
    expect(await readdir(join(place, '.doorflow-conformance'))).toEqual(['.gitignore'])
    const other = await newPlace()
    expect((await cli(['run', ...only], { cwd: other })).code).toBe(0)
    expect(await readdir(other)).toEqual([])
  })

  test('that cannot be written keeps the run from beginning', async () => {
    const place = await newPlace()
    await writeFile(join(place, 'file'), '')
    const came = web.seen.length
    const { code, stderr } = await cli(['run', '--config', config, '--ledger', 'file/below'], { cwd: place })
    expect(code).toBe(2)
    expect(stderr).toMatch(/The ledger \S+ cannot be written \(ENOTDIR\): name a folder with --ledger/)
    expect(web.seen.length).toBe(came)
  })

  test('of another target is passed over, and refused where it is named', async () => {
    const place = await kill(60, isUnsafe)
    const [name = ''] = await ledgersIn(place)
    const path = join('.doorflow-conformance', name)
    const elsewhere = await cli(['cleanup', '--config', served.config], { cwd: place })
    expect(elsewhere.code).toBe(0)
    expect(elsewhere.stderr).toContain(`is the ledger of a run against ${web.url}, account ${facts.accountId}`)
    const named = await cli(['cleanup', path, '--config', served.config], { cwd: place })
    expect(named.code).toBe(2)
    expect((await cleanup(place, path)).code).toBe(0)
    expect(await holdings(served.url)).toEqual(before)
  })

  test('of a run that is going on is left alone', async () => {
    const place = await newPlace()
    const already = web.seen.filter(isUnsafe).length
    const running = startCli(['run', '--config', config, ...restorable], { cwd: place })
    await web.came(already + 50, isUnsafe)
    const { code, stdout } = await cleanup(place)
    running.signal('SIGINT')
    const ended = await running.ended
    expect(code).toBe(1)
    expect(stdout).toContain(`it is still going on, as process ${running.pid}; left alone. If it is over: --force.`)
    expect(ended.code).toBe(130)
    expect(await ledgersIn(place)).toEqual([])
    expect(await holdings(served.url)).toEqual(before)
  })

  test('that is of no use does not keep the others from being cleaned up after', async () => {
    const place = await kill(60, isUnsafe)
    const folder = join(place, '.doorflow-conformance')
    await writeFile(join(folder, 'aaa.jsonl'), '')
    const { code, stdout, stderr } = await cleanup(place)
    expect(code).toBe(1)
    expect(stderr).toMatch(/aaa\.jsonl is no ledger of this suite: .*\. Remove it if it is none of this suite's\.$/m)
    expect(stdout).toMatch(/^Run [a-z2-7]{8} of/m)
    expect((await readdir(folder)).sort()).toEqual(['.gitignore', 'aaa.jsonl'])
    expect(await holdings(served.url)).toEqual(before)
  })

  test('of the same target under another edition is no reason to say that all is well', async () => {
    const place = await kill(60, isUnsafe)
    const other = await cleanup(place, '--edition', 'current')
    expect(other.code).toBe(1)
    expect(other.stderr).toMatch(/classic edition, and the target described is .*current edition\./)
    expect(await ledgersIn(place)).toHaveLength(1)
    expect((await cleanup(place)).code).toBe(0)
  })

  test('begun on another machine is left alone unless one insists', async () => {
    const place = await kill(60, isUnsafe)
    const [name = ''] = await ledgersIn(place)
    const path = join(place, '.doorflow-conformance', name)
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace(/"host":"[^"]*"/, '"host":"elsewhere"'))
    const { code, stdout } = await cleanup(place)
    expect([code, stdout]).toEqual([1, expect.stringContaining('it was begun on elsewhere, and whether it goes on')])
    expect(await ledgersIn(place)).toEqual([name])
    expect((await cleanup(place, '--force')).code).toBe(0)
    expect(await holdings(served.url)).toEqual(before)
  })

  test.each([['nowhere/ledgers'], ['relayed.yaml']])(
    'is looked for where there is a folder alone: %s',
    async (name) => {
      const { code, stderr } = await cleanup(folder, '--ledger', name)
      expect([code, stderr]).toEqual([2, expect.stringMatching(/is no folder that can be read \((?:ENOENT|ENOTDIR)\)/)])
    },
  )

  test('of doors that may not be commanded any more still has everything else removed', async () => {
    const isUnlocked = ({ method, path, answer }: Seen): boolean =>
      method === 'POST' && /\/unlock$/.test(path) && (answer?.status ?? 500) < 300
    const place = await kill(2, isUnlocked, ['--only', '*:unlockChannel', '--only', 'RE-201'])
    const forbidding = join(place, 'forbidding.yaml')
    await writeFile(forbidding, (await readFile(config, 'utf8')).replace(/^ {2}channels:\n(?: {4}- \d+\n)+/m, ''))
    const less = await cli(['cleanup', '--config', forbidding], { cwd: place })
    expect(less.code).toBe(1)
    expect(less.stdout).toMatch(/channel \d+: normal not sent: POST \S+ must not be sent/)
    expect((await peopleOf(served.url)).length).toBe(4)
    expect((await cleanup(place)).code).toBe(0)
    expect(await holdings(served.url)).toEqual(before)
  })

  test('of a recipe that the description does not have any more is kept', async () => {
    const place = await kill(1, isOn, ['--only', 'RE-503'])
    const without = join(place, 'without.yaml')
    await writeFile(without, (await readFile(config, 'utf8')).replace(/^recipes:\n(?: .*\n)+/m, ''))
    const less = await cli(['cleanup', '--config', without], { cwd: place })
    expect([less.code, less.stderr]).toEqual([3, expect.stringContaining('the description has no recipe any more')])
    const { code, stdout } = await cleanup(place)
    expect([code, stdout]).toEqual([0, expect.stringContaining('It was taken out of what recipes had put it into.')])
    expect(await holdings(served.url)).toEqual(before)
  })

  test.each([
    ['no ledger', 'hello\n', /is no ledger of this suite: its first line does not say so\. Remove it/m],
    ['nothing', '', /is no ledger of this suite/],
    ['damaged', `${headerOf(1)}\n{"sends":1}\n`, /is damaged: .*sends.* is no entry/],
    ['from the future', `${headerOf(2)}\n`, /is a ledger of version 2, and this/],
  ])('that is %s is refused', async (_, text, message) => {
    const place = await newPlace()
    await writeFile(join(place, 'some.jsonl'), text)
    const { code, stderr } = await cleanup(place, 'some.jsonl')
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^ +at /m)
  })

  test('that is not there, and a target that is not named', async () => {
    const place = await newPlace()
    const missing = await cleanup(place, 'none.jsonl')
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('none.jsonl cannot be read (ENOENT)')])
    const unnamed = await cli(['cleanup'], { cwd: place })
    expect([unnamed.code, unnamed.stderr]).toEqual([2, expect.stringContaining('with --config or --url')])
  })
})

test('a ledger that cannot be written on keeps requests back, but not what cleans up', async () => {
  const place = await newPlace()
  // Sixty kilobytes are full after a few hundred requests.
  const line = 'ulimit -f 120 && exec doorflow-conformance run --config "$CONFIG" --exclude "*EncryptionKey"'
  await installIn(place)
  const { code, stdout } = await shell(line, place, { cwd: place, env: { CONFIG: config } })
  expect(code).toBe(4)
  expect(stdout.replace(/\s+/g, ' ')).toMatch(/The ledger \S+ cannot be written \(EFBIG\): name a folder with --ledger/)
  expect(await holdings(served.url)).toEqual(before)
  expect(await ledgersIn(place)).toEqual([])
})

test('a replay says what it could not remove, and where that stands', async () => {
  const place = await newPlace()
  const stubborn = await serve(join(place, 'stubborn.yaml'), ['--fault', 'leading-zero-lost-in-value'])
  let trouble = false
  const between = await relay(stubborn.url, ({ method }, body) =>
    trouble && method === 'GET' ? Buffer.from('nothing that shows a marker') : body,
  )
  const described = join(place, 'between.yaml')
  await writeFile(described, (await readFile(stubborn.config, 'utf8')).replaceAll(stubborn.url, between.url))
  const args = ['--config', described, '--profile', 'smoke', '--only', 'RE-READ-BACK:createCredential']
  const found = await cli(['run', ...args], { cwd: place })
  const [, token = ''] = /replay +doorflow-conformance replay (\S+)/.exec(found.stdout) ?? []
  const replaying = startCli(['replay', token, '--config', described], { cwd: place })
  await between.came(between.seen.filter(isUnsafe).length + 1, isUnsafe)
  trouble = true
  const { stderr } = await replaying.ended
  await between.close()
  await stubborn.stop()
  expect(stderr).toMatch(/^Left behind on the target: people/m)
  expect(stderr).toMatch(/^What is left is noted in \S+; to remove it: doorflow-conformance cleanup --config \S+$/m)
  expect(await ledgersIn(place)).toHaveLength(1)
})

test('Ctrl-C twice says where it stands what is left, and the command that removes it does', async () => {
  const place = await newPlace()
  const already = web.seen.filter(isUnsafe).length
  const running = startCli(['run', '--config', config, ...restorable], { cwd: place })
  await web.came(already + 150, isUnsafe)
  running.signal('SIGINT')
  running.signal('SIGTERM')
  const { code, stderr } = await running.ended
  expect(code).toBe(130)
  const [, ledger = '', command = ''] =
    /^What is left is noted in (\S+); to remove it: doorflow-conformance (.*)$/m.exec(stderr) ?? []
  expect(ledger).toContain(place)
  expect((await cli(command.split(' '), { cwd: place })).code).toBe(0)
  expect(await holdings(served.url)).toEqual(before)
})
