import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { cli, lives, serve, startCli } from '../support/running.ts'

const dist = fileURLToPath(new URL('../../dist', import.meta.url))
vi.setConfig({ testTimeout: 120_000 })

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorflow-run-'))
})

afterAll(() => rm(folder, { recursive: true }))

const filesBelow = async (root: string): Promise<string[]> => {
  const names = (await readdir(root, { recursive: true })).sort()
  return Promise.all(names.map(async (name) => `${name} ${(await stat(join(root, name))).mtimeMs}`))
}

/** Whether a URL is answered at all. */
const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  )

const people = async (url: string): Promise<string> => {
  const headers = { authorization: `Bearer ${facts.keys.full}` }
  return (await fetch(`${url}/api/3/people?per_page=100`, { headers })).text()
}

describe('run', () => {
  it('judges the embedded endpoint, says so, stops it, and writes nothing', async () => {
    const before = await filesBelow(dist)
    const over = await cli(['run', '--profile', 'smoke', '--seed', '7', '--only', 'RE-400'], { cwd: folder })
    expect(over.stdout.split('\n')[0]).toBe('CONFORMANT')
    expect(over.code).toBe(0)
    expect(over.stderr).toMatch(/^No target was named: using the embedded endpoint, started at http:\S+\.$/m)
    expect(over.stdout).toContain('again  doorflow-conformance run --seed 7 --profile smoke --only RE-400\n')
    expect(over.stdout).not.toContain('\x1b')
    expect(await answers(/http:\S+\d/.exec(over.stderr)?.[0] ?? '')).toBe(false)
    expect(await filesBelow(dist)).toEqual(before)
    expect(await readdir(folder)).toEqual([])
  })

  it('sends the same cases for the same seed', async () => {
    const digest = async (): Promise<string | undefined> => {
      const { stdout } = await cli(['run', '--profile', 'smoke', '--seed', '7', '--only', 'RE-40*:createPerson'])
      return /sha256 [0-9a-f]{64}/.exec(stdout)?.[0]
    }
    const first = await digest()
    expect(first).toBeDefined()
    expect(await digest()).toBe(first)
  })

  it('finds a planted fault, and replay tells it from what is fixed', async () => {
    const faulty = await serve(join(folder, 'faulty.yaml'), ['--fault', 'gone-person-readable'])
    const evidence = join(folder, 'evidence.jsonl')
    const args = ['run', '--config', faulty.config, '--profile', 'smoke', '--only', 'RE-410:getPerson']
    const over = await cli([...args, '--evidence', evidence])
    expect(over.stdout.split('\n')[0]).toBe('NOT CONFORMANT')
    expect(over.code).toBe(1)
    expect(over.stdout).toMatch(/^RE-410 {2}MUST {2}getPerson · alive +reproducible 3\/3$/m)

    const recorded = await readFile(evidence, 'utf8')
    expect(recorded.trimEnd().split('\n').length).toBeGreaterThan(3)
    for (const key of Object.values(facts.keys)) expect(recorded + over.stdout + over.stderr).not.toContain(key)

    const token = /replay (RE-410:getPerson\S+) --config /m.exec(over.stdout)?.[1] ?? ''
    const failing = await cli(['replay', token, '--config', faulty.config])
    expect(failing.stdout).toMatch(/^STILL FAILING {2}/)
    expect(failing.stdout).toContain('What has been deleted is refused')
    expect(failing.code).toBe(1)
    await faulty.stop()
    await rm(evidence)
    await rm(faulty.config)

    const fixed = await cli(['replay', token])
    expect(fixed.stdout).toMatch(/^FIXED {2}/)
    expect(fixed.code).toBe(0)
  })

  it('interrupted, removes what it created, reports what it knows, and ends with 130', async () => {
    const practice = await serve(join(folder, 'practice.yaml'))
    const before = await people(practice.url)
    const child = startCli(['run', '--config', practice.config, '--seed', '1'])
    const over = child.ended
    await child.said(/^[1-9][\d,]* of [\d,]+ cells/m)
    child.signal('SIGINT')
    const { code, stdout, stderr } = await over
    expect(code).toBe(130)
    expect(stderr).toContain('Stopping: what was created is being removed.')
    expect(stdout.split('\n')[0]).toBe('INTERRUPTED: what follows is known so far')
    expect(await people(practice.url)).toBe(before)
    await practice.stop()
  })

  it('killed, takes the embedded endpoint with it', async () => {
    const child = startCli(['run'])
    const [, url = ''] = await child.said(/^No target was named.* (http:\S+\d)/m)
    expect(await answers(url)).toBe(true)
    const over = child.ended
    child.signal('SIGKILL')
    await over
    await expect.poll(() => answers(url), { timeout: 5000 }).toBe(false)
    expect(lives(child.pid)).toBe(false)
  })
})

describe('serve', () => {
  it('prints a description that run can read, and ends when it is told to', async () => {
    const child = startCli(['serve'])
    const over = child.ended
    await child.said(/^Save the lines above/m)
    child.signal('SIGINT')
    const { code, stdout } = await over
    expect(code).toBe(0)
    expect(stdout).toMatch(/^url: http:\/\/127\.0\.0\.1:\d+$/m)
    expect(stdout).toMatch(/^dedicated: true$/m)
    expect(stdout).toMatch(/^edition: classic$/m)
  })

  it('speaks the edition that it is told to, and says so in the description', async () => {
    const config = join(folder, 'current.yaml')
    const child = startCli([
      'serve',
      '--edition',
      'current',
      '--dialect',
      'update-answers-200',
      '--write-config',
      config,
    ])
    const over = child.ended
    const [, url = ''] = await child.said(/^Listening on (http:\S+\d) with update-answers-200/m)
    const description = await readFile(config, 'utf8')
    expect(description).toMatch(/^edition: current$/m)
    expect(description).toMatch(new RegExp(`^account: ${facts.currentAccountId}$`, 'm'))
    const headers = { authorization: `Bearer ${facts.keys.full}` }
    expect(await (await fetch(`${url}/api/3/account`, { headers })).json()).toMatchObject({
      id: facts.currentAccountId,
    })
    const listed = await fetch(`${url}/api/3/people?email=APPLEgarth`, { headers })
    expect([listed.headers.get('total'), await listed.json()]).toMatchObject(['1', [{ id: 3001 }]])
    child.signal('SIGINT')
    expect((await over).code).toBe(0)
  })
})
