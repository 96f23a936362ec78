import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest'
import { parse, stringify } from 'yaml'
import { emptyFolder, remove } from '../support/folder.ts'
import { cli, type Ended, serve, startCli } from '../support/running.ts'
import { answering, passOn } from '../support/web.ts'
import { alteredAccounts } from './altered-accounts.ts'
import { alteredCases } from './altered-cases.ts'
import { alteredExchanges } from './altered-exchanges.ts'
import { cells, read } from './recording-lines.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let folder: string
let clean: { readonly over: Ended; readonly lines: readonly string[] }

const only = cells.flatMap((cell) => ['--only', cell])

const linesOf = async (path: string): Promise<readonly string[]> =>
  gunzipSync(await readFile(path))
    .toString('utf8')
    .trimEnd()
    .split('\n')

beforeAll(async () => {
  folder = await emptyFolder('judge')
  const path = join(folder, 'clean.jsonl.gz')
  const over = await cli(['run', '--seed', '7', '--profile', 'smoke', ...only, '--evidence', path])
  expect(over.code, over.stderr).toBe(0)
  clean = { over, lines: await linesOf(path) }
})

afterAll(() => remove(folder))

/** Judges lines as a recording of their own. */
const judgeLines = async (lines: readonly string[], compress = true): Promise<Ended> => {
  const path = join(folder, compress ? 'other.jsonl.gz' : 'other.jsonl')
  const text = `${lines.join('\n')}\n`
  await writeFile(path, compress ? gzipSync(text) : text)
  return cli(['judge', path])
}

/** Without what says how long it took, and how to do it again. */
const report = (text: string): string =>
  text
    .replace(/\nJudged again[\s\S]*/, '\n')
    .replace(/[\d.]+ s$/m, '')
    .replace(/^again .*$/m, '')
    .trimEnd()

