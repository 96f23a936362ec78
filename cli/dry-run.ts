import type { Edition } from '../contract/edition.ts'
import { groupBy } from '../reports/group.ts'
import { count, counted, readable } from '../reports/terminal/text.ts'
import type { Plan } from '../suites/plan.ts'
import type { PlannedCell } from '../suites/planned-cell.ts'
import { sayCut } from './cut.ts'
import { rows } from './output.ts'

const casesOf = ({ variants }: PlannedCell): number => variants.reduce((sum, { runs }) => sum + runs, 0)

/** At most: what cases send, and one twin for each variant. */
const requestsOf = ({ variants }: PlannedCell): number =>
  variants.reduce((sum, { runs, requests }) => sum + runs * requests + 1, 0)

const apart: Partial<Readonly<Record<PlannedCell['phase'], string>>> = {
  doors: 'after those that look at doors',
  exclusive: 'alone, after the others',
}

/** The plan in words: what would be sent where and how often, what would not be and why. Nothing has been sent. */
export const renderPlan = (edition: Edition, planned: Plan, about: string): string => {
  const { cells } = planned
  const sending = cells.filter((cell) => cell.unexercised === undefined && cell.variants.length > 0)
  const derived = cells.filter((cell) => cell.unexercised === undefined && cell.variants.length === 0)
  const without = cells.filter((cell) => cell.unexercised !== undefined)
  const judged = cells.filter(({ carrier }) => !carrier)
  const sum = (of: (cell: PlannedCell) => number): number => sending.reduce((total, cell) => total + of(cell), 0)

  const table = rows([
    ['cell', 'request', 'variants', 'cases', 'requests', ''],
    ...sending.map((cell) => [
      cell.id,
      `${cell.operation.method} ${cell.operation.path}`,
      count(cell.variants.length),
      count(casesOf(cell)),
      `≤ ${count(requestsOf(cell))}`,
      cell.carrier ? 'only as evidence for others' : (apart[cell.phase] ?? ''),
    ]),
  ])
  const lines = [
    `What would be sent to ${about}. Nothing has been sent.`,
    '',
    ...(sending.length === 0 ? [] : [table, '']),
  ]
  if (derived.length > 0) {
    lines.push('Judged by what these exchanges show, without requests of their own:')
    for (const [clause, its] of groupBy(derived, ({ clause: id }) => id))
      lines.push(`  ${clause}  on ${counted(its.length, 'operation')}`)
    lines.push('')
  }
  if (without.length > 0) {
    lines.push('Not sent:')
    const reasons = groupBy(without, ({ unexercised }) => `${unexercised?.kind}: ${unexercised?.detail}`)
    for (const [reason, its] of reasons) lines.push(`  ${readable(reason)}  ${its.map(({ id }) => id).join(', ')}`)
    lines.push('')
  }
  const never = edition.clauses.filter(({ unexercised }) => unexercised !== undefined)
  if (never.length > 0) lines.push(`No cell exercises ${never.map(({ id }) => id).join(', ')}.`, '')
  lines.push(
    `${counted(judged.length, 'cell')}, ${counted(sum(casesOf), 'case')}, at most ${counted(sum(requestsOf), 'request')}` +
      '; more only to set up, to confirm findings and to clean up.',
    ...sayCut(planned),
  )
  return lines.join('\n')
}
