import type { Colours } from '../reports/terminal/text.ts'
import { escapeText } from '../reports/terminal/text.ts'
import type { Outcome, ReplayOptions } from '../suites/replay.ts'
import type { TargetDescription } from '../target/description.ts'
import { onInterruption } from './interruption.ts'
import { type LedgerOptions, ledgerOf, remindOfPast, sayWhatStays } from './ledgers.ts'
import type { TargetOptions } from './options.ts'
import { note } from './output.ts'
import { openTarget } from './target.ts'

const titles: Readonly<Record<Outcome['outcome'], string>> = {
  fixed: 'FIXED',
  failing: 'STILL FAILING',
  flaky: 'FLAKY',
  inconclusive: 'INCONCLUSIVE',
}

/** What came of a replay, in a word and painted so. */
export const titleOf = (outcome: Outcome['outcome'], paint: Colours): string =>
  (outcome === 'fixed' ? paint.green : outcome === 'failing' ? paint.red : paint.yellow)(titles[outcome])

/** 1 where anything still fails or is flaky, 3 where anything could not be judged, 0 where all is fixed. */
export const exitCodeOf = (outcomes: readonly Outcome['outcome'][]): 0 | 1 | 3 => {
  if (outcomes.some((outcome) => outcome === 'failing' || outcome === 'flaky')) return 1
  return outcomes.includes('inconclusive') ? 3 : 0
}

/**
 * Opens the target that is named, replays against it, says what is left behind there, and closes it. Interrupted it ends
 * with 130, after cleaning up.
 *
 * @param send returns what it could not remove
 * @param say what is said if nobody interrupted it; returns the exit code
 */
export const replayAgainst = async (
  options: TargetOptions & LedgerOptions,
  send: (description: TargetDescription, more: ReplayOptions) => Promise<readonly string[]>,
  say: (description: TargetDescription) => number,
): Promise<number> => {
  const target = await openTarget(options)
  const { description } = target
  remindOfPast(description, options)
  const controller = new AbortController()
  const interruption = onInterruption(
    () => controller.abort(),
    () => process.exit(130),
  )
  try {
    const leftovers = await send(description, { signal: controller.signal, ...ledgerOf(description, options) })
    const isOver = interruption.interrupted()
    if (isOver) note(leftovers.length === 0 ? 'Interrupted; what was created has been removed.' : 'Interrupted.')
    const exitCode = isOver ? 130 : say(description)
    for (const line of leftovers) note(`Left behind on the target: ${escapeText(line)}`)
    sayWhatStays(description, options)
    return exitCode
  } catch (error) {
    if (interruption.interrupted()) return 130
    throw error
  } finally {
    interruption.end()
    await target.stop()
  }
}
