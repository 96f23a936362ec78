import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Finding } from '../../oracle/results.ts'
import type { Waiver, WaiverState } from '../../oracle/waiver.ts'
import { renderSummary } from '../../reports/terminal/summary.ts'
import { columns } from '../../reports/terminal/text.ts'
import { suggestWaivers } from '../../reports/waiver-suggestions.ts'
import { cell, edition, finding, result } from './samples.ts'

const one = finding()
const other = finding({ key: 'RE-410:getPerson:alive::200', violation: { ...one.violation, clause: 'RE-410' } })

const waiver: Waiver = {
  clause: 'RE-400',
  operation: 'createPerson',
  reason: 'mended with release 12',
  owner: 'Ada Lovelace',
  expires: '2026-06-30',
  ticket: 'DOOR-1',
  flaky: false,
  where: 'waivers.yaml:2:5',
}

const target = '--config staging.yaml'

const run = (state: WaiverState, findings: readonly Finding[] = [one], more: Partial<Waiver> = {}) =>
  result({
    run: { ...result().run, target },
    findings,
    cells: [cell('RE-400', 'createPerson', { verdict: state === 'used' ? 'waived' : 'pass' })],
    waivers: [{ waiver: { ...waiver, ...more }, state, findings: findings.length === 0 ? [] : [one.key] }],
  })

const render = (...args: Parameters<typeof run>): string =>
  renderSummary(edition, run(...args), { color: false, width: 200 })

describe('the summary of a run with waivers', () => {
  it('shows what is waived, by whom, until when and why, and not among what fails', () => {
    const text = render('used')
    const lines = text.split('\n')
    expect(lines[0]).toBe('CONFORMANT, but for 1 waived finding')
    expect(text).toContain('1 finding (1 MUST, 1 of them waived)')
    expect(lines).not.toContain('Findings')
    const at = lines.indexOf('Waived')
    expect(lines[at + 1]).toMatch(
      /^ {2}RE-400 {2}MUST {2}createPerson · required · last_name · 201 +reproducible 3\/3$/,
    )
    expect(lines[at + 2]).toMatch(
      /^ {4}waived until 2026-06-30 by Ada Lovelace: mended with release 12 \(DOOR-1\) +waivers\.yaml:2:5$/,
    )
    expect(lines.slice(at + 3, at + 5)).toEqual([
      '    key       RE-400:createPerson:required:last_name:201',
      `    replay    doorflow-conformance replay RE-400:createPerson:required.last_name:1.1f3a9c2e:0 ${target}`,
    ])
    expect(text).toMatch(/^clause {2}level {3}pass {2}waived /m)
    expect(text).not.toContain('Waivers')
  })

  it('shows the others as ever', () => {
    const text = render('used', [one, other])
    expect(text.split('\n')[0]).toBe('NOT CONFORMANT')
    expect(text).toMatch(/\nFindings\n\nRE-410 {2}MUST/)
    expect(text).not.toMatch(/^RE-400 {2}MUST {2}createPerson/m)
    expect(text).toMatch(/^ {2}RE-400 {2}MUST {2}createPerson/m)
  })

  it('makes harmless what a waiver says', () => {
    const text = render('used', [one], { reason: 'known\x1b[2J', owner: '\u202eada' })
    expect(text).toContain('by \\u202eada: known\\u001b[2J')
  })

  it.each<[WaiverState, readonly Finding[], string, string]>([
    [
      'stale',
      [],
      'WAIVERS TO MEND: nothing else fails',
      'waivers.yaml:2:5: the waiver of RE-400 on createPerson is stale: all that it covers was exercised, and nothing of it was found; take it out.',
    ],
    [
      'expired',
      [],
      'WAIVERS TO MEND: nothing else fails',
      'waivers.yaml:2:5: the waiver of RE-400 on createPerson expired on 2026-06-30, and nothing of what it covers was found; take it out.',
    ],
    [
      'expired',
      [one],
      'NOT CONFORMANT',
      'waivers.yaml:2:5: the waiver of RE-400 on createPerson expired on 2026-06-30, and what it covers is still found; have that mended, or agree on another day with Ada Lovelace.',
    ],
    [
      'unmatched',
      [],
      'WAIVERS TO MEND: nothing else fails',
      'waivers.yaml:2:5: the waiver of RE-400 on createPerson matches nothing in the plan for this target; correct it, or take it out.',
    ],
    [
      'not-flaky',
      [one],
      'NOT CONFORMANT',
      'waivers.yaml:2:5: the waiver of RE-400 on createPerson excuses nothing: it is of what is flaky, and what was found showed every time.',
    ],
  ])('says in one sentence what is wrong with one that is %s', (state, findings, first, sentence) => {
    const text = render(state, findings)
    expect(text.split('\n')[0]).toBe(first)
    expect(text).toContain(`Waivers to look into\n  ${sentence}\n`)
  })

  it('names those of which it says nothing', () => {
    const { operation: _, ...wide } = waiver
    const text = renderSummary(edition, result({ waivers: [{ waiver: wide, state: 'idle', findings: [] }] }), {
      color: false,
      width: 200,
    })
    expect(text.split('\n')[0]).toBe('CONFORMANT')
    expect(text).toContain('Waivers of which this run says nothing\n  waivers.yaml:2:5: RE-400 on any operation\n')
  })

  it('fits a narrow terminal', () => {
    for (const state of ['used', 'stale', 'idle'] as const) {
      const text = renderSummary(edition, run(state, state === 'used' ? [one] : []), { color: false, width: 40 })
      // What is to be copied is never broken.
      for (const line of text.split('\n'))
        if (!/^(again| +key| +replay) /.test(line)) expect(columns(line)).toBeLessThanOrEqual(40)
    }
  })
})

