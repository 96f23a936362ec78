/**
 * What things say of themselves that have ended, or are about to, and that lists go on showing. Cleaning up goes by these
 * words, so that they stay legible.
 */
export const endStates = {
  credentials: ['revoking', 'revoked'],
  group_reservations: ['deactivated'],
} as const

/** Whether a state is one of those in which there is nothing left to delete. */
export const hasEnded = (resource: string, state: unknown): boolean =>
  Object.hasOwn(endStates, resource) && endStates[resource as keyof typeof endStates].some((word) => word === state)
