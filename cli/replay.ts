import { Command } from 'commander'
import { renderFinding } from '../reports/terminal/finding.ts'
import { colours } from '../reports/terminal/text.ts'
import { readToken } from '../suites/engine/seeds.ts'
import { type Replay, replay } from '../suites/replay.ts'
import { editionNamed } from './editions.ts'
import { UsageError } from './errors.ts'
import { addLedgerOption, type LedgerOptions } from './ledgers.ts'
import { addTargetOptions, type TargetOptions, targetWords } from './options.ts'
import { layout, print } from './output.ts'
import { replayFile } from './replay-all.ts'
import { exitCodeOf, replayAgainst, titleOf } from './replaying.ts'

interface ReplayCommandOptions extends TargetOptions, LedgerOptions {
  readonly all?: string
}

export const replayCommand = (): Command =>
  addLedgerOption(
    addTargetOptions(
      new Command('replay')
        .summary('send the smallest case of a finding again')
        .description(
          'Sends the smallest case of a finding again, with fresh identifiers, and says whether it is fixed.\nThe token stands in the last line of each finding.',
        )
        .argument('[token]', 'as printed with the finding')
        .option('--all <file>', 'every finding in the results of a run, as --report json writes them'),
    ),
  )
    .addHelpText(
      'after',
      `
Examples:
  $ doorflow-conformance replay --config staging.yaml RE-400:createPerson:required.last_name:3.1f3a9c2e:0:1
  $ doorflow-conformance replay --config staging.yaml --all results.json

Exit codes: 0 fixed, 1 still failing or flaky, 2 wrong use, 3 nothing could be judged, 130 interrupted
With --all the worst of them: 1 before 3 before 0.`,
    )
    .action(async (token: string | undefined, options: ReplayCommandOptions) => {
      process.exitCode = await replayNamed(token, options)
    })

const replayNamed = (token: string | undefined, { all, ...options }: ReplayCommandOptions): Promise<number> => {
  if (token !== undefined && all !== undefined)
    throw new UsageError('replay takes a token or --all, not both; leave one of them out.')
  if (all !== undefined) return replayFile(all, options)
  if (token === undefined) throw new UsageError('replay needs the token of a finding, or --all with a results.json.')
  return replayToken(token, options)
}

const replayToken = (token: string, options: TargetOptions & LedgerOptions): Promise<number> => {
  if (readToken(token) === undefined) {
    const example = 'RE-400:createPerson:required.last_name:3.1f3a9c2e:0'
    throw new UsageError(`${JSON.stringify(token)} is no replay token; one looks like ${example}.`)
  }
  let came: Replay | undefined
  return replayAgainst(
    options,
    async (description, more) => {
      came = await replay(description, token, more)
      return came.leftovers
    },
    ({ auth, url, edition }) => {
      const { outcome, detail, finding } = came ?? { outcome: 'inconclusive', detail: 'Nothing was sent.' }
      const { color, width } = layout()
      const paint = colours(color)
      print(`${titleOf(outcome, paint)}  ${detail}`)
      if (finding !== undefined) {
        const basePath = new URL(url).pathname.replace(/\/+$/, '')
        const shown = { colours: paint, width, form: auth, basePath, target: targetWords(options) }
        print(`\n${renderFinding(editionNamed(edition), finding, shown)}`)
      }
      return exitCodeOf([outcome])
    },
  )
}