describe('suggested waivers', () => {
  const flaky = finding({ key: 'RE-200:getPerson:::500', confirmation: { reproduced: 1, of: 3 } })
  const advice = finding({ key: 'RE-201-USUAL:createPerson:::200', level: 'SHOULD' })
  const optional = finding({ key: 'RE-X:getPerson:::200', level: 'MAY' })
  const open = { reason: '', owner: '', expires: '2026-01-31' }

  it('are of each finding, apart where it is flaky, without reason and owner, for 30 days', () => {
    const text = suggestWaivers(edition, result({ findings: [one, flaky, advice, optional] }))
    expect(parse(text)).toEqual({
      waivers: [
        { key: one.key, ...open },
        { key: advice.key, ...open },
      ],
      flaky: [{ key: flaky.key, ...open }],
    })
    expect(text).toContain(
      '  # MUST: A request that lacks a required parameter is refused with 400. Expected 400, and `param` naming last_name if it is present; observed 201.\n' +
        '  - key: RE-400:createPerson:required:last_name:201\n    reason: ""\n    owner: ""\n    expires: 2026-01-31\n',
    )
  })

  it('leave out what is waived already', () => {
    expect(parse(suggestWaivers(edition, run('used', [one, other])))).toEqual({
      waivers: [{ key: other.key, ...open }],
    })
    expect(parse(suggestWaivers(edition, run('expired')))).toEqual({ waivers: [{ key: one.key, ...open }] })
  })

  it('are none where nothing was found', () => {
    expect(suggestWaivers(edition, run('used'))).toBe('# Nothing was found that a waiver could be suggested for.\n')
  })

  it('are one line of comment each, whatever was expected', () => {
    const odd = finding({ violation: { ...one.violation, expected: 'x\ny: z\u2028- key' } })
    const text = suggestWaivers(edition, result({ findings: [odd] }))
    expect(text).toContain('Expected x\\ny: z\\u2028- key; observed 201.\n')
    expect(parse(text)).toEqual({
      waivers: [{ key: odd.key, ...open }],
    })
  })
})
