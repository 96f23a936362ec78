import { createSlots, type Slots } from '../../target/slots.ts'
import type { PlannedCell } from '../planned-cell.ts'

/**
 * Sees to it that no cell runs beside one that it must not meet, and that not everything is begun at once.
 *
 * All cells are asked to run at once. Those of phase `doors` wait until every cell that looks at doors has ended, and their
 * variants go one after the other at each door; the client serves both kinds first (`hurry`), since others wait for them.
 * Variants share a room that is somewhat larger than the number of requests in flight; a long variant sends its cases in
 * several strands.
 */
export interface Turns {
  /** Runs a cell as soon as it may. */
  cell<T>(cell: PlannedCell, run: () => Promise<T>): Promise<T>
  /**
   * Runs one variant of a cell as soon as there is room, in the order in which it was asked for. `door`: the one that it
   * has to itself, if it commands one.
   */
  variant<T>(cell: PlannedCell, run: () => Promise<T>, door?: number | string): Promise<T>
}

/**
 * Variants under way for each request that may be in flight. Each sends its cases one after the other, and is not in
 * flight while they are drawn and judged: with one for each place, places would stand empty.
 */
const share = 2.5

/** `concurrency`: most requests in flight. How many are is the client's business. */
export const createTurns = (cells: readonly PlannedCell[], concurrency: number): Turns => {
  const room = createSlots(Math.ceil(share * concurrency))
  const looking = new Set(cells.filter(({ looksAtDoors }) => looksAtDoors).map(({ id }) => id))
  let openDoors: () => void = () => {}
  const opened = new Promise<void>((resolve) => {
    openDoors = resolve
  })
  if (looking.size === 0) openDoors()
  const doors = new Map<number | string | undefined, Slots>()

  const roomAt = (door: number | string | undefined): Slots => {
    const place = doors.get(door) ?? createSlots(1)
    doors.set(door, place)
    return place
  }

  return {
    cell: async (cell, run) => {
      if (cell.phase === 'doors') await opened
      try {
        return await run()
      } finally {
        if (looking.delete(cell.id) && looking.size === 0) openDoors()
      }
    },
    variant: async (cell, run, door) => {
      // Commands take nobody's room: there are never more under way than doors.
      const place = cell.phase === 'doors' ? roomAt(door) : room
      await place.take()
      try {
        return await run()
      } finally {
        place.give()
      }
    },
  }
}
