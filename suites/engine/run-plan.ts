import type { CellReport } from '../../oracle/results.ts'
import type { Plan } from '../plan.ts'
import { ofPhase } from '../plan.ts'
import type { PlannedCell } from '../planned-cell.ts'
import { runCell } from './run-cell.ts'
import type { CellContext } from './run-variant.ts'
import { createTurns } from './turns.ts'

/**
 * Runs a whole plan in this process: what may run at the same time, then the exclusive cells one by one. Without vitest,
 * for benchmarks and for soaking; the cells themselves are run by the same code.
 */
export const runPlan = async (
  { cells }: Plan,
  context: CellContext,
  report: (report: CellReport) => void = () => {},
): Promise<readonly CellReport[]> => {
  const turns = createTurns(cells, context.concurrency)
  const reports: CellReport[] = []
  const run = async (cell: PlannedCell): Promise<void> => {
    const done = await runCell(context, cell, turns)
    reports.push(done)
    report(done)
  }
  await Promise.all([...ofPhase(cells, 'concurrent'), ...ofPhase(cells, 'doors')].map(run))
  for (const cell of [...ofPhase(cells, 'exclusive'), ...ofPhase(cells, 'derived')]) await run(cell)
  return reports
}
