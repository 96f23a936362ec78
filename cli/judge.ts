import { Command } from 'commander'
import { exitCode } from '../oracle/verdicts.ts'
import { renderChanges } from '../reports/rejudged/index.ts'
import { renderSummary } from '../reports/terminal/summary.ts'
import { openRecording } from '../target/recording.ts'
import { UsageError } from './errors.ts'
import { layout, print } from './output.ts'
import { type RejudgeOptions, rejudge } from './rejudge.ts'
import { addReportOptions, type ReportFlags, reportsOf } from './reports.ts'

interface JudgeOptions extends RejudgeOptions, ReportFlags {}

export const judgeCommand = (): Command =>
  addReportOptions(
    new Command('judge')
      .summary('judge a recording again')
      .description(
        'Judges a recording again that `run --evidence` has written, by the contract as this suite has it. Nothing is sent.\nThe same suite comes to the same verdict on every cell; a newer one says what has changed.',
      )
      .argument('<recording>', 'file, compressed or not')
      .option('--strict', 'fail where what SHOULD hold does not')
      .option('--waivers <file>', 'known deviations that are accepted until a date, in YAML or JSON'),
  )
    .addHelpText(
      'after',
      `
Examples:
  $ doorflow-conformance run --config staging.yaml --evidence evidence.jsonl.gz
  $ doorflow-conformance judge evidence.jsonl.gz
  $ doorflow-conformance judge evidence.jsonl.gz --report html,junit

Exit codes: those of run; also 1 where this suite itself recorded another verdict than it comes to now.`,
    )
    .action(async (recording: string, options: JudgeOptions) => {
      process.exitCode = await judgeRecording(recording, options)
    })

const judgeRecording = async (path: string, options: JudgeOptions): Promise<number> => {
  const strict = options.strict === true
  const reports = reportsOf(options)
  if (reports.allure !== undefined)
    throw new UsageError(
      '--report allure: results for Allure are written while a run goes on; use `run --report allure`.',
    )
  await reports.prepare()
  const { edition, settings, result, changes, auth } = await rejudge(await openRecording(path), options)
  print(renderSummary(edition, result, { ...layout(), form: auth }))
  print(`\n${renderChanges(changes, layout())}`)
  const filtered = settings.only.length + settings.exclude.length > 0
  const written = await reports.write(edition, result, { form: auth, filtered })
  const code = exitCode(result, { strict })
  if (!written && code !== 130 && code !== 4) return 2
  // Whoever contradicts himself has not told the truth about what is missing either.
  if ((code === 0 || code === 3) && changes.contradicts) return 1
  return code === 0 && changes.incomplete ? 3 : code
}
