import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { renderSummary } from '../../reports/terminal/summary.ts'
import { columns } from '../../reports/terminal/text.ts'
import { cell, edition, finding, result } from './samples.ts'

const plain = { color: false, width: 100 }
const render = (more: Parameters<typeof result>[0] = {}, options = plain): string =>
  renderSummary(edition, result(more), options)

describe('the first line', () => {
  const run = result().run
  it.each([
    ['CONFORMANT', {}],
    ['NOT CONFORMANT', { findings: [finding()] }],
    [
      'NO VERDICT: too little could be judged',
      { cells: [cell('RE-200', 'getPerson', { verdict: 'inconclusive', evidence: 0 })] },
    ],
    ['NO VERDICT: the suite itself is at fault', { suiteFaults: ['something'] }],
    ['INTERRUPTED: what follows is known so far', { run: { ...run, interrupted: true } }],
  ])('is %s', (line, more) => {
    expect(render(more).split('\n')[0]).toBe(line)
  })

  it('is followed by what was judged and how much of it', () => {
    expect(render().split('\n').slice(1, 3)).toEqual([
      'classic edition · gate profile · https://staging.example.com/base (dedicated)',
      'no findings · 3 cells · 20 cases · 1,503 exchanges · 12.3 s',
    ])
  })
})

describe('a run that was cut', () => {
  const run = result().run
  const budget = 'The budget of 500 requests was used up after 12.3 s'

  it('says why it ended early and what was left out', () => {
    const left = 'The budget of 500 requests leaves out 3 variants. 2 cells got none.'
    const text = render({ run: { ...run, ending: { kind: 'budget', detail: budget }, cut: [left] } })
    expect(text.split('\n')[0]).toBe('CONFORMANT')
    expect(text).toContain(`\nEnded early\n  ${budget}.\n`)
    expect(text).toContain(`\nLeft out by the budget\n  ${left}\n`)
  })

  it('names the cells that got nothing', () => {
    const none = { kind: 'budget', detail: 'The budget leaves no request for it.' } as const
    const idle = cell('RE-410', 'getPerson', { verdict: 'not-exercised', evidence: 0, unexercised: none })
    expect(render({ cells: [cell('RE-200', 'getPerson'), idle] })).toContain(
      '  budget: The budget leaves no request for it. (1 cell)\n    RE-410 on getPerson\n',
    )
  })
})

describe('the table', () => {
  const cells = [
    cell('RE-410', 'getPerson', { verdict: 'fail' }),
    cell('RE-200', 'getPerson'),
    cell('RE-200', 'listPeople', { evidence: 3000 }),
    cell('RE-410', 'updatePerson', { verdict: 'flaky' }),
  ]

  it('has a line for each clause in the order of the contract, and no column that is empty', () => {
    const text = render({ cells })
    expect(text).toContain(
      [
        'clause  level   pass  FAIL  FLAKY  exchanges',
        'RE-200  MUST       2     ·      ·      3,012',
        'RE-410  MUST       ·     1      1         24',
      ].join('\n'),
    )
  })

  it('is stacked on a narrow terminal', () => {
    const text = render({ cells, findings: [finding()] }, { color: false, width: 40 })
    expect(text).toContain('RE-410 MUST\n  FAIL 1, FLAKY 1; 24 exchanges\n')
    for (const line of text.split('\n'))
      if (!/curl |key |replay |^again/.test(line)) expect(columns(line)).toBeLessThanOrEqual(40)
  })
})

describe('what was not exercised', () => {
  it('is grouped by the reason', () => {
    const withheld = {
      verdict: 'not-exercised',
      evidence: 0,
      unexercised: { kind: 'withheld', detail: 'it opens doors' },
    } as const
    const operations = ['a', 'b', 'c', 'd', 'e']
    const text = render({
      cells: [
        cell('RE-201', 'createPerson', withheld),
        ...operations.map((operation) => cell('RE-405', operation, withheld)),
        cell('RE-403', 'getPerson', { ...withheld, unexercised: { kind: 'missing', detail: 'no restricted key' } }),
      ],
    })
    expect(text).toContain('withheld, since it could do harm: it opens doors (6 cells)')
    expect(text).toContain('    RE-201 on createPerson; RE-405 on 5 operations\n')
    expect(text).toContain('something is missing: no restricted key (1 cell)\n    RE-403 on getPerson\n')
  })

  it('names the clauses that no run exercises', () => {
    expect(render()).toContain('    RE-418  The document names no request that provokes it.\n')
  })

  it('tells what stayed inconclusive, and why', () => {
    const text = render({
      cells: [cell('RE-200', 'getPerson', { verdict: 'inconclusive', evidence: 0, reasons: ['rate-limited: 429'] })],
    })
    expect(text).toContain('Inconclusive\n  rate-limited: 429: RE-200:getPerson\n')
  })
})

