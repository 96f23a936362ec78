import type { Clause } from '../../contract/clause.ts'
import type { Edition } from '../../contract/edition.ts'
import { type Conclusion, codeOf, conclusionOf } from '../../oracle/conclusion.ts'
import type { RunResult } from '../../oracle/results.ts'
import { jsonText } from './json-text.ts'
import schema from './results.schema.json' with { type: 'json' }

/** The published schema of the document. */
export const resultsSchema = schema

export const resultsFormat = schema.properties.format.const
/** Goes up with every change of the schema, however small: readers are strict. */
export const resultsVersion = schema.properties.version.const

/** A run as a document of its own. */
export interface ResultsDocument extends RunResult {
  readonly $schema: string
  readonly format: string
  readonly version: number
  readonly verdict: Conclusion
  readonly exitCode: number
  /** What is cited, in the words and with the sources that it had when the run was made. */
  readonly clauses: readonly Clause[]
}

const clausesIn = ({ clauses }: Edition, { cells, findings, waivers = [] }: RunResult): readonly Clause[] => {
  const cited = new Set([
    ...cells.map(({ clause }) => clause),
    ...findings.map(({ violation }) => violation.clause),
    ...waivers.map(({ waiver }) => waiver.clause),
  ])
  return clauses.filter(({ id }) => cited.has(id))
}

/**
 * A run as JSON, as the published schema has it: all that there is to know of it, and what the clauses say that it cites.
 * Safe to be shown on a terminal.
 */
export const renderResults = (edition: Edition, result: RunResult): string => {
  const document: ResultsDocument = {
    $schema: schema.$id,
    format: resultsFormat,
    version: resultsVersion,
    verdict: conclusionOf(result),
    exitCode: codeOf(result),
    clauses: clausesIn(edition, result),
    ...result,
  }
  return jsonText(document)
}
