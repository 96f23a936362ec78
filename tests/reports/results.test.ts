import { describe, expect, test } from 'vitest'
import { readResults } from '../../cli/results-file.ts'
import type { RunResult } from '../../oracle/results.ts'
import { renderResults } from '../../reports/results/index.ts'
import { asked, cell, edition, exchange, finding, result } from './samples.ts'

/** A run with one of everything that a run can have. */
const full: RunResult = result({
  suite: { version: '0.1.0', generators: 2, commit: 'c'.repeat(40) },
  run: {
    ...result().run,
    budgets: { rate: 20, maxRequests: 100, maxTime: 60 },
    ending: { kind: 'budget', detail: 'The budget was used up' },
    cut: ['Two cells were left out.'],
  },
  cells: [
    cell('RE-400', 'createPerson', { verdict: 'waived', reasons: ['x (3 of 3)'] }),
    cell('RE-405', 'getPerson', {
      verdict: 'not-exercised',
      evidence: 0,
      unexercised: { kind: 'withheld', detail: 'It could do harm.' },
    }),
  ],
  findings: [
    finding({
      exchanges: [
        exchange({ request: asked({ credentials: { kind: 'none' }, body: { base64: '/w==' } }) }),
        exchange({ request: asked({ credentials: { kind: 'key', identity: 'full', form: 'basic', password: 'x' } }) }),
        exchange({ request: asked({ credentials: { kind: 'scheme', scheme: 'Token' } }) }),
        exchange({ request: asked({ credentials: { kind: 'client', in: 'form' } }) }),
        exchange({ request: asked({ credentials: { kind: 'header', value: 'Bearer' } }) }),
        exchange({ response: { status: 204, headers: { allow: 'GET' }, body: { kind: 'none' } } }),
        exchange({
          response: { status: 502, headers: {}, body: { kind: 'text', tag: '⟦a.b.3.a.⟧', error: 'no JSON', bytes: 3 } },
        }),
      ],
    }),
  ],
  waivers: [
    {
      waiver: {
        key: 'RE-400:createPerson:required:last_name:201',
        clause: 'RE-410',
        operation: 'createPerson',
        reason: 'known',
        owner: 'Ada',
        expires: '2030-05-01',
        ticket: 'DOOR-1',
        flaky: false,
        where: 'waivers.yaml:2:5',
      },
      state: 'used',
      findings: ['RE-400:createPerson:required:last_name:201'],
    },
  ],
  observations: [{ operation: 'getPerson', what: 'trimmed-blanks', detail: 'last_name' }],
  leftovers: ['people 4711'],
  suiteFaults: ['a fault'],
})

/** The document with something else at a path; with nothing there where no value is given. */
const altered = (path: string, value?: unknown): string => {
  const document: unknown = JSON.parse(renderResults(edition, full))
  const names = path.split('.')
  const last = names.pop() ?? ''
  const holder = names.reduce((one, name) => (one as Record<string, unknown>)[name], document)
  ;(holder as Record<string, unknown>)[last] = value
  return JSON.stringify(document)
}

