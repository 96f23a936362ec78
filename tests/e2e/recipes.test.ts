import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { emptyFolder, remove } from '../support/folder.ts'
import { holdings } from '../support/holdings.ts'
import { cli, type Served, serve, startCli } from '../support/running.ts'
import { always, type Relay, relay } from '../support/web.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let folder: string
let served: Served

beforeAll(async () => {
  folder = await emptyFolder('recipes')
  served = await serve(join(folder, 'served.yaml'))
})

afterAll(async () => {
  await served.stop()
  await remove(folder)
})

/** What the controls of the practice endpoint say of it. */
const stateOf = async (url: string): Promise<unknown> => (await fetch(`${url}/_control/`)).json()

const calm = { maintenance: false, gateway: null, rate_limit: null }

/** The description of the served endpoint in another file, at another address, with more in it. */
const described = async (name: string, url: string, more = ''): Promise<string> => {
  const text = (await readFile(served.config, 'utf8')).replace(/^url: .*$/m, `url: ${url}`)
  const file = join(folder, name)
  await writeFile(file, `${text}${more}`)
  return file
}

const entered = ({ seen }: Relay): boolean =>
  seen.some(
    ({ path, body, answer }) => path === '/_control/maintenance' && body.includes('true') && answer?.status === 200,
  )

describe('a run that enters maintenance', () => {
  test('and is interrupted there leaves it again', async () => {
    const before = await holdings(served.url)
    const web = await relay(served.url)
    // It waits there for the change to show, so that it is caught in the midst of it.
    const config = await described('interrupted.yaml', web.url, 'settleTime: 10000\n')
    const running = startCli(['run', '--config', config, '--only', 'RE-503'])
    while (!entered(web)) await sleep(10)
    expect(await stateOf(served.url)).toEqual({ ...calm, maintenance: true })
    running.signal('SIGINT')
    const { code, stdout, stderr } = await running.ended
    await web.close()
    expect(code).toBe(130)
    expect(stderr).toContain('Stopping: what was created is being removed.')
    expect(stderr + stdout).not.toMatch(/^ +at |^(Left behind|Faults of the suite|Findings)/m)
    expect(await stateOf(served.url)).toEqual(calm)
    expect(await holdings(served.url)).toEqual(before)
  })

  test('and is told to end before it knows that it is in leaves it all the same', async () => {
    const web = await relay(served.url)
    const config = await described('held.yaml', web.url)
    const running = startCli(['run', '--config', config, '--only', 'RE-503:getAccount'])
    await web.came(1, ({ path }) => path === '/_control/maintenance')
    running.signal('SIGTERM')
    const { code } = await running.ended
    await web.close()
    expect(code).toBe(130)
    expect(await stateOf(served.url)).toEqual(calm)
  })

  test('and cannot leave it says so among what it leaves behind', async () => {
    const stuck = await serve(join(folder, 'stuck.yaml'))
    const broken = await always(500, 'text/html', '<h1>Oh dear</h1>')
    const text = await readFile(stuck.config, 'utf8')
    const leave = /(\n {4}leave:\n {6}method: POST\n) {6}path: (\/_control\/maintenance)\n/
    expect(text).toMatch(leave)
    const config = join(folder, 'without-way-out.yaml')
    await writeFile(config, text.replace(leave, `$1      url: ${broken.url}$2\n`))
    const over = await cli(['run', '--config', config, '--only', 'RE-503:getAccount'])
    await broken.close()
    await stuck.stop()
    const [, left = ''] = /\nLeft behind on the target\n([\s\S]*?)\n\n/.exec(over.stdout) ?? []
    expect(left.replace(/\s+/g, ' ')).toContain(
      `maintenance could not be left: The recipe's POST ${broken.url}/_control/maintenance was answered 500, but 2xx is due.`,
    )
    expect(over.code).toBe(3)
    expect(over.stderr).not.toMatch(/^ +at /m)
  })
})

describe.each([
  ['CU-502', 'bad-gateway'],
  ['CU-504', 'gateway-timeout'],
])('a run that has the gateway fail (%s)', (clause, control) => {
  /** Starts a run and waits until it is in the midst of that. */
  const caught = async (name: string) => {
    const current = await serve(join(folder, `${name}.yaml`), ['--edition', 'current'])
    const config = join(folder, `${name}-settling.yaml`)
    await writeFile(config, `${await readFile(current.config, 'utf8')}settleTime: 10000\n`)
    const place = join(folder, name)
    await mkdir(place)
    const before = await holdings(current.url)
    const running = startCli(['run', '--config', config, '--only', clause], { cwd: place })
    const deadline = Date.now() + 30_000
    while (((await stateOf(current.url)) as { gateway: unknown }).gateway !== control && Date.now() < deadline)
      await sleep(10)
    expect(await stateOf(current.url)).toEqual({ ...calm, gateway: control })
    return { current, config, place, before, running }
  }

  test('and is interrupted there ends it', async () => {
    const { current, before, running } = await caught(`${control}-interrupted`)
    running.signal('SIGINT')
    const { code, stdout, stderr } = await running.ended
    expect(code).toBe(130)
    expect(stderr + stdout).not.toMatch(/^ +at |^(Left behind|Faults of the suite|Findings)/m)
    expect(await stateOf(current.url)).toEqual(calm)
    expect(await holdings(current.url)).toEqual(before)
    await current.stop()
  })

  test('and is killed there leaves a ledger by which it is ended', async () => {
    const { current, config, place, before, running } = await caught(`${control}-killed`)
    running.signal('SIGKILL')
    await running.ended
    expect(await stateOf(current.url)).toEqual({ ...calm, gateway: control })
    const { code, stdout, stderr } = await cli(['cleanup', '--config', config], { cwd: place })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('taken out of what recipes had put it into')
    expect(await stateOf(current.url)).toEqual(calm)
    expect(await holdings(current.url)).toEqual(before)
    await current.stop()
  })
})
