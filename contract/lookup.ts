import type { Edition } from './edition.ts'
import type { Operation } from './operation.ts'

/** @throws Error where the edition has no such operation: whoever asks was written for another one. */
export const operationOf = (edition: Edition, id: string): Operation => {
  const operation = edition.operations.find((one) => one.id === id)
  if (operation === undefined) throw new Error(`The edition has no operation ${id}`)
  return operation
}
