import type { Operation } from '../../contract/operation.ts'
import type { Fixtures } from '../../target/fixtures.ts'
import type { PlannedCell } from '../planned-cell.ts'
import type { CaseContext } from './run-case.ts'

type DoorId = Fixtures['doors'][number]

/** Keys are not restored: those of one channel are lost, however many may be. */
const doorFor = ({ path }: Operation, { doors, keyedDoors }: Fixtures, seed: number): DoorId | undefined =>
  path.endsWith('_key') ? keyedDoors[0] : doors[(seed >>> 0) % Math.max(1, doors.length)]

/**
 * Has the cases of a variant act on one door among those that may be commanded: what another variant does to its own
 * changes nothing that they see. The seed of the variant decides which, so that a replay goes to the same.
 *
 * @returns the context for its cases, and the door; none where they act on no door, or the target has none
 */
export const withOwnDoor = <Context extends Pick<CaseContext, 'source'>>(
  context: Context,
  { operation }: Pick<PlannedCell, 'operation'>,
  seed: number,
): readonly [context: Context, door: DoorId | undefined] => {
  const { source } = context
  const door = operation.acts === 'doors' ? doorFor(operation, source.fixtures, seed) : undefined
  if (door === undefined) return [context, undefined]
  return [{ ...context, source: { ...source, fixtures: { ...source.fixtures, doors: [door] } } }, door]
}
