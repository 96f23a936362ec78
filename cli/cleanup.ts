import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { counted, escapeText } from '../reports/terminal/text.ts'
import { suiteVersion } from '../suites/engine/version.ts'
import type { TargetDescription } from '../target/description.ts'
import { TargetError } from '../target/errors.ts'
import { mayGoOn, type PastRun, readLedger } from '../target/ledger-past.ts'
import type { Recorder } from '../target/recorder.ts'
import { openSession } from '../target/session.ts'
import { editionNamed } from './editions.ts'
import { UsageError } from './errors.ts'
import { onInterruption } from './interruption.ts'
import { addLedgerOption, cleanUpWords, isOf, type LedgerOptions, ledgerFiles } from './ledgers.ts'
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
          'Removes from a target what earlier runs created there and did not remove, because they were\nkilled or because the target refused. Nothing is removed that the target does not show with a marker of its run.',
        )
        .argument('[ledger...]', 'files of ledgers; all of them in the folder if none is given'),
    ).optionsGroup('Ledger:'),
  )
    .option('--force', 'also after a run that may still be going on')
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
    3  unreachable, or a recipe that was entered cannot be left
    4  a fault of the suite itself
  130  interrupted; the ledger is kept`,
    )
    .action(async (files: readonly string[], options: CleanUpOptions) => {
      process.exitCode = await cleanUp(files, options)
    })

const cleanUp = async (files: readonly string[], options: CleanUpOptions): Promise<number> => {
  if (!namesTarget(options)) throw new UsageError('Name the target that was left as it is, with --config or --url.')
  const { description } = await describeTarget(options)
  const interruption = onInterruption(
    () => {
      // All that is known stands in the file already.
      note('Interrupted; the ledger is kept, and the same command goes on where this one ended.')
      process.exit(130)
    },
    () => process.exit(130),
  )
  try {
    const named = files.length > 0
    const outcomes: Outcome[] = []
    for (const path of named ? files : ledgerFiles(resolve(options.ledger)))
      outcomes.push(await cleanUpBy(path, named, description, options))
    if (outcomes.every((outcome) => outcome === 'another'))
      print(`Nothing to clean up: ${resolve(options.ledger)} holds no ledger of a run against ${description.url}.`)
    return outcomes.includes('left') ? 1 : 0
  } finally {
    interruption.end()
  }
}

/** What became of a ledger; `another` is somebody else's business. */
type Outcome = 'clean' | 'left' | 'another'

/**
 * Cleans up by one ledger. It is read when its turn comes: a run may have been going on until then.
 *
 * @throws TargetError for a ledger that was named and is of no use here; another one is passed over, which is said
 */
const cleanUpBy = async (
  path: string,
  named: boolean,
  description: TargetDescription,
  options: CleanUpOptions,
): Promise<Outcome> => {
  const passOver = (why: string, outcome: Outcome): Outcome => {
    if (named) throw new TargetError(why)
    note(escapeText(why))
    return outcome
  }
  let run: PastRun
  try {
    run = readLedger(path)
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    const advice = existsSync(path)
      ? "Remove it if it is none of this suite's."
      : 'Name the file of a ledger, or none for all of those in the folder.'
    return passOver(`${error.message} ${advice}`, 'left')
  }
  if (!isOf(run, description)) {
    const { url, account, edition } = run.header
    const is = `${path} is the ledger of a run against ${placeOf(url, account, edition)}`
    const sameTarget = url === description.url && account === description.account
    return passOver(
      `${is}, and the target described is ${placeOf(description.url, description.account, description.edition)}.`,
      sameTarget ? 'left' : 'another',
    )
  }
  const title = `Run ${run.header.run} of ${run.header.started}`
  const going = mayGoOn(run)
  if (going !== undefined && options.force !== true) {
    print(`${title}: ${going}; left alone. If it is over: --force.`)
    return 'left'
  }
  // Its process may have written until it was found to be gone: what counts is read after that.
  return (await cleanUpAfter(title, readLedger(path), description, options)) ? 'clean' : 'left'
}

const placeOf = (url: string, account: string | undefined, edition: string): string =>
  `${url}, account ${account ?? 'unknown'}, ${edition} edition`

/** Removes what one run has left. Returns whether nothing is left. */
const cleanUpAfter = async (
  title: string,
  run: PastRun,
  description: TargetDescription,
  options: CleanUpOptions,
): Promise<boolean> => {
  const removals = countingRemovals(description.edition)
  const session = await openSession(description, {
    concurrency,
    recorder: removals,
    version: suiteVersion,
    ledger: run,
  })
  try {
    const left = await session.cleanUp(Number.POSITIVE_INFINITY)
    const recipes = run.recipes.length === 0 ? '' : ` It was taken out of what recipes had put it into.`
    print(`${title}: ${removals.said()}${left.length === 0 ? recipes : ''}`)
    if (left.length > 0) {
      print(`Left behind on the target:\n${left.map((line) => `  ${escapeText(line)}`).join('\n')}`)
      print(
        `The ledger ${run.path} is kept: remove the file once you have seen to what is left, or try again: ${cleanUpWords(options)}`,
      )
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
