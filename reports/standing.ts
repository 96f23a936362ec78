import type { Edition } from '../contract/edition.ts'
import { ranked } from '../oracle/findings.ts'
import type { CellVerdict, Finding, RunResult, Unexercised } from '../oracle/results.ts'
import { waivedKeys } from '../oracle/waivers.ts'
import { groupBy } from './group.ts'
import { kindsOfUnexercised } from './terminal/unexercised.ts'

/** How a test report shows a cell: `open` is a MUST that could not be judged, or was not broken every time. */
export type Shown = 'passed' | 'warned' | 'failed' | 'open' | 'skipped'

/** A cell, or a clause and an operation without one on which something was found, as reports of tests have it. */
export interface Standing {
  /** `CLAUSE:operation`. */
  readonly cell: string
  readonly clause: string
  readonly operation: string
  readonly shown: Shown
  /** Why it was not judged, or is excused: one line for each reason. Empty where it was. */
  readonly reasons: readonly string[]
  /** What was found and is not excused, that which decides first. */
  readonly findings: readonly Finding[]
  readonly waived: readonly Finding[]
}

const sentenceOf = (unexercised: Unexercised): string =>
  `${kindsOfUnexercised[unexercised.kind]}: ${unexercised.detail}`

const excuses = ({ waivers = [] }: RunResult, { key }: Finding): readonly string[] =>
  waivers.flatMap(({ state, findings, waiver }) =>
    state === 'used' && findings.includes(key)
      ? [
          `${key} is waived until ${waiver.expires} by ${waiver.owner}: ${waiver.reason}` +
            `${waiver.ticket === undefined ? '' : ` (${waiver.ticket})`}`,
        ]
      : [],
  )

/** Whether a finding counts against the run: one on a SHOULD clause only where the run is strict. */
const isBinding = ({ level }: Finding, { run }: RunResult): boolean =>
  level === 'MUST' || (level === 'SHOULD' && run.strict)

const shownAs = (result: RunResult, cell: CellVerdict | undefined, findings: readonly Finding[]): Shown => {
  if (findings.some((finding) => isBinding(finding, result))) return 'failed'
  if (findings.some(({ level }) => level !== 'MAY')) return 'warned'
  switch (cell?.verdict) {
    case 'inconclusive':
      // What SHOULD hold and was not judged does not keep a run from its verdict.
      return cell.level === 'MUST' ? 'open' : 'skipped'
    case 'waived':
    case 'not-exercised':
      return 'skipped'
    case 'fail':
    case 'flaky':
      return 'failed'
    case 'warn':
      return result.run.strict ? 'failed' : 'warned'
    default:
      return 'passed'
  }
}

/**
 * What became of each cell, in the order of the contract, as tests are reported. One has failed exactly where it has its
 * part in a run that fails, so that a report never is green where the exit code is not, nor the other way about; what
 * belongs to no cell is for the report to add.
 */
export const standings = (edition: Edition, result: RunResult): readonly Standing[] => {
  const excused = waivedKeys(result.waivers)
  const found = groupBy(
    ranked(edition, result.findings),
    ({ violation }) => `${violation.clause}:${violation.operation}`,
  )
  const order = new Map(edition.clauses.map(({ id }, index) => [id, index]))
  const cells = new Map(result.cells.map((cell) => [cell.cell, cell]))
  const stray = [...found.keys()].filter((id) => !cells.has(id))
  return [...cells.keys(), ...stray]
    .map((id): Standing => {
      const [clause = '', operation = ''] = id.split(':')
      const cell = cells.get(id)
      const all = found.get(id) ?? []
      const findings = all.filter(({ key }) => !excused.has(key))
      const waived = all.filter(({ key }) => excused.has(key))
      const shown = shownAs(result, cell, findings)
      const reasons =
        shown !== 'skipped' && shown !== 'open'
          ? []
          : cell?.unexercised !== undefined
            ? [sentenceOf(cell.unexercised)]
            : waived.length > 0
              ? waived.flatMap((finding) => excuses(result, finding))
              : (cell?.reasons ?? [])
      return { cell: id, clause, operation, shown, reasons, findings, waived }
    })
    .sort((one, other) => (order.get(one.clause) ?? order.size) - (order.get(other.clause) ?? order.size))
}
