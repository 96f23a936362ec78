import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { cli, type Ended, type Served, serve } from '../support/running.ts'
import { always, isUnsafe, relay, sockets } from '../support/web.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const key = { DOORFLOW_KEY: facts.keys.full }
const secrets = Object.values(facts.keys)

/** As much of what `--format json` prints as is looked at here. */
interface Diagnosis {
  readonly problems: readonly { readonly message: string; readonly exitCode: number }[]
  readonly reachable: boolean
  readonly seen?: {
    readonly account: { readonly id: string }
    readonly edition: {
      readonly claimed: string
      readonly fitting: readonly string[]
      readonly instead?: string
      readonly signs: readonly { readonly what: string; readonly seen: string; readonly fits: readonly string[] }[]
      readonly clauses: Readonly<
        Record<string, readonly { readonly clause: string; readonly broken: readonly unknown[] }[]>
      >
    }
    readonly found: Readonly<Record<string, readonly number[]>>
    readonly working: readonly { readonly what: string; readonly works: boolean }[]
  }
  readonly cells: {
    readonly cells: number
    readonly runnable: number
    readonly needs: readonly { readonly additions: readonly string[]; readonly cells: readonly string[] }[]
  }
  readonly lines: string
}

let folder: string
let classic: Served
let current: Served

beforeAll(async () => {
  folder = await emptyFolder('doctor')
  ;[classic, current] = await Promise.all([
    serve(join(folder, 'classic.yaml')),
    serve(join(folder, 'current.yaml'), ['--edition', 'current']),
  ])
})

afterAll(async () => {
  await Promise.all([classic.stop(), current.stop()])
  await remove(folder)
})

const doctor = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  cli(['doctor', ...args], { env, cwd: folder })

const diagnosed = async (args: readonly string[], env = {}): Promise<{ over: Ended; diagnosis: Diagnosis }> => {
  const over = await doctor([...args, '--format', 'json'], env)
  return { over, diagnosis: JSON.parse(over.stdout) as Diagnosis }
}

const served = (edition: string): Served => (edition === 'classic' ? classic : current)

describe.each(['classic', 'current'])('the practice endpoint in the edition %s', (edition) => {
  test('is ready, speaks its edition, and could be judged as a whole', async () => {
    const { over, diagnosis } = await diagnosed(['--config', served(edition).config])
    expect(over.code).toBe(0)
    expect(diagnosis.problems).toEqual([])
    const { edition: spoken, working, found } = diagnosis.seen ?? {}
    expect(spoken).toMatchObject({ claimed: edition, fitting: [edition] })
    expect(spoken?.signs.slice(0, 3).map(({ fits }) => fits)).toEqual([[edition], [edition], [edition]])
    // What the endpoint serves besides, its other edition documents.
    const others = spoken?.signs.filter(({ what }) => !what.startsWith('GET /')) ?? []
    expect(others.filter(({ fits }) => !fits.includes(edition))).toEqual([])
    const seen = spoken?.clauses[edition] ?? []
    expect(seen.length).toBeGreaterThan(10)
    expect(seen.flatMap(({ broken }) => broken)).toEqual([])
    expect(found).toMatchObject({
      groups: facts.groupIds,
      roles: facts.roleIds,
      sites: facts.siteIds,
      channels: facts.channelIds,
    })
    expect(working?.filter(({ works }) => works).map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'the full key',
        'the restricted key is kept from the hidden person',
        'the expired key is refused',
      ]),
    )
    expect(diagnosis.cells.runnable).toBeGreaterThan(400)
    // What the embedded endpoint cannot provide at all is no matter of its description.
    expect(
      diagnosis.cells.needs.flatMap(({ additions }) => additions).filter((id) => !id.startsWith('allow.oauth')),
    ).toEqual([])
  })

  test('is only read, seldom, and no key is shown', async () => {
    const web = await relay(served(edition).url)
    const text = await readFile(served(edition).config, 'utf8')
    const config = join(folder, `relayed-${edition}.yaml`)
    await writeFile(config, text.replace(/^url: .*$/m, `url: ${web.url}`))
    const over = await doctor(['--config', config])
    await web.close()
    expect(over.code).toBe(0)
    expect(over.stdout).toMatch(/^READY\n/)
    expect(web.seen.length).toBeGreaterThan(15)
    expect(web.seen.length).toBeLessThanOrEqual(40)
    expect(new Set(web.seen.map(({ method }) => method))).toEqual(new Set(['GET']))
    for (const secret of secrets) expect(over.stdout + over.stderr).not.toContain(secret)
    // Names and addresses of those who are listed are nobody's business either.
    expect(over.stdout).not.toMatch(/Applegarth|applegarth|Quayside/)
  })

  test('is not what another edition claims of it: doctor and run say so, and nothing is changed', async () => {
    const web = await relay(served(edition).url)
    const other = edition === 'classic' ? 'current' : 'classic'
    const text = await readFile(served(edition).config, 'utf8')
    const config = join(folder, `mistaken-${edition}.yaml`)
    await writeFile(
      config,
      text.replace(/^url: .*$/m, `url: ${web.url}`).replace(/^edition: .*$/m, `edition: ${other}`),
    )
    const { over, diagnosis } = await diagnosed(['--config', config])
    expect(over.code).toBe(2)
    expect(diagnosis.seen?.edition).toMatchObject({ claimed: other, instead: edition })
    expect(diagnosis.problems.map(({ message }) => message)).toEqual([
      `The target evidently speaks the edition ${edition}, not ${other}; write edition: ${edition}.`,
    ])
    const run = await cli(['run', '--config', config], { cwd: folder })
    await web.close()
    expect(run.code).toBe(2)
    expect(run.stdout).toBe('')
    expect(run.stderr).toMatch(
      new RegExp(
        `^doorflow-conformance: \\S+ evidently speaks the edition ${edition}, not ${other} \\(.*\\); write edition: ${edition}, or ask doctor for more\\.$`,
        'm',
      ),
    )
    expect(web.seen.filter(isUnsafe)).toEqual([])
  })
})