describe('the results', () => {
  test('read back as the run that they are of', () => {
    const text = renderResults(edition, full)
    expect(readResults(text, 'r.json').result).toEqual(full)
    expect(readResults(`\ufeff${text}`, 'r.json').result).toEqual(full)
    expect(readResults(renderResults(edition, result()), 'r.json').result).toEqual(result())
  })

  test('say in a word what the run came to, and cite what it cites', () => {
    const document = JSON.parse(renderResults(edition, full)) as Record<string, unknown>
    expect(document).toMatchObject({
      $schema: 'urn:doorflow-conformance:results:1',
      format: 'doorflow-conformance/results',
      version: 1,
      verdict: 'suite-at-fault',
      exitCode: 4,
    })
    const cited = edition.clauses.filter(({ id }) => ['RE-400', 'RE-405', 'RE-410'].includes(id))
    expect(document.clauses).toEqual(cited)
    expect(readResults(renderResults(edition, full), 'r.json').clauses).toEqual(cited)
  })

  test.each<[verdict: string, exitCode: number, of: RunResult]>([
    ['conformant', 0, result()],
    ['not-conformant', 1, result({ findings: [finding()] })],
    ['not-conformant', 1, result({ findings: [finding({ level: 'SHOULD' })], run: { ...result().run, strict: true } })],
    ['waivers-to-mend', 1, result({ waivers: (full.waivers ?? []).map((one) => ({ ...one, state: 'stale' })) })],
    ['no-verdict', 3, result({ cells: [] })],
    ['interrupted', 130, result({ run: { ...result().run, interrupted: true } })],
  ])('end with %s and %i', (verdict, exitCode, of) => {
    expect(JSON.parse(renderResults(edition, of))).toMatchObject({ verdict, exitCode })
  })

  test('hold nothing that acts on a terminal, on a script or on the order of what is read', () => {
    const hostile = '\x1b]0;x\x07 \x7f\x9b \u2028\u2029 \u202e\u2066 \u200f \ufeff \ud800 \u{e0001} \u0085'
    const of = result({
      findings: [
        finding({ exchanges: [exchange({ request: asked({ path: hostile }) })] }),
        finding({
          exchanges: [
            exchange({
              response: {
                status: 200,
                headers: { [hostile]: hostile },
                body: { kind: 'json', value: { [hostile]: [hostile] }, bytes: 9 },
              },
            }),
          ],
        }),
      ],
    })
    const text = renderResults(edition, of)
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
    expect(text).toContain('\\u001b]0;x\\u0007 \\u007f\\u009b \\u2028\\u2029 \\u202e\\u2066')
    expect(text).toContain('\\udb40\\udc01')
    expect(readResults(text, 'r.json').result).toEqual(of)
  })
})

