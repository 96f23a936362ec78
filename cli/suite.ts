import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { BroadcastChannel } from 'node:worker_threads'
import { interruptionChannel, type RunSettings } from '../suites/settings.ts'
import type { ReportFacts } from './allure-setup.ts'
import { type Collected, collector } from './collector.ts'
import { debugging, UsageError } from './errors.ts'
import { onInterruption } from './interruption.ts'
import { note } from './output.ts'

/**
 * Megabytes in which the worker keeps what is young. An exchange leaves nothing behind but what is counted, if it lives
 * long enough to be judged: with the usual 16 much of it is moved about before it dies.
 */
const youngSpace = 64

type Report = Collected['reports'][number]

export interface SuiteRun extends Collected {
  readonly interrupted: boolean
}

/** Where results for Allure go, and what they say besides what the cells report. */
export interface AllureWanted {
  readonly folder: string
  readonly facts: ReportFacts
  readonly environment: Readonly<Record<string, string>>
}

/** What vitest is given so that it writes results for Allure. Loaded here alone, and only where they are wanted. */
const allureConfig = async ({ folder, environment, facts }: AllureWanted) => {
  const { default: AllureReporter } = await import('./allure-reporter.ts')
  return {
    reporter: new AllureReporter({ folder, environment }),
    // allure-vitest adds its own by itself, and then for the first file of a worker alone.
    setupFiles: [
      fileURLToPath(import.meta.resolve('allure-vitest/setup')),
      join(compiledRoot(), 'cli', 'allure-setup.js'),
    ],
    provide: { doorflowReports: facts },
  }
}

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() })

/** The folder of the compiled files; where this file runs from its source, the one beside it. */
const compiledRoot = (): string =>
  fileURLToPath(new URL(import.meta.url.endsWith('.js') ? '..' : '../dist', import.meta.url))

/**
 * Runs the suites in a worker of vitest, inside this process, and writes nothing into the folder that they come from.
 * vitest's own output goes nowhere, and its exit code is not used. An interruption ends it early, with what is known so
 * far; `abandon` is called if somebody is too impatient for that.
 */
export const runSuites = async (
  settings: RunSettings,
  {
    onCell,
    abandon,
    allure: wanted,
  }: { readonly onCell: (report: Report) => void; readonly abandon: () => void; readonly allure?: AllureWanted },
): Promise<SuiteRun> => {
  const root = compiledRoot()
  const file = join('suites', 'conformance.test.js')
  if (!existsSync(join(root, file))) throw new UsageError(`${join(root, file)} is missing; run "npm run build" first.`)

  const reporter = collector(onCell)
  const before = listeners()
  // Heeded by threads that are started from here on: vitest has no option for it.
  setFlagsFromString(`--max-semi-space-size=${youngSpace}`)
  const { createVitest } = await import('vitest/node')
  const allure = wanted === undefined ? undefined : await allureConfig(wanted)
  const vitest = await createVitest(
    'test',
    {
      config: false,
      watch: false,
      root,
      dir: root,
      include: [file],
      exclude: [],
      cache: false,
      pool: 'threads',
      isolate: false,
      maxWorkers: 1,
      fileParallelism: false,
      // Which cells run at the same time is for the suites to say.
      maxConcurrency: Number.MAX_SAFE_INTEGER,
      testTimeout: 0,
      hookTimeout: 0,
      teardownTimeout: 1000,
      passWithNoTests: true,
      setupFiles: allure?.setupFiles ?? [],
      provide: { doorflow: settings, ...allure?.provide },
      reporters: allure === undefined ? [reporter] : [reporter, allure.reporter],
    },
    { cacheDir: join(tmpdir(), 'doorflow-conformance'), envDir: false },
    debugging() ? {} : { stdout: nowhere(), stderr: nowhere() },
  )
  // vitest would end the process at once on a signal or a rejection; an interrupted run still has to clean up.
  setAside(before)
  const interruptions = new BroadcastChannel(interruptionChannel)
  // Whoever has not been listening yet asks when it begins to.
  interruptions.onmessage = () => {
    if (interruption.interrupted()) interruptions.postMessage('stop')
  }
  const interruption = onInterruption(() => {
    note('Stopping: what was created is being removed. Ctrl-C again ends at once.')
    interruptions.postMessage('stop')
  }, abandon)
  try {
    await vitest.start()
  } finally {
    interruption.end()
    interruptions.close()
    await vitest.close()
    process.exitCode = undefined
  }
  return { ...reporter.collected(), interrupted: interruption.interrupted() }
}

const events = ['SIGINT', 'SIGTERM', 'SIGHUP', 'unhandledRejection'] as const
type Listeners = ReadonlyMap<string, ReadonlySet<unknown>>

const listeners = (): Listeners =>
  new Map(events.map((event) => [event, new Set<unknown>(process.rawListeners(event))]))

/** Removes the listeners that were added since. */
const setAside = (before: Listeners): void => {
  for (const event of events)
    for (const listener of process.rawListeners(event))
      if (!before.get(event)?.has(listener)) process.off(event, listener as () => void)
}
