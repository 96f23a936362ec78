import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../oracle/results.ts'
import { renderAnnotations } from '../../reports/github/annotations.ts'
import { annotation, withoutCommands } from '../../reports/github/commands.ts'
import { renderJobSummary } from '../../reports/github/job-summary.ts'
import { workflowCommands } from '../support/runner.ts'
import { hostileText } from './hostile-texts.ts'
import { asked, cell, edition, exchange, finding, result } from './samples.ts'

const many = (level: Finding['level'], clause: string, times: number): readonly Finding[] =>
  Array.from({ length: times }, (_, index) =>
    finding({
      key: `${clause}:createPerson:required:p${index}:201`,
      level,
      violation: { ...finding().violation, clause, parameters: [`p${index}`] },
    }),
  )

const failing = { cells: [cell('RE-400', 'createPerson', { verdict: 'fail' })], findings: [finding()] }

describe('the runner that the tests stand in for', () => {
  test.each([
    ['::error title=a%3Ab,file=c::d%0Ae', [{ name: 'error', properties: { title: 'a:b', file: 'c' }, data: 'd\ne' }]],
    ['  \u00a0::add-mask::x', [{ name: 'add-mask', properties: {}, data: 'x' }]],
    ['text ##[set-output name=a;]b', [{ name: 'set-output', properties: { name: 'a' }, data: 'b' }]],
    ['x\r::debug::y', [{ name: 'debug', properties: {}, data: 'y' }]],
    ['text ::error::no command', []],
    ['::: :', []],
  ])('reads %j', (line, commands) => {
    expect(workflowCommands(line)).toEqual(commands)
  })
})

describe('annotations', () => {
  test('say of a finding what is required, expected, observed, and how it is seen again', () => {
    const commands = workflowCommands(renderAnnotations(edition, result(failing)))
    expect(commands).toEqual([
      {
        name: 'error',
        properties: { title: 'RE-400 MUST createPerson · required · last_name · reproducible 3/3' },
        data: [
          'A request that lacks a required parameter is refused with 400.',
          'expected  400, and `param` naming last_name if it is present',
          'observed  201 Created  {"id":4711,"first_name":"A"}',
          'key       RE-400:createPerson:required:last_name:201',
          'replay    doorflow-conformance replay RE-400:createPerson:required.last_name:1.1f3a9c2e:0',
        ].join('\n'),
      },
    ])
  })

  test('are as many as GitHub shows, those that showed every time first; the rest is said in one line', () => {
    const flaky = { ...finding({ key: 'flaky' }), confirmation: { reproduced: 1, of: 3 } }
    const text = renderAnnotations(
      edition,
      result({
        cells: [
          cell('RE-400', 'createPerson', { verdict: 'fail' }),
          cell('RE-201-USUAL', 'createPerson', { verdict: 'warn' }),
        ],
        findings: [flaky, ...many('MUST', 'RE-400', 12), ...many('SHOULD', 'RE-201-USUAL', 11)],
      }),
    )
    const commands = workflowCommands(text)
    expect(commands.map(({ name }) => name)).toEqual([...Array(10).fill('error'), ...Array(10).fill('warning')])
    expect(commands[0]?.properties.title).toContain('p0')
    expect(text).toMatch(/\nand 3 more errors and 1 more warning, in the job summary\n$/)
  })

  test('say what keeps a run from a verdict', () => {
    const cells = [
      cell('RE-410', 'getPerson', { verdict: 'inconclusive', reasons: ['rate-limited: 429.'], evidence: 0 }),
    ]
    expect(
      workflowCommands(renderAnnotations(edition, result({ cells }))).map(({ properties, data }) => [
        properties.title,
        data,
      ]),
    ).toEqual([
      ['doorflow-conformance', 'NO VERDICT: too little could be judged'],
      ['1 cell inconclusive', 'rate-limited: 429: RE-410:getPerson'],
    ])
  })

  test('of a conformant run are none', () => {
    expect(renderAnnotations(edition, result())).toBe('')
  })

  test('hold any text, and are one command whatever it is', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (text, message) => {
        // Blanks around a property are the runner's.
        const title = `a${text}b`
        const line = annotation('error', { title, message })
        expect(line).not.toMatch(/[\r\n]/)
        expect(workflowCommands(line)).toEqual([
          { name: 'error', properties: { title: withoutCommands(title) }, data: withoutCommands(message) },
        ])
      }),
      { numRuns: 2000, seed: 1 },
    )
  })
})

