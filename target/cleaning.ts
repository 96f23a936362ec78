import type { Edition } from '../contract/edition.ts'
import type { Operation, ResourceName } from '../contract/operation.ts'
import type { Exchange } from '../oracle/exchange.ts'
import type { WireRequest } from './client.ts'
import type { Ledger, Living } from './ledger.ts'
import type { Id } from './ledger-entry.ts'

/** What every step of cleaning up works with. */
export interface Cleaning {
  readonly edition: Edition
  readonly ledger: Ledger
  readonly send: (request: WireRequest) => Promise<Exchange>
  /** Whether there is time for more. */
  readonly goesOn: () => boolean
  /** Acts on things, several at a time, for as long as there is time. */
  each<T>(things: readonly T[], act: (thing: T) => Promise<void>): Promise<void>
}

/** Milliseconds before each look at what was promised to go. */
export const looks = [0, 250, 500, 1000, 2000] as const

export const nameOf = ({ resource, id }: Living): string => `${resource} ${id}`

/** What came of a request, in words. */
export const answered = ({ response, failure }: Exchange): string =>
  response === undefined ? `failed: ${failure?.message ?? 'no response'}` : `answered ${response.status}`

/** A path with ids in the place of its parameters. */
export const fill = (path: string, ...ids: readonly Id[]): string => {
  let next = 0
  return path.replace(/\{\w+\}/g, () => encodeURIComponent(String(ids[next++] ?? '')))
}

/** The first operation of that kind; deleting a credential is documented below its person only. */
export const actionOn = (edition: Edition, resource: ResourceName, action: 'list' | 'read' | 'delete'): Operation => {
  const operation = edition.operations.find((one) => one.resource === resource && one.action === action)
  if (operation === undefined) throw new Error(`The edition ${edition.name} has no operation to ${action} ${resource}.`)
  return operation
}