describe('a description that says little', () => {
  test('is told its account, and the lines that let more cells run; added, they do', async () => {
    const config = join(folder, 'little.yaml')
    await writeFile(config, `url: ${classic.url}\n`)
    const first = await diagnosed(['--config', config], key)
    expect(first.over.code).toBe(2)
    expect(first.diagnosis.problems).toEqual([
      { message: expect.stringContaining(`add account: ${facts.accountId}.`), exitCode: 2 },
    ])
    const { lines, cells } = first.diagnosis
    expect(lines).toMatch(new RegExp(`^account: ${facts.accountId}$`, 'm'))
    expect(cells.needs.flatMap(({ additions }) => additions)).toEqual(
      expect.arrayContaining(['dedicated', 'keys.restricted', 'fixtures.hiddenPerson', 'forms.paths:singular']),
    )

    // Pasted as they are, with ids in place of the words that stand for them.
    const filled = lines
      .replace(/(hiddenPerson: )ID/, `$1${facts.hiddenPersonId}`)
      // Of those that can be reached, that cannot, and that are locked down, one each.
      .replace(
        /^( {2}channels:\n {4}- )ID$/m,
        `$1710\n    - ${facts.offlineChannelId}\n    - ${facts.lockedDownChannelId}`,
      )
    await writeFile(config, `url: ${classic.url}\n${filled}`)
    const env = {
      ...key,
      DOORFLOW_RESTRICTED_KEY: facts.keys.restricted,
      DOORFLOW_EXPIRED_KEY: facts.keys.expired,
      DOORFLOW_OTHER_KEY: facts.keys.other,
      DOORFLOW_CLIENT_ID: 'client',
      DOORFLOW_CLIENT_SECRET: 'secret',
      DOORFLOW_REFRESH_TOKEN: 'token',
    }
    const second = await diagnosed(['--config', config], env)
    expect(second.over.stderr).toBe('')
    expect(second.diagnosis.problems).toEqual([])
    expect(second.diagnosis.cells.runnable).toBeGreaterThan(cells.runnable + 100)
    expect(second.diagnosis.cells.needs).toEqual([])
  })

  test('of a shared target is never advised to touch a door that was merely found', async () => {
    const { diagnosis } = await diagnosed(['--url', classic.url, '--account', String(facts.accountId)], key)
    const values = diagnosis.lines.split('\n').filter((line) => !line.trim().startsWith('#'))
    for (const id of [...facts.channelIds, ...facts.groupIds, ...facts.roleIds])
      expect(values.filter((line) => line.includes(String(id)) && !/offline|locked/.test(line))).toEqual([])
  })

  test('in text is as ready to be pasted', async () => {
    const over = await doctor(['--url', classic.url], key)
    expect(over.code).toBe(2)
    expect(over.stdout).toMatch(/^NOT READY\n\n {2}The account is not described/)
    expect(over.stdout).toMatch(/^\d+ of [\d,]+ cells could run\.$/m)
    expect(over.stdout).toMatch(
      /^To let more cells run, add what applies to the target description:\n\naccount: 20617\n/m,
    )
  })
})

describe('what is described and does not work', () => {
  test.each<[what: string, change: (text: string) => string, said: string]>([
    [
      'a restricted key',
      (text) => text.replace(facts.keys.restricted, 'rk-nobody-was-given-this'),
      'The restricted key: no (401); correct keys.restricted.',
    ],
    [
      'a hidden person',
      (text) => text.replace(/hiddenPerson: \d+/, 'hiddenPerson: 2000000123'),
      'no (no person); correct fixtures.hiddenPerson.',
    ],
    [
      'an account',
      (text) => text.replace(/^account: .*$/m, 'account: 20671'),
      'The key belongs to account 20617, not 20671; correct the key or the account.',
    ],
    [
      'the full key',
      (text) => text.replace(facts.keys.full, 'rk-nobody-was-given-this'),
      'refuses the key (401 to account and people, sent as bearer); check DOORFLOW_KEY',
    ],
  ])('%s: 2, and what to mend', async (what, change, said) => {
    const config = join(folder, `${what.replaceAll(' ', '-')}.yaml`)
    await writeFile(config, change(await readFile(classic.config, 'utf8')))
    const { over, diagnosis } = await diagnosed(['--config', config])
    expect(over.code).toBe(2)
    expect(diagnosis.reachable).toBe(true)
    expect(diagnosis.problems.map(({ message }) => message).join()).toContain(said)
    expect(over.stdout).not.toContain('rk-nobody-was-given-this')
  })
})

