import type { Defect } from '../../contract/types.ts'
import type { Expected } from '../../oracle/expectation.ts'

/**
 * What each status means for each outcome and strength, written out by hand: nothing here is computed from the
 * contract's tables. `unclear` says that the status is no verdict; `rest` is any status that is not named.
 */
export interface Row {
  readonly name: string
  readonly expected: Expected
  readonly shared?: boolean
  /** Statuses by the clause that they break. */
  readonly breaks: Readonly<Record<string, readonly number[]>>
  readonly fine: readonly number[]
  readonly unclear?: readonly number[]
  readonly rest4xx: string
  /** 400 and above that is not 4xx; the same for 2xx and 3xx unless given. */
  readonly rest5xx: string
  readonly rest2xx: string
  readonly rest3xx: string
}

export const all = (clause: string) => ({ rest4xx: clause, rest5xx: clause, rest2xx: clause, rest3xx: clause })
/** @param serverError the clause that any mistake of the server breaks */
export const refusedOr =
  (serverError: string) =>
  (clause: string): Pick<Row, 'rest4xx' | 'rest5xx' | 'rest2xx' | 'rest3xx'> => ({
    ...all(clause),
    rest5xx: serverError,
  })
export const usually = [429, 502, 503, 504]
export const success2xx = Array.from({ length: 100 }, (_, index) => 200 + index)

export const wire: Defect = { rule: 'content-type', place: 'wire', parameters: [] }
export const idForm: Defect = { rule: 'id-form', place: 'path', parameters: ['id'] }
export const step = (
  operation: string,
  outcome: Expected['outcome'],
  strength: Expected['strength'],
  defect?: Defect,
): Expected => ({
  operation,
  outcome,
  strength,
  ...(defect === undefined ? {} : { defect }),
})

export const state = (rule: Defect['rule'], ...parameters: string[]): Defect => ({ rule, place: 'state', parameters })
export const key: Defect = { rule: 'key', place: 'key', parameters: [] }
export const patch: Defect = { rule: 'method', place: 'method', parameters: ['PATCH'] }
export const accept: Defect = { rule: 'accept', place: 'accept', parameters: [] }
export const suffix: Defect = { rule: 'suffix', place: 'path', parameters: [] }
export const knownId: Defect = { rule: 'known-id', place: 'path', parameters: ['id'] }

/** What a gateway says says nothing of a limit either. */
export const unclearOfLimit: readonly number[] = [502, 504]
