import { createHash } from 'node:crypto'
import { type Durations, sumDurations } from '../oracle/durations.ts'
import { findingsOf, ranked } from '../oracle/findings.ts'
import type { CellReport, RunResult } from '../oracle/results.ts'
import { verdicts } from '../oracle/verdicts.ts'
import { judgeWaivers, waivedKeys } from '../oracle/waivers.ts'
import { counted } from '../reports/terminal/text.ts'
import { ownSuite } from '../suites/engine/version.ts'
import { digestOf, type Plan } from '../suites/plan.ts'
import type { RunSettings } from '../suites/settings.ts'
import { sayCut, sayCutShort } from './cut.ts'
import type { SuiteRun } from './suite.ts'
import type { Waiving } from './waivers.ts'

export interface RunFacts {
  readonly plan: Plan
  readonly settings: RunSettings
  readonly startedAt: Date
  /** Seconds. */
  readonly duration: number
  readonly strict: boolean
  /** The command line that repeats the run. */
  readonly command: string
  /** What a command line adds to name the target again. */
  readonly target: string
  readonly waiving?: Waiving
}

const byId = (one: CellReport, other: CellReport): number =>
  one.cell < other.cell ? -1 : one.cell > other.cell ? 1 : 0

/** Cells that were planned and of which nothing was heard: a run that lost them must not look like a pass. */
const lost = ({ plan: { cells } }: RunFacts, { reports, interrupted }: SuiteRun): readonly string[] => {
  if (interrupted) return []
  const heard = new Set(reports.map(({ cell }) => cell))
  const missing = cells.filter(({ id }) => !heard.has(id)).map(({ id }) => id)
  if (missing.length === 0) return []
  const shown = missing.slice(0, 5).join(', ')
  return [`${counted(missing.length, 'cell')} did not report: ${shown}${missing.length > 5 ? ', …' : ''}`]
}

const durationsOf = (reports: readonly CellReport[]): Readonly<Record<string, Durations>> => {
  const operations = new Set(reports.flatMap(({ durations }) => Object.keys(durations)))
  return Object.fromEntries(
    [...operations]
      .sort()
      .map((operation) => [operation, sumDurations(reports.map(({ durations }) => durations[operation] ?? {}))]),
  )
}

/** Puts together what a run has shown. */
export const resultOf = (facts: RunFacts, run: SuiteRun): RunResult => {
  const { plan, settings } = facts
  const { reports } = run
  const planned = plan.cells
    .filter(({ carrier }) => !carrier)
    .map(({ id, clause, operation }) => ({ cell: id, clause, operation: operation.id }))
  const findings = ranked(plan.edition, findingsOf(reports))
  const cut = [...sayCut(plan), ...sayCutShort(reports)]
  const waivers =
    facts.waiving &&
    judgeWaivers(facts.waiving.waivers, {
      cells: facts.waiving.cells,
      findings,
      reports,
      interrupted: run.interrupted,
      cut: cut.length > 0 || run.run?.ending !== undefined,
      day: facts.startedAt.toISOString().slice(0, 10),
    })
  const statuses: Record<string, number> = {}
  for (const report of reports)
    for (const [key, times] of Object.entries(report.statuses)) statuses[key] = (statuses[key] ?? 0) + times
  const digest = createHash('sha256')
  for (const report of [...reports].sort(byId)) digest.update(report.digest)
  return {
    suite: ownSuite,
    run: {
      id: run.run?.id ?? '',
      edition: plan.edition.name,
      profile: settings.profile,
      plan: digestOf(plan.cells),
      seed: settings.seed,
      url: settings.description.url,
      kind: settings.description.kind,
      startedAt: facts.startedAt.toISOString(),
      duration: facts.duration,
      budgets: settings.description.budgets,
      interrupted: run.interrupted,
      ...(run.run?.ending === undefined ? {} : { ending: run.run.ending }),
      ...(cut.length === 0 ? {} : { cut }),
      strict: facts.strict,
      command: facts.command,
      target: facts.target,
    },
    cells: verdicts(plan.edition, planned, reports, waivedKeys(waivers)),
    findings,
    ...(waivers === undefined ? {} : { waivers }),
    observations: reports.flatMap(({ observations }) => observations),
    statuses,
    durations: durationsOf(reports),
    cases: reports.reduce((sum, { cases }) => sum + cases, 0),
    exchanges: reports.reduce((sum, { exchanges }) => sum + exchanges, 0),
    digest: digest.digest('hex'),
    leftovers: run.run?.leftovers ?? [],
    suiteFaults: [
      ...run.suiteFaults,
      ...reports.flatMap(({ suiteFault }) => (suiteFault === undefined ? [] : [suiteFault])),
      ...lost(facts, run),
    ],
  }
}
