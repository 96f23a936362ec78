import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classic } from '../../contract/classic/index.ts'
import type { Operation, Rule } from '../../contract/types.ts'
import type { Malformed } from '../../generators/draft.ts'
import type { MalformedVariant } from '../../generators/malformed/index.ts'
import {
  foreignSuffixes,
  inventedMethods,
  malformedAccepts,
  malformedBodies,
  malformedKeys,
  malformedParameters,
  malformedQueries,
  missingKeys,
  oddPaths,
  otherSafeMethods,
  unacceptable,
  undocumentedMethods,
  unknownIds,
  unknownPaths,
  wrongKeys,
} from '../../generators/malformed/index.ts'
import { faultsOf } from '../../oracle/requests.ts'
import { recorded } from '../support/wire.ts'

const families: Readonly<Record<string, (operation: Operation) => readonly MalformedVariant[]>> = {
  body: malformedBodies,
  parameters: (operation) => malformedParameters(classic, operation, { references: true }),
  queries: (operation) => malformedQueries(classic, operation),
  'odd paths': oddPaths,
  'unknown ids': unknownIds,
  'unknown paths': unknownPaths,
  suffixes: foreignSuffixes,
  'undocumented methods': (operation) => (operation.method === 'GET' ? undocumentedMethods(classic, operation) : []),
  'safe methods': (operation) => (operation.method === 'GET' ? otherSafeMethods(operation) : []),
  'invented methods': (operation) => (operation.method === 'GET' ? inventedMethods(operation) : []),
  accept: unacceptable,
  'malformed accept': malformedAccepts,
  'missing keys': (operation) => missingKeys(operation, ['bearer', 'basic', 'query'], ['singular', 'suffix']),
  'wrong keys': (operation) => wrongKeys(operation, ['bearer', 'basic', 'query'], { expired: true }),
  'malformed keys': malformedKeys,
}

/** Rules that only the state of the target can break. */
const invisible: readonly Rule[] = ['known-id', 'reference']

/**
 * Defects that cannot be without another: the extra member that is nested or long is undocumented, and a body on a
 * path that takes none is never looked at.
 */
const companions: Readonly<Partial<Record<Rule, readonly Rule[]>>> = {
  'body-depth': ['unknown-member'],
  'body-size': ['unknown-member'],
  // An id that holds an encoded slash or an odd byte is no number either.
  'path-form': ['id-form'],
  'known-path': ['id-form'],
}

/** Rules that the wire form breaks, without repetition. */
const rulesBroken = (operation: Operation, { request }: Malformed): Rule[] => [
  ...new Set(faultsOf(classic, recorded(operation, request)).map(({ rule }) => rule)),
]

/** What is wrong with a malformed request, seen against what it claims. */
const unclaimed = (operation: Operation, malformed: Malformed): string[] => {
  const { rule } = malformed.defect
  const broken = rulesBroken(operation, malformed)
  if (invisible.includes(rule)) return broken.map((other) => `breaks ${other} besides`)
  const allowed = new Set<Rule>([rule, ...(companions[rule] ?? [])])
  return [
    ...(broken.includes(rule) ? [] : [`does not break ${rule}`]),
    ...broken.filter((other) => !allowed.has(other)).map((other) => `breaks ${other} besides`),
  ]
}

const described = (operation: Operation, malformed: Malformed): string[] =>
  unclaimed(operation, malformed).map(
    (what) => `${JSON.stringify(recorded(operation, malformed.request)).slice(0, 300)} ${what}`,
  )

describe.each(Object.entries(families))('%s', (_, family) => {
  const variants = classic.operations.flatMap((operation) =>
    family(operation).map((variant) => ({ operation, variant })),
  )

  test('there are some, each under a name of its own', () => {
    expect(variants.length).toBeGreaterThan(0)
    const names = variants.map(({ operation, variant }) => `${operation.id} ${variant.id}`)
    expect(new Set(names).size).toBe(names.length)
  })

  test('each is defective in the way that it claims and in no other', () => {
    for (const { operation, variant } of variants) {
      fc.assert(
        fc.property(variant.arbitrary, (malformed) => {
          expect(described(operation, malformed)).toEqual([])
          expect(malformed.defect).toEqual(variant.defect)
        }),
        { numRuns: 25 },
      )
    }
  })

  test('each twin is in order', () => {
    for (const { operation, variant } of variants) {
      for (const { twin } of fc.sample(variant.arbitrary, { numRuns: 5, seed: 3 })) {
        expect(faultsOf(classic, recorded(operation, twin))).toEqual([])
      }
    }
  })

  test('each stays defective however far it is shrunk', async () => {
    for (const { operation, variant } of variants) {
      // Everything fails, so that shrinking goes as far as it can.
      const details = await fc.check(
        fc.property<[Malformed]>(variant.arbitrary, () => false),
        { seed: 5, numRuns: 1 },
      )
      const [smallest] = details.counterexample ?? []
      if (smallest === undefined) throw new Error('a property that always fails has a counterexample')
      expect(described(operation, smallest)).toEqual([])
    }
  })

  test('the same seed draws the same requests', () => {
    for (const { variant } of variants) {
      const draw = () => JSON.stringify(fc.sample(variant.arbitrary, { numRuns: 5, seed: 7 }))
      expect(draw()).toBe(draw())
    }
  })
})

describe('the check on malformed requests', () => {
  const createPerson = classic.operations.find(({ id }) => id === 'createPerson')
  if (createPerson === undefined) throw new Error('people can be created')
  const [missing] = malformedParameters(classic, createPerson, { references: true })
  const [drawn] = missing === undefined ? [] : fc.sample(missing.arbitrary, { numRuns: 1, seed: 1 })
  if (drawn === undefined) throw new Error('parameters can be missing')

  test('sees a request that is not defective at all', () => {
    expect(unclaimed(createPerson, { ...drawn, request: drawn.twin })).toEqual(['does not break required'])
  })

  test('sees a second defect', () => {
    expect(unclaimed(createPerson, { ...drawn, request: { ...drawn.request, accept: 'text/xml' } })).toEqual([
      'breaks accept besides',
    ])
  })
})
