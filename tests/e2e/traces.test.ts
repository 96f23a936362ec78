import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { findingsIn } from '../support/findings.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { holdings, peopleOf } from '../support/holdings.ts'
import { cli, type Served, type Spawning, serve, startCli } from '../support/running.ts'
import { isUnsafe, relay } from '../support/web.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let folder: string
let served: Served
let before: Awaited<ReturnType<typeof holdings>>

beforeAll(async () => {
  folder = await emptyFolder('traces')
  served = await serve(join(folder, 'served.yaml'))
  before = await holdings(served.url)
})

afterAll(async () => {
  await served.stop()
  await remove(folder)
})

const env: Spawning['env'] = {
  DOORFLOW_KEY: facts.keys.full,
  DOORFLOW_RESTRICTED_KEY: facts.keys.restricted,
  DOORFLOW_ACCOUNT: String(facts.accountId),
  DOORFLOW_DEDICATED: '1',
}

describe('what a run leaves behind', () => {
  test('is nothing: whatever the endpoint shows is what it showed before', async () => {
    const over = await cli(['run', '--config', served.config, '--profile', 'smoke'])
    expect(over.stdout).not.toContain('Left behind')
    expect(over.code).toBe(0)
    expect(await holdings(served.url)).toEqual(before)
  })

  test('is nothing where findings were made, shrunk and sent again', async () => {
    const faulty = await serve(join(folder, 'faulty.yaml'), ['--fault', 'leading-zero-lost-in-value'])
    const held = await holdings(faulty.url)
    const only = ['--only', 'RE-READ-BACK:createCredential']
    const over = await cli(['run', '--config', faulty.config, ...only])
    const after = await holdings(faulty.url)
    await faulty.stop()
    expect(over.code).toBe(1)
    expect(over.stdout).not.toContain('Left behind')
    expect(after).toEqual(held)
  })

  test('is nothing when it is interrupted half-way', async () => {
    const web = await relay(served.url)
    const running = startCli(['run', '--url', web.url], { env })
    await web.came(150, isUnsafe)
    running.signal('SIGINT')
    const { code, stdout, stderr } = await running.ended
    await web.close()
    expect(code).toBe(130)
    expect(stderr).toContain('Stopping: what was created is being removed. Ctrl-C again ends at once.')
    expect(stderr).not.toMatch(/^ +at /m)
    expect(stdout.split('\n')[0]).toBe('INTERRUPTED: what follows is known so far')
    expect(stdout).not.toMatch(/^(Left behind|Faults of the suite|Findings)/m)
    expect(await holdings(served.url)).toEqual(before)
  })

  test('is nothing of anybody else, when it is interrupted twice and ends at once', async () => {
    const web = await relay(served.url)
    const running = startCli(['run', '--url', web.url], { env })
    await web.came(150, isUnsafe)
    // Cleaning up cannot come to its end, so the second signal is what ends it.
    web.hold()
    running.signal('SIGINT')
    await running.said(/^Stopping: /m)
    running.signal('SIGINT')
    const { code, stderr } = await running.ended
    await web.close()
    expect(code).toBe(130)
    expect(stderr).not.toMatch(/^ +at /m)

    const left = (await peopleOf(served.url)).map(({ id }) => id)
    const seeded = new Set<unknown>([3001, 3002, 3003, facts.hiddenPersonId])
    // Of cases that were under way there may be reservations, of people of the run alone.
    const isOurs = (one: unknown): boolean =>
      typeof one === 'object' &&
      one !== null &&
      'person_id' in one &&
      !seeded.has(one.person_id) &&
      left.includes(Number(one.person_id))
    for (const [path, value] of Object.entries(await holdings(served.url))) {
      if (path === 'people' || path.startsWith('credentials?') || !(path in before)) continue
      const others =
        path.startsWith('reservations?') && Array.isArray(value) ? value.filter((one) => !isOurs(one)) : value
      expect([path, others]).toEqual([path, before[path]])
    }
    expect(left).toEqual(expect.arrayContaining([...seeded]))

    // The next run is not disturbed by what was left.
    const next = await cli([
      'run',
      '--config',
      served.config,
      '--profile',
      'smoke',
      '--only',
      'RE-201',
      '--only',
      'RE-LISTED',
    ])
    expect(next.code).toBe(0)
    expect((await peopleOf(served.url)).map(({ id }) => id)).toEqual(left)
  })
})

describe('an endpoint that goes away half-way', () => {
  /** What was printed under a title, its lines joined. */
  const part = (report: string, title: string): string =>
    new RegExp(`\\n${title}\\n([\\s\\S]*?)\\n\\n`).exec(report)?.[1]?.replace(/\s+/g, ' ') ?? ''

  test('killed: the run ends by itself with 3, says what is open and what may be left, and accuses nobody', async () => {
    const doomed = await serve(join(folder, 'doomed.yaml'))
    const running = startCli(['run', '--config', doomed.config])
    // By then people have been created.
    await running.said(/^[1-9]\d\d of [\d,]+ cells/m)
    await doomed.stop('SIGKILL')
    const { code, stdout, stderr } = await running.ended
    expect(code).toBe(3)
    expect(stdout.split('\n')[0]).toBe('NO VERDICT: too little could be judged')
    expect(stderr + stdout).not.toMatch(/^ +at |Faults of the suite/m)
    expect(stdout).toContain('no findings · ')
    expect(findingsIn(stdout)).toEqual([])
    expect(part(stdout, 'Ended early')).toMatch(
      /The target is gone: nothing has been answered since \S+, and \d+ requests in a row failed; of the last, .*\(ECONN(?:REFUSED|RESET)\)/,
    )
    expect(part(stdout, 'Inconclusive')).toMatch(/the target was gone: .*AU-QUERY:getAccount/)
    expect(part(stdout, 'Left behind on the target')).toMatch(/people \d+: /)
    expect(stdout).toMatch(/^again {2}doorflow-conformance run --config /m)
  })

  test('silent from then on: a second interruption still ends the run', async () => {
    const web = await relay(served.url)
    const running = startCli(['run', '--url', web.url, '--only', 'RE-200:list*'], { env })
    await web.came(20)
    web.hold()
    running.signal('SIGINT')
    await running.said(/^Stopping: /m)
    running.signal('SIGTERM')
    const { code, stdout, stderr } = await running.ended
    await web.close()
    expect(code).toBe(130)
    expect(stderr + stdout).not.toMatch(/^ +at /m)
  })
})
