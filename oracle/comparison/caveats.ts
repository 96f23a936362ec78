import type { RunResult } from '../results.ts'
import { hasLeft } from './cells.ts'

/** Members of two runs that should be the same, by what they are called. */
const alike: readonly (readonly [what: string, of: (result: RunResult) => string | number])[] = [
  ['editions', ({ run }) => run.edition],
  ['suite versions', ({ suite }) => suite.version],
  ['builds of the suite', ({ suite }) => suite.commit ?? 'unknown'],
  ['generator versions', ({ suite }) => suite.generators],
  ['profiles', ({ run }) => run.profile],
  ['seeds', ({ run }) => run.seed],
]

const differences = (before: RunResult, after: RunResult): readonly string[] => [
  ...alike.flatMap(([what, of]) => {
    const [one, other] = [of(before), of(after)]
    return one === other ? [] : [`They have different ${what}: ${one} and ${other}.`]
  }),
  ...(before.run.plan === after.run.plan
    ? []
    : ['Their plans differ: not the same cells and cases were there to be sent.']),
]

/** What keeps one of the runs from showing all that there was to see. */
const shortcomings = (which: string, result: RunResult): readonly string[] => {
  const { run, suiteFaults, cells } = result
  return [
    ...(run.interrupted ? [`${which} was interrupted.`] : []),
    ...(run.ending === undefined ? [] : [`${which} ended early: ${run.ending.detail}.`]),
    ...((run.cut ?? []).length > 0 ? [`${which} was cut short by its budget.`] : []),
    ...(hasLeft(result)
      ? [`${which} had its greatest number of findings (--max-findings), and did not look into the rest.`]
      : []),
    ...(suiteFaults.length > 0 ? [`${which} had a fault of the suite itself.`] : []),
    ...(cells.every(({ evidence }) => evidence === 0) ? [`${which} judged nothing.`] : []),
  ]
}

const order = (before: RunResult, after: RunResult): readonly string[] => {
  if (before.run.id !== '' && before.run.id === after.run.id) return ['Both are of the same run.']
  const isLate = Date.parse(before.run.startedAt) > Date.parse(after.run.startedAt)
  return isLate ? ['The first was made after the second: are they the wrong way round?'] : []
}

/** What makes a comparison of two runs say less than it seems to, each a whole sentence. */
export const caveats = (before: RunResult, after: RunResult): readonly string[] => [
  ...order(before, after),
  ...differences(before, after),
  ...shortcomings('The first', before),
  ...shortcomings('The second', after),
]