describe('what is no DoorFlow', () => {
  test.each<[what: string, status: number, type: string, body: string]>([
    ['a web page', 200, 'text/html', '<!doctype html><title>Welcome</title>'],
    ['JSON of something else', 404, 'application/json', '{"error":"no route"}'],
  ])('%s: 2, after a few readings', async (_, status, type, body) => {
    const web = await always(status, type, body)
    const over = await doctor(['--url', web.url, '--account', '1'], key)
    await web.close()
    expect(over.code).toBe(2)
    expect(over.stdout).toMatch(/^NOT READY\n\n {2}http:\S+ does not look like DoorFlow/)
    expect(over.stdout).toMatch(/^ {2}reachable {2}yes$/m)
    expect(web.seen.filter(isUnsafe)).toEqual([])
    expect(web.seen.length).toBeLessThanOrEqual(4)
  })

  test('an address where nobody listens: 3', async () => {
    const gone = await always(200, 'text/plain', '')
    await gone.close()
    const { over, diagnosis } = await diagnosed(['--url', gone.url], key)
    expect(over.code).toBe(3)
    expect(diagnosis).toMatchObject({ reachable: false, problems: [{ exitCode: 3 }] })
    expect(diagnosis.problems[0]?.message).toMatch(/cannot be reached: .*ECONNREFUSED/)
    expect(diagnosis.cells.cells).toBeGreaterThan(400)
  })

  test('a connection that is closed at once: 3', async () => {
    const closing = await sockets((socket) => socket.destroy())
    const over = await doctor(['--url', closing.url], key)
    await closing.close()
    expect(over.code).toBe(3)
    expect(over.stdout).toMatch(/^ {2}reachable {2}no$/m)
  })
})

describe('a description in TypeScript', () => {
  const write = async (name: string, text: string): Promise<string> => {
    const config = join(folder, name)
    await writeFile(config, text)
    return config
  }

  test('serves doctor and run, with the helper found where the package is not installed', async () => {
    const config = await write(
      'target.ts',
      `import { defineTarget } from 'doorflow-conformance'
const keys: Record<string, string | undefined> = process.env
export default defineTarget(async () => ({
  url: '${classic.url}',
  account: ${facts.accountId},
  dedicated: true,
  keys: { full: keys.MY_KEY ?? '' },
  recipes: { maintenance: { enter: async () => {}, leave: async () => {} } },
}))
`,
    )
    const env = { MY_KEY: facts.keys.full }
    const look = await doctor(['--config', config], env)
    expect(look.stdout).toMatch(/^READY\n/)
    expect(look.code).toBe(0)
    const run = await cli(['run', '--config', config, '--only', 'RE-200:getAccount', '--seed', '1'], {
      env,
      cwd: folder,
    })
    expect(run.stdout).toMatch(/^CONFORMANT\n/)
    expect(run.code).toBe(0)
  })

  test.each<[name: string, text: string, said: RegExp]>([
    [
      'syntax.ts',
      'export default {\n  url:: 1\n}\n',
      /syntax\.ts:2:6: the file is not TypeScript: Unexpected token\.$/,
    ],
    [
      'throws.mts',
      "\nthrow new Error('no secrets here')\n",
      /throws\.mts:2: running the file failed: no secrets here\.$/,
    ],
    ['nothing.js', 'export const url = 1\n', /nothing\.js: the file has no default export; write export default/],
    [
      'member.mjs',
      "export default {\n  urll: 'https://a.example' }\n",
      /member\.mjs:2:3: unknown member "urll"; did you mean url\?$/,
    ],
  ])('with a mistake is one sentence: %s', async (name, text, said) => {
    const config = await write(name, text)
    for (const command of ['doctor', 'run']) {
      const over = await cli([command, '--config', config], { env: key, cwd: folder })
      expect(over.code).toBe(2)
      expect(over.stdout).toBe('')
      expect(over.stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(/^doorflow-conformance: /)])
      expect(over.stderr.trimEnd()).toMatch(said)
    }
  })
})

test('what doctor cannot do is said in one sentence', async () => {
  for (const [args, said] of [
    [['--format', 'xml'], /--format.*'xml'.*text, json/],
    [['--edition', 'clasic'], /There is no edition "clasic"; did you mean classic\?$/],
    [['--config', 'absent.yaml'], /absent\.yaml: there is no such file/],
  ] as const) {
    const over = await doctor(args)
    expect(over.code).toBe(2)
    expect(over.stdout).toBe('')
    expect(over.stderr.trimEnd()).toMatch(said)
  }
  const help = await doctor(['--help'])
  expect(help.code).toBe(0)
  expect(help.stdout).toMatch(/Exit codes:[\s\S]*evidently another edition/)
})
