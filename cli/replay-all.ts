import { codeOf } from '../oracle/conclusion.ts'
import type { Finding, RunResult } from '../oracle/results.ts'
import { groupBy } from '../reports/group.ts'
import { identityOf } from '../reports/terminal/finding.ts'
import { colours, count, counted, readable, wrap } from '../reports/terminal/text.ts'
import { generatorVersion, readToken } from '../suites/engine/seeds.ts'
import { type Outcome, replayAll } from '../suites/replay.ts'
import type { TargetDescription } from '../target/description.ts'
import { UsageError } from './errors.ts'
import type { LedgerOptions } from './ledgers.ts'
import { namesTarget, type TargetOptions, targetWords } from './options.ts'
import { layout, note, print } from './output.ts'
import { exitCodeOf, replayAgainst, titleOf } from './replaying.ts'
import { readResultsFile } from './results-file.ts'

/**
 * Sends the smallest case of every finding of a run again, and says of each what came of it. Returns the exit code.
 *
 * @throws UsageError for a file that is not in order, and for one of another edition or version of the generators
 */
export const replayFile = async (file: string, options: TargetOptions & LedgerOptions): Promise<number> => {
  const { result } = await readResultsFile(file)
  const { findings, suite, run } = result
  if (suite.generators !== generatorVersion)
    throw new UsageError(
      `${file} has tokens of generator version ${suite.generators}, and this suite draws with version ${generatorVersion}: run the suite again to get new ones.`,
    )
  if (findings.length === 0) {
    const passed = codeOf(result) === 0
    print(
      `${file} holds no findings: nothing was sent.${passed ? '' : ' Nothing is shown to be fixed by that: its run did not end conformant either.'}`,
    )
    return passed ? 0 : 3
  }
  const outcomes: Outcome['outcome'][] = []
  const tell = teller(options, (outcome) => outcomes.push(outcome))
  const [named, nameless] = [findings.filter(isNamed), findings.filter((finding) => !isNamed(finding))]
  const byToken = groupBy(named, ({ replay }) => replay)
  // The embedded endpoint speaks what the run was judged by, where nobody says otherwise.
  const target = namesTarget(options) ? options : { ...options, edition: options.edition ?? run.edition }
  return replayAgainst(
    target,
    (description, more) => {
      checkEdition(file, result, description)
      note(`${counted(findings.length, 'finding')} of ${file}, against ${description.url}`)
      for (const finding of nameless)
        tell(finding, { outcome: 'inconclusive', detail: 'Its file holds no token that names a case.' })
      const onOutcome = (token: string, outcome: Outcome): void => {
        for (const finding of byToken.get(token) ?? []) tell(finding, outcome)
      }
      return replayAll(description, [...byToken.keys()], { ...more, onOutcome })
    },
    () => {
      print(`\n${summary(outcomes)}`)
      return exitCodeOf(outcomes)
    },
  )
}

const isNamed = ({ replay }: Finding): boolean => readToken(replay) !== undefined

const checkEdition = (file: string, { run }: RunResult, { edition }: TargetDescription): void => {
  if (run.edition !== edition)
    throw new UsageError(
      `${file} is of the ${run.edition} edition, and the target is described as ${edition}; name the target that it is of, or add --edition ${run.edition}.`,
    )
}

/** Says of a finding what came of it: on a line of its own, and how to see it by itself where it is not fixed. */
const teller = (options: TargetOptions, count: (outcome: Outcome['outcome']) => void) => {
  const { color, width } = layout()
  const paint = colours(color)
  return (finding: Finding, { outcome, detail }: Outcome): void => {
    count(outcome)
    print(`${titleOf(outcome, paint)}  ${finding.level}  ${readable(finding.key)}`)
    for (const line of wrap(`  ${readable(detail)}`, width, '  ')) print(line)
    if (outcome !== 'fixed' && isNamed(finding)) print(identityOf(finding, targetWords(options)).slice(1).join('\n'))
  }
}

const summary = (outcomes: readonly Outcome['outcome'][]): string => {
  const times = groupBy(outcomes, (outcome) => outcome)
  const parts = (['fixed', 'failing', 'flaky', 'inconclusive'] as const).flatMap((outcome) => {
    const its = times.get(outcome)?.length ?? 0
    return its === 0 ? [] : [`${count(its)} ${outcome === 'failing' ? 'still failing' : outcome}`]
  })
  return `${counted(outcomes.length, 'finding')}: ${parts.join(', ')}`
}
