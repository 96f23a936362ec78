import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describe as describeTarget } from '../../bench/embedded-run.ts'
import { editionNamed } from '../../cli/editions.ts'
import { operationOf } from '../../contract/lookup.ts'
import { plan } from '../../suites/plan.ts'

/** What every target has: no description may declare it absent. */
const everywhere: ReadonlySet<string> = new Set(['account', 'people'])

const kinds = (['classic', 'current'] as const).flatMap((edition) =>
  [...new Set(editionNamed(edition).operations.map(({ resource }) => resource))]
    .filter((resource) => !everywhere.has(resource))
    .map((resource) => [edition, resource] as const),
)

// The probes themselves, which find out whether a path is served after all, are met by other tests on the wire.
describe.each(kinds)('a target of the %s edition without %s', (name, resource) => {
  const edition = editionNamed(name)
  const description = { ...describeTarget('http://127.0.0.1:1', name), absent: [resource] }
  const cells = plan(description, { profile: 'gate', only: [], exclude: [] }).cells.filter(
    ({ clause }) => clause !== edition.outcomes.absent.clause,
  )

  test('has no cells of its own for it', () => {
    const its = cells.filter(({ operation }) => operation.resource === resource)
    expect(its.some(({ unexercised }) => unexercised?.kind === 'absent')).toBe(true)
    expect(its.filter(({ variants }) => variants.length > 0).map(({ id }) => id)).toEqual([])
  })

  test('is asked for nothing of it on behalf of anything else', () => {
    const asking = cells.filter(({ variants }) =>
      variants.some(({ variant }) =>
        fc
          .sample(variant.arbitrary, { numRuns: 3, seed: 1 })
          .flatMap(({ subject, twin }) => [...subject.steps, ...(twin?.steps ?? [])])
          .some(({ draft }) => operationOf(edition, draft.operation).resource === resource),
      ),
    )
    expect(asking.map(({ id }) => id)).toEqual([])
  })
})
