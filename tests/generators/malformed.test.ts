import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classic } from '../../contract/classic/index.ts'
import type { Edition } from '../../contract/edition.ts'
import { editions } from '../../contract/index.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Malformed } from '../../generators/draft.ts'
import type { MalformedVariant } from '../../generators/malformed/index.ts'
import {
  foreignSuffixes,
  inventedMethods,
  malformedAccepts,
  malformedBodies,
  malformedKeys,
  malformedParameters,
  malformedPins,
  malformedQueries,
  missingKeys,
  oddPaths,
  oddWires,
  otherSafeMethods,
  unacceptable,
  undocumentedMethods,
  unknownIds,
  unknownPaths,
  wrongKeys,
} from '../../generators/malformed/index.ts'
import { contradiction, faultsOf } from '../../oracle/requests.ts'
import { recorded } from '../support/wire.ts'

const families: Readonly<Record<string, (operation: Operation, edition: Edition) => readonly MalformedVariant[]>> = {
  body: malformedBodies,
  parameters: (operation, edition) =>
    operation.body === 'admit-person-input' || operation.body === 'lockdown-input'
      ? []
      : [...malformedParameters(edition, operation, { references: true }), ...malformedPins(edition, operation)],
  queries: (operation, edition) => malformedQueries(edition, operation),
  'odd paths': oddPaths,
  'odd wires': oddWires,
  'unknown ids': unknownIds,
  'unknown paths': unknownPaths,
  suffixes: foreignSuffixes,
  'undocumented methods': (operation, edition) =>
    operation.method === 'GET' ? undocumentedMethods(edition, operation) : [],
  'safe methods': (operation) => (operation.method === 'GET' ? otherSafeMethods(operation) : []),
  'invented methods': (operation) => (operation.method === 'GET' ? inventedMethods(operation) : []),
  accept: unacceptable,
  'malformed accept': malformedAccepts,
  'missing keys': (operation) => missingKeys(operation, ['bearer', 'basic', 'query'], ['singular', 'suffix']),
  'wrong keys': (operation) => wrongKeys(operation, ['bearer', 'basic', 'query'], { expired: true }),
  'malformed keys': malformedKeys,
}

/** Why a malformed request is not defective in exactly the way that it claims; nothing where it is. */
const problems = (operation: Operation, { request, defect }: Malformed, edition: Edition = classic): string[] => {
  const wire = recorded(operation, request)
  const problem = contradiction(edition, wire, defect)
  return problem === undefined ? [] : [`${JSON.stringify(wire).slice(0, 300)} ${problem}`]
}

const all = Object.entries(families).flatMap(([name, family]) =>
  Object.values(editions).map((edition) => ({ name: `${edition.name}: ${name}`, family, edition })),
)

describe.each(all)('$name', ({ family, edition }) => {
  const variants = edition.operations
    // What clients ask codes and tokens with says itself who they are, and is wrong in ways of its own.
    .filter(({ bodyForm, acts }) => bodyForm === undefined && acts !== 'browser')
    .flatMap((operation) => family(operation, edition).map((variant) => ({ operation, variant })))

  test('there are some, each under a name of its own', () => {
    expect(variants.length).toBeGreaterThan(0)
    const names = variants.map(({ operation, variant }) => `${operation.id} ${variant.id}`)
    expect(new Set(names).size).toBe(names.length)
  })

  test('each is defective in the way that it claims and in no other', () => {
    for (const { operation, variant } of variants) {
      fc.assert(
        fc.property(variant.arbitrary, (malformed) => {
          expect(problems(operation, malformed, edition)).toEqual([])
          expect(malformed.defect).toEqual(variant.defect)
        }),
        { numRuns: 25 },
      )
    }
  })

  test('each twin is in order', () => {
    for (const { operation, variant } of variants) {
      for (const { twin } of fc.sample(variant.arbitrary, { numRuns: 5, seed: 3 })) {
        expect(faultsOf(edition, recorded(operation, twin))).toEqual([])
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
      expect(problems(operation, smallest, edition)).toEqual([])
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
    expect(problems(createPerson, { ...drawn, request: drawn.twin })).toHaveLength(1)
  })

  test('sees a second defect', () => {
    expect(problems(createPerson, { ...drawn, request: { ...drawn.request, accept: 'text/xml' } })).toHaveLength(1)
  })

  test('sees another parameter at fault than the one that is claimed', () => {
    expect(problems(createPerson, { ...drawn, defect: { ...drawn.defect, parameters: ['email'] } })).toHaveLength(1)
  })
})
