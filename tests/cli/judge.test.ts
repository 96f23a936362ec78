import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parse, stringify } from 'yaml'
import type { EvidenceLine, RecordedCase } from '../../oracle/evidence.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import { cli, type Ended, serve, startCli } from '../support/running.ts'
import { answering, passOn } from '../support/web.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let folder: string
let clean: { readonly over: Ended; readonly lines: readonly string[] }

/** Of each kind something: a malformed request with its twin, a sequence, something that was deleted. */
const cells = ['RE-400:createPerson', 'RE-410:getPerson', 'RE-READ-BACK:updatePerson', 'RE-401:listSites']
const only = cells.flatMap((cell) => ['--only', cell])

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorflow-judge-'))
  const path = join(folder, 'clean.jsonl.gz')
  const over = await cli(['run', '--seed', '7', '--profile', 'smoke', ...only, '--evidence', path])
  expect(over.code, over.stderr).toBe(0)
  clean = {
    over,
    lines: gunzipSync(await readFile(path))
      .toString('utf8')
      .trimEnd()
      .split('\n'),
  }
})

afterAll(() => rm(folder, { recursive: true }))

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

  it.each<[string, readonly string[], readonly string[]]>([
    ['that answers deletions with 202', ['--dialect', 'delete-answers-202'], ['--only', 'RE-401:listSites']],
    ['that was cut short by its budget of requests', [], ['--max-requests', '400', '--profile', 'smoke']],
    ['that was cut short by its budget of time', [], ['--max-time', '4', '--concurrency', '2']],
    [
      'that stopped looking for more',
      ['--fault', 'gone-person-readable'],
      ['--max-findings', '1', '--only', '*:getPerson'],
    ],
    ['on which others act too', [], ['--only', '*:getPerson', '--profile', 'smoke']],
  ])('accuses nobody of a run against a target %s', async (what, served, args) => {
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

  it('says that a run was killed, and judges what there is', async () => {
    const path = join(folder, 'killed.jsonl.gz')
    const target = await serve(join(folder, 'killed.yaml'))
    const run = startCli(['run', '--config', target.config, '--seed', '3', '--evidence', path], { cwd: folder })
    await run.said(/^[1-9]\d\d of 1,127 cells/m)
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

const read = (lines: readonly string[]): EvidenceLine[] => lines.map((line) => JSON.parse(line))
type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> }
type Lines = Mutable<EvidenceLine>[]

const casesIn = (lines: Lines): Mutable<RecordedCase>[] => lines.flatMap((line) => ('case' in line ? [line.case] : []))
const subjectOf = (lines: Lines, cell: string): Mutable<RecordedCase> => {
  const found = casesIn(lines).find((one) => one.cell === cell && one.part.kind === 'subject')
  if (found === undefined) throw new Error(`There is no case of ${cell}.`)
  return found
}
const exchangeOf = (lines: Lines, { exchanges }: Mutable<RecordedCase>, step = 0): Mutable<Exchange> => {
  const found = lines.flatMap((line) => ('exchange' in line ? [line.exchange] : []))
  const one = found.find(({ id }) => id === exchanges[step])
  if (one === undefined) throw new Error(`There is no exchange of step ${step}.`)
  return one
}
const cellOf = (lines: Lines, cell: string) => {
  const found = lines.flatMap((line) => ('cell' in line && line.cell.cell === cell ? [line.cell] : []))[0]
  if (found === undefined) throw new Error(`There is no cell ${cell}.`)
  return found
}
const drop = (lines: Lines, is: (line: Lines[number]) => boolean): void => {
  const at = lines.findIndex(is)
  if (at === -1) throw new Error('There is no such line.')
  lines.splice(at, 1)
}
const renumber = (lines: Lines): void => {
  for (const [index, one] of casesIn(lines).entries()) one.n = index + 1
}

const removalIn = (lines: Lines): Mutable<RecordedCase> => {
  const found = casesIn(lines).find(({ cell, part }) => cell === malformed && part.kind === 'tear-down')
  if (found === undefined) throw new Error('Nothing is removed.')
  return found
}
/** All cases of a cell, and what was sent for them. */
const leaveOut = (lines: Lines, cell: string): void => {
  const ids = new Set(casesIn(lines).flatMap((one) => (one.cell === cell ? one.exchanges : [])))
  const kept = lines.filter(
    (line) => !('case' in line && line.case.cell === cell) && !('exchange' in line && ids.has(line.exchange.id)),
  )
  lines.splice(0, lines.length, ...kept)
  renumber(lines)
}

const malformed = 'RE-400:createPerson'
const sequence = 'RE-READ-BACK:updatePerson'

describe('a recording that was altered', () => {
  it.each<[string, (lines: Lines) => void, number, RegExp]>([
    [
      'an exchange is left out',
      (lines) => {
        const [id] = subjectOf(lines, malformed).exchanges
        drop(lines, (line) => 'exchange' in line && line.exchange.id === id)
      },
      2,
      /Exchange \w+-\d+ of case \d+ \(RE-400:createPerson \S+\) is missing/,
    ],
    [
      'a case is left out',
      (lines) => drop(lines, (line) => 'case' in line && line.case.part.kind === 'subject'),
      2,
      /Case \d+ is missing: case \d+ stands in its place/,
    ],
    [
      'a case is left out, and the others are counted anew',
      (lines) => {
        const { n } = subjectOf(lines, malformed)
        drop(lines, (line) => 'case' in line && line.case.n === n)
        renumber(lines)
      },
      1,
      /RE-400:createPerson \S+: of 1 case these are missing: 0/,
    ],
    [
      'a cell says that it is done before its cases come',
      (lines) => {
        const said = lines.findIndex((line) => 'cell' in line && line.cell.cell === malformed)
        const first = lines.findIndex((line) => 'case' in line && line.case.cell === malformed)
        lines.splice(first, 0, ...lines.splice(said, 1))
      },
      1,
      /RE-400:createPerson \S+: of 1 case these are missing: 0/,
    ],
    [
      'the request in order is left out',
      (lines) => {
        drop(lines, (line) => 'case' in line && line.case.cell === malformed && line.case.part.kind === 'twin')
        renumber(lines)
      },
      1,
      /RE-400:createPerson \S+: the request in order is missing/,
    ],
    [
      'a case is said to have been sent for a finding',
      (lines) => {
        subjectOf(lines, malformed).for = { finding: 'RE-400:createPerson:required:last_name:201' }
      },
      1,
      /of 1 case these are missing/,
    ],
    [
      'more is allowed than was',
      (lines) => {
        const [step] = subjectOf(lines, malformed).expectation.steps
        if (step !== undefined) step.strength = 'may-accept'
      },
      1,
      /is judged by another expectation than the one that it was drawn with/,
    ],
    [
      'a relation is left out',
      (lines) => {
        subjectOf(lines, sequence).expectation.relations = []
      },
      1,
      /is judged by another expectation/,
    ],
    [
      'a request is another one',
      (lines) => {
        exchangeOf(lines, subjectOf(lines, malformed)).request.body = { text: '{"first_name":"A"}' }
      },
      1,
      /the request of step \d \(POST createPerson\) is not the one that was drawn/,
    ],
    [
      'a request is sent by somebody else',
      (lines) => {
        exchangeOf(lines, subjectOf(lines, malformed)).request.credentials = { kind: 'key', identity: 'restricted' }
      },
      1,
      /the request of step \d \(POST createPerson\) is not the one that was drawn/,
    ],
    [
      'a header line is gone',
      (lines) => {
        exchangeOf(lines, subjectOf(lines, 'RE-401:listSites')).request.headers = []
      },
      1,
      /the request of step \d \(GET listSites\) is not the one that was drawn/,
    ],
    [
      'a step is left out',
      (lines) => {
        const one = subjectOf(lines, sequence)
        one.exchanges[one.exchanges.length - 1] = null
      },
      1,
      /step \d+ \(\w+\) is missing/,
    ],
    [
      'two exchanges have changed places',
      (lines) => {
        const one = subjectOf(lines, sequence)
        one.exchanges.reverse()
      },
      1,
      /(is not the one that was drawn|was sent before step)/,
    ],
    [
      'steps were not sent one after the other',
      (lines) => {
        const one = subjectOf(lines, sequence)
        const [first, second] = [exchangeOf(lines, one), exchangeOf(lines, one, 1)]
        first.ended = second.started + 1
      },
      1,
      /step 2 was sent before step 1 was answered/,
    ],
    [
      'an answer is another one',
      (lines) => {
        const { response } = exchangeOf(lines, subjectOf(lines, malformed))
        if (response !== undefined) response.status = 404
      },
      1,
      /another verdict than the run's on \d+ cell/,
    ],
    [
      'an answer never came',
      (lines) => {
        const exchange = exchangeOf(lines, subjectOf(lines, malformed))
        delete exchange.response
        exchange.failure = { kind: 'timeout', message: 'no complete response came within 10000 ms' }
      },
      1,
      /of 1 case these are missing/,
    ],
    [
      'a case refers to a stranger',
      (lines) => {
        for (const thing of subjectOf(lines, sequence).bound.things) thing[1] = 4
      },
      1,
      /nothing of its cell has made the \w+ that it refers to/,
    ],
    [
      'a case carries the marker of another one',
      (lines) => {
        const marked = casesIn(lines).filter(({ bound }) => bound.markers.length > 0)
        const [first, second] = marked
        if (first !== undefined && second !== undefined) second.bound.markers = first.bound.markers
      },
      1,
      /is the marker of case \d+/,
    ],
    [
      'an exchange is of another run',
      (lines) => {
        const exchange = exchangeOf(lines, subjectOf(lines, malformed))
        const one = subjectOf(lines, malformed)
        const id = `abcdefgh-${exchange.id.split('-')[1]}`
        one.exchanges = one.exchanges.map((given) => (given === exchange.id ? id : given))
        exchange.id = id
      },
      1,
      /Exchange abcdefgh-\d+ is of another run/,
    ],
    [
      'an exchange is there twice',
      (lines) => {
        const { exchanges } = subjectOf(lines, malformed)
        const at = lines.findIndex((line) => 'exchange' in line && line.exchange.id === exchanges[0])
        lines.splice(at, 0, structuredClone(lines[at] as Lines[number]))
      },
      2,
      /Exchange \w+-\d+ is there twice/,
    ],
    [
      'a cell is gone',
      (lines) => drop(lines, (line) => 'cell' in line && line.cell.cell === malformed),
      1,
      /RE-400:createPerson did not report/,
    ],
    [
      'a cell is said to have been left open',
      (lines) => {
        cellOf(lines, malformed).inconclusive = ['rate-limited']
      },
      3,
      /Inconclusive rate-limited: RE-400:createPerson/,
    ],
    [
      'steps were held back, and their cell does not say so',
      (lines) => {
        subjectOf(lines, sequence).held = 'it has not shown that it is ours'
      },
      1,
      /RE-READ-BACK:updatePerson did not send its cases to their end, and does not say that it was left open/,
    ],
    [
      'something is said to have been left, and a case is gone',
      (lines) => {
        leaveOut(lines, malformed)
        cellOf(lines, malformed).left = ['NONE:nothing']
      },
      1,
      /RE-400:createPerson \S+: of 1 case these are missing/,
    ],
    [
      'a cell is said not to have been exercised, since something is missing',
      (lines) => {
        leaveOut(lines, malformed)
        cellOf(lines, malformed).unexercised = { kind: 'missing', detail: 'The target has no group.' }
      },
      1,
      /RE-400:createPerson says that something is missing from the target, and nothing is/,
    ],
    [
      'a cell is said not to have been exercised, since the budget was used up',
      (lines) => {
        leaveOut(lines, malformed)
        cellOf(lines, malformed).unexercised = { kind: 'budget', detail: 'It was used up.' }
      },
      1,
      /RE-400:createPerson says that it was not exercised \(budget\), and the plan knows no reason/,
    ],
    [
      'a cell is said to have been cut short',
      (lines) => {
        leaveOut(lines, malformed)
        cellOf(lines, malformed).cut = 2
      },
      1,
      /RE-400:createPerson was cut short, and the run came to its end/,
    ],
    [
      'a cell is said to be another one',
      (lines) => {
        cellOf(lines, malformed).carrier = true
      },
      1,
      /RE-400:createPerson is not the cell of that name/,
    ],
    [
      'values are said to have been drawn anew, and the request is another one',
      (lines) => {
        const one = subjectOf(lines, malformed)
        one.bound.refused = [[]]
        exchangeOf(lines, one).request.body = { text: '{"first_name":"A"}' }
      },
      1,
      /the request of step \d \(POST createPerson\) is not the one that was drawn/,
    ],
    [
      'a removal is left out with its exchange',
      (lines) => {
        const removal = removalIn(lines)
        drop(lines, (line) => 'exchange' in line && line.exchange.id === removal.exchanges[0])
        drop(lines, (line) => 'case' in line && line.case.n === removal.n)
        renumber(lines)
      },
      1,
      /Exchanges are missing: \d+/,
    ],
    [
      'a removal is left out, and its exchange is not',
      (lines) => {
        const removal = removalIn(lines)
        drop(lines, (line) => 'case' in line && line.case.n === removal.n)
        renumber(lines)
      },
      1,
      /Exchange \w+-\d+ belongs to no case/,
    ],
    [
      'a removal is said to belong to the first look',
      (lines) => {
        removalIn(lines).part = { kind: 'discovery' }
      },
      1,
      /is nothing that a first look reads/,
    ],
    [
      'a removal is said to have been sent for a finding',
      (lines) => {
        removalIn(lines).for = { finding: 'RE-200:getPerson:::404' }
      },
      1,
      /Cases were sent for a finding that is not there/,
    ],
    [
      'it is said to be of another suite, and a cell is gone',
      (lines) => {
        for (const line of lines) if ('run' in line) line.run.suite.commit = '0'
        leaveOut(lines, malformed)
        drop(lines, (line) => 'cell' in line && line.cell.cell === malformed)
      },
      3,
      /new in this suite, and not in the recording: RE-400:createPerson.* there is no verdict/,
    ],
    [
      'other generators are said to have drawn it',
      (lines) => {
        for (const line of lines) if ('run' in line) line.run.suite.generators = 1
      },
      1,
      /not compared with what its seed draws.* contradicts itself/,
    ],
    [
      'what the target was found to be is nothing',
      (lines) => {
        for (const line of lines) if ('found' in line) line.found.fixtures = {}
      },
      2,
      /cannot be compared with what its seed draws .*: was it altered\?/,
    ],
    [
      'deletions are said to come later',
      (lines) => {
        subjectOf(lines, 'RE-410:getPerson').expectation.deletedLater = ['people']
      },
      1,
      /no deletion of any was answered 202/,
    ],
    [
      'the target is said to be used by others',
      (lines) => {
        for (const line of lines) if ('found' in line) line.found.facts.shared = true
      },
      1,
      /The facts of the target are not those that it was found to have/,
    ],
    [
      'the seed is another one',
      (lines) => {
        for (const line of lines) if ('run' in line) line.run.seed += 1
      },
      1,
      /is not the one that was drawn|is judged by another expectation|none that the seed draws/,
    ],
    ['something stands behind the end', (lines) => void lines.push(lines[5] as Lines[number]), 2, /behind the end/],
    [
      'what the target was found to be is gone',
      (lines) => drop(lines, (line) => 'found' in line),
      2,
      /A case comes before what the target was found to be/,
    ],
  ])('%s', async (_, alter, code, says) => {
    const lines = read(clean.lines) as Lines
    alter(lines)
    const over = await judgeLines(lines.map((line) => JSON.stringify(line)))
    const said = `${over.stdout}${over.stderr}`.replace(/\n\s+/g, ' ')
    expect(said).toMatch(says)
    expect(over.code, said).toBe(code)
    expect(said).not.toContain('    at ')
  })
})
