import { expect, test } from 'vitest'
import { describe as describeTarget } from '../../bench/embedded-run.ts'
import { editionNamed } from '../../cli/editions.ts'
import { plan } from '../../suites/plan.ts'

const kinds = (['classic', 'current'] as const).flatMap((edition) =>
  [...new Set(editionNamed(edition).operations.map(({ resource }) => resource))].map(
    (resource) => [edition, resource] as const,
  ),
)

// The probes themselves, which find out whether a path is served after all, are met by other tests on the wire.
test.each(kinds)('a target of the %s edition without %s is asked for nothing of it', (edition, resource) => {
  const description = { ...describeTarget('http://127.0.0.1:1', edition), absent: [resource] }
  const { cells } = plan(description, { profile: 'gate', only: [], exclude: [] })
  const { absent } = editionNamed(edition).outcomes
  const its = cells.filter(({ operation }) => operation.resource === resource)
  expect(its.some(({ unexercised }) => unexercised?.kind === 'absent')).toBe(true)
  const asked = its.filter(({ clause, variants }) => clause !== absent.clause && variants.length > 0)
  expect(asked.map(({ id }) => id)).toEqual([])
})
