import { describe, expect, test } from 'vitest'
import { current } from '../../contract/current/index.ts'
import { renderBadge } from '../../reports/badge/index.ts'
import type { ReportOptions } from '../../reports/options.ts'
import { readXml } from '../support/junit.ts'
import { cell, edition, finding, result } from './samples.ts'

const run = result().run
const waiver = { clause: 'RE-400', reason: 'soon', owner: 'Ada', expires: '2030-01-01', flaky: false, where: 'w:1:1' }

describe('the badge', () => {
  test.each<[string, Parameters<typeof result>[0], ReportOptions?]>([
    ['DoorFlow classic: conformant', {}],
    ['DoorFlow classic: not conformant', { findings: [finding()] }],
    [
      'DoorFlow classic: no verdict',
      { cells: [cell('RE-200', 'getPerson', { verdict: 'inconclusive', evidence: 0 })] },
    ],
    ['DoorFlow classic: no verdict', { suiteFaults: ['something'] }],
    ['DoorFlow classic: no verdict', { run: { ...run, interrupted: true } }],
    ['DoorFlow classic: waivers to mend', { waivers: [{ waiver, state: 'stale', findings: [] }] }],
    ['DoorFlow classic: conformant, in part', {}, { filtered: true }],
    ['DoorFlow classic: conformant, in part', { run: { ...run, cut: ['something is left out'] } }],
    [
      'DoorFlow classic: conformant, 1 waived',
      { findings: [finding()], waivers: [{ waiver, state: 'used', findings: [finding().key] }] },
    ],
    ['DoorFlow classic: not conformant', { findings: [finding()] }, { filtered: true }],
  ])('says %s', (words, more, options) => {
    const svg = readXml(renderBadge(edition, result(more), options))
    expect([svg.name, svg.attributes['aria-label'], svg.children[0]?.text]).toEqual(['svg', words, words])
  })

  test('names the edition', () => {
    expect(renderBadge(current, result())).toContain('<title>DoorFlow current: conformant</title>')
  })

  test('is green for what is conformant alone', () => {
    const colourOf = (more: Parameters<typeof result>[0]): string | undefined =>
      /<rect x="[\d.]+" width="[\d.]+" height="20" fill="(#\w+)"/.exec(renderBadge(edition, result(more)))?.[1]
    const [good, bad, none] = [{}, { findings: [finding()] }, { suiteFaults: ['x'] }].map(colourOf)
    expect(good).toBeDefined()
    expect(new Set([good, bad, none]).size).toBe(3)
  })

  test('asks nobody for anything, and is the same for the same result', () => {
    const svg = renderBadge(edition, result())
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|href/)
    expect(renderBadge(edition, result())).toBe(svg)
  })
})
