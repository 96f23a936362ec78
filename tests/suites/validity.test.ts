import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describe as describeTarget } from '../../bench/embedded-run.ts'
import type { Edition } from '../../contract/edition.ts'
import { editions } from '../../contract/index.ts'
import type { DraftValue } from '../../generators/draft.ts'
import type { Drawn, Variant } from '../../suites/cell.ts'
import { recipes } from '../../suites/engine/set-up.ts'
import { plan } from '../../suites/plan.ts'
import type { Case } from '../../suites/step.ts'

const bounds = ['valid_from', 'valid_to'] as const
type Bounds = Readonly<Record<(typeof bounds)[number], number[]>>

const none = (): Bounds => ({ valid_from: [], valid_to: [] })

/** Days from today on which what a case writes makes a validity begin and end, as far as that is in order. */
const boundsIn = ({ steps }: Case, found: Bounds = none()): Bounds => {
  for (const { draft, expected } of steps) {
    const value = draft.body?.value
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue
    for (const name of bounds) {
      const bound = (value as Readonly<Record<string, DraftValue>>)[name]
      if (expected.defect?.parameters.includes(name) === true || typeof bound !== 'object' || bound === null) continue
      // What is no day is broken, and its defect says so.
      if (!('days' in bound) || typeof bound.days !== 'number') throw new Error(`${name} is no day`)
      found[name].push(bound.days)
    }
  }
  return found
}

const variantsOf = (edition: Edition): readonly (readonly [string, Variant])[] =>
  plan(describeTarget('http://localhost', edition.name === 'current' ? 'current' : 'classic'), {
    profile: 'gate',
    only: [],
    exclude: [],
  }).cells.flatMap(({ id, variants }) => variants.map(({ variant }) => [`${id} ${variant.id}`, variant] as const))

/** Whatever a variant draws, and what becomes of it when it is shrunk as long as it has a bound of validity. */
const everythingOf = ({ arbitrary }: Variant): Bounds => {
  const all = none()
  const hasSome = ({ subject, twin }: Drawn): boolean => {
    const found = boundsIn(subject)
    if (twin !== undefined) boundsIn(twin, found)
    for (const name of bounds) all[name].push(...found[name])
    return bounds.some((name) => found[name].length > 0)
  }
  const some = fc.sample(arbitrary, { seed: 12, numRuns: 15 }).filter(hasSome)
  if (some.length === 0) return all
  let looks = 0
  const isDone = (drawn: Drawn): boolean => {
    looks += 1
    return !hasSome(drawn) || looks > 150
  }
  fc.check(fc.property(arbitrary, isDone), { seed: 11, numRuns: 25 })
  return all
}

describe.each(Object.values(editions))('validities of the $name edition', (edition) => {
  test('begin before any other ends, so that none that is stored can be in the way', () => {
    const drawn = variantsOf(edition).map(([name, variant]) => ({ name, ...everythingOf(variant) }))
    const stored = recipes({ edition }, 'person').map((one) => ({ name: 'set-up', ...boundsIn(one) }))
    const all = [...drawn, ...stored]
    // Neither of them on a day that may be today, wherever the endpoint is.
    expect(all.filter(({ valid_from }) => valid_from.some((day) => day > -2)).map(({ name }) => name)).toEqual([])
    expect(all.filter(({ valid_to }) => valid_to.some((day) => day < 2)).map(({ name }) => name)).toEqual([])
    // There are many of both, and they differ.
    for (const name of bounds) expect(new Set(all.flatMap((one) => one[name])).size).toBeGreaterThan(40)
  })
})
