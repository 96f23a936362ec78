import { writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { daysAfter } from '../../oracle/waivers.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { passOn } from '../support/proxy.ts'
import { cli, type Ended, type Served, serve } from '../support/running.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** A deleted person is still served. */
const fault = 'gone-person-readable'
const cell = 'RE-410:getPerson'
const key = 'RE-410:getPerson:alive::200'

let folder: string
let faulty: Served
let clean: Served
/** Answers a creation with 200, where 201 is usual. */
let unusual: Served

beforeAll(async () => {
  folder = await emptyFolder('waivers')
  const start = (name: string, args: readonly string[]): Promise<Served> => serve(join(folder, `${name}.yaml`), args)
  ;[faulty, clean, unusual] = await Promise.all([
    start('faulty', ['--fault', fault]),
    start('clean', []),
    start('unusual', ['--dialect', 'create-answers-200']),
  ])
})

afterAll(async () => {
  await Promise.all([faulty, clean, unusual].map((served) => served.stop()))
  await remove(folder)
})

const today = (): string => new Date().toISOString().slice(0, 10)

interface Entry {
  readonly key?: string
  readonly clause?: string
  readonly operation?: string
  readonly reason?: string
  readonly owner?: string
  readonly expires?: string
}

/** A file of waivers, the first of them in its fourth line. */
const waivers = async (
  entries: Entry | readonly Entry[],
  { list = 'waivers', name = 'waivers.yaml' } = {},
): Promise<string> => {
  const written = [entries].flat().map((entry) => {
    const whole = { reason: 'mended with release 12', owner: 'Ada', expires: daysAfter(today(), 30), ...entry }
    const members = Object.entries(whole).map(([member, text]) => `${member}: ${JSON.stringify(text)}`)
    return `  - ${members.join('\n    ')}\n`
  })
  const file = join(folder, name)
  await writeFile(file, `# Known deviations\n\n${list}:\n${written.join('')}`)
  return file
}

const judge = (target: Served, args: readonly string[], only = cell): Promise<Ended> =>
  cli(['run', '--config', target.config, '--profile', 'smoke', '--only', only, ...args], {
    cwd: folder,
    env: { COLUMNS: '200' },
  })

const firstLine = ({ stdout }: Ended): string => stdout.split('\n')[0] ?? ''

describe('a run with waivers', () => {
  it('passes where what it finds is waived, in whichever way, and shows it', async () => {
    const file = await waivers([{ key }, { clause: 'RE-410', operation: 'getPerson' }, { clause: 'RE-410' }])
    const over = await judge(faulty, ['--waivers', file])
    expect(firstLine(over)).toBe('CONFORMANT, but for 1 waived finding')
    expect(over.stdout).toMatch(/^ {2}RE-410 {2}MUST {2}getPerson · alive · 200 +reproducible 3\/3$/m)
    for (const line of [4, 8, 13]) {
      const why = `waived until \\d{4}-\\d\\d-\\d\\d by Ada: mended with release 12 +${file}:${line}:5$`
      expect(over.stdout).toMatch(new RegExp(why, 'm'))
    }
    expect(over.stdout).toMatch(new RegExp(`^ {4}key {7}${key}$`, 'm'))
    expect(over.stdout).toMatch(/^ {4}replay {4}doorflow-conformance replay RE-410:getPerson:\S+ --config \S+$/m)
    expect(over.stdout).toMatch(/^again .* --waivers \S*waivers\.yaml$/m)
    expect(over.code).toBe(0)
  })

  it('passes on the last day of one', async () => {
    // Begun again where that day ended meanwhile.
    for (let day = ''; day !== today(); ) {
      day = today()
      const over = await judge(faulty, ['--waivers', await waivers({ key, expires: day })])
      if (day === today()) expect([over.code, firstLine(over)]).toEqual([0, 'CONFORMANT, but for 1 waived finding'])
    }
  })

  it('fails without them, and suggests none unless it is asked to', async () => {
    const over = await judge(faulty, [])
    expect(over.stdout).toMatch(new RegExp(`^ {2}key {7}${key}$`, 'm'))
    expect(over.stdout).not.toContain('# Waivers for')
    expect(over.code).toBe(1)
  })

  it('fails where one is stale: the run was complete, and nothing that it covers was found', async () => {
    const file = await waivers({ key })
    const over = await judge(clean, ['--waivers', file], '*')
    expect(firstLine(over)).toBe('WAIVERS TO MEND: nothing else fails')
    expect(over.stdout).toContain(
      `\n  ${file}:4:5: the waiver of ${key} is stale: all that it covers was exercised, and nothing of it was found; take it out.\n`,
    )
    expect(over.code).toBe(1)
  })

  it('says nothing against those whose cells a filter leaves out, be it only those that provoke the finding', async () => {
    const target = await serve(join(folder, 'empty.yaml'), ['--fault', 'list-of-nothing-answers-404'])
    const provoked = 'RE-200:listPeople:::404'
    const file = await waivers([
      { key: provoked },
      { clause: 'RE-405' },
      { clause: 'RE-410', expires: '2020-01-01', operation: 'updatePerson' },
    ])
    const args = ['--waivers', file]
    const [found, over] = await Promise.all([
      judge(target, args, 'RE-FILTER:listPeople'),
      judge(target, args, 'RE-200:listPeople'),
    ])
    await target.stop()
    expect(found.stdout).toMatch(/^ {2}RE-200 {2}MUST {2}listPeople · 404 /m)
    expect(firstLine(over)).toBe('CONFORMANT')
    const idle = [`4:5: ${provoked}`, '8:5: RE-405 on any operation', '12:5: RE-410 on updatePerson']
    const lines = idle.map((one) => `  ${file}:${one}\n`).join('')
    expect(over.stdout).toContain(`Waivers of which this run says nothing\n${lines}`)
    expect(over.code).toBe(0)
  })

  it('fails where one has expired, and with it what it excused', async () => {
    const expires = daysAfter(today(), -1)
    const file = await waivers({ key, expires })
    const over = await judge(faulty, ['--waivers', file])
    expect(firstLine(over)).toBe('NOT CONFORMANT')
    expect(over.stdout).toContain(
      `${file}:4:5: the waiver of ${key} expired on ${expires}, and what it covers is still found; have that mended, or agree on another day with Ada.`,
    )
    expect(over.code).toBe(1)
  })

  it('fails where one matches nothing', async () => {
    const file = await waivers({ clause: 'RE-403', operation: 'createPerson' })
    const over = await judge(clean, ['--waivers', file])
    expect(over.stdout).toContain(
      `${file}:4:5: the waiver of RE-403 on createPerson matches nothing in the plan for this target; correct it, or take it out.`,
    )
    expect(over.code).toBe(1)
  })

  it('under --strict lets a recommendation be waived', async () => {
    const only = 'RE-201-USUAL:createPerson'
    expect((await judge(unusual, ['--strict'], only)).code).toBe(1)
    const over = await judge(unusual, ['--strict', '--waivers', await waivers({ clause: 'RE-201-USUAL' })], only)
    // Of the other operations nothing is known, so that it is not stale; what is found here is excused.
    expect(over.stdout).toMatch(/^ {2}RE-201-USUAL {2}SHOULD {2}createPerson · 200 +reproducible 3\/3$/m)
    expect(over.code).toBe(0)
  })

  it('does not waive that the target cannot be judged', async () => {
    const file = await waivers({ clause: 'RE-410' })
    const args = [
      'run',
      '--config',
      faulty.config,
      '--key',
      'tk-nobody-has-this-one',
      '--only',
      cell,
      '--waivers',
      file,
    ]
    expect(await cli(args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('refuses the key') })
  })
})

describe('what is known to be flaky', () => {
  /** Serves a deleted person once; from then on they are gone. */
  const forgetful = async (): Promise<Server> => {
    const deleted = new Set<string>()
    let served = false
    const server = createServer(
      (incoming, outgoing) =>
        void passOn(faulty.url, incoming, outgoing, ({ method, path }) => {
          const [person = ''] = /^\/api\/3\/people\/\d+/.exec(path) ?? []
          if (method === 'DELETE') deleted.add(person)
          if (method !== 'GET' || !deleted.has(person)) return undefined
          if (served) return 410
          served = true
          return undefined
        }),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return server
  }

  const through = async (args: readonly string[]): Promise<Ended> => {
    const server = await forgetful()
    const { port } = server.address() as AddressInfo
    try {
      return await judge(faulty, ['--url', `http://127.0.0.1:${port}`, ...args])
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }

  it('is excused where it is flaky', async () => {
    const [without, over] = await Promise.all([
      through([]),
      through(['--waivers', await waivers({ key }, { list: 'flaky' })]),
    ])
    expect(without.stdout).toMatch(/^RE-410 {2}MUST {2}getPerson · alive +flaky 0\/3$/m)
    expect(without.code).toBe(3)
    expect(firstLine(over)).toBe('CONFORMANT, but for 1 waived finding')
    expect(over.code).toBe(0)
  })

  it('is not excused where it is reproducible', async () => {
    const file = await waivers({ key }, { list: 'flaky' })
    const over = await judge(faulty, ['--waivers', file])
    expect(firstLine(over)).toBe('NOT CONFORMANT')
    expect(over.stdout).toContain(`${file}:4:5: the waiver of ${key} excuses nothing`)
    expect(over.code).toBe(1)
  })

  it('is not missed where it is not found', async () => {
    const over = await judge(clean, ['--waivers', await waivers({ key }, { list: 'flaky' })])
    expect(firstLine(over)).toBe('CONFORMANT')
    expect(over.code).toBe(0)
  })
})

describe('a waiver file that is not in order ends with 2, before a request is sent', () => {
  let server: Server
  let asked = 0
  let url: string

  beforeAll(async () => {
    server = createServer((_, outgoing) => {
      asked += 1
      outgoing.writeHead(500).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  const complain = async (file: string, args: readonly string[] = []): Promise<string> => {
    const over = await judge(clean, ['--url', url, '--waivers', file, ...args])
    expect([over.code, over.stdout]).toEqual([2, ''])
    const lines = over.stderr.trimEnd().split('\n')
    expect(lines).toHaveLength(1)
    return lines[0] ?? ''
  }

  it.each<[string, Entry, string]>([
    ['no reason', { reason: '' }, ':5:13: waivers.0.reason must not be blank.'],
    ['a bad date', { expires: '2030-02-30' }, ':7:14: waivers.0.expires must be a day of the calendar, written as'],
    ['an unknown clause', { clause: 'RE-4O3' }, ':4:13: there is no clause "RE-4O3" in the classic edition; did you'],
    ['a clause that is only MAY', { clause: 'RE-418' }, ':4:13: RE-418 says what MAY be'],
    ['an unknown operation', { operation: 'getPersn' }, ' "getPersn" in the classic edition; did you mean getPerson?'],
    ['an unknown member', { raeson: 'x' } as Entry, ': unknown member "raeson" of waivers.0; did you mean reason?'],
  ])('%s', async (_, entry, expected) => {
    // Members stand in this order, each in a line of its own.
    const { clause = 'RE-410', reason = 'known', owner = 'Ada', expires = '2030-05-01', ...more } = entry
    const file = join(folder, 'bad.yaml')
    const members = Object.entries({ clause, reason, owner, expires, ...more })
    const lines = members.map(([member, text]) => `${member}: ${JSON.stringify(text)}`)
    await writeFile(file, `# Known deviations\n\nwaivers:\n  - ${lines.join('\n    ')}\n`)
    const said = await complain(file)
    expect(said).toContain(file)
    expect(said).toContain(expected)
    expect(asked).toBe(0)
  })

  it('no file, and none that is YAML', async () => {
    const missing = join(folder, 'missing.yaml')
    expect(await complain(missing)).toBe(
      `doorflow-conformance: ${missing}: there is no such file; name an existing waiver file.`,
    )
    const broken = join(folder, 'broken.yaml')
    await writeFile(broken, 'waivers: [')
    expect(await complain(broken)).toMatch(/broken\.yaml:1:\d+: the file is neither YAML nor JSON/)
    expect(await complain(broken, ['--dry-run'])).toContain('neither YAML nor JSON')
    expect(asked).toBe(0)
  })

  it('one that is in order is not what keeps the run from being judged', async () => {
    const over = await judge(clean, ['--url', url, '--waivers', await waivers({ key })])
    expect(over.code).not.toBe(0)
    expect(asked).toBeGreaterThan(0)
  })
})

describe('--suggest-waivers', () => {
  it('ends with a file that is refused until it is filled in, and then makes the run pass', async () => {
    const over = await judge(faulty, ['--suggest-waivers'])
    expect(over.code).toBe(1)
    const suggested = over.stdout.slice(over.stdout.indexOf('\n# Waivers for what was found'))
    expect(suggested).toContain(`  - key: ${key}\n`)
    expect(suggested).toContain(`    expires: ${daysAfter(today(), 30)}\n`)

    const file = join(folder, 'suggested.yaml')
    await writeFile(file, suggested)
    const refused = await judge(faulty, ['--waivers', file])
    expect(refused.stderr).toContain('waivers.0.reason must not be blank.')
    expect(refused.code).toBe(2)

    await writeFile(file, suggested.replaceAll('reason: ""', 'reason: known').replaceAll('owner: ""', 'owner: Ada'))
    const passed = await judge(faulty, ['--waivers', file, '--suggest-waivers'])
    expect(firstLine(passed)).toBe('CONFORMANT, but for 1 waived finding')
    expect(passed.stdout).toMatch(/\n# Nothing was found that a waiver could be suggested for\.\n$/)
    expect(passed.code).toBe(0)
  })
})
