import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunResult } from '../../oracle/results.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { holdings } from '../support/holdings.ts'
import { runAgainst, written } from '../support/results.ts'
import { cli, type Ended, type Served, serve, startCli } from '../support/running.ts'
import { answering, passOn, relay, type Seen } from '../support/web.ts'

let folder: string
let faulty: Served
let clean: Served
let found: RunResult
const at = (name: string): string => join(folder, name)

const faults = ['gone-person-readable', 'last-name-not-required', 'leading-zero-lost-in-value']
const only = ['RE-410:getPerson', 'RE-400:createPerson', 'RE-READ-BACK:createCredential']

/** Keeps results as a file. */
const keep = async (name: string, result: RunResult): Promise<string> => {
  await writeFile(at(name), written(result))
  return at(name)
}

const planted = (some: readonly string[]): string[] => some.flatMap((fault) => ['--fault', fault])

beforeAll(async () => {
  folder = await emptyFolder('replay-all')
  ;[faulty, clean] = await Promise.all([serve(at('faulty.yaml'), planted(faults)), serve(at('clean.yaml'))])
  found = await runAgainst(faulty.url, { only })
  await keep('found.json', found)
})

afterAll(async () => {
  await Promise.all([faulty.stop(), clean.stop()])
  await remove(folder)
})

const replay = (file: string, target: Served, more: readonly string[] = []): Promise<Ended> =>
  cli(['replay', '--all', file, '--config', target.config, ...more], { cwd: folder })

/** What is said of each finding, by its key. */
const said = ({ stdout }: Ended): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...stdout.matchAll(/^([A-Z][A-Z ]+\S) {2}(?:MUST|SHOULD) {2}(\S+)$/gm)].map(([, title = '', key = '']) => [
      key,
      title,
    ]),
  )

const all = (title: string, result = found) => Object.fromEntries(result.findings.map(({ key }) => [key, title]))

const lastLine = ({ stdout }: Ended): string => stdout.trimEnd().split('\n').at(-1) ?? ''

/** The same target, by way of a relay. */
const through = async <T>(
  target: Served,
  use: (config: string, seen: readonly Seen[]) => Promise<T>,
  rewrite?: (seen: Seen, body: Buffer) => Buffer,
): Promise<T> => {
  const web = await relay(target.url, rewrite)
  const config = at(`relay-${new URL(web.url).port}.yaml`)
  await writeFile(config, (await readFile(target.config, 'utf8')).replaceAll(target.url, web.url))
  try {
    return await use(config, web.seen)
  } finally {
    await web.close()
  }
}

