import { describe, expect, test } from 'vitest'
import type { Exchange } from '../../oracle/exchange.ts'
import type { Finding, RunResult } from '../../oracle/results.ts'
import { renderHtml } from '../../reports/html/index.tsx'
import { asked, cell, edition, exchange, finding, result } from './samples.ts'

const page = (more: Partial<RunResult> = {}): string => renderHtml(edition, result(more))

/** What a reader sees of some markup, more or less: its text. */
const textOf = (html: string): string =>
  html
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')

const mebibytes = (html: string): number => Buffer.byteLength(html) / 1024 / 1024
const answered = (value: unknown): Exchange =>
  exchange({ response: { status: 201, headers: {}, body: { kind: 'json', value, bytes: 1 } } })
const violation = (more: Partial<Finding['violation']>): Finding['violation'] => ({ ...finding().violation, ...more })

describe('the page', () => {
  test('is the same bytes for the same result', () => {
    const of = { findings: [finding()], observations: [{ operation: 'getPerson', what: 'slow', detail: '' }] }
    expect(page(of)).toBe(page(structuredClone(of)))
  })

  test('allows itself nothing but its own style and script, and has no style elsewhere', () => {
    const html = page({ findings: [finding()] })
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'")
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'$/,
    )
    expect(html.match(/<style|<script|<link|<img|<iframe|<base/g)).toEqual(['<style', '<script'])
    expect(html).not.toMatch(/ style=| on\w+="|href="(?!#)| src=/)
  })

  test('leads only to what is there, and gives each id once', () => {
    const html = page({
      findings: [finding(), finding({ key: 'RE-410:getPerson:::200', violation: violation({ clause: 'RE-410' }) })],
      cells: [cell('RE-400', 'createPerson', { verdict: 'fail' }), cell('RE-200', 'getPerson')],
    })
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const targets = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id)
    expect(targets.length).toBeGreaterThan(10)
    expect(targets.filter((id) => !ids.includes(id))).toEqual([])
  })

  test('has for a finding all that somebody needs who is to mend it', () => {
    const text = textOf(
      page({
        findings: [finding({ occurrences: 5 })],
        run: { ...result().run, target: '--config staging.yaml' },
      }),
    )
    for (const part of [
      'A request that lacks a required parameter is refused with 400.',
      'Responses and Errors › HTTP status codes › 400',
      '400, and param naming last_name if it is present',
      '201 Created',
      'reproducible 3/3, seen 5 times',
      `curl -i -X POST "$DOORFLOW_URL/api/3/people"`,
      `--data-binary '{"first_name":"A"}'`,
      'RE-400:createPerson:required:last_name:201',
      'doorflow-conformance replay RE-400:createPerson:required.last_name:1.1f3a9c2e:0 --config staging.yaml',
    ])
      expect(text.replaceAll(' param ', ' param ')).toContain(part)
  })

  test('puts MUST before SHOULD, and what is alike together', () => {
    const found = (clause: string, level: 'MUST' | 'SHOULD', operation: string, parameter: string): Finding =>
      finding({
        key: `${clause}:${operation}:${parameter}`,
        level,
        violation: violation({ clause, operation, parameters: [parameter] }),
      })
    const html = page({
      findings: [
        found('RE-405-REFUSED', 'SHOULD', 'getPerson', 'a'),
        found('RE-400', 'MUST', 'createPerson', 'a'),
        found('RE-400', 'MUST', 'createCredential', 'b'),
      ],
    })
    const heads = [...html.matchAll(/<h3><span class="level \w+">(\w+)<\/span> <span class="clause">([\w-]+)/g)]
    expect(heads.map(([, level, clause]) => `${level} ${clause}`)).toEqual(['MUST RE-400', 'SHOULD RE-405-REFUSED'])
    expect(textOf(html)).toContain('required → 201 expected 400 · 2 findings')
  })

  test('shows how often each status came, and which of them is documented', () => {
    const html = page({ statuses: { 'getPerson 200': 1000, 'getPerson 422': 7, 'getPerson timeout': 2 } })
    const row =
      /<tr><th scope="row">getPerson<\/th>([\s\S]*?)<\/tr>/.exec(html.slice(html.indexOf('id="statuses"')))?.[1] ?? ''
    expect(row).toContain('<td>1,000</td>')
    expect(row).toContain('<td class="undocumented">7!</td>')
    expect(row).toContain('<td class="undocumented">2!</td>')
    expect(row).toContain('<td>–</td>')
  })

  test('shows how long answers took, as bounds', () => {
    const html = page({ durations: { getPerson: { 2: 50, 4: 44, 1250: 5, more: 1 } } })
    const row =
      /<th scope="row">getPerson<\/th>([\s\S]*?)<\/tr>/.exec(html.slice(html.indexOf('id="durations"')))?.[1] ?? ''
    expect(textOf(row).trim()).toBe('100 2 ms 1.25 s over 80 s')
    expect(row.match(/M\d+ 18v-\d+h4v\d+z/g)).toHaveLength(4)
  })

  test('says what was not exercised and what was left open, and why', () => {
    const text = textOf(
      page({
        cells: [
          cell('RE-403', 'getPerson', {
            verdict: 'not-exercised',
            unexercised: { kind: 'missing', detail: 'No restricted key.' },
          }),
          cell('RE-410', 'getPerson', { verdict: 'inconclusive', reasons: ['rate-limited: answered 429'] }),
        ],
      }),
    )
    expect(text).toContain('something is missing: No restricted key. 1 cell RE-403 on getPerson')
    expect(text).toContain('rate-limited: answered 429 1 cell RE-410 on getPerson')
    expect(text).toContain('RE-418 The document names no request that provokes it.')
    expect(text).toContain('Not exercised 1 ')
    expect(textOf(page())).toContain('RE-418 The document names no request that provokes it.')
  })

  test('says what became of waivers, and who excuses what', () => {
    const waiver = {
      clause: 'RE-400',
      reason: 'in work',
      owner: 'ada',
      expires: '2999-01-01',
      flaky: false,
      where: 'w.yaml:3:5',
    }
    const text = textOf(
      page({
        findings: [finding()],
        waivers: [
          { waiver, state: 'used', findings: [finding().key] },
          { waiver: { ...waiver, clause: 'RE-410' }, state: 'stale', findings: [] },
        ],
      }),
    )
    expect(text).toContain('WAIVERS TO MEND')
    expect(text).toContain('the waiver of RE-410 on any operation is stale')
    expect(text).toContain('until 2999-01-01 by ada: in work')
    expect(text).toContain('No findings but those that are waived.')
  })
})

