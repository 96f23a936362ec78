import { bodyFaults } from './bodies.ts'
import { errorFaults } from './errors.ts'
import type { Fault } from './fault.ts'
import { keyFaults } from './keys.ts'
import { lossFaults } from './loss.ts'
import { methodFaults } from './methods.ts'
import { negotiationFaults } from './negotiation.ts'
import { robustnessFaults } from './robustness.ts'
import { stateFaults } from './state.ts'
import { statusFaults } from './status.ts'
import { validationFaults } from './validation.ts'

export type { Fault } from './fault.ts'

/** Every mistake that can be planted, in the order of the families. */
export const faults: readonly Fault[] = [
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
]
