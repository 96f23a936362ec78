import { Command } from 'commander'
import { renderFinding } from '../reports/terminal/finding.ts'
import { colours, escapeText } from '../reports/terminal/text.ts'
import { readToken } from '../suites/engine/seeds.ts'
import { type Replay, replay } from '../suites/replay.ts'
import { editionNamed } from './editions.ts'
import { UsageError } from './errors.ts'
import { onInterruption } from './interruption.ts'
import { addLedgerOption, type LedgerOptions, ledgerOf, remindOfPast, sayWhatStays } from './ledgers.ts'
import { addTargetOptions, type TargetOptions, targetWords } from './options.ts'
import { layout, note, print } from './output.ts'
import { openTarget } from './target.ts'

export const replayCommand = (): Command =>
  addLedgerOption(
    addTargetOptions(
      new Command('replay')
        .summary('send the smallest case of a finding again')
        .description(
          'Sends the smallest case of a finding again, with fresh identifiers, and says whether it is fixed.\nThe token stands in the last line of each finding.',
        )
        .argument('<token>', 'as printed with the finding'),
    ),
  )
    .addHelpText(
      'after',
      `
Example:
  $ doorflow-conformance replay --config staging.yaml RE-400:createPerson:required.last_name:2.1f3a9c2e:0:1

Exit codes: 0 fixed, 1 still failing or flaky, 2 wrong use, 3 nothing could be judged, 130 interrupted`,
    )
    .action(async (token: string, options: TargetOptions & LedgerOptions) => {
      process.exitCode = await replayToken(token, options)
    })

const exitCodes: Readonly<Record<Replay['outcome'], number>> = { fixed: 0, failing: 1, flaky: 1, inconclusive: 3 }
const titles: Readonly<Record<Replay['outcome'], string>> = {
  fixed: 'FIXED',
  failing: 'STILL FAILING',
  flaky: 'FLAKY',
  inconclusive: 'INCONCLUSIVE',
}

const replayToken = async (token: string, options: TargetOptions & LedgerOptions): Promise<number> => {
  if (readToken(token) === undefined) {
    const example = 'RE-400:createPerson:required.last_name:2.1f3a9c2e:0'
    throw new UsageError(`${JSON.stringify(token)} is no replay token; one looks like ${example}.`)
  }
  const target = await openTarget(options)
  remindOfPast(target.description, options)
  const controller = new AbortController()
  const interruption = onInterruption(
    () => controller.abort(),
    () => process.exit(130),
  )
  try {
    const { outcome, detail, finding, leftovers } = await replay(target.description, token, {
      signal: controller.signal,
      ...ledgerOf(target.description, options),
    })
    if (interruption.interrupted()) {
      note(leftovers.length === 0 ? 'Interrupted; what was created has been removed.' : 'Interrupted.')
      sayLeft(leftovers)
      sayWhatStays(target.description, options)
      return 130
    }
    const { color, width } = layout()
    const paint = colours(color)
    const painted = outcome === 'fixed' ? paint.green : outcome === 'failing' ? paint.red : paint.yellow
    print(`${painted(titles[outcome])}  ${detail}`)
    if (finding !== undefined) {
      const { auth, url, edition } = target.description
      const basePath = new URL(url).pathname.replace(/\/+$/, '')
      print(
        `\n${renderFinding(editionNamed(edition), finding, { colours: paint, width, form: auth, basePath, target: targetWords(options) })}`,
      )
    }
    sayLeft(leftovers)
    sayWhatStays(target.description, options)
    return exitCodes[outcome]
  } catch (error) {
    if (interruption.interrupted()) return 130
    throw error
  } finally {
    interruption.end()
    await target.stop()
  }
}

const sayLeft = (leftovers: readonly string[]): void => {
  for (const line of leftovers) note(`Left behind on the target: ${escapeText(line)}`)
}
