import { type AttemptLine, ChainProblem, readChain } from './attempts.ts'
import { sha256 } from './canonical.ts'
import { mostSet } from './clocks.ts'
import { type Problem, problem } from './problem.ts'
import type { Certificate } from './statement.ts'

const where = 'attempts.jsonl'

/** The chain of attempts holds, and its last attempt is the one that is certified. */
export const checkAttempts = (text: string, its: Certificate, results: string | undefined): readonly Problem[] => {
  let lines: readonly AttemptLine[]
  try {
    lines = readChain(text)
  } catch (error) {
    if (error instanceof ChainProblem) return [problem(where, error.message)]
    throw error
  }
  const begun = lines.find((line) => line.kind === 'begun' && line.attempt === its.attempt.value)
  const ended = lines.at(-1)
  if (begun?.kind !== 'begun') return [problem(where, `knows nothing of attempt ${its.attempt.value}`)]
  const problems: Problem[] = []
  const expect = (holds: boolean, what: string): void => {
    if (!holds) problems.push(problem(where, what))
  }
  expect(
    ended?.kind === 'ended' && ended.attempt === its.attempt.value,
    `does not end with the end of attempt ${its.attempt.value}`,
  )
  if (ended?.kind === 'ended') {
    expect(ended.outcome === its.verdict.value, `says that it came to ${ended.outcome}, not ${its.verdict.value}`)
    expect(
      Date.parse(ended.at) <= Date.parse(its.issued.value) + mostSet,
      'says that the attempt ended after its certificate was issued',
    )
    expect(results === undefined || ended.results === results, 'speaks of other results than those in results.json')
  }
  const { value: challenge } = its.challenge
  const same: readonly (readonly [name: string, here: unknown, there: unknown])[] = [
    ['run', begun.run, its.run.value],
    ['seed', begun.seed, its.seed.value],
    ['edition', begun.edition, its.edition.value],
    ['level', begun.level, its.level.value],
    ['profile', begun.profile, its.profileHash.value],
    ['origin', begun.origin, its.origin.value],
    ['suite', begun.suite, its.suite.value],
    ['challenge', begun.challenge, challenge === null ? null : sha256(challenge)],
  ]
  for (const [name, here, there] of same)
    expect(here === there, `has another ${name} for attempt ${its.attempt.value} than the statement`)
  expect(begun.at <= its.startedAt.value, 'says that the attempt began after its run')
  return problems
}

/** How many attempts there were before, and what became of them, in words. */
export const sayAttempts = (text: string, attempt: number): string => {
  const before = readChain(text).filter((line) => line.attempt < attempt)
  const ended = before.filter((line) => line.kind === 'ended').map(({ outcome }) => outcome)
  const killed = before.filter(({ kind }) => kind === 'begun').length - ended.length
  const parts = [...new Set(ended)].map((outcome) => `${ended.filter((one) => one === outcome).length} ${outcome}`)
  return [...parts, ...(killed > 0 ? [`${killed} that never ended`] : [])].join(', ')
}
