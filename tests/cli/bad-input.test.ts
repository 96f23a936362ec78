import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { cli, type Ended, type Served, serve } from '../support/running.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const key = { DOORFLOW_KEY: 'rk-nobody-has-this-one' }
const url = 'http://127.0.0.1:1'
let folder: string
let web: Server
let asked = 0
let webUrl: string
let practice: Served

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorflow-cli-'))
  web = createServer((_request, response) => {
    asked += 1
    response.setHeader('content-type', 'text/html').end('<html><body>Welcome</body></html>')
  })
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
  webUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}`
  practice = await serve(join(folder, 'practice.yaml'))
})

afterAll(async () => {
  await practice.stop()
  web.closeAllConnections()
  await new Promise((resolve) => web.close(resolve))
  await rm(folder, { recursive: true })
})

/** The last thing said: one sentence, and nothing of where in the code it was said. */
const sentence = ({ stderr, stdout }: Ended): string => {
  expect(stdout).toBe('')
  expect(stderr).not.toMatch(/^ +at /m)
  expect(stderr).not.toMatch(/node_modules|\.js:\d/)
  const last = stderr.trimEnd().split('\n').at(-1) ?? ''
  expect(last).toMatch(/^doorflow-conformance: .*[.?]$/)
  return last.replace('doorflow-conformance: ', '')
}

describe('wrong use ends with 2 and one sentence', () => {
  it.each<[string[], string]>([
    [['run', '--sed', '3'], "Unknown option '--sed'; did you mean --seed?"],
    [['rnu'], "Unknown command 'rnu'; did you mean run?"],
    [['run', 'extra'], "Too many arguments for 'run': expected 0 arguments but got 1."],
    [['run', '--seed'], "Option '--seed <number>' argument missing."],
    [
      ['run', '--seed', 'x'],
      "Option '--seed <number>' argument 'x' is invalid: it must be a whole number of at least 0.",
    ],
    [
      ['run', '--runs', '0'],
      "Option '--runs <number>' argument '0' is invalid: it must be a whole number from 1 to 100000.",
    ],
    [
      ['run', '--concurrency', '1e3'],
      "Option '--concurrency <number>' argument '1e3' is invalid: it must be a whole number from 1 to 256.",
    ],
    [
      ['run', '--profile', 'smok'],
      "Option '--profile <name>' argument 'smok' is invalid: allowed choices are smoke, gate, certify; did you mean smoke?",
    ],
    [
      ['run', '--auth', 'x'],
      "Option '--auth <form>' argument 'x' is invalid: allowed choices are bearer, basic, query.",
    ],
    [['run', '--edition', 'modern'], 'There is no edition "modern"; there is classic, current.'],
    [
      ['run', '--only', 'createPersn'],
      '--only "createPersn" matches no clause, operation or cell; did you mean createPerson?',
    ],
    [
      ['run', '--only', 'RE-400:createPersn'],
      '--only "RE-400:createPersn" matches no clause, operation or cell; did you mean RE-400:createPerson?',
    ],
    [
      ['run', '--exclude', 'zzzzzzzz'],
      '--exclude "zzzzzzzz" matches no clause, operation or cell; `list cells` shows what there is.',
    ],
    [['run', '--only', 'RE-418'], '--only: no cell exercises RE-418: the document names no request that provokes it.'],
    [['run', '--exclude', '*'], '--only and --exclude leave nothing to run; take one of them back.'],
    [
      ['run', '--dry-run', '--only', 'RE-4O0'],
      '--only "RE-4O0" matches no clause, operation or cell; did you mean RE-400?',
    ],
    [['explain', 'RE-4O0'], 'There is no clause "RE-4O0"; did you mean RE-400?'],
    [
      ['explain', 'CU-410'],
      'The classic edition has no clause "CU-410", but the current one has; add --edition current.',
    ],
    [
      ['run', '--edition', 'current', '--exclude', 'RE-400:createPerson'],
      '--exclude: the current edition has no clause "RE-400", but the classic one has; add --edition classic.',
    ],
    [['explain'], "Missing required argument 'clause'."],
    [
      ['list', 'clause'],
      "Command-argument value 'clause' is invalid for argument 'what': allowed choices are clauses, operations, cells, matrix, faults, dialects; did you mean clauses?",
    ],
    [
      ['replay', 'garbage'],
      '"garbage" is no replay token; one looks like RE-400:createPerson:required.last_name:3.1f3a9c2e:0.',
    ],
    [
      ['serve', '--fault', 'gone-person-readble'],
      'There is no fault "gone-person-readble"; did you mean gone-person-readable?',
    ],
    [
      ['serve', '--edition', 'current', '--fault', 'singular-unknown'],
      'There is no fault "singular-unknown"; `list faults --edition current` shows what there is.',
    ],
    [
      ['serve', '--port', '99999'],
      "Option '--port <number>' argument '99999' is invalid: it must be a whole number from 0 to 65535.",
    ],
    [['serve', '--host', '203.0.113.7'], '"203.0.113.7" is no address of this computer; choose another with --host.'],
    [
      ['serve', '--write-config', '/no/such/folder/x.yaml'],
      '/no/such/folder/x.yaml cannot be written (ENOENT); name another file.',
    ],
  ])('%j', async (args, expected) => {
    const over = await cli(args)
    expect(sentence(over)).toBe(expected)
    expect(over.code).toBe(2)
  })

  it('and escapes what could act on a terminal', async () => {
    const over = await cli(['explain', '\x1b[31m\u202e'])
    expect(sentence(over)).not.toMatch(/\p{Cc}|\p{Cf}/u)
    expect(over.code).toBe(2)
  })
})

describe('a description that is not in order ends with 2', () => {
  const described = async (text: string): Promise<Ended> => {
    const file = join(folder, 'bad.yaml')
    await writeFile(file, text)
    return cli(['run', '--config', file], { env: key })
  }

  it.each([
    ['url: http://127.0.0.1:1\nkeyz: {}\n', /bad\.yaml:2:1: .*"keyz".*did you mean keys\?$/],
    ['url: http://127.0.0.1:1\ndedicated: perhaps\n', /bad\.yaml:2:12: dedicated must be true or false\.$/],
    ['url: staging.example.com\n', /must begin with http:\/\/ or https:\/\//],
    ['url: [', /bad\.yaml:\d+:\d+: .*neither YAML nor JSON/],
  ])('%j', async (text, expected) => {
    const over = await described(text)
    expect(sentence(over)).toMatch(expected)
    expect(over.code).toBe(2)
  })

  it.each<[string[], Record<string, string>, RegExp]>([
    [['--config', '/no/such/file.yaml'], key, /no such file/],
    [['--url', 'staging.example.com'], key, /must begin with http:\/\/ or https:\/\//],
    [['--url', url], {}, /There is no key: set DOORFLOW_KEY/],
    [['--url', url, '--header', 'nonsense'], key, /'Name: value'/],
    [['--key', 'abcdefgh'], {}, /No target is named/],
  ])('%j', async (args, env, expected) => {
    const over = await cli(['run', ...args], { env })
    expect(sentence(over)).toMatch(expected)
    expect(over.code).toBe(2)
  })
})

describe('a target that cannot be judged', () => {
  it('is unreachable: 3', async () => {
    const over = await cli(['run', '--url', url], { env: key })
    expect(sentence(over)).toMatch(/^http:\/\/127\.0\.0\.1:1 cannot be reached/)
    expect(over.code).toBe(3)
  })

  it('is no DoorFlow, which a few requests show', async () => {
    asked = 0
    const over = await cli(['run', '--url', webUrl, '--account', '1'], { env: key })
    expect(sentence(over)).toMatch(/does not look like DoorFlow/)
    expect([2, 3]).toContain(over.code)
    expect(asked).toBeLessThan(10)
  })

  it('refuses the key: 2', async () => {
    const over = await cli(['run', '--url', practice.url, '--account', '20617'], { env: key })
    expect(sentence(over)).toMatch(/refuses the key/)
    expect(over.code).toBe(2)
    expect(over.stderr).not.toContain(key.DOORFLOW_KEY)
  })

  it('is of another account: 2', async () => {
    const over = await cli(['run', '--config', practice.config, '--account', '999'])
    expect(sentence(over)).toMatch(/account 20617.*account 999/)
    expect(over.code).toBe(2)
  })

  it('whose recording cannot be written: 2', async () => {
    const over = await cli(['run', '--config', practice.config, '--evidence', '/no/such/folder/x.jsonl'])
    expect(sentence(over)).toMatch(/cannot be created \(ENOENT\)/)
    expect(over.code).toBe(2)
  })
})

describe('serve', () => {
  it('says that a port is in use', async () => {
    const { port } = new URL(practice.url)
    const over = await cli(['serve', '--port', port])
    expect(sentence(over)).toBe(`Port ${port} is in use; choose another with --port, or 0 for any that is free.`)
    expect(over.code).toBe(2)
  })

  it('overwrites no file that somebody else wrote', async () => {
    const file = join(folder, 'mine.yaml')
    await writeFile(file, 'url: https://staging.example.com\n')
    const over = await cli(['serve', '--write-config', file])
    expect(sentence(over)).toBe(`${file} exists and was not written by serve; name another file.`)
    expect(over.code).toBe(2)
  })
})

describe('keys in arguments', () => {
  it('are accepted with a warning that does not repeat them', async () => {
    const over = await cli(['run', '--url', url, '--key', 'rk-secret-in-argument', '--dry-run'])
    expect(over.code).toBe(0)
    expect(over.stderr).toMatch(/^warning: --key .* set DOORFLOW_KEY instead\.$/m)
    expect(over.stderr + over.stdout).not.toContain('rk-secret-in-argument')
  })
})

describe('whatever was wrong', () => {
  it('nothing is left behind', async () => {
    expect((await readdir(folder)).sort()).toEqual(['bad.yaml', 'mine.yaml', 'practice.yaml'])
  })
})
