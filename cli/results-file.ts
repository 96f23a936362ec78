import type { Clause } from '../contract/clause.ts'
import type { RunResult } from '../oracle/results.ts'
import { type ResultsDocument, resultsFormat, resultsSchema, resultsVersion } from '../reports/results/index.ts'
import { faultFinder } from '../target/schema-faults.ts'
import { readWritten } from '../target/written-file.ts'
import { UsageError } from './errors.ts'

/** A run that was written down, and what the clauses say that it cites. */
export interface Results {
  readonly clauses: readonly Clause[]
  readonly result: RunResult
}

const faultIn = faultFinder(resultsSchema, 'the document')

const right = 'name a results.json as `run --report json` writes it'

const parse = (text: string, file: string): unknown => {
  if (text.trim() === '') throw new UsageError(`${file} is empty; ${right}.`)
  try {
    return JSON.parse(text)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const position = /at position (\d+)/.exec(message)?.[1]
    if (/unexpected end/i.test(message) || Number(position) >= text.trimEnd().length)
      throw new UsageError(`${file} ends before it is complete; write it again, or copy it again.`)
    throw new UsageError(`${file} is no JSON; ${right}.`)
  }
}

/**
 * Reads a run back from what `renderResults` wrote; `file` is what the text is called where it is not in order.
 *
 * @throws UsageError (exit code 2) where it is cut off, something else, of a version that this suite does not know, or
 *   not as the published schema has it.
 */
export const readResults = (text: string, file: string): Results => {
  const value = parse(text.replace(/^\ufeff/, ''), file)
  const { format, version } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  if (format !== resultsFormat) throw new UsageError(`${file} is no results file of doorflow-conformance; ${right}.`)
  if (typeof version === 'number' && version > resultsVersion)
    throw new UsageError(
      `${file} has version ${version} of its form, and this suite reads up to ${resultsVersion}; use a newer doorflow-conformance.`,
    )
  const fault = faultIn(value)
  if (fault !== undefined) throw new UsageError(`${file} is not as it was written: ${fault.what}`)
  const { $schema, format: _, version: __, verdict, exitCode, clauses, ...result } = value as ResultsDocument
  return { clauses, result }
}

/**
 * Reads a run back from a file.
 *
 * @throws TargetError if there is no such file; UsageError as `readResults` (exit code 2 for both).
 */
export const readResultsFile = async (file: string): Promise<Results> =>
  readResults(await readWritten(file, 'results file'), file)
