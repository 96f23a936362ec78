import type { Edition } from '../contract/edition.ts'
import { RecordingError } from '../oracle/assembly.ts'
import type { RecordedRun } from '../oracle/evidence.ts'
import { type Rejudged, Rejudgement } from '../oracle/rejudgement.ts'
import type { RunResult } from '../oracle/results.ts'
import { type Changes, changesOf } from '../reports/rejudged/changes.ts'
import { shellWord } from '../reports/shell.ts'
import { count } from '../reports/terminal/text.ts'
import { ownSuite } from '../suites/engine/version.ts'
import { type Plan, plan } from '../suites/plan.ts'
import { Retrace, type RetraceProblem } from '../suites/retrace.ts'
import { isProfile, type RunSettings } from '../suites/settings.ts'
import { describedTarget, type RecordedTarget } from '../target/recorded-target.ts'
import type { Recording } from '../target/recording.ts'
import { editionNamed } from './editions.ts'
import { debugging, UsageError } from './errors.ts'
import { note } from './output.ts'
import { resultOf } from './result.ts'
import { readWaiving, type WaiverOptions } from './waivers.ts'

/** By what a recording is judged again, besides the contract. */
export interface RejudgeOptions extends Pick<WaiverOptions, 'waivers'> {
  readonly strict?: true
}

/** A recording as it is judged now. */
export interface JudgedAgain {
  readonly edition: Edition
  readonly run: RecordedRun
  readonly settings: RunSettings
  readonly result: RunResult
  readonly changes: Changes
  /** When its exchanges were sent, by what they say. */
  readonly sent: Rejudged['sent']
  readonly auth: RunSettings['description']['auth']
}

/**
 * Judges a recording again, and draws its cases again to compare them with it.
 *
 * @throws TargetError or UsageError (exit code 2) if it is no recording that this suite can judge
 */
export const rejudge = async (
  { path, run, lines, cutOff }: Recording,
  options: RejudgeOptions = {},
): Promise<JudgedAgain> => {
  const edition = editionNamed(run.edition)
  const settings = settingsOf(run)
  const waiving = await readWaiving(options, settings)
  const planned = guarded(path, () => plan(settings.description, settings))
  if (run.suite.generators === ownSuite.generators) sayIfEndless(planned)
  const rejudgement = new Rejudgement(edition)
  // Another version of the generators draws other cases.
  const retrace =
    run.suite.generators === ownSuite.generators ? new Retrace(edition, run, settings.description, planned) : undefined
  try {
    for await (const line of lines) {
      const judged = rejudgement.take(line)
      guarded(path, () => retrace?.take(line, judged))
    }
  } catch (error) {
    if (error instanceof RecordingError) throw new UsageError(`${path}: ${error.message}`)
    throw error
  }
  const rejudged = rejudgement.result()
  const strict = options.strict === true
  const sameSuite = run.suite.version === ownSuite.version && run.suite.commit === ownSuite.commit
  const { kept, added, dropped, silent } = reconcile(planned, rejudged, sameSuite)
  const ended = rejudged.end
  const result = resultOf(
    {
      plan: kept,
      settings,
      startedAt: new Date(run.startedAt),
      duration: ended?.duration ?? 0,
      strict,
      command: ['doorflow-conformance judge', shellWord([path]), ...(strict ? ['--strict'] : [])].join(' '),
      target: targetOf(settings.description),
      ...(waiving === undefined ? {} : { waiving }),
    },
    {
      reports: rejudged.reports,
      interrupted: ended?.interrupted ?? true,
      suiteFaults: [],
      run: {
        id: rejudged.found?.id ?? '',
        leftovers: ended?.leftovers ?? [],
        ...(ended?.ending === undefined ? {} : { ending: ended.ending }),
      },
    },
  )
  const changes = changesOf(edition, result, {
    recorded: rejudged.recorded,
    suite: run.suite,
    sameSuite,
    filters: { only: run.only, exclude: run.exclude },
    added,
    dropped,
    whole: ended !== undefined && !cutOff(),
    ...(retrace === undefined
      ? {}
      : { retraced: [...silent.map(didNotReport), ...guarded(path, () => retrace.end())] }),
  })
  return { edition, run, settings, result, changes, sent: rejudged.sent, auth: settings.description.auth }
}

/** Cases that are drawn again within minutes; a profile has some ten thousand. */
const many = 1_000_000

/**
 * How many cases there were a recording says itself, and an honest one of a run that was interrupted holds few of very many:
 * so they are drawn, and whoever waits is told for what.
 */
const sayIfEndless = ({ cells }: Plan): void => {
  const cases = cells.flatMap(({ variants }) => variants).reduce((sum, { runs }) => sum + runs, 0)
  if (cases > many)
    note(
      `It says that its run had up to ${count(cases)} cases to draw. To compare them they are drawn again, which may take hours; nothing is lost if you interrupt it.`,
    )
}

const didNotReport = (cell: string): RetraceProblem => ({ kind: 'missing', detail: `${cell} did not report.` })

/** What a file makes of the suite is the file's to answer for. */
const guarded = <Value>(path: string, compare: () => Value): Value => {
  try {
    return compare()
  } catch (error) {
    if (debugging()) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${path} cannot be compared with what its seed draws (${why}): was it altered?`)
  }
}

/** What a command line adds to name the recorded target again. */
const targetOf = ({ kind, url, edition }: RunSettings['description']): string => {
  const named = kind === 'embedded' ? [] : [`--url ${shellWord([url])}`]
  return [...named, ...(edition === 'classic' ? [] : [`--edition ${edition}`])].join(' ')
}

const settingsOf = (run: RecordedRun): RunSettings => {
  if (!isProfile(run.profile))
    throw new UsageError(`The recording is of a profile ${JSON.stringify(run.profile)} that this suite does not have.`)
  return {
    description: describedTarget(run.target as RecordedTarget),
    seed: run.seed,
    profile: run.profile,
    ...(run.runs === undefined ? {} : { runs: run.runs }),
    only: run.only,
    exclude: run.exclude,
    concurrency: 1,
    maxFindings: run.maxFindings,
  }
}

/**
 * The cells that a recording can be judged by. Those that this suite has added since were not run, which nobody can be
 * blamed for; the suite that made the recording must have run all of them.
 */
const reconcile = (
  planned: Plan,
  { recorded, end }: Rejudged,
  sameSuite: boolean,
): {
  readonly kept: Plan
  readonly added: readonly string[]
  readonly dropped: readonly string[]
  readonly silent: readonly string[]
} => {
  const heard = new Set(recorded.map(({ cell }) => cell))
  const known = new Set(planned.cells.map(({ id }) => id))
  const dropped = [...heard].filter((cell) => !known.has(cell) && cell !== 'discovery')
  const unheard = planned.cells.filter(({ id }) => !heard.has(id)).map(({ id }) => id)
  // Where a run was interrupted, most have nothing to report.
  if (end === undefined || end.interrupted) return { kept: planned, added: [], dropped, silent: [] }
  const [added, silent] = sameSuite ? [[], unheard] : [unheard, []]
  return { silent, kept: { ...planned, cells: planned.cells.filter(({ id }) => heard.has(id)) }, added, dropped }
}
