import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import type { Edition } from '../contract/edition.ts'
import type { RunResult } from '../oracle/results.ts'
import { renderAnnotations } from '../reports/github/annotations.ts'
import { renderJobSummary } from '../reports/github/job-summary.ts'
import type { ReportOptions } from '../reports/options.ts'
import { UsageError, unknownName } from './errors.ts'
import { collect } from './options.ts'
import { note, printCommands } from './output.ts'
import { append, checkAppendable, prepareAllureFolder, prepareFolder, writeWhole } from './report-files.ts'

/** Where reports are written unless told otherwise. */
const usualFolder = 'doorflow-report'

type Render = (edition: Edition, result: RunResult, options: ReportOptions) => string

/** Reports that are one file, and how its text comes about: loaded only if it is asked for. */
const files: Readonly<Record<string, readonly [file: string, load: () => Promise<Render>]>> = {
  json: ['results.json', async () => (await import('../reports/results/index.ts')).renderResults],
  html: ['report.html', async () => (await import('../reports/html/index.tsx')).renderHtml],
  junit: ['junit.xml', async () => (await import('../reports/junit/index.ts')).renderJunit],
  badge: ['badge.svg', async () => (await import('../reports/badge/index.ts')).renderBadge],
  // In GitHub Actions this goes where the runner looks for it, and annotations to standard output everywhere.
  github: ['job-summary.md', async () => renderJobSummary],
}

const allureFolder = 'allure-results'

/** What `--report` may ask for. */
export const reportNames: readonly string[] = [...Object.keys(files), 'allure']

export interface ReportFlags {
  readonly report?: readonly string[]
  readonly output?: string
}

export const addReportOptions = (command: Command): Command =>
  command
    .option('--report <formats>', `also write these, separated by commas: ${reportNames.join(', ')}`, collect)
    .option('--output <folder>', `where reports are written (default: ${usualFolder})`)

/** The formats that were asked for, each once. @throws UsageError */
const chosen = (written: readonly string[]): readonly string[] => {
  const all = written.flatMap((list) => list.split(',')).map((name) => name.trim())
  for (const name of all) {
    if (name === '')
      throw new UsageError(`--report names nothing at one side of a comma; there is ${reportNames.join(', ')}.`)
    if (!reportNames.includes(name))
      throw unknownName('report', name, reportNames, `there is ${reportNames.join(', ')}`)
  }
  return [...new Set(all)]
}

/** What is to be written of a run. */
export interface Reports {
  /** Folder for the results that Allure reads, where they are wanted: they are written as part of the run. */
  readonly allure?: string
  /** Sees to it that all can be written, and takes away what an earlier run wrote. @throws UsageError */
  prepare(): Promise<void>
  /** Writes the others, and says where. False where something could not be written, which is then said as well. */
  write(edition: Edition, result: RunResult, options: ReportOptions): Promise<boolean>
}

/** The reports that options ask for. Nothing is written yet. @throws UsageError if they are not in order */
export const reportsOf = ({ report, output }: ReportFlags): Reports => {
  if (report === undefined && output !== undefined)
    throw new UsageError(
      `--output says where reports go, and none is asked for; add --report with ${reportNames.join(', ')}.`,
    )
  const asked = chosen(report ?? [])
  const folder = resolve(output ?? usualFolder)
  const jobSummary = asked.includes('github') ? process.env.GITHUB_STEP_SUMMARY?.trim() || undefined : undefined
  const written = asked.flatMap((name) => {
    const format = files[name]
    return format === undefined || (name === 'github' && jobSummary !== undefined) ? [] : [format]
  })
  const allure = asked.includes('allure') ? join(folder, allureFolder) : undefined
  const inFolder = written.length > 0 || allure !== undefined
  return {
    ...(allure === undefined ? {} : { allure }),
    prepare: async () => {
      if (inFolder)
        await prepareFolder(
          folder,
          written.map(([file]) => file),
        )
      if (allure !== undefined) await prepareAllureFolder(allure)
      if (jobSummary !== undefined) await checkAppendable(jobSummary)
    },
    write: async (edition, result, options) => {
      if (asked.includes('github')) printCommands(renderAnnotations(edition, result))
      const failures = [
        ...(jobSummary === undefined ? [] : [await append(jobSummary, renderJobSummary(edition, result, options))]),
        ...(await Promise.all(
          written.map(async ([file, load]) => writeWhole(join(folder, file), (await load())(edition, result, options))),
        )),
      ].filter((failure) => failure !== undefined)
      for (const failure of failures) note(`doorflow-conformance: ${failure}`)
      if (inFolder && failures.length === 0) note(`Reports are in ${folder}.`)
      return failures.length === 0
    },
  }
}
