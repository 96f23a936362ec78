import { resolve } from 'node:path'
import { Command } from 'commander'
import { counted, escapeText } from '../reports/terminal/text.ts'
import { suiteVersion } from '../suites/engine/version.ts'
import type { TargetDescription } from '../target/description.ts'
import { TargetError } from '../target/errors.ts'
import { isGoingOn, type PastRun, readLedger } from '../target/ledger-past.ts'
import type { Recorder } from '../target/recorder.ts'
import { openSession } from '../target/session.ts'
import { editionNamed } from './editions.ts'
import { UsageError } from './errors.ts'
import { onInterruption } from './interruption.ts'
import { addLedgerOption, isOf, type LedgerOptions, ledgerFiles } from './ledgers.ts'
import { addTargetOptions, describeTarget, namesTarget, type TargetOptions } from './options.ts'
import { note, print } from './output.ts'

interface CleanUpOptions extends TargetOptions, LedgerOptions {
  readonly force?: true
}

/** Requests in flight: whoever cleans up is in no hurry. */
const concurrency = 4

export const cleanUpCommand = (): Command =>
  addLedgerOption(
    addTargetOptions(
      new Command('cleanup')
        .summary('remove what runs have left on a target')
        .description(
          'Removes from a target what earlier runs created there and did not remove, because they were killed or because\nthe target refused. Nothing is removed that the target does not show with a marker of its run.',
        )
        .argument('[ledger...]', 'files of ledgers; all of them in the folder if none is given'),
    ).optionsGroup('Ledger:'),
  )
    .option('--force', 'also after a run whose process still seems to be there')
    .addHelpText(
      'after',
      `
Examples:
  $ doorflow-conformance cleanup --config staging.yaml
  $ doorflow-conformance cleanup --config staging.yaml --ledger artifacts/ledgers

Exit codes:
    0  nothing is left
    1  something is left, and it is said why
    2  wrong use, wrong description, wrong key
    3  unreachable
  130  interrupted; the ledger is kept`,
    )
    .action(async (files: readonly string[], options: CleanUpOptions) => {
      process.exitCode = await cleanUp(files, options)
    })

const cleanUp = async (files: readonly string[], options: CleanUpOptions): Promise<number> => {
  if (!namesTarget(options)) throw new UsageError('Name the target that was left as it is, with --config or --url.')
  const { description } = await describeTarget(options)
  const folder = resolve(options.ledger)
  const past = (files.length > 0 ? files : ledgerFiles(folder)).map((path) => readLedger(path))
  const runs = past.filter((one) => isOf(one, description))
  for (const one of past) if (!runs.includes(one)) passOver(one, description, files.length > 0)
  if (runs.length === 0) {
    print(`Nothing to clean up: ${folder} holds no ledger of a run against ${description.url}.`)
    return 0
  }
  const interruption = onInterruption(
    () => {
      // All that is known stands in the file already.
      note('Interrupted; the ledger is kept, and the same command goes on where this one ended.')
      process.exit(130)
    },
    () => process.exit(130),
  )
  try {
    let left = false
    for (const run of runs) left = !(await cleanUpAfter(run, description, options)) || left
    return left ? 1 : 0
  } finally {
    interruption.end()
  }
}

/** A ledger of another target is somebody else's business, unless it was named. */
const passOver = ({ path, header }: PastRun, { url, account, edition }: TargetDescription, named: boolean): void => {
  const of = (place: string, id: string | undefined, name: string): string =>
    `${place}, account ${id ?? 'unknown'}, ${name} edition`
  const why = `${path} is the ledger of a run against ${of(header.url, header.account, header.edition)}, and the target described is ${of(url, account, edition)}.`
  if (named) throw new TargetError(why)
  note(escapeText(why))
}

/** Removes what one run has left. Returns whether nothing is left. */
const cleanUpAfter = async (
  run: PastRun,
  description: TargetDescription,
  { force }: CleanUpOptions,
): Promise<boolean> => {
  const title = `Run ${run.header.run} of ${run.header.started}`
  if (isGoingOn(run) && force !== true) {
    print(`${title}: still going on, as process ${run.last.process}; left alone. If that is another process: --force.`)
    return false
  }
  const removals = countingRemovals(description.edition)
  const session = await openSession(description, {
    concurrency,
    recorder: removals,
    version: suiteVersion,
    ledger: run,
  })
  try {
    const left = await session.cleanUp(Number.POSITIVE_INFINITY)
    print(`${title}: ${removals.said()}`)
    if (left.length > 0) {
      print(`Left behind on the target:\n${left.map((line) => `  ${escapeText(line)}`).join('\n')}`)
      print(`The ledger ${run.path} is kept: run this again, or remove the file once you have seen to what is left.`)
    }
    return left.length === 0
  } finally {
    await session.close()
  }
}

/** Records nothing but what was removed and taken back. */
const countingRemovals = (edition: string): Recorder & { readonly said: () => string } => {
  const removed = new Map<string, number>()
  const { operations } = editionNamed(edition)
  return {
    record: ({ request: { operation, method }, response }) => {
      if (response === undefined || response.status >= 300 || method === 'GET') return
      const resource = operations.find(({ id }) => id === operation)?.resource ?? operation
      removed.set(resource, (removed.get(resource) ?? 0) + 1)
    },
    close: async () => {},
    said: () => {
      const { channels: commands = 0, people = 0, ...others } = Object.fromEntries(removed)
      const things = [
        ...(people === 0 ? [] : [people === 1 ? '1 person' : `${people} people`]),
        ...Object.entries(others).map(([resource, times]) => counted(times, resource.replace('_', ' ').slice(0, -1))),
      ]
      const said = [
        ...(things.length === 0 ? [] : [`removed ${things.join(', ')}`]),
        ...(commands === 0 ? [] : [`took back ${counted(commands, 'command')} to doors`]),
      ]
      return said.length === 0 ? 'nothing was found that is its own.' : `${said.join('; ')}.`
    },
  }
}
