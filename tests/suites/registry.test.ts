import { expect, test } from 'vitest'
import type { Judgement, Violation } from '../../oracle/results.ts'
import { Registry } from '../../suites/engine/registry.ts'

const violation = (clause: string): Violation => ({
  clause,
  operation: 'updatePerson',
  parameters: [],
  status: '201',
  step: 0,
  expected: '200',
  actual: '201',
})

const judgement = (...clauses: string[]): Judgement => ({
  violations: clauses.map(violation),
  examined: [],
  observations: [],
  inconclusive: [],
})

const registry = (maximum = 10) => new Registry(maximum, (clause) => clause === 'RE-200')

const claimed = (of: Registry, ...claim: Parameters<Registry['claim']>) =>
  of.claim(...claim).fresh.map(({ clause }) => clause)

test('what a race has shown is looked into once more where something else shows it, and then no more', () => {
  const one = registry()
  expect(claimed(one, judgement('RE-200'), 'race')).toEqual(['RE-200'])
  expect(claimed(one, judgement('RE-200'), 'race')).toEqual([])
  expect(claimed(one, judgement('RE-200'), 'sequence')).toEqual(['RE-200'])
  expect(claimed(one, judgement('RE-200'), 'sequence')).toEqual([])
  expect(claimed(one, judgement('RE-200'), 'race')).toEqual([])
})

test('what is the same each time is not looked into for the sake of a race', () => {
  const one = registry()
  expect(claimed(one, judgement('RE-200'), 'sequence')).toEqual(['RE-200'])
  expect(claimed(one, judgement('RE-200'), 'race')).toEqual([])
})

test('looking into something once more takes no room from other findings, and needs none', () => {
  const one = registry(1)
  expect(claimed(one, judgement('RE-200', 'RE-LISTED'), 'race')).toEqual(['RE-200', 'RE-LISTED'])
  expect(one.full).toBe(true)
  expect(claimed(one, judgement('RE-200'), 'sequence')).toEqual(['RE-200'])
  expect(one.claim(judgement('RE-405'), 'sequence').left.map(({ clause }) => clause)).toEqual(['RE-405'])
})
