import type { CellReport, Unexercised } from '../../oracle/results.ts'
import { Tally } from '../../oracle/tally.ts'
import { endingOf } from '../../target/ending.ts'
import type { PlannedCell } from '../planned-cell.ts'
import { MissingFixture } from './binding.ts'
import { digestOfCell } from './draw.ts'
import { withOwnDoor } from './own-door.ts'
import { type CellContext, noteEnd, type PlannedVariant, VariantRun } from './run-variant.ts'
import { variantSeed } from './seeds.ts'
import type { Turns } from './turns.ts'

const usedUp: Unexercised = { kind: 'budget', detail: 'The budget was used up before anything of it was judged.' }

/**
 * Runs all variants of a cell when it is their turn, and reports what they showed. Never throws: a fault of the suite is
 * reported too.
 */
export const runCell = (context: CellContext, cell: PlannedCell, turns: Turns): Promise<CellReport> =>
  turns.cell(cell, () => runVariants({ ...context, hurry: isAwaited(cell) }, cell, turns))

const runVariants = async (context: CellContext, cell: PlannedCell, turns: Turns): Promise<CellReport> => {
  const tally = new Tally()
  const digests = new Map<string, string>()
  let unexercised: Unexercised | undefined = cell.unexercised
  let suiteFault: string | undefined

  const runVariant = async (planned: PlannedVariant, seed: number, ownContext: CellContext): Promise<void> => {
    if (context.signal.aborted) return noteEnd(tally, context.signal, planned.runs)
    try {
      digests.set(planned.id, await new VariantRun(ownContext, cell, planned, seed, tally).run())
    } catch (error) {
      if (error instanceof MissingFixture) unexercised ??= { kind: 'missing', detail: error.message }
      else suiteFault ??= `${cell.id} ${planned.id}: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  if (cell.unexercised === undefined) {
    const running = cell.variants.map((planned) => {
      const seed = variantSeed(context.seed, cell.id, planned.id)
      const [doorContext, door] = withOwnDoor(context, cell, seed)
      const ownContext = { ...doorContext, place: { cell: cell.id, variant: planned.id } }
      return turns.variant(cell, () => runVariant(planned, seed, ownContext), door)
    })
    await Promise.all(running)
  }

  const isCut = tally.cut > 0 || (cell.variants.length === 0 && endingOf(context.signal)?.kind === 'budget')
  if (isCut && tally.examined[cell.id] === undefined) unexercised ??= usedUp
  const report = tally.report({
    cell: cell.id,
    clause: cell.clause,
    operation: cell.operation.id,
    carrier: cell.carrier,
    digest: digestOfCell(cell.variants.map(({ id }) => ({ id, digest: digests.get(id) ?? '' }))),
    unexercised,
    suiteFault,
  })
  if (!isUnknown(context.signal, report)) context.recorder?.note({ cell: withoutExchanges(report) })
  return report
}

/** Whether a run was interrupted before anything was sent for a cell: nothing is known of it, as if it had not been planned. */
export const isUnknown = (signal: AbortSignal, { exchanges, suiteFault }: CellReport): boolean =>
  signal.aborted && endingOf(signal) === undefined && exchanges === 0 && suiteFault === undefined

/** They stand in the recording by themselves. */
const withoutExchanges = (report: CellReport): CellReport => ({
  ...report,
  findings: report.findings.map((finding) => ({ ...finding, exchanges: [] })),
})

/** Commands wait for those that look at doors, and at each door for one another: when they begin decides when a run ends. */
const isAwaited = ({ looksAtDoors, phase }: PlannedCell): boolean => looksAtDoors || phase === 'doors'