describe('replay --all', () => {
  test('there are findings of several kinds to replay', () => {
    expect(new Set(found.findings.map(({ cell }) => cell)).size).toBe(only.length)
  })

  test('says of each that it still fails, where nothing was mended, and how to see it again', async () => {
    const before = await holdings(faulty.url)
    const over = await replay(at('found.json'), faulty)
    expect(said(over)).toEqual(all('STILL FAILING'))
    const n = found.findings.length
    expect(lastLine(over)).toBe(`${n} findings: ${n} still failing`)
    expect(over.code).toBe(1)
    for (const { replay: token } of found.findings)
      expect(over.stdout).toContain(`\n  replay    doorflow-conformance replay ${token} --config ${faulty.config}\n`)
    expect(await holdings(faulty.url)).toEqual(before)
  })

  test('says of each that it is fixed, where all was mended, and asks for the account as often as for one', async () => {
    const before = await holdings(clean.url)
    const counted = (replaying: (config: string) => Promise<Ended>) =>
      through(clean, async (config, seen) => {
        const over = await replaying(config)
        return { over, looks: seen.filter(({ path }) => path === '/api/3/account').length }
      })
    const whole = await counted((config) => cli(['replay', '--all', at('found.json'), '--config', config]))
    const one = await counted((config) => cli(['replay', found.findings[0]?.replay ?? '', '--config', config]))
    expect(said(whole.over)).toEqual(all('FIXED'))
    expect([whole.over.code, one.over.code]).toEqual([0, 0])
    expect(whole.looks).toBeGreaterThan(0)
    expect(whole.looks).toBe(one.looks)
    expect(await holdings(clean.url)).toEqual(before)
  })

  test('tells what is fixed from what is not', async () => {
    const half = await serve(at('half.yaml'), planted(faults.slice(0, 1)))
    const over = await replay(at('found.json'), half)
    await half.stop()
    expect(said(over)).toEqual(
      Object.fromEntries(
        found.findings.map(({ key, cell }) => [key, cell === 'RE-410:getPerson' ? 'STILL FAILING' : 'FIXED']),
      ),
    )
    expect(over.code).toBe(1)
  })

  test('names what has no token, and what no token leads to, and replays the rest', async () => {
    const [first, second, ...rest] = found.findings
    if (first === undefined || second === undefined) expect.fail('there are findings')
    const findings = [
      { ...first, replay: '' },
      { ...second, replay: second.replay.replace(/^[^:]+:\w+:[^:]+/, 'RE-410:getPerson:no-such-variant') },
      ...rest,
    ]
    const over = await replay(await keep('nameless.json', { ...found, findings }), clean)
    expect(said(over)).toEqual({ ...all('FIXED'), [first.key]: 'INCONCLUSIVE', [second.key]: 'INCONCLUSIVE' })
    expect(over.stdout).toContain('Its file holds no token that names a case.')
    expect(over.stdout).toContain('has no variant no-such-variant in a cell RE-410:getPerson')
    expect(lastLine(over)).toBe(`${findings.length} findings: ${rest.length} fixed, 2 inconclusive`)
    expect(over.code).toBe(3)
  })

  test('sends a case once that several findings share', async () => {
    const [first, ...rest] = found.findings
    if (first === undefined) expect.fail('there are findings')
    const asked = (findings: RunResult['findings']) =>
      through(clean, async (config, seen) => {
        const file = await keep('shared.json', { ...found, findings })
        const { code } = await cli(['replay', '--all', file, '--config', config])
        expect(code).toBe(0)
        return seen.length
      })
    expect(await asked([first, { ...first, key: `${first.key}0` }])).toBe(await asked([first]))
    expect(rest.length).toBeGreaterThan(0)
  })

  test('says what is flaky', async () => {
    let times = 0
    const result = { ...found, findings: found.findings.filter(({ cell }) => cell === 'RE-READ-BACK:createCredential') }
    const file = await keep('flaky.json', result)
    // What is read back has lost its zeros the first time, and has them from then on.
    const over = await through(
      clean,
      (config) => cli(['replay', '--all', file, '--config', config]),
      ({ method, path }, body) => {
        const shorn = Buffer.from(body.toString().replace(/"value":"0+/, '"value":"'))
        if (method !== 'GET' || !/\/credentials\/\d+/.test(path) || shorn.equals(body)) return body
        times += 1
        return times === 1 ? shorn : body
      },
    )
    expect(Object.values(said(over))).toContain('FLAKY')
    expect(over.code).toBe(1)
  })

  test('takes nothing for fixed that its budget kept it from sending', async () => {
    const described = at('spent.yaml')
    await writeFile(described, `${await readFile(clean.config, 'utf8')}\nbudgets: { maxRequests: 45 }\n`)
    const over = await cli(['replay', '--all', at('found.json'), '--config', described])
    expect(Object.keys(said(over))).toHaveLength(found.findings.length)
    expect(Object.values(said(over)).at(-1)).toBe('INCONCLUSIVE')
    expect(over.stdout).toContain('Not sent to its end: ')
    expect(over.code).toBe(3)
  })

  test('takes nothing for fixed where the plain request is refused as well', async () => {
    const web = await answering((seen, response, request) => {
      const isRefused = seen.method === 'POST' && seen.path === '/api/3/people'
      if (isRefused) response.writeHead(400, { 'content-type': 'application/json' }).end('{"type":"invalid_request"}')
      else
        passOn(clean.url, seen, request).then(
          ({ status, rawHeaders, body }) => response.writeHead(status, rawHeaders).end(body),
          () => response.destroy(),
        )
    })
    const described = at('refusing.yaml')
    await writeFile(described, (await readFile(clean.config, 'utf8')).replaceAll(clean.url, web.url))
    const over = await cli(['replay', '--all', at('found.json'), '--config', described])
    await web.close()
    expect(said(over)).toEqual(all('INCONCLUSIVE'))
    expect(over.stdout).toContain('The plain request is not answered as it should be')
    expect(over.stdout).toContain('What the case acts on could not be created.')
    expect(over.stdout).toContain('No answer was evidence for RE-410:getPerson: something else went wrong.')
    expect(over.code).toBe(3)
  })

  test('interrupted, removes what it created, and ends with 130', async () => {
    const before = await holdings(faulty.url)
    const many = Array.from({ length: 40 }, (_, index) =>
      found.findings.map((one) => ({
        ...one,
        key: `${one.key}${index}`,
        replay: one.replay.replace(/\.[0-9a-f]{8}:.*$/, `.${String(index).padStart(8, '0')}:0`),
      })),
    )
    const file = await keep('many.json', { ...found, findings: many.flat() })
    const running = startCli(['replay', '--all', file, '--config', faulty.config], { cwd: folder })
    await running.said(/^\d+ findings of /m)
    await expect.poll(() => running.stdout.split('\n').length, { timeout: 60_000, interval: 10 }).toBeGreaterThan(3)
    running.signal('SIGINT')
    const over = await running.ended
    expect(over.code).toBe(130)
    expect(over.stderr).toContain('Interrupted; what was created has been removed.')
    expect(await holdings(faulty.url)).toEqual(before)
  })

  test('without a target, takes the embedded endpoint of the edition that the run was of', async () => {
    const served = await serve(at('current.yaml'), ['--edition', 'current', '--fault', 'error-a-string'])
    const result = await runAgainst(served.url, { edition: 'current', only: ['CU-400*:createPerson'] })
    await served.stop()
    expect(result.findings.length).toBeGreaterThan(0)
    const over = await cli(['replay', '--all', await keep('current.json', result)], { cwd: folder })
    expect(said(over)).toEqual(all('FIXED', result))
    expect(over.code).toBe(0)
  })

  describe('where there are no findings, sends nothing', () => {
    const nowhere = ['--url', 'http://127.0.0.1:9', '--account', '1', '--key', 'tk-0123456789']

    test('and is done where the run was conformant', async () => {
      const file = await keep('none.json', await runAgainst(clean.url, { only: ['RE-410:getPerson'] }))
      const over = await cli(['replay', '--all', file, ...nowhere])
      expect([over.code, over.stdout]).toEqual([0, `${file} holds no findings: nothing was sent.\n`])
    })

    test('and takes nothing for fixed where it was not', async () => {
      const nothing = await runAgainst(clean.url, { only: ['RE-410:getPerson'] })
      expect(nothing.findings).toEqual([])
      const file = await keep('nothing.json', { ...nothing, cells: [] })
      const over = await cli(['replay', '--all', file, ...nowhere])
      const sentence = 'Nothing is shown to be fixed by that: its run did not end conformant either.'
      expect([over.code, over.stdout]).toEqual([3, `${file} holds no findings: nothing was sent. ${sentence}\n`])
    })
  })

  test.each<[what: string, args: () => Promise<readonly string[]>, sentence: RegExp]>([
    ['no token', async () => [], /^replay needs the token of a finding, or --all with a results\.json\.$/],
    [
      'both',
      async () => ['RE-400:createPerson:x:3.00000000:0', '--all', at('found.json')],
      /^replay takes a token or --all, not both; leave one of them out\.$/,
    ],
    ['no such file', async () => ['--all', at('no.json')], /there is no such file; name an existing results file\.$/],
    ['another kind of file', async () => ['--all', clean.config], /clean\.yaml is no JSON; name a results\.json/],
    [
      'tokens of other generators',
      async () => ['--all', await keep('old.json', { ...found, suite: { ...found.suite, generators: 1 } })],
      /has tokens of generator version 1, and this suite draws with version \d+: run the suite again to get new ones\.$/,
    ],
    [
      'another edition',
      async () => ['--all', await keep('other.json', { ...found, run: { ...found.run, edition: 'current' } })],
      /is of the current edition, and the target is described as classic; name the target that it is of, or add --edition current\.$/,
    ],
  ])('ends with 2 and one sentence: %s', async (_, args, sentence) => {
    const target = (await args()).includes('--all') ? ['--config', clean.config] : []
    const { code, stdout, stderr } = await cli(['replay', ...(await args()), ...target])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr.trimEnd().replace('doorflow-conformance: ', '')).toMatch(sentence)
  })
})