describe('what is not in order', () => {
  const said = (text: string): string => {
    try {
      readResults(text, 'r.json')
    } catch (error) {
      if (!(error instanceof Error)) throw error
      expect(error).toMatchObject({ name: 'UsageError', exitCode: 2 })
      expect(error.message.split('\n')).toHaveLength(1)
      expect(error.message).toMatch(/^r\.json.*[.?]$/)
      return error.message
    }
    return expect.fail('it was read')
  }

  test('a file that is cut off, wherever that is', () => {
    const text = renderResults(edition, full).trimEnd()
    for (let length = 1; length < text.length; length += 1) {
      const message = said(text.slice(0, length))
      if (message !== 'r.json ends before it is complete; write it again, or copy it again.')
        expect.fail(`${length}: ${text.slice(Math.max(0, length - 20), length)}: ${message}`)
    }
  })

  test.each<[what: string, text: string, message: string]>([
    ['nothing', '', 'r.json is empty; name a results.json as `run --report json` writes it.'],
    ['blanks', ' \n', 'r.json is empty'],
    ['YAML', 'url: https://a.example\n', 'r.json is no JSON'],
    ['a mistake in the middle', '{\n  "format": x\n}', 'r.json is no JSON'],
    ['another document', '{"openapi":"3.1.0"}', 'r.json is no results file of doorflow-conformance'],
    ['a list', '[]', 'r.json is no results file'],
    ['null', 'null', 'r.json is no results file'],
    [
      'a newer version',
      altered('version', 2),
      'r.json has version 2 of its form, and this suite reads up to 1; use a newer',
    ],
    ['no version', altered('version'), 'r.json is not as it was written: the document lacks version.'],
    ['a version in words', altered('version', 'one'), 'version must be'],
    [
      'a verdict of somebody else',
      altered('cells.0.verdict', 'passed'),
      'cells.0.verdict must be one of pass, warn, fail',
    ],
    ['a count in words', altered('cells.1.evidence', 'many'), 'cells.1.evidence must be a whole number.'],
    ['a count below nothing', altered('exchanges', -1), 'exchanges must be >= 0.'],
    ['cells that are none', altered('cells', {}), 'cells must be a list.'],
    ['a run without a seed', altered('run.seed'), 'run lacks seed.'],
    ['one more member', altered('run.tag', 'x'), 'unknown member "tag" of run'],
    [
      'a level that there is not',
      altered('findings.0.level', 'must'),
      'findings.0.level must be one of MUST, SHOULD, MAY',
    ],
    [
      'a body of no kind',
      altered('findings.0.exchanges.0.response.body', {}),
      'findings.0.exchanges.0.response.body lacks kind.',
    ],
    [
      'JSON without a value',
      altered('findings.0.exchanges.0.response.body.value'),
      'findings.0.exchanges.0.response.body lacks value.',
    ],
    [
      'a body that is said to be none',
      altered('findings.0.exchanges.0.response.body.kind', 'none'),
      'findings.0.exchanges.0.response.body must NOT have more than 1 properties.',
    ],
    [
      'a key that has no owner',
      altered('findings.0.exchanges.1.request.credentials.identity'),
      'findings.0.exchanges.1.request.credentials lacks identity.',
    ],
    ['a key in plain', altered('findings.0.exchanges.1.request.credentials.key', 'k'), 'unknown member "key"'],
    ['a day that there is not', altered('waivers.0.waiver.expires', '2030-02-30'), 'must be a day of the calendar'],
    ['durations in words', altered('durations.getPerson', { fast: 3 }), 'durations.getPerson'],
    ['a digest of nothing', altered('digest', 'x'), 'digest must match'],
  ])('%s', (_, text, message) => {
    expect(said(text)).toContain(message)
  })

  /** Every object of the document, by its path. */
  const objectsIn = (value: unknown, path: readonly string[] = []): (readonly string[])[] => {
    if (typeof value !== 'object' || value === null) return []
    const below = Object.entries(value).flatMap(([name, one]) => objectsIn(one, [...path, name]))
    return Array.isArray(value) ? below : [path, ...below]
  }

  /** What is free: maps by name, headers, and the bodies of answers. */
  const free = /(^|\.)(statuses|durations|headers|value)(\.|$)/

  test('no object that is ours takes a member that it does not have, or lacks one', () => {
    const document = JSON.parse(renderResults(edition, full))
    const ours = objectsIn(document)
      .map((path) => path.join('.'))
      .filter((path) => !free.test(path))
    expect(ours.length).toBeGreaterThan(30)
    for (const path of ours)
      expect(said(altered(`${path === '' ? '' : `${path}.`}no-such-member`, 1)), path).toContain('unknown member')
  })

  test('no member of what is ours can be left out, but for those that need not be there', () => {
    const document = JSON.parse(renderResults(edition, full))
    const members = objectsIn(document)
      .filter((path) => !free.test(path.join('.')))
      .flatMap((path) => {
        const holder = path.reduce((one, name) => one[name], document)
        return Object.keys(holder).map((name) => [...path, name].join('.'))
      })
    const accepted = new Set(
      members
        .filter((path) => {
          try {
            return readResults(altered(path), 'r.json')
          } catch {
            return false
          }
        })
        .map((path) => path.replace(/\.\d+(?=\.|$)/g, '')),
    )
    expect([...accepted].sort()).toEqual([
      'cells.unexercised',
      'findings.exchanges.request.body',
      'findings.exchanges.request.credentials.form',
      'findings.exchanges.request.credentials.password',
      'findings.exchanges.response',
      'findings.violation.rule',
      'run.budgets.maxRequests',
      'run.budgets.maxTime',
      'run.budgets.rate',
      'run.cut',
      'run.ending',
      'suite.commit',
      'waivers',
      'waivers.waiver.key',
      'waivers.waiver.operation',
      'waivers.waiver.ticket',
    ])
  })
})
