import type { EditionName } from '../edition.ts'
import { bodyFaults } from './bodies.ts'
import { doorFaults } from './doors.ts'
import { errorFaults } from './errors.ts'
import { escaping } from './escaping.ts'
import type { Fault } from './fault.ts'
import { fieldFaults } from './fields.ts'
import { filterFaults } from './filters.ts'
import { foreignFaults } from './foreign.ts'
import { groupReservationFaults } from './group-reservations.ts'
import { keyFaults } from './keys.ts'
import { limitFaults } from './limits.ts'
import { lossFaults } from './loss.ts'
import { methodFaults } from './methods.ts'
import { negotiationFaults } from './negotiation.ts'
import { notificationRuleFaults } from './notification-rules.ts'
import { pagingFaults } from './paging.ts'
import { pinFaults } from './pins.ts'
import { raceFaults } from './races.ts'
import { reservationStateFaults } from './reservation-state.ts'
import { reservationFaults } from './reservations.ts'
import { robustnessFaults } from './robustness.ts'
import { shapeFaults } from './shapes.ts'
import { stateFaults } from './state.ts'
import { statusFaults } from './status.ts'
import { tokenFaults } from './tokens.ts'
import { traceFaults } from './traces.ts'
import { updateFaults } from './updates.ts'
import { validationFaults } from './validation.ts'

export type { Fault } from './fault.ts'

const planted: readonly Fault[] = [
  ...statusFaults,
  ...errorFaults,
  ...keyFaults,
  ...negotiationFaults,
  ...methodFaults,
  ...stateFaults,
  ...lossFaults,
  ...validationFaults,
  ...bodyFaults,
  ...robustnessFaults,
  ...reservationFaults,
  ...reservationStateFaults,
  ...groupReservationFaults,
  ...notificationRuleFaults,
  ...doorFaults,
  ...limitFaults,
  ...fieldFaults,
  ...shapeFaults,
  ...filterFaults,
  ...foreignFaults,
  ...pagingFaults,
  ...pinFaults,
  ...raceFaults,
  ...tokenFaults,
  ...traceFaults,
  ...updateFaults,
]

/** Every mistake that can be planted, in the order of the families. */
export const faults: readonly Fault[] = planted.map((fault) => {
  const escapes = escaping[fault.id]
  return escapes === undefined ? fault : { ...fault, escapes }
})

/** The mistakes that break something in an edition. */
export const faultsOf = (edition: EditionName): readonly Fault[] =>
  faults.filter(({ clauses }) => clauses[edition].length > 0)
