import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { emptyFolder, listing, remove } from '../support/folder.ts'
import { cli, type Ended, type Served, type Spawning, serve } from '../support/running.ts'
import { always, isUnsafe, type Relay, relay, sockets, type Web } from '../support/web.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const key = { DOORFLOW_KEY: facts.keys.full }
let folder: string
let clean: Served
/** A target to name where nothing may be sent. */
let untouched: Web
let described: { readonly [name: string]: string }

beforeAll(async () => {
  folder = await emptyFolder('bad-input')
  clean = await serve(join(folder, 'clean.yaml'))
  untouched = await always(200, 'application/json', '[]')
  const url = `url: ${untouched.url}\n`
  described = {
    member: `${url}account: 20617\ndedicted: true\n`,
    nested: `${url}keys:\n  ful: { env: DOORFLOW_KEY }\n`,
    boolean: `${url}dedicated: perhaps\n`,
    list: `${url}forms:\n  paths: singular\n`,
    choice: `${url}forms:\n  keys: [bearer, basik]\n`,
    syntax: `${url}account: [1\n`,
    scalar: 'just a text\n',
    variable: `${url}keys: { full: { env: NOBODY_SET_THIS } }\n`,
    allowed: `${url}allow:\n  chanels: [710]\n`,
    recipe: `${url}recipes:\n  maintenance: { enter: { method: POST, path: /on }, leave: { method: POST, path: /off } }\n`,
    ops: `${url}dedicated: true\nrecipes:\n  rateLimit:\n    requests: 9\n    enter: { method: POST, path: /x, headers: { X-Ops: { env: NOBODY_SET_THIS } } }\n`,
  }
  for (const [name, text] of Object.entries(described)) await writeFile(join(folder, `${name}.yaml`), text)
  await writeFile(join(folder, 'typed.json'), `{\n  "url": "${untouched.url}",\n  "settleTime": "long"\n}\n`)
  await mkdir(join(folder, 'folder.yaml'))
})

afterAll(async () => {
  await clean.stop()
  await untouched.close()
  await remove(folder)
})

/** The one sentence that is said, besides warnings: without a stack, a path of our own, or anything on standard output. */
const sentence = ({ stdout, stderr }: Ended): string => {
  expect(stdout).toBe('')
  expect(stderr).not.toMatch(/^ +at |node_modules|\.[jt]s:\d|A fault of the suite/m)
  const said = stderr
    .trimEnd()
    .split('\n')
    .filter((line) => !/^warning: |^[\d,]+ cells/.test(line))
  expect(said).toHaveLength(1)
  expect(said[0]).toMatch(/^doorflow-conformance: .*[.?]$/)
  return (said[0] ?? '').replace('doorflow-conformance: ', '')
}

const run = (args: readonly string[], env: Spawning['env'] = key): Promise<Ended> =>
  cli(['run', ...args], { env, cwd: folder })

