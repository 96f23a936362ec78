import { sha256 } from './canonical.ts'
import { JsonProblem, parseStrict } from './strict-json.ts'

/** Written before anything is sent. */
export interface Begun {
  readonly kind: 'begun'
  readonly attempt: number
  readonly at: string
  readonly suite: string
  readonly edition: string
  readonly level: string
  readonly profile: string
  readonly origin: string
  readonly run: string
  readonly seed: number
  /** SHA-256 of the challenge; null where there was none. */
  readonly challenge: string | null
  /** SHA-256 of the line before; null in the first. */
  readonly previous: string | null
}

const attemptOutcomes = ['conformant', 'partial', 'not-conformant', 'no-verdict', 'interrupted', 'not-run'] as const
export type AttemptOutcome = (typeof attemptOutcomes)[number]

/** Written once its outcome is known. An attempt without it was killed. */
export interface Ended {
  readonly kind: 'ended'
  readonly attempt: number
  readonly at: string
  readonly outcome: AttemptOutcome
  /** SHA-256 of `results.json`; null where the run did not come so far. */
  readonly results: string | null
  readonly previous: string | null
}

export type AttemptLine = Begun | Ended
type Unchained = Omit<Begun, 'previous'> | Omit<Ended, 'previous'>

/** Why a chain does not hold: half a sentence that names the line. */
export class ChainProblem extends Error {
  override readonly name = 'ChainProblem'
}

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

/** The chain with one more line. */
export const withLine = (chain: string, line: Unchained): string => {
  const last = linesOf(chain).at(-1)
  return `${chain}${JSON.stringify({ ...line, previous: last === undefined ? null : sha256(last) })}\n`
}

const isLine = (value: unknown): value is AttemptLine => {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('attempt' in value)) return false
  const line = value as Record<string, unknown>
  const texts = (names: readonly string[]): boolean => names.every((name) => typeof line[name] === 'string')
  const textOrNull = (name: string): boolean => line[name] === null || typeof line[name] === 'string'
  if (!Number.isSafeInteger(line.attempt) || !texts(['at']) || !textOrNull('previous')) return false
  if (line.kind === 'begun')
    return (
      texts(['suite', 'edition', 'level', 'profile', 'origin', 'run']) &&
      Number.isSafeInteger(line.seed) &&
      textOrNull('challenge')
    )
  return line.kind === 'ended' && attemptOutcomes.some((one) => one === line.outcome) && textOrNull('results')
}

/**
 * Reads a chain and checks that nothing in it was altered, taken out or put in: each line carries the digest of the one
 * before, attempts count from 1, and each ends at most once.
 *
 * @throws ChainProblem that names the first line that does not fit
 */
export const readChain = (text: string): readonly AttemptLine[] => {
  if (text !== '' && !text.endsWith('\n')) throw new ChainProblem('ends in the middle of a line')
  const lines = linesOf(text)
  const open = new Set<number>()
  let begun = 0
  return lines.map((text, index) => {
    const fail = (why: string): never => {
      throw new ChainProblem(`line ${index + 1} ${why}`)
    }
    const line = parseLine(text, fail)
    const before = lines[index - 1]
    if (line.previous !== (before === undefined ? null : sha256(before)))
      fail(
        before === undefined
          ? 'does not begin a chain: lines before it are missing'
          : 'does not continue the line before it: one of them was altered, taken out or put in',
      )
    if (line.kind === 'begun') {
      begun += 1
      if (line.attempt !== begun) fail(`begins attempt ${line.attempt} where attempt ${begun} is due`)
      open.add(line.attempt)
    } else if (!open.delete(line.attempt)) fail(`ends attempt ${line.attempt}, which is not under way`)
    return line
  })
}

const parseLine = (text: string, fail: (why: string) => never): AttemptLine => {
  try {
    const value = parseStrict(Buffer.from(text))
    return isLine(value) ? value : fail('is no line of attempts')
  } catch (error) {
    if (error instanceof JsonProblem) return fail(error.message)
    throw error
  }
}

/** Number of the next attempt. */
export const nextAttempt = (lines: readonly AttemptLine[]): number =>
  lines.filter(({ kind }) => kind === 'begun').length + 1
