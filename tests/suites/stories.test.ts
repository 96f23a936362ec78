import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describe as describeTarget } from '../../bench/embedded-run.ts'
import type { Edition } from '../../contract/edition.ts'
import { editions } from '../../contract/index.ts'
import { contradiction } from '../../oracle/requests.ts'
import type { Variant } from '../../suites/cell.ts'
import { neededThings } from '../../suites/engine/case-values.ts'
import { plan } from '../../suites/plan.ts'
import type { Case } from '../../suites/step.ts'
import { recorded } from '../support/wire.ts'

const variantsOf = (edition: Edition, wanted: (variant: Variant) => boolean): readonly (readonly [string, Variant])[] =>
  plan(describeTarget('http://localhost', edition.name === 'current' ? 'current' : 'classic'), {
    profile: 'gate',
    only: [],
    exclude: [],
  }).cells.flatMap(({ id, variants }) =>
    variants.map(({ variant }) => [`${id} ${variant.id}`, variant] as const).filter(([, variant]) => wanted(variant)),
  )

const isStory = ({ id, kind }: Variant): boolean =>
  kind === 'race' || id.startsWith('sequences-of-') || id === 'walks' || id === 'while-updated'

/** What is wrong with a case, whatever target it is sent to. */
const faultsIn = (edition: Edition, one: Case): readonly string[] => {
  const faults: string[] = neededThings(one).map((name) => `${name} is used before it is made`)
  for (const [index, { draft, expected, when }] of one.steps.entries()) {
    const operation = edition.operations.find(({ id }) => id === draft.operation)
    if (operation === undefined) {
      faults.push(`${draft.operation} is not of this edition`)
      continue
    }
    // What lies behind the last page is a matter of what is there: no request shows it.
    const claim = expected.defect?.rule === 'range' ? undefined : expected.defect
    const problem = contradiction(edition, recorded(operation, draft), claim, { credentials_number: 1, pin: 3 })
    if (problem !== undefined) faults.push(`step ${index}: ${draft.operation} ${problem}`)
    if (when !== undefined && when.step >= index) faults.push(`step ${index} waits for a later one`)
  }
  const inRange = (value: unknown): boolean => {
    if (typeof value === 'number') return value >= 0 && value < one.steps.length
    return typeof value !== 'object' || value === null || Object.values(value).every(inRange)
  }
  for (const relation of one.relations) {
    const positions = { ...relation, marker: undefined }
    if (!inRange(positions)) faults.push(`${relation.kind} names no step`)
  }
  return faults
}

describe.each(Object.values(editions))('the stories of the $name edition', (edition) => {
  const stories = variantsOf(edition, isStory)

  test('there are some of each kind', () => {
    const ids = new Set(stories.map(([, { id }]) => id))
    for (const id of ['sequences-of-updates', 'sequences-of-lists', 'sequences-of-deletion', 'walks', 'one-email'])
      expect([...ids]).toContain(id)
    expect(stories.length).toBeGreaterThan(20)
  })

  test.each(stories)('%s: each request is what it claims to be, however it is shrunk', (_, { arbitrary }) => {
    for (const { subject } of fc.sample(arbitrary, { numRuns: 15, seed: 3 }))
      expect(faultsIn(edition, subject)).toEqual([])
    // Walks down the tree of simpler cases until a kind of step is left that the case must keep.
    let tried = 0
    const details = fc.check(
      fc.property(arbitrary, ({ subject }) => {
        tried += 1
        if (tried > 300) return true
        return faultsIn(edition, subject).length === 0 && subject.steps.length < 5
      }),
      { seed: 5, numRuns: 10 },
    )
    if (details.counterexample !== null) expect(faultsIn(edition, details.counterexample[0].subject)).toEqual([])
  })

  test.each(variantsOf(edition, ({ id }) => id.startsWith('sequences-of-')))(
    '%s: has three to eleven commands, which shrinking takes out one by one',
    (_, { arbitrary }) => {
      const lengths = fc.sample(arbitrary, { numRuns: 40, seed: 1 }).map(({ subject }) => subject.steps.length)
      expect(Math.max(...lengths)).toBeGreaterThan(8)
      // Whatever is wrong with any update at all is shown by hardly more than that update.
      const details = fc.check(
        fc.property(
          arbitrary,
          ({ subject }) => !subject.steps.some(({ draft }) => /^(?:update|delete)/.test(draft.operation)),
        ),
        { seed: 2, numRuns: 40 },
      )
      const smallest = details.counterexample?.[0].subject
      expect(smallest?.steps.length).toBeLessThanOrEqual(9)
    },
  )

  test('no two variants of a cell have one name', () => {
    const names = variantsOf(edition, () => true).map(([name]) => name)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })
})