describe('wrong use ends with 2, one sentence, and nothing sent', () => {
  test.concurrent.each<[args: readonly string[], said: RegExp]>([
    [['run', '--acount', '1'], /'--acount'; did you mean --account\?$/],
    [['runn'], /^Unknown command 'runn'; did you mean run\?$/],
    [['run', '--seed', 'seven'], /--seed.*'seven'.*whole number/],
    [['run', '--seed', '-1'], /--seed.*'-1'.*whole number/],
    [['run', '--runs', '1.5'], /--runs.*'1\.5'.*whole number/],
    [['run', '--report', 'jnit'], /^There is no report "jnit"; did you mean junit\?$/],
    [['run', '--report', 'junit,pdf'], /^There is no report "pdf"; there is json, html, junit, .*badge.*\.$/],
    [['run', '--report', 'junit,'], /^--report names nothing at one side of a comma; there is json, html, junit, /],
    [['run', '--dry-run', '--report', 'alure'], /^There is no report "alure"; did you mean allure\?$/],
    [['run', '--output', 'x'], /^--output says where reports go, and none is asked for; add --report with json, /],
    [
      ['run', '--report', 'junit', '--output', 'member.yaml'],
      /^Reports cannot be written to \S+member\.yaml, since it is a file; /,
    ],
    [['run', '--report', 'allure', '--output', 'member.yaml/x'], /member\.yaml\/x, since part of it is a file; /],
    [
      ['run', '--report', 'badge', '--output', '/proc/none'],
      /^Reports cannot be written to \/proc\/none, since it cannot be made there; /,
    ],
    [['run', '--concurrency', 'many'], /--concurrency.*'many'.*whole number/],
    [['run', '--max-findings', 'NaN'], /--max-findings.*whole number/],
    [['run', '--only', 'RE-40l'], /--only "RE-40l" matches no .*; did you mean RE-40\d\?$/],
    [['run', '--only', 'RE-400:createPeson'], /did you mean RE-400:createPerson\?$/],
    [['run', '--exclude', 'getAcount'], /--exclude "getAcount" .*; did you mean getAccount\?$/],
    [
      ['run', '--url', 'staging.example.com'],
      /--url: .*"staging\.example\.com" must begin with http:\/\/ or https:\/\//,
    ],
    [['run', '--config', 'member.yaml'], /member\.yaml:3:1: unknown member "dedicted"; did you mean dedicated\?$/],
    [['run', '--config', 'nested.yaml'], /nested\.yaml:3:3: unknown member "ful" of keys; did you mean full\?$/],
    [['run', '--config', 'boolean.yaml'], /boolean\.yaml:2:12: dedicated must be true or false\.$/],
    [['run', '--config', 'list.yaml'], /list\.yaml:3:10: forms\.paths must be a list\.$/],
    [['run', '--config', 'choice.yaml'], /choice\.yaml:3:18: .*one of bearer, basic, query; did you mean basic\?$/],
    [['run', '--config', 'typed.json'], /typed\.json:3:17: settleTime must be a whole number\.$/],
    [['run', '--config', 'syntax.yaml'], /syntax\.yaml:\d+:\d+: the file is neither YAML nor JSON/],
    [['run', '--config', 'scalar.yaml'], /scalar\.yaml:1:1: the description must be a mapping\.$/],
    [['run', '--config', 'variable.yaml'], /variable\.yaml:2:\d+: .*NOBODY_SET_THIS is not set/],
    [
      ['run', '--config', 'allowed.yaml'],
      /allowed\.yaml:3:3: unknown member "chanels" of allow; did you mean channels\?$/,
    ],
    [
      ['run', '--config', 'recipe.yaml'],
      /recipe\.yaml:3:3: recipes change the whole target, and this one is shared; take/,
    ],
    [
      ['run', '--config', 'ops.yaml'],
      /ops\.yaml:6:\d+: .*NOBODY_SET_THIS is not set; set it to the value of the header X-Ops/,
    ],
    [['doctor', '--config', 'member.yaml'], /member\.yaml:3:1: unknown member "dedicted"; did you mean dedicated\?$/],
    [['run', '--config', 'absent.yaml'], /absent\.yaml: there is no such file/],
    [['run', '--config', 'folder.yaml'], /folder\.yaml cannot be read \(EISDIR\)/],
  ])('%j', async (args, said) => {
    // A key alone would be a target that somebody forgot to name.
    const env = args.some((arg) => arg === '--url' || arg === '--config') ? key : {}
    const over = await cli(args, { env, cwd: folder })
    expect(sentence(over)).toMatch(said)
    expect(over.code).toBe(2)
  })

  test.concurrent.each<[what: string, args: () => readonly string[], said: RegExp]>([
    [
      'recorded below a folder that is not there',
      () => ['--evidence', 'none/x.jsonl'],
      /none\/x\.jsonl cannot be .*ENOENT/,
    ],
    ['recorded below a file', () => ['--evidence', 'clean.yaml/x.jsonl'], /x\.jsonl cannot be .*ENOTDIR/],
    ['recorded into a folder', () => ['--evidence', folder], /cannot be .*EISDIR/],
    ['without a key', () => [], /There is no key: set DOORFLOW_KEY/],
    ['with a header that is none', () => ['--header', 'X'], /--header: a header must be written as 'Name: value'\.$/],
    ['with a header that would carry a key', () => ['--header', 'Authorization: x'], /would carry credentials/],
  ])('a run %s', async (what, args, said) => {
    const env = { DOORFLOW_ACCOUNT: '20617', ...(what === 'without a key' ? {} : key) }
    const over = await run(['--url', untouched.url, ...args()], env)
    expect(sentence(over)).toMatch(said)
    expect(over.code).toBe(2)
  })

  test('nothing of that was sent, and no file was written', async () => {
    expect(untouched.seen).toEqual([])
    const names = (await listing(folder)).map((line) => line.split(' ')[0])
    const expected = [
      ...Object.keys(described).map((name) => `${name}.yaml`),
      'clean.yaml',
      'folder.yaml',
      'typed.json',
    ]
    expect(names).toEqual(expected.sort())
  })
})

