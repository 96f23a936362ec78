import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matcher } from '../../suites/matcher.ts'

const cell = { clause: 'RE-400', operation: { id: 'createPerson' } }

test.each([
  ['RE-400', true],
  ['createPerson', true],
  ['RE-400:createPerson', true],
  ['RE-40', false],
  ['RE-4*', true],
  ['*:createPerson', true],
  ['*:createPersonCredential', false],
  ['RE-*:create*', true],
  ['RE-*:delete*', false],
  ['*', true],
  ['**', true],
  ['', false],
  // What is looked for at the end is not what the beginning has used.
  ['RE-400*400', false],
  ['RE-400**00:createPerson', false],
  ['RE.400', false],
])('%s matches: %s', (pattern, is) => {
  expect(matcher([pattern])(cell)).toBe(is)
})

test('matches as the regular expression would', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 })
  const names = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 })
  fc.assert(
    fc.property(letters, names, (pattern, clause) => {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`)
      expect(matcher([pattern])({ clause, operation: { id: '-' } })).toBe(
        [clause, '-', `${clause}:-`].some((name) => expression.test(name)),
      )
    }),
    { numRuns: 2000 },
  )
})

test('is not kept busy by many stars', () => {
  const started = performance.now()
  expect(matcher([`${'*'.repeat(1000)}x`, `${'*e'.repeat(1000)}*`])(cell)).toBe(false)
  expect(performance.now() - started).toBeLessThan(1000)
})
