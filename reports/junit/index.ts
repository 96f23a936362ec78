import type { Edition } from '../../contract/edition.ts'
import { conclusionOf } from '../../oracle/conclusion.ts'
import type { Finding, RunResult } from '../../oracle/results.ts'
import { findingLine, findingText } from '../finding-text.ts'
import { groupBy } from '../group.ts'
import type { ReportOptions } from '../options.ts'
import { type Standing, standings } from '../standing.ts'
import { identityOf } from '../terminal/finding.ts'
import { figures, verdictOf } from '../terminal/summary.ts'
import { colours, excerpt } from '../terminal/text.ts'
import { renderWaiverFaults } from '../terminal/waivers.ts'
import { type Case, documentOf, type Suite } from './document.ts'

/** Findings that are shown in full; of those after them the file says what they are and how they are seen again. */
const inFull = 300

/** Characters of a reason, and faults and leftovers that are named. */
const reasonsAt = 4000
const most = 100

/** Seed, edition, plan and the like: in properties, since names are what histories are kept by. */
const runProperties = ({ run, suite }: RunResult): Readonly<Record<string, string>> => ({
  edition: run.edition,
  profile: run.profile,
  seed: String(run.seed),
  plan: run.plan,
  target: `${run.url} (${run.kind})`,
  suite: [suite.version, ...(suite.commit === undefined ? [] : [suite.commit])].join(' '),
  command: run.command,
})

const caseOf = ({ operation, shown, reasons, findings, waived }: Standing, textOf: TextOf, again: Again): Case => {
  const texts = findings.map(textOf).join('\n\n')
  const [first] = findings
  const message =
    first === undefined ? '' : findingLine(first) + (findings.length > 1 ? ` (and ${findings.length - 1} more)` : '')
  const excused = waived.flatMap((finding) => ['waived:', ...identityOf(finding, again)]).join('\n')
  const output = excused === '' ? {} : { output: excused }
  const why = excerpt(reasons.join('; '), reasonsAt)
  switch (shown) {
    case 'failed':
      return {
        name: operation,
        outcome: { kind: 'failure', type: first?.level ?? 'MUST', message, text: texts },
        ...output,
      }
    case 'warned':
      return { name: operation, output: [texts, excused].filter((text) => text !== '').join('\n\n') }
    case 'open':
      return { name: operation, outcome: { kind: 'error', type: 'inconclusive', message: why } }
    case 'skipped':
      return { name: operation, outcome: { kind: 'skipped', message: why }, ...output }
    case 'passed':
      // What a MAY clause merely permits is no warning, and is worth knowing all the same.
      return texts === '' ? { name: operation, ...output } : { name: operation, output: texts }
  }
}

type TextOf = (finding: Finding) => string
/** Options that name the target on a command line. */
type Again = string

/** What belongs to no clause: whether the run came to a verdict at all, and whether its waivers hold. */
const caseOfRun = (result: RunResult): Case => {
  const plain = { colours: colours(false), width: 200 }
  const said = verdictOf(result, plain.colours)
  const details = [
    ...result.suiteFaults.slice(0, most).map((fault) => `a fault of the suite: ${excerpt(fault, reasonsAt)}`),
    ...renderWaiverFaults(result, plain),
    ...(result.run.ending === undefined ? [] : [`ended early: ${excerpt(result.run.ending.detail, reasonsAt)}`]),
    ...(result.run.cut ?? []).map((line) => excerpt(line, reasonsAt)),
    ...result.leftovers.slice(0, most).map((left) => `left behind on the target: ${excerpt(left, reasonsAt)}`),
  ]
  const text = [figures(result), ...details].join('\n')
  const conclusion = conclusionOf(result)
  switch (conclusion) {
    case 'conformant':
    case 'not-conformant':
      return { name: 'verdict', output: `${said}\n${text}` }
    case 'waivers-to-mend':
      return { name: 'verdict', outcome: { kind: 'failure', type: conclusion, message: said, text } }
    default:
      return { name: 'verdict', outcome: { kind: 'error', type: conclusion, message: said, text } }
  }
}

/**
 * The result of a run in the form of JUnit: one suite for each clause, one case for each of its cells, and one case for the
 * run as a whole. Names are the same in every run of an edition, since histories are kept by them. There is a failure
 * or an error exactly where the exit code of the run is not 0. Times are left out: cells run side by side and wait for one
 * another, so that theirs would say nothing of the target.
 */
export const renderJunit = (edition: Edition, result: RunResult, options: ReportOptions = {}): string => {
  let left = inFull
  const textOf: TextOf = (finding) => {
    left -= 1
    if (left >= 0) return findingText(edition, finding, result, options)
    return [findingLine(finding), ...identityOf(finding, result.run.target)].join('\n')
  }
  const clauses = new Map(edition.clauses.map((clause) => [clause.id, clause]))
  const groups = groupBy(standings(edition, result), ({ clause }) => clause)
  const suites = [...groups].map(([id, its]): Suite => {
    const clause = clauses.get(id)
    return {
      name: id,
      about:
        clause === undefined
          ? {}
          : {
              level: clause.level,
              statement: clause.statement,
              source: [clause.source.document, clause.source.section].filter((part) => part !== '').join(' › '),
            },
      cases: its.map((standing) => caseOf(standing, textOf, result.run.target)),
    }
  })
  const run: Suite = { name: 'run', about: {}, cases: [caseOfRun(result)] }
  return documentOf([run, ...suites], runProperties(result), `doorflow-conformance.${edition.name}`)
}
