import type { Reporter, TestCase, TestModule } from 'vitest/node'
import type { CellReport } from '../oracle/results.ts'
// For what tests carry in their `meta`.
import type { RunReport } from '../suites/settings.ts'
import { debugging } from './errors.ts'
import { note } from './output.ts'

/** What came back from the worker. */
export interface Collected {
  readonly reports: readonly CellReport[]
  /** Absent where the run did not get as far as cleaning up. */
  readonly run?: RunReport
  /** Why the target cannot be judged at all. */
  readonly setup?: { readonly message: string; readonly exitCode: number }
  readonly suiteFaults: readonly string[]
}

export interface Collector extends Reporter {
  collected(): Collected
}

const firstLine = (text: string | undefined): string => (text ?? 'no reason given').split('\n')[0] ?? ''

/** Collects what cells report while they run; `onCell` hears of each as it comes. */
export const collector = (onCell: (report: CellReport) => void): Collector => {
  const reports: CellReport[] = []
  const suiteFaults: string[] = []
  let run: RunReport | undefined
  let setup: Collected['setup']

  const take = (test: TestCase): void => {
    const meta = test.meta()
    if (meta.cell !== undefined) {
      reports.push(meta.cell)
      onCell(meta.cell)
    }
    run = meta.run ?? run
    setup = meta.setup ?? setup
    const { state, errors } = test.result()
    // What it tells is put together from what the others have reported.
    if (meta.verdict === true) return
    if (state === 'failed' && meta.cell === undefined && meta.setup === undefined && meta.run === undefined)
      suiteFaults.push(`${test.name}: ${firstLine(errors?.[0]?.message)}`)
    if (debugging()) for (const error of errors ?? []) note(`${test.name}: ${error.stack ?? error.message}`)
  }

  return {
    onTestCaseResult: take,
    onTestRunEnd(modules: readonly TestModule[], unhandled) {
      if (modules.length === 0) suiteFaults.push('the file that registers the suites was not found')
      const broken = [...modules.flatMap((module) => module.errors()), ...unhandled]
      for (const error of broken) {
        suiteFaults.push(firstLine(error.message))
        if (debugging()) note(error.stack ?? error.message)
      }
    },
    onUserConsoleLog: ({ content }) => {
      if (debugging()) note(content)
    },
    collected: () => ({
      reports,
      suiteFaults,
      ...(run === undefined ? {} : { run }),
      ...(setup === undefined ? {} : { setup }),
    }),
  }
}
