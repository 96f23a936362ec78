import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describe as describeTarget } from '../../bench/embedded-run.ts'
import { largestRace } from '../../oracle/races.ts'
import { plan } from '../../suites/plan.ts'
import type { RelationDraft } from '../../suites/step.ts'

const sizeOf = (relation: RelationDraft): number => {
  if (relation.kind === 'race-for-one') return relation.claims.length
  if (relation.kind === 'race-with-deletion' || relation.kind === 'race-of-updates') return relation.updates.length
  return 0
}

// A recording that holds a larger race is refused as altered: no honest one may.
test.each(['classic', 'current'])('no race of the %s edition is larger than what is judged', (edition) => {
  const description = describeTarget('http://127.0.0.1:1', edition)
  const { cells } = plan(description, { profile: 'certify', only: [], exclude: [] })
  const races = cells.flatMap(({ variants }) => variants).filter(({ variant }) => variant.kind === 'race')
  const sizes = races.map(({ variant }) =>
    fc
      .sample(variant.arbitrary, { seed: 1, numRuns: 200 })
      .reduce((most, { subject }) => Math.max(most, ...subject.relations.map(sizeOf)), 0),
  )
  expect(Math.min(...sizes)).toBeGreaterThan(1)
  expect(Math.max(...sizes)).toBe(largestRace)
})
