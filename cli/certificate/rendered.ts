import type { Edition } from '../../contract/edition.ts'
import type { RunResult } from '../../oracle/results.ts'
import { renderHtml } from '../../reports/html/index.tsx'
import { renderJunit } from '../../reports/junit/index.ts'
import { renderResults } from '../../reports/results/index.ts'
import { htmlFile, junitFile, resultsFile } from './file-names.ts'

/** The reports of a run that go into a bundle, by the name of their file. */
const reports: Readonly<Record<string, (edition: Edition, result: RunResult) => string>> = {
  [resultsFile]: renderResults,
  [htmlFile]: (edition, result) => renderHtml(edition, result),
  [junitFile]: (edition, result) => renderJunit(edition, result),
}

/** Their names; every bundle has them. */
export const reportFiles: readonly string[] = Object.keys(reports)

/** Each report with its name. */
export const renderAll = (edition: Edition, result: RunResult): readonly (readonly [name: string, text: string])[] =>
  Object.entries(reports).map(([name, render]) => [name, render(edition, result)])
