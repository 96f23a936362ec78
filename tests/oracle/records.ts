import type { Edition } from '../../contract/edition.ts'
import type { Expected, Relation } from '../../oracle/expectation.ts'
import { type Answer, accused, current, dedicated, exchanged, judgeSteps, type Sent, succeed } from './support.ts'

/** Reservations as they are written and read, and the steps and judgements of the edition that has them. */

export const times = { start_time: '2035-01-01T10:00:00Z', end_time: '2035-01-01T11:00:00Z' }

/** Shown with everything that is reserved, and written by nobody. */
export const moments = { created_at: '2034-01-01T00:00:00Z', updated_at: '2034-01-01T00:00:00Z' }

/** A reservation of a door as a list shows it. */
export const booked = (id: number, more: object = {}) => ({
  id,
  person_id: 5,
  ...times,
  channel_ids: [710],
  ...moments,
  ...more,
})

/** A step of the current edition, which should succeed unless something else is expected. */
export const step = (operation: string, given: Answer, body?: unknown, expected: Partial<Expected> = {}): Sent => [
  { ...succeed(operation, current), ...expected },
  exchanged(operation, given, body, current),
]

export const judged = (steps: readonly Sent[], relation: Relation, edition: Edition = current) =>
  judgeSteps(steps, [relation], dedicated, edition)

/** What is broken, each as `CLAUSE OPERATION PARAMETERS`. */
export const accusedIn = (steps: readonly Sent[], relation: Relation, edition?: Edition): readonly string[] =>
  accused(judged(steps, relation, edition))