describe('a run that came to nothing', () => {
  test('with nothing in it at all', () => {
    const text = textOf(page({ cells: [], statuses: {}, durations: {}, cases: 0, exchanges: 0 }))
    expect(text).toContain('NO VERDICT: too little could be judged')
    expect(text).toContain('doorflow-conformance run --config staging.yaml --seed 42')
  })

  test('with nothing but faults of the suite', () => {
    const text = textOf(page({ cells: [], statuses: {}, durations: {}, suiteFaults: ['12 cells did not report'] }))
    expect(text).toContain('NO VERDICT: the suite itself is at fault')
    expect(text).toContain('Faults of the suite 12 cells did not report')
  })

  test('since somebody interrupted it', () => {
    const text = textOf(page({ run: { ...result().run, interrupted: true }, leftovers: ['people 4711'] }))
    expect(text).toContain('INTERRUPTED: what follows is known so far')
    expect(text).toContain('Left behind on the target people 4711')
  })
})

describe('a target that means harm', () => {
  test('has its terminal escapes and what turns text around spelled out', () => {
    const html = page({
      findings: [
        finding({
          violation: violation({ actual: 'a\u001b[31mb\u202ec\u0000d' }),
          exchanges: [answered({ '\u202e': '\u2066x' })],
        }),
      ],
      suiteFaults: ['\u001b]0;x\u0007'],
    })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/)
    expect(html).toContain('a\\u001b[31mb\\u202ec\\u0000d')
  })

  test('makes no large page with ten megabytes of text, wherever it stands', () => {
    const long = 'x<&"\u202e'.repeat(2_000_000)
    const began = performance.now()
    const html = page({
      findings: [
        finding({
          violation: violation({ actual: long, expected: long, status: long, parameters: [long] }),
          exchanges: [
            answered({ [long]: long, list: Array.from({ length: 1e5 }, () => long) }),
            exchange({
              response: { status: 400, headers: {}, body: { kind: 'text', tag: long, error: long, bytes: 1 } },
            }),
            exchange({ failure: { kind: 'protocol', message: long } }),
            exchange({ request: asked({ path: `/${long}`, body: { text: long }, headers: [['x', long]] }) }),
          ],
        }),
      ],
      cells: [cell('RE-400', 'createPerson', { verdict: 'inconclusive', reasons: [long, long] })],
      observations: [{ operation: long, what: long, detail: long }],
      suiteFaults: [long],
      leftovers: Array.from({ length: 5000 }, () => long),
      statuses: { [long]: 1 },
      durations: { [long]: { 1: 1 } },
    })
    expect(performance.now() - began).toBeLessThan(30_000)
    expect(mebibytes(html)).toBeLessThan(0.5)
    expect(html).toContain('(cut: 10,000,000 characters)')
  })

  test('makes no large page with a thousand findings, and each of them keeps its line', () => {
    const steps = Array.from({ length: 40 }, (_, index) =>
      answered({ index, notes: Array.from({ length: 500 }, () => 'x'.repeat(200)) }),
    )
    const findings = Array.from({ length: 1000 }, (_, index) =>
      finding({
        key: `key-${index}`,
        replay: `token-${index}`,
        exchanges: steps,
        violation: violation({ operation: `operation${index % 30}`, parameters: [`parameter${index}`] }),
      }),
    )
    const html = page({ findings })
    expect(mebibytes(html)).toBeLessThan(5)
    expect(html.match(/class="finding item"/g)).toHaveLength(1000)
    expect(html).toContain('Not shown in full, to keep the page small')
    expect(html).toContain('doorflow-conformance replay token-999')
  })

  test('makes no deep page with what is nested a hundred thousand times', () => {
    let nested: unknown = 'core'
    for (let level = 0; level < 100_000; level += 1) nested = level % 2 === 0 ? [nested] : { nested }
    expect(mebibytes(page({ findings: [finding({ exchanges: [answered(nested)] })] }))).toBeLessThan(0.5)
  })

  test('makes no large page with names that are very long, or very many', () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`operation${index} ${index}`, 1]))
    const html = page({
      statuses: many,
      durations: Object.fromEntries(Object.keys(many).map((name) => [name, { 1: 1 }])),
      observations: Object.keys(many).map((what) => ({ operation: what, what, detail: what })),
      suiteFaults: Object.keys(many),
    })
    expect(mebibytes(html)).toBeLessThan(2)
  })
})
