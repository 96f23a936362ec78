import type { Edition } from '../../contract/edition.ts'
import type { FrozenProfile } from '../../oracle/frozen-profile.ts'
import type { RunResult } from '../../oracle/results.ts'
import { canonicalJson } from './canonical.ts'
import { mostSet } from './clocks.ts'
import { type Problem, problem } from './problem.ts'
import { score } from './score.ts'
import { absentTest, isSame, type Statement } from './statement.ts'
import type { RunView } from './view.ts'

/**
 * Scores a run anew and holds that against what was signed. `where` the run comes from: `results.json`, or the recording.
 */
export const checkResults = (
  where: string,
  edition: Edition,
  profile: FrozenProfile,
  { predicate }: Statement,
  view: RunView,
): readonly Problem[] => {
  const { doorflowConformance: its, passedTests, warnedTests, failedTests } = predicate
  const { run } = view
  const problems: Problem[] = []
  const expect = (holds: boolean, what: string): void => {
    if (!holds) problems.push(problem(where, what))
  }
  expect(run.id === its.run.value, `is of another run (${run.id}) than the one that was signed (${its.run.value})`)
  expect(run.seed === its.seed.value, 'has another seed than was signed')
  expect(run.edition === its.edition.value, `is of the ${run.edition} edition, and ${its.edition.value} was signed`)
  expect(run.profile === 'certify', `was run with the profile ${JSON.stringify(run.profile)} and not with certify`)
  expect(run.kind === 'dedicated', 'was run against a target that is not described as dedicated')
  expect(originOf(run.url) === its.origin.value, 'is of another origin than was signed')
  // The recording is begun a moment after the run.
  expect(
    run.startedAt >= its.startedAt.value && run.startedAt <= its.issued.value,
    'began at another time than was signed',
  )
  expect(
    Date.parse(run.startedAt) + 1000 * run.duration <= Date.parse(its.issued.value) + mostSet,
    'ended after its certificate was issued',
  )
  expect(view.suite.version === its.suite.value, 'was made by another version of the suite than was signed')
  expect(
    view.suite.generators === its.generators.value && profile.generators === its.generators.value,
    'was drawn by other generators than was signed',
  )
  expect(
    profile.name === its.profile.value,
    `rests on the profile ${profile.name}, and ${its.profile.value} was signed`,
  )

  const found = score(edition, profile, its.level.value, view)
  expect(
    found.verdict === its.verdict.value,
    `comes to ${found.verdict ?? `no verdict (${found.blocked[0] ?? 'nothing was judged'})`}, and ${its.verdict.value} was signed`,
  )
  const lists: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['passed', found.passed, passedTests],
    ['warned', [...found.warned, ...found.absent.map(absentTest)], warnedTests],
    ['failed', found.failed, failedTests],
    ['is declared absent', found.absent, its.absent.value],
    ['is not claimed', found.unclaimed, its.unclaimed.value],
  ]
  for (const [what, here, there] of lists) {
    const odd = [...here.filter((one) => !there.includes(one)), ...there.filter((one) => !here.includes(one))]
    expect(
      isSame([...here].sort(), [...there].sort()),
      `differs from the statement in what ${what}: ${odd.slice(0, 3).join(', ')}`,
    )
  }
  expect(isSame(found.neverObserved, its.neverObserved.value), 'differs from the statement in what was never observed')
  return problems
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '')

/** Holds what a run said of its cells against what judging its recording again says. */
export const checkSame = (where: string, said: RunView, judged: RunView): readonly Problem[] => {
  const now = new Map(judged.cells.map((cell) => [cell.cell, cell]))
  const keys = new Set(judged.findings.map(({ key }) => key))
  const known = new Set(said.findings.map(({ key }) => key))
  const many = (what: readonly string[]): readonly Problem[] => [
    ...what.slice(0, 5).map((one) => problem(where, one)),
    ...(what.length > 5 ? [problem(where, `and ${what.length - 5} more of that kind`)] : []),
  ]
  return [
    ...many(
      said.cells.flatMap((cell) => {
        const is = now.get(cell.cell)
        if (is === undefined) return [`holds nothing of ${cell.cell}`]
        if (is.verdict !== cell.verdict)
          return [`shows ${is.verdict} for ${cell.cell}, and results.json says ${cell.verdict}`]
        return is.evidence === cell.evidence
          ? []
          : [`holds ${is.evidence} exchanges as evidence for ${cell.cell}, and results.json says ${cell.evidence}`]
      }),
    ),
    ...many([...keys].filter((key) => !known.has(key)).map((key) => `shows ${key}, and results.json does not`)),
    ...many([...known].filter((key) => !keys.has(key)).map((key) => `does not show ${key}, and results.json does`)),
  ]
}

/** What is in no order that two readings of a recording would agree on. */
const unordered = (values: readonly unknown[]): readonly string[] => values.map(canonicalJson).sort()

/** A run but for when it was made, how it is made again, and by which suite: that is held against the statement. */
const partsOf = ({
  suite,
  run,
  cells,
  findings,
  observations,
  ...rest
}: RunResult): Readonly<Record<string, unknown>> => {
  const { startedAt, duration, command, target, ...facts } = run
  return {
    run: facts,
    cells: unordered(cells.map((cell) => ({ ...cell, reasons: [...cell.reasons].sort() }))),
    findings: unordered(findings),
    observations: unordered(observations),
    ...rest,
  }
}

/**
 * Holds all else that a run said, which people read and nobody scores, against what judging its recording again says. The
 * same suite says it alike.
 */
export const checkDetails = (where: string, said: RunResult, judged: RunResult): readonly Problem[] => {
  // As it was written: what is undefined is not there.
  const [here, there] = [partsOf(JSON.parse(JSON.stringify(judged))), partsOf(said)]
  return [...new Set([...Object.keys(here), ...Object.keys(there)])]
    .filter((name) => !isSame([here[name] ?? null], [there[name] ?? null]))
    .map((name) => problem(where, `shows something else in "${name}" than results.json`))
}
