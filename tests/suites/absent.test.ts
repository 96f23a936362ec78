import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describe as describeTarget } from '../../bench/embedded-run.ts'
import { editionNamed } from '../../cli/editions.ts'
import { operationOf } from '../../contract/lookup.ts'
import { fixture } from '../../generators/draft.ts'
import { neededThings } from '../../suites/engine/case-values.ts'
import { recipes } from '../../suites/engine/set-up.ts'
import { plan } from '../../suites/plan.ts'
import type { Case } from '../../suites/step.ts'
import { worldOf } from '../../target/world.ts'

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

  // Nobody discovers a door where their list is absent, and what needs one is not sent.
  const hasDoors = resource !== 'channels' || worldOf(description, [], []).doors.length > 0
  const namesDoor = (one: Case): boolean =>
    one.steps.some(({ draft: { path } }) => isDeepStrictEqual(path.id, fixture('door', 0)))
  const asksFor = (one: Case): boolean =>
    one.steps.some(({ draft }) => operationOf(edition, draft.operation).resource === resource)
  /** What is sent to make what a case acts on, in whichever way, and what that needs in turn. */
  const setUpOf = (one: Case): readonly Case[] =>
    neededThings(one)
      .flatMap((thing) => recipes({ edition }, thing))
      .filter((way) => hasDoors || !namesDoor(way))
      .flatMap((way) => [way, ...setUpOf(way)])

  test('has no cells of its own for it', () => {
    const its = cells.filter(({ operation }) => operation.resource === resource)
    expect(its.some(({ unexercised }) => unexercised?.kind === 'absent')).toBe(true)
    expect(its.filter(({ variants }) => variants.length > 0).map(({ id }) => id)).toEqual([])
  })

  test('is asked for nothing of it on behalf of anything else, nor to set it up', () => {
    const asking = (sent: (one: Case) => readonly Case[]): readonly string[] =>
      cells
        .filter(({ variants }) =>
          variants.some(({ variant }) =>
            fc
              .sample(variant.arbitrary, { numRuns: 3, seed: 1 })
              .flatMap(({ subject, twin }) => [subject, ...(twin === undefined ? [] : [twin])])
              .flatMap(sent)
              .some(asksFor),
          ),
        )
        .map(({ id }) => id)
    expect(asking((one) => [one])).toEqual([])
    expect(asking(setUpOf)).toEqual([])
  })
})