describe('other output', () => {
  test.each([
    ['::set-output name=a::b', '\\u003a:set-output name=a::b'],
    ['a\n  ::add-mask::b\n', 'a\n  \\u003a:add-mask::b\n'],
    ['a ##[add-mask]b ##VSO[x]', 'a #\\u0023[add-mask]b #\\u0023VSO[x]'],
    ['a::b, ## c, [d], http://e', 'a::b, ## c, [d], http://e'],
  ])('%j is no command', (text, printed) => {
    expect(withoutCommands(text)).toBe(printed)
  })

  test('is gone over once, however many blank lines a target has put into it', () => {
    const blank = '\n'.repeat(200_000)
    const began = performance.now()
    expect(withoutCommands(`${blank}::error::a${blank}b`)).toBe(`${blank}\\u003a:error::a${blank}b`)
    // Going over them once for each takes a hundred times as long.
    expect(performance.now() - began).toBeLessThan(2000)
  })

  test('whatever it is, holds no command', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(workflowCommands(withoutCommands(text))).toEqual([])
      }),
      { numRuns: 5000, seed: 1 },
    )
  })
})

describe('the job summary', () => {
  test('has the verdict, the figures, the findings and how to see them again', () => {
    const text = renderJobSummary(edition, result(failing))
    expect(text.split('\n')[0]).toBe('## ❌ DoorFlow conformance: NOT CONFORMANT')
    expect(text).toContain('1 finding (1 MUST) · 1 cell')
    expect(text).toMatch(
      /^\| MUST \| <code>RE-400<\/code> \| <code>createPerson<\/code> \| required · last&#95;name \| 400, and .* \| <code>201 Created .*<\/code> \| reproducible 3\/3 \|$/m,
    )
    expect(text).toContain('smallest  curl -i -X POST')
    expect(text).toContain('replay    doorflow-conformance replay RE-400:createPerson:required.last_name')
    expect(text).toContain('```sh\ndoorflow-conformance run --config staging.yaml --seed 42\n```')
  })

  test('of a conformant run is short', () => {
    const text = renderJobSummary(edition, result())
    expect(text.split('\n')[0]).toBe('## ✅ DoorFlow conformance: CONFORMANT')
    expect(text).not.toContain('Findings')
  })

  test('holds nothing as markup that the target sent', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const hostile = finding({
          key: text,
          violation: { ...finding().violation, actual: text, expected: text, parameters: [text] },
          exchanges: [
            exchange({
              request: asked({ path: `/${text}`, body: { text } }),
              response: { status: 201, headers: {}, body: { kind: 'json', value: { [text]: text }, bytes: 1 } },
            }),
          ],
        })
        const summary = renderJobSummary(
          edition,
          result({
            cells: [
              cell('RE-400', 'createPerson', { verdict: 'fail' }),
              cell('RE-410', 'getPerson', { verdict: 'inconclusive', reasons: [text] }),
            ],
            findings: [hostile],
            suiteFaults: [text],
            run: { ...result().run, url: text, command: text },
          }),
        )
        // What is left without fenced code and without our own markup has nothing that could be some.
        const lines = summary.split('\n')
        let fence: string | undefined
        const outside: string[] = []
        for (const line of lines) {
          const ticks = /^`{3,}/.exec(line)?.[0]
          if (fence === undefined && ticks !== undefined) fence = ticks
          else if (fence !== undefined && line === fence) fence = undefined
          else if (fence === undefined) outside.push(line)
        }
        expect(fence).toBeUndefined()
        const rest = outside
          .join('\n')
          .replace(/<\/?(?:code|details|summary)>|&#\d+;|^#+ |^- |^\|(?: --- \|)+$| \| |^\| | \|$/gm, '')
        expect(rest).not.toMatch(/[<>`*_[\]@\\|~&#]|www\./)
        expect(outside.filter((line) => line.startsWith('| MUST')).map((line) => line.split('|').length)).toEqual([9])
      }),
      { numRuns: 500, seed: 1 },
    )
  })

  test('stays well below what GitHub takes', () => {
    const long = '`<|>_*'.repeat(2_000_000)
    const findings = many('MUST', 'RE-400', 3000).map((one) => ({
      ...one,
      violation: { ...one.violation, actual: long, expected: long },
    }))
    const cells = Array.from({ length: 2000 }, (_, index) =>
      cell('RE-410', `operation${index}`, {
        verdict: 'not-exercised',
        unexercised: { kind: 'missing', detail: `${index} ${long.slice(0, 9000)}` },
      }),
    )
    const text = renderJobSummary(edition, result({ cells, findings, run: { ...result().run, command: long } }))
    expect(Buffer.byteLength(text)).toBeLessThan(512 * 1024)
    expect(text).toContain('and 2,900 more findings that this table has no room for')
  })
})
