import type { CellReport } from '../oracle/results.ts'
import { count, counted } from '../reports/terminal/text.ts'
import type { Plan } from '../suites/plan.ts'

/** What the budget of a plan leaves out, as whole sentences; none where it leaves out nothing. */
export const sayCut = ({ cut }: Plan): readonly string[] => {
  if (cut === undefined) return []
  const { requests, cases, variants, cells } = cut
  const left = [
    ...(cases === 0 ? [] : [counted(cases, 'case')]),
    ...(variants === 0 ? [] : [counted(variants, 'variant')]),
  ]
  const none = cells.length === 0 ? 'Every cell keeps something.' : `${counted(cells.length, 'cell')} got none.`
  return [`The budget of ${count(requests)} requests leaves out ${left.join(' and ')}. ${none}`]
}

/** What was planned and not sent when the budget was used up. */
export const sayCutShort = (reports: readonly CellReport[]): readonly string[] => {
  const short = reports.filter(({ cut = 0 }) => cut > 0)
  if (short.length === 0) return []
  const cases = short.reduce((sum, { cut = 0 }) => sum + cut, 0)
  return [
    `When the budget was used up, ${counted(cases, 'case')} in ${counted(short.length, 'cell')} had not been sent.`,
  ]
}