describe('the rest of the summary', () => {
  it('shows findings, MUST first and then in the order of the contract', () => {
    const of = (clause: string, level: 'MUST' | 'SHOULD') =>
      finding({ level, violation: { ...finding().violation, clause } })
    const text = render({ findings: [of('RE-201-USUAL', 'SHOULD'), of('RE-410', 'MUST'), of('RE-400', 'MUST')] })
    const order = [...text.matchAll(/^(RE-\S+) {2}(?:MUST|SHOULD) {2}createPerson/gm)].map(([, clause]) => clause)
    expect(order).toEqual(['RE-400', 'RE-410', 'RE-201-USUAL'])
    expect(text).toContain('3 findings (2 MUST, 1 SHOULD)')
  })

  it('groups observations and makes them harmless', () => {
    const seen = (operation: string) => ({ operation, what: 'trimmed-blanks', detail: 'first_name\x1b[2J' })
    expect(render({ observations: [seen('createPerson'), seen('createPerson'), seen('updatePerson')] })).toContain(
      '  trimmed-blanks  createPerson, updatePerson: first_name\\u001b[2J\n',
    )
  })

  it('says which statuses were seen, which are not documented, and which were never seen', () => {
    const text = render({
      statuses: { 'getPerson 200': 1000, 'listPeople 200': 500, 'createPerson 201': 2, 'getPerson 422': 1 },
    })
    expect(text).toContain('  documented    200 ×1,500  201 ×2\n')
    expect(text).toContain('  undocumented  422 ×1\n')
    expect(text).toContain('  never seen    400  401  402  403  404  405  406  410  418  429  500  503\n')
  })

  it('says what was left behind', () => {
    expect(render({ leftovers: ['people 4711'] })).toContain('Left behind on the target\n  people 4711\n')
    expect(render()).not.toContain('Left behind')
  })

  it('ends with the seed, the digest and the command that repeats it', () => {
    expect(render().trimEnd().split('\n').slice(-3)).toEqual([
      'seed 42 · run run · suite 0.1.0',
      `cases sha256 ${'d'.repeat(64)}`,
      'again  doorflow-conformance run --config staging.yaml --seed 42',
    ])
  })

  it('is the same with colour and without, but for the colour', () => {
    const more = { findings: [finding()], cells: [cell('RE-200', 'getPerson', { verdict: 'fail' })] }
    const coloured = render(more, { color: true, width: 100 })
    expect(coloured).toContain('\x1b[')
    expect(stripVTControlCharacters(coloured)).toBe(render(more))
  })
})

describe('findings that one habit makes', () => {
  const named = (member: string, status = '201') => {
    const violation = { ...finding().violation, clause: 'RE-PARAM', parameters: [member], status, expected: 'a param' }
    const token = `RE-PARAM:createPerson:${member}`
    return finding({ key: `${token}:${status}`, violation, replay: token, confirmation: { reproduced: 3, of: 3 } })
  }
  const five = ['a', 'b', 'c', 'd', 'e'].map((member) => named(member))

  it('are shown in full three times, then by key and replay', () => {
    const text = render({ findings: five })
    expect(text.match(/^RE-PARAM {2}MUST {2}createPerson · required · \w/gm)).toHaveLength(3)
    expect(text.match(/^ {2}smallest/gm)).toHaveLength(3)
    const brief = text.slice(text.indexOf('like these')).split('\n').slice(0, 6)
    expect(brief).toEqual([
      'like these',
      '  expected  a param; observed 201',
      '  key       RE-PARAM:createPerson:d:201',
      '  replay    doorflow-conformance replay RE-PARAM:createPerson:d',
      '  key       RE-PARAM:createPerson:e:201',
      '  replay    doorflow-conformance replay RE-PARAM:createPerson:e',
    ])
    expect(text).toContain('RE-PARAM  MUST  2 more findings like these')
  })

  it('are told from those with another answer, another demand or another confirmation', () => {
    const flaky = { ...named('f'), confirmation: { reproduced: 1, of: 3 } }
    const other = named('g')
    const demand = { ...other, violation: { ...other.violation, expected: 'something else' } }
    const text = render({ findings: [...five.slice(0, 3), named('h', '500'), flaky, demand] })
    expect(text.match(/^ {2}smallest/gm)).toHaveLength(6)
    expect(text).not.toContain('like these')
  })
})