describe('a recording judged again', () => {
  it('reads as the run did', async () => {
    const over = await judgeLines(clean.lines)
    expect(over.code, over.stderr).toBe(0)
    expect(report(over.stdout)).toBe(report(clean.over.stdout))
    expect(over.stdout).toContain("same verdict as the run's on each of 4 cells")
    expect(over.stdout).toContain('every request is the one that its seed draws')
    expect((await judgeLines(clean.lines, false)).stdout).toContain("same verdict as the run's on each of 4 cells")
  })

  it.each([
    ['classic', ['gone-person-readable', 'leading-zero-lost-in-value', 'update-not-stored']],
    ['current', ['missing-answers-404', 'leading-zero-lost-in-value', 'not-found-answers-410']],
  ])('shows the same findings in the same words (%s)', async (edition, faults) => {
    const planted = faults.flatMap((fault) => ['--fault', fault])
    const target = await serve(join(folder, `${edition}.yaml`), ['--edition', edition, ...planted])
    const path = join(folder, `${edition}.jsonl.gz`)
    const some = ['--only', '*:createPersonCredential', '--only', '*:getPerson', '--profile', 'smoke', '--seed', '3']
    const run = await cli(['run', '--config', target.config, ...some, '--evidence', path])
    await target.stop()
    expect(run.code, run.stderr).toBe(1)
    const over = await cli(['judge', path])
    expect(over.code, over.stderr).toBe(1)
    // The one names the target by its description, the other by its address.
    const named = (text: string) => report(text).replace(/( --(?:config|url|edition) \S+)+$/gm, '')
    expect(named(over.stdout)).toBe(named(run.stdout))
    expect(over.stdout).toMatch(/same verdict as the run's on each of \d+ cells/)
    expect(over.stdout).toContain('every request is the one that its seed draws')
  })

  it('is reported as a run is', async () => {
    const [path, output] = [join(folder, 'reported.jsonl'), join(folder, 'reports')]
    await writeFile(path, `${clean.lines.join('\n')}\n`)
    const over = await cli(['judge', path, '--report', 'json,html,junit,badge', '--output', output])
    expect(over.code, over.stderr).toBe(0)
    expect((await readdir(output)).sort()).toEqual(['badge.svg', 'junit.xml', 'report.html', 'results.json'])
    const { verdict, cells } = JSON.parse(await readFile(join(output, 'results.json'), 'utf8'))
    expect([verdict, cells.length]).toEqual(['conformant', 4])
    const allure = await cli(['judge', path, '--report', 'allure'])
    expect([allure.code, allure.stderr]).toEqual([2, expect.stringContaining('use `run --report allure`')])
  })

  // What the run says, or its recording does, shows that it was such a run.
  it.each<[what: string, served: readonly string[], args: readonly string[], shows: RegExp]>([
    [
      'that answers deletions with 202',
      ['--dialect', 'delete-answers-202'],
      ['--only', 'RE-401:listSites'],
      /"deletedLater":\["credentials","people"\]/,
    ],
    [
      'that was cut short by its budget of requests',
      [],
      ['--max-requests', '400', '--profile', 'smoke'],
      /The budget of 400 requests leaves out \d/,
    ],
    [
      'that was cut short by its budget of time',
      [],
      ['--max-time', '4', '--concurrency', '2'],
      /The budget of (?:4 s was used up|[\d,]+ requests leaves out)/,
    ],
    [
      'that stopped looking for more',
      ['--fault', 'gone-person-readable'],
      ['--max-findings', '1', '--only', '*:getPerson'],
      /stopped after the greatest number of findings/,
    ],
    ['on which others act too', [], ['--only', '*:getPerson', '--profile', 'smoke'], /"shared":true/],
  ])('accuses nobody of a run against a target %s', async (what, served, args, shows) => {
    const path = join(folder, 'honest.jsonl.gz')
    const config = join(folder, 'honest.yaml')
    const target = await serve(config, served)
    if (what === 'on which others act too') {
      const { recipes: _, dedicated: __, ...shared } = parse(await readFile(config, 'utf8'))
      await writeFile(config, stringify({ ...shared, settleTime: 300 }))
    }
    const run = await cli(['run', '--config', config, '--seed', '3', ...args, '--evidence', path], { cwd: folder })
    await target.stop()
    await rm(config)
    expect([run.stdout, ...(await linesOf(path))].join('\n')).toMatch(shows)
    const over = await cli(['judge', path])
    const said = over.stdout.replace(/\n\s+/g, ' ')
    expect(said).toMatch(/same verdict as the run's on each of \d/)
    expect(said).toContain('every request is the one that its seed draws')
    expect(over.code).toBe(run.code)
  })

  it('accuses nobody of answers that were lost', async () => {
    const path = join(folder, 'lost.jsonl.gz')
    const target = await serve(join(folder, 'lost.yaml'))
    let readings = 0
    const web = await answering(async (seen, response, request) => {
      const isReading = seen.method === 'GET' && /\/people\/\d/.test(seen.path)
      readings += Number(isReading)
      if (isReading && readings % 3 === 0) return void request.socket.destroy()
      const { status, rawHeaders, body } = await passOn(target.url, seen, request)
      response.writeHead(status, rawHeaders).end(body)
    })
    const { recipes: _, ...described } = parse(await readFile(target.config, 'utf8'))
    const config = join(folder, 'lossy.yaml')
    await writeFile(config, stringify({ ...described, url: web.url }))
    const some = ['--only', 'RE-READ-BACK:createPerson', '--only', 'RE-201:createPerson', '--profile', 'smoke']
    const run = await cli(['run', '--config', config, '--seed', '3', ...some, '--evidence', path], { cwd: folder })
    await web.close()
    await target.stop()
    expect(run.stdout).toContain('no findings')
    const over = await cli(['judge', path])
    expect(over.stdout).toContain('no findings')
    expect(over.stdout).toMatch(/same verdict as the run's on each of \d/)
    expect(over.stdout).toContain('every request is the one that its seed draws')
    expect(over.code).toBe(run.code)
  })

  it('knows no more of an interrupted run than its report does', async () => {
    const path = join(folder, 'interrupted.jsonl.gz')
    const run = startCli(['run', '--seed', '3', '--evidence', path], { cwd: folder })
    await run.said(/^[1-9]\d\d of 1,1\d\d cells/m)
    run.signal('SIGINT')
    const ended = await run.ended
    const over = await cli(['judge', path])
    expect([ended.code, over.code]).toEqual([130, 130])
    const tables = (text: string) => /^Clauses[\s\S]*(?=^Statuses)/m.exec(text)?.[0]
    expect(tables(over.stdout)).toBe(tables(ended.stdout))
    expect(tables(over.stdout)).toMatch(/It was not run\. \(\d+ cells\)/)
    expect(over.stdout).toContain('every request is the one that its seed draws')
  })

  it('says that a run was killed, and judges what there is', async () => {
    const path = join(folder, 'killed.jsonl.gz')
    const target = await serve(join(folder, 'killed.yaml'))
    const run = startCli(['run', '--config', target.config, '--seed', '3', '--evidence', path], { cwd: folder })
    await run.said(/^[1-9]\d\d of 1,1\d\d cells/m)
    run.signal('SIGKILL')
    await run.ended
    await target.stop()
    const over = await cli(['judge', path])
    expect(over.stdout).toContain('The recording ends before its run did')
    expect(over.stdout).toMatch(/^INTERRUPTED/)
    expect(over.code).toBe(130)
    expect(Number(/(\d[\d,]*) exchanges/.exec(over.stdout)?.[1]?.replace(',', ''))).toBeGreaterThan(500)
  })
})

test('whoever waits for a recording of very many cases is told so, and can go', async () => {
  const lines = read(clean.lines)
  for (const line of lines) if ('run' in line) line.run.runs = 100_000
  const path = join(folder, 'endless.jsonl')
  await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const judging = startCli(['judge', path])
  await judging.said(/^It says that its run had up to \d,\d{3},\d{3} cases to draw\./m)
  judging.signal('SIGINT')
  expect(await judging.ended).toMatchObject({ code: null, signal: 'SIGINT', stdout: '' })
})

describe('a recording that was altered', () => {
  it.each([...alteredCases, ...alteredExchanges, ...alteredAccounts])('%s', async (_, alter, code, says) => {
    const lines = read(clean.lines)
    alter(lines)
    const over = await judgeLines(lines.map((line) => JSON.stringify(line)))
    const said = `${over.stdout}${over.stderr}`.replace(/\n\s+/g, ' ')
    expect(said).toMatch(says)
    expect(over.code, said).toBe(code)
    expect(over.stderr).not.toMatch(/^\s+at /m)
  })
})
