import type { Edition } from '../../contract/edition.ts'
import type { CellVerdict, Unexercised } from '../../oracle/results.ts'
import { groupBy } from '../group.ts'
import { counted, readable, wrap } from './text.ts'

/** Why a cell was not exercised, in words. */
export const kindsOfUnexercised: Readonly<Record<Unexercised['kind'], string>> = {
  absent: 'declared absent by its owner',
  withheld: 'withheld, since it could do harm',
  missing: 'something is missing',
  budget: 'budget',
  unobserved: 'never observed',
}

/** Operations of a clause that are named before they are only counted. */
const named = 4

/** `RE-405 on createPerson, updatePerson; RE-410 on 9 operations` */
export const where = (cells: readonly Pick<CellVerdict, 'clause' | 'operation'>[]): string =>
  [...groupBy(cells, ({ clause }) => clause)]
    .map(([clause, its]) => {
      const operations = its.map(({ operation }) => operation).join(', ')
      return `${clause} on ${its.length > named ? counted(its.length, 'operation') : operations}`
    })
    .join('; ')

/** What was not exercised, by the reason why: first what a run could not do, then what no run does. */
export const renderUnexercised = (edition: Edition, cells: readonly CellVerdict[], width: number): string[] => {
  const without = cells.filter(({ verdict }) => verdict === 'not-exercised')
  const groups = groupBy(without, ({ unexercised, reasons }) =>
    unexercised === undefined
      ? (reasons[0] ?? 'no reason given')
      : `${kindsOfUnexercised[unexercised.kind]}: ${unexercised.detail}`,
  )
  const lines = [...groups].flatMap(([reason, its]) => [
    ...wrap(`  ${readable(reason)} (${counted(its.length, 'cell')})`, width, '    '),
    ...wrap(where(its), width - 4).map((line) => `    ${line}`),
  ])
  const never = edition.clauses.filter(({ unexercised }) => unexercised !== undefined)
  if (never.length === 0) return lines
  return [
    ...lines,
    ...wrap(`  no cell exercises these, in any run (${counted(never.length, 'clause')})`, width, '    '),
    ...never.flatMap(({ id, unexercised }) => wrap(`    ${id}  ${unexercised ?? ''}`, width, '      ')),
  ]
}
