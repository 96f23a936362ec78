import type { CellReport } from '../../oracle/results.ts'
import type { Plan, PlannedCell } from '../plan.ts'
import { ofPhase } from '../plan.ts'
import type { CellContext } from './run-cell.ts'
import { runCell } from './run-cell.ts'

/**
 * Runs a whole plan in this process: `atOnce` concurrent cells, then the exclusive ones one by one. Without vitest, for
 * benchmarks and for soaking; the cells themselves are run by the same code.
 */
export const runPlan = async (
  { cells }: Plan,
  context: CellContext,
  atOnce: number,
  report: (report: CellReport) => void = () => {},
): Promise<readonly CellReport[]> => {
  const reports: CellReport[] = []
  const run = async (cell: PlannedCell): Promise<void> => {
    const done = await runCell(context, cell)
    reports.push(done)
    report(done)
  }
  const waiting = ofPhase(cells, 'concurrent').values()
  const worker = async (): Promise<void> => {
    for (const cell of waiting) await run(cell)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  for (const cell of [...ofPhase(cells, 'exclusive'), ...ofPhase(cells, 'derived')]) await run(cell)
  return reports
}
