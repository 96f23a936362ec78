import type { CredentialType, HeldCredential } from './entities.ts'
import type { Store } from './store.ts'
import type { Problem } from './types.ts'

/** Asks for a PIN to be made up. */
export const anyPin = '******'

export const pinCode = 10

/** The value that is stored for what was asked. */
export const assigned = (store: Store, type: CredentialType, value: unknown): unknown =>
  type.code === pinCode && value === anyPin ? store.newPin() : value

/** Digits, four to eight of them (guide "PINs"). The articles say nothing of it. */
const isPin = (value: string): boolean => value === anyPin || /^\d{4,8}$/.test(value)

/**
 * What is wrong with a value that is there: a PIN of another form, and a value that somebody else's credential has. Both
 * are rules of the current edition alone.
 */
export const valueProblems = (
  store: Store,
  type: CredentialType,
  param: string,
  value: unknown,
  self: HeldCredential | undefined,
): readonly Problem[] => {
  if (store.edition === 'classic' || typeof value !== 'string' || value === '') return []
  if (type.code === pinCode && !isPin(value))
    return [{ rule: 'format', param, message: `${param} must be between 4 and 8 digits in length` }]
  for (const held of store.withValue(value)) {
    if (held !== self) return [{ rule: 'unique', param, message: `${param} is already in use on your account` }]
  }
  return []
}
