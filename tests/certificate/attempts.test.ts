import { describe, expect, test } from 'vitest'
import { type Begun, nextAttempt, readChain, withLine } from '../../reports/certificate/attempts.ts'
import { sayAttempts } from '../../reports/certificate/check-attempts.ts'

const begun = (attempt: number): Omit<Begun, 'previous'> => ({
  kind: 'begun',
  attempt,
  at: '2026-01-01T00:00:00.000Z',
  suite: '0.1.0',
  edition: 'classic',
  level: 'core',
  profile: 'a'.repeat(64),
  origin: 'https://gate.example.com',
  run: 'abcdefgh',
  seed: 1,
  challenge: null,
})

const ended = (attempt: number, outcome: 'conformant' | 'no-verdict') =>
  ({ kind: 'ended', attempt, at: '2026-01-01T00:01:00.000Z', outcome, results: 'b'.repeat(64) }) as const

const chain = [begun(1), ended(1, 'no-verdict'), begun(2), begun(3), ended(3, 'conformant')].reduce(
  (text, line) => withLine(text, line),
  '',
)
const lines = chain.trimEnd().split('\n')

/** Lines in a given order, as they are. */
const only = (...numbers: readonly number[]): string => numbers.map((number) => `${lines[number - 1]}\n`).join('')

describe('a chain of attempts', () => {
  test('is read back, and counts on', () => {
    expect(readChain(chain).map(({ kind, attempt }) => `${kind} ${attempt}`)).toEqual([
      'begun 1',
      'ended 1',
      'begun 2',
      'begun 3',
      'ended 3',
    ])
    expect(nextAttempt(readChain(chain))).toBe(4)
    expect(nextAttempt(readChain(''))).toBe(1)
  })

  test('tells what became of former attempts, those too that were killed', () => {
    expect(sayAttempts(chain, 3)).toBe('1 no-verdict, 1 that never ended')
    expect(sayAttempts(chain, 1)).toBe('')
  })

  test.each([
    ['its first line missing', only(2, 3, 4, 5), 'line 1 does not begin a chain: lines before it are missing'],
    ['a line missing', only(1, 2, 4, 5), 'line 3 does not continue the line before it'],
    ['two lines swapped', only(1, 3, 2, 4, 5), 'line 2 does not continue the line before it'],
    ['a line twice', only(1, 2, 2, 3), 'line 3 does not continue the line before it'],
    ['a line altered', chain.replace('no-verdict', 'conformant'), 'line 3 does not continue the line before it'],
    ['its end missing', chain.slice(0, -1), 'ends in the middle of a line'],
    ['an empty line', `${only(1)}\n`, 'line 2 is not JSON'],
    ['a number left out', withLine(only(1), begun(3)), 'line 2 begins attempt 3 where attempt 2 is due'],
    ['a number again', withLine(chain, begun(3)), 'line 6 begins attempt 3 where attempt 4 is due'],
    [
      'an end without a beginning',
      withLine(only(1), ended(2, 'conformant')),
      'line 2 ends attempt 2, which is not under way',
    ],
    ['two ends', withLine(chain, ended(3, 'no-verdict')), 'line 6 ends attempt 3, which is not under way'],
    [
      'an outcome that is none',
      `${chain.trimEnd().replace(/"conformant"(?=[^\n]*$)/, '"splendid"')}\n`,
      'line 5 is no line of attempts',
    ],
    ['something else in it', `${only(1)}[]\n`, 'line 2 is no line of attempts'],
    ['a member twice', only(1).replace('{', '{"seed":2,'), 'line 1 names a member twice'],
  ])('with %s does not hold', (_, text, why) => {
    expect(() => readChain(text)).toThrow(why)
  })
})
