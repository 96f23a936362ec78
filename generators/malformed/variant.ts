import type fc from 'fast-check'
import type { Defect, Place, Rule } from '../../contract/defect.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Draft, Malformed } from '../draft.ts'

/** Malformed requests of one operation that break one rule in one place: one property of a cell. */
export interface MalformedVariant {
  /** Unique within its operation: `required.last_name`. */
  readonly id: string
  readonly defect: Defect
  readonly arbitrary: fc.Arbitrary<Malformed>
  /** The request is so long that an endpoint may cut the connection rather than answer. */
  readonly mayDisconnect?: boolean
  /** How many different requests there are, where that is fewer than a run would draw. */
  readonly distinct?: number
}

/** A family's variant: `requests` draws the broken request beside its twin. */
export const variant = (
  rule: Rule,
  place: Place,
  parameters: readonly string[],
  requests: fc.Arbitrary<{ readonly twin: Draft; readonly request: Draft }>,
  more: { readonly name?: string } & Partial<Pick<MalformedVariant, 'mayDisconnect' | 'distinct'>> = {},
): MalformedVariant => {
  const { name, ...rest } = more
  const defect: Defect = { rule, place, parameters }
  const subject = name ?? parameters.join('+')
  return {
    id: subject === '' ? rule : `${rule}.${subject}`,
    defect,
    arbitrary: requests.map(({ twin, request }) => ({ twin, request, defect })),
    ...rest,
  }
}

/** Whether an operation is there at all for a family that breaks bodies. */
export const hasBody = (operation: Operation): boolean => operation.body !== undefined
