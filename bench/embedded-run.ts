import { embeddedDescription } from '../cli/embedded.ts'
import type { CellReport, CellVerdict, Finding } from '../oracle/results.ts'
import { verdicts } from '../oracle/verdicts.ts'
import { settleTimeOf } from '../reference/dialects.ts'
import type { ReferenceOptions } from '../reference/server.ts'
import { startReference } from '../reference/server.ts'
import { openRun } from '../suites/engine/open-run.ts'
import { runPlan } from '../suites/engine/run-plan.ts'
import { plan } from '../suites/plan.ts'
import type { RunSettings } from '../suites/settings.ts'
import type { TargetDescription } from '../target/description.ts'

/** What a run against an endpoint in this process showed. */
export interface EmbeddedRun {
  readonly findings: readonly Finding[]
  readonly verdicts: readonly CellVerdict[]
  readonly reports: readonly CellReport[]
  readonly leftovers: readonly string[]
  readonly suiteFaults: readonly string[]
  /** Whether the endpoint holds after the run what it held before it. */
  readonly unchanged: boolean
  readonly exchanges: number
  /** Seconds. */
  readonly duration: number
}

/** The embedded endpoint's description, as that of a target that is not our own. */
export const describe = (url: string, edition?: string): TargetDescription => ({
  ...embeddedDescription(url, edition),
  kind: 'dedicated',
})

/** What only ever grows, and nobody can take back: what happened at the doors, and when. */
const logs: ReadonlySet<string> = new Set(['events', 'admission_requests', 'syncs', 'sync', 'updated_at'])

/** Everything else that an endpoint holds, in a form that can be compared. */
export const records = (snapshot: unknown): string =>
  JSON.stringify(snapshot, (name, value: unknown) => (logs.has(name) ? undefined : value))

/** Starts an endpoint with the given faults and runs the plan against it, in this process and without vitest. */
export const runEmbedded = async (
  options: ReferenceOptions,
  settings: Partial<RunSettings> = {},
  described: Partial<TargetDescription> = {},
): Promise<EmbeddedRun> => {
  const reference = await startReference(options)
  try {
    const before = records(reference.snapshot())
    const started = performance.now()
    const full: RunSettings = {
      description: {
        ...describe(reference.url, options.edition),
        settleTime: settleTimeOf(options.dialects),
        ...described,
      },
      seed: 1,
      profile: 'gate',
      only: [],
      exclude: [],
      concurrency: 8,
      maxFindings: 1000,
      ...settings,
    }
    const { cells, edition } = plan(full.description, full)
    const run = await openRun(full, new AbortController().signal)
    const reports = [run.discovery, ...(await runPlan({ cells, edition }, run.context))]
    const leftovers = await run.close()
    return {
      findings: reports.flatMap(({ findings }) => findings),
      verdicts: verdicts(
        edition,
        cells.map(({ id, clause, operation }) => ({ cell: id, clause, operation: operation.id })),
        reports,
      ),
      reports,
      leftovers,
      suiteFaults: reports.flatMap(({ suiteFault }) => suiteFault ?? []),
      unchanged: records(reference.snapshot()) === before,
      exchanges: reports.reduce((sum, { exchanges }) => sum + exchanges, 0),
      duration: (performance.now() - started) / 1000,
    }
  } finally {
    await reference.close()
  }
}