describe('production hosts are never dedicated', () => {
  /** Says that a connection was to be made, to whomever, and makes none. */
  const watch = `data:text/javascript,${encodeURIComponent(
    "import net from 'node:net'; import { writeSync } from 'node:fs'; net.Socket.prototype.connect = function () { writeSync(2, 'CONNECTING\\n'); this.destroy(new Error('watched')); return this }",
  )}`
  const watched = { ...key, DOORFLOW_ACCOUNT: '1', NODE_OPTIONS: `--import ${watch}` }

  test.concurrent.each<[args: readonly string[], env: Readonly<Record<string, string>>]>([
    [['--url', 'https://api.doorflow.com', '--dedicated'], {}],
    [['--url', 'https://API.DoorFlow.com./base/', '--dedicated'], {}],
    [['--url', 'https://admin.doorflow.com'], { DOORFLOW_DEDICATED: '1' }],
    [['--dedicated'], { DOORFLOW_URL: 'https://doorflow.com' }],
  ])('%j %j', async (args, env) => {
    const over = await run(args, { ...watched, ...env })
    expect(sentence(over)).toMatch(/doorflow\.com\.? is DoorFlow's own and is never dedicated to tests/)
    expect(over.code).toBe(2)
  })

  test('and the watch would have seen it', async () => {
    const over = await run(['--url', 'http://127.0.0.1:9'], watched)
    expect(over.stderr).toContain('CONNECTING')
  })
})

/** A run through something that counts. */
const counted = async (args: readonly string[], env: Spawning['env'] = {}): Promise<Ended & Pick<Relay, 'seen'>> => {
  const web = await relay(clean.url)
  try {
    return { ...(await run(['--url', web.url, ...args], { ...key, ...env })), seen: web.seen }
  } finally {
    await web.close()
  }
}

describe('the wrong target', () => {
  test.concurrent('of another account: 2, names both, and changes nothing', async () => {
    const over = await counted(['--account', '20671', '--dedicated'])
    expect(sentence(over)).toMatch(/account 20617\b.*account 20671\b/)
    expect(over.code).toBe(2)
    expect(over.seen.filter(isUnsafe)).toEqual([])
    expect(over.seen.length).toBeLessThanOrEqual(2)
  })

  test.concurrent('without an account: 2, names the one that was found, and changes nothing', async () => {
    const over = await counted([])
    expect(sentence(over)).toMatch(/account 20617\b.*add --account 20617\.$/)
    expect(over.code).toBe(2)
    expect(over.seen.filter(isUnsafe)).toEqual([])
    expect(over.seen.length).toBeLessThanOrEqual(2)
  })

  test.concurrent.each(['bearer', 'query'])(
    'refuses the key, sent as %s: 2, after at most two requests',
    async (auth) => {
      const wrong = 'rk-nobody-was-given-this-one'
      const over = await counted(['--account', '20617', '--auth', auth], { DOORFLOW_KEY: wrong })
      expect(sentence(over)).toMatch(new RegExp(`refuses the key \\(401 .*sent as ${auth}\\); check DOORFLOW_KEY`))
      expect(over.code).toBe(2)
      expect(over.seen.length).toBeLessThanOrEqual(2)
      expect(over.stderr).not.toContain(wrong)
    },
  )

  test.concurrent('below another path: 2', async () => {
    const over = await run(['--url', `${clean.url}/nowhere`, '--account', '20617'])
    expect(sentence(over)).toMatch(/does not look like DoorFlow.*check the base path/)
    expect(over.code).toBe(2)
  })

  test.concurrent.each<[what: string, status: number, type: string, body: string]>([
    ['HTML', 200, 'text/html', '<!doctype html><title>Welcome</title>'],
    ['HTML that nothing is there', 404, 'text/html', '<!doctype html><title>Not found</title>'],
    ['HTML that calls itself JSON', 200, 'application/json', '<!doctype html><title>Welcome</title>'],
    ['a redirection to a page to sign in', 302, 'text/html', '<a href="/login">here</a>'],
  ])('answers everything with %s: 2, after a few requests', async (_, status, type, body) => {
    const web = await always(status, type, body)
    const over = await run(['--url', web.url, '--account', '1', '--dedicated'])
    await web.close()
    expect(sentence(over)).toMatch(/does not look like DoorFlow/)
    expect(over.code).toBe(2)
    expect(web.seen.filter(isUnsafe)).toEqual([])
    expect(web.seen.length).toBeLessThanOrEqual(4)
  })

  test.concurrent('is not there: 3', async () => {
    const gone = await always(200, 'text/plain', '')
    await gone.close()
    const over = await run(['--url', gone.url, '--account', '1'])
    expect(sentence(over)).toMatch(/cannot be reached: .*ECONNREFUSED.*check the URL/)
    expect(over.code).toBe(3)
  })

  test.concurrent('accepts and never answers: 3, by itself', async () => {
    const silent = await sockets(() => {})
    const over = await run(['--url', silent.url, '--account', '1'])
    await silent.close()
    expect(sentence(over)).toMatch(/does not answer: .*no complete response came/)
    expect(over.code).toBe(3)
  })

  test.concurrent.each<[how: string, status: string]>([
    ['at once', ''],
    [
      'in the middle of its answer',
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"id":',
    ],
  ])('closes every connection %s: 3', async (_, said) => {
    const closing = await sockets((socket) => {
      if (said === '') socket.destroy()
      else socket.once('data', () => socket.end(said))
    })
    const over = await run(['--url', closing.url, '--account', '1'])
    await closing.close()
    expect(sentence(over)).toMatch(/does not answer: .*check whether the endpoint is up/)
    expect(over.code).toBe(3)
  })

  test.concurrent('speaks another protocol: 3', async () => {
    const other = await sockets((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))
    const over = await run(['--url', other.url, '--account', '1'])
    await other.close()
    expect(sentence(over)).toMatch(/does not answer: .*HTTP/)
    expect(over.code).toBe(3)
  })
})
