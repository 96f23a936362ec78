import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Edition } from '../contract/edition.ts'
import type { RunResult } from '../oracle/results.ts'
import { renderBadge } from '../reports/badge/index.ts'
import { renderAnnotations } from '../reports/github/annotations.ts'
import { renderJobSummary } from '../reports/github/job-summary.ts'
import { renderJunit } from '../reports/junit/index.ts'
import type { ReportOptions } from '../reports/options.ts'
import { UsageError, unknownName } from './errors.ts'
import { collect } from './options.ts'
import { note, printCommands } from './output.ts'
import { append, checkAppendable, prepareFolder, writeWhole } from './report-files.ts'

/** Where reports are written unless told otherwise. */
const usualFolder = 'doorflow-report'

interface Format {
  /** What it is for, in the help of the command. */
  readonly says: string
  /** File or folder that it is written to, below the one for reports. */
  readonly at: string
  /** Absent where the result is not written when the run is over, but cell by cell. */
  readonly render?: (edition: Edition, result: RunResult, options: ReportOptions) => string
}

const formats: Readonly<Record<string, Format>> = {
  junit: { says: 'for what reads test results', at: 'junit.xml', render: renderJunit },
  github: { says: 'annotations and job summary', at: 'job-summary.md', render: renderJobSummary },
  badge: { says: 'the verdict as an image', at: 'badge.svg', render: renderBadge },
}

const names = Object.keys(formats)

export interface ReportFlags {
  readonly report?: readonly string[]
  readonly output?: string
}

export const addReportOptions = (command: Command): Command =>
  command
    .option('--report <formats>', `also write these, separated by commas: ${names.join(', ')}`, collect)
    .option('--output <folder>', `where they are written (default: ${usualFolder})`)

/** The formats that were asked for, each once. @throws UsageError */
const chosen = (written: readonly string[]): readonly string[] => {
  const all = written.flatMap((list) => list.split(',')).map((name) => name.trim())
  if (all.some((name) => name === ''))
    throw new UsageError(`--report names nothing between two commas; there is ${names.join(', ')}.`)
  for (const name of all)
    if (!Object.hasOwn(formats, name)) throw unknownName('report', name, names, `there is ${names.join(', ')}`)
  return [...new Set(all)]
}

/** What is to be written of a run. */
export interface Reports {
  /** Sees to it that all can be written, and takes away what an earlier run wrote. @throws UsageError */
  prepare(): Promise<void>
  /** Writes all of it, and says where. Returns false, and says why, where something could not be. */
  write(edition: Edition, result: RunResult, options: ReportOptions): Promise<boolean>
}

/** The reports that options ask for. Nothing is written yet. @throws UsageError if they are not in order */
export const reportsOf = ({ report, output }: ReportFlags): Reports => {
  if (report === undefined) {
    if (output !== undefined)
      throw new UsageError(
        `--output says where reports go, and none is asked for: add --report, with ${names.join(', ')}.`,
      )
    return { prepare: async () => {}, write: async () => true }
  }
  const folder = resolve(output ?? usualFolder)
  const asked = chosen(report)
  // Outside of GitHub Actions the job summary is a file like the others.
  const jobSummary = process.env.GITHUB_STEP_SUMMARY?.trim() || undefined
  const isAppended = (name: string): boolean => name === 'github' && jobSummary !== undefined
  return {
    prepare: async () => {
      await prepareFolder(
        folder,
        asked.filter((name) => !isAppended(name)).map((name) => formats[name]?.at ?? ''),
      )
      if (jobSummary !== undefined && asked.includes('github')) await checkAppendable(jobSummary)
    },
    write: async (edition, result, options) => {
      const failures: string[] = []
      for (const name of asked) {
        const { at, render } = formats[name] as Format
        if (render === undefined) continue
        const text = render(edition, result, options)
        const failure =
          jobSummary !== undefined && isAppended(name)
            ? await append(jobSummary, text)
            : await writeWhole(resolve(folder, at), text)
        if (failure !== undefined) failures.push(failure)
        if (name === 'github') printCommands(renderAnnotations(edition, result))
      }
      for (const failure of failures) note(`doorflow-conformance: ${failure}`)
      if (failures.length < asked.length) note(`Reports are in ${folder}.`)
      return failures.length === 0
    },
  }
}
