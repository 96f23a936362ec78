import type { Outcome } from '../contract/outcome.ts'
import type { Compiled, CompiledOperation } from './compiled.ts'
import type { Exchange } from './exchange.ts'
import type { Expected } from './expectation.ts'
import type { Inconclusive, Judgement, Observation, Violation } from './results.ts'

/** A judgement while it is being made. */
export interface Notes extends Judgement {
  readonly violations: Violation[]
  readonly examined: string[]
  readonly observations: Observation[]
  readonly inconclusive: Inconclusive[]
}

/** One step that was sent, with all that is needed to judge it. */
export interface Step {
  readonly position: number
  readonly expected: Expected
  readonly exchange: Exchange
  readonly outcome: Outcome
  readonly on: CompiledOperation
  readonly edition: Compiled
  readonly shared: boolean
  /** A deletion before it was answered with 202: that it will be done, and not when. */
  readonly afterPendingDeletion: boolean
  readonly notes: Notes
}

/** A step whose answer says something, with what was found of it alone. */
export interface SettledStep extends Step {
  /** It was accepted, rightly, and its body is in order. */
  readonly sound: boolean
}

export const newNotes = (): Notes => ({ violations: [], examined: [], observations: [], inconclusive: [] })

/** Notes that a step is evidence for a clause. */
export const examine = ({ notes, on }: Step, clause: string): void => {
  notes.examined.push(on.pair(clause))
}

/**
 * Notes that a step breaks a clause. `expected` and `actual` are half sentences; `parameters` are those at fault, where
 * they are not simply the defect's.
 */
export const accuse = (
  step: Step,
  clause: string,
  expected: string,
  actual: string,
  parameters?: readonly string[],
): void => {
  const { defect } = step.expected
  step.notes.violations.push({
    clause,
    operation: step.on.operation.id,
    ...(defect === undefined ? {} : { rule: defect.rule }),
    parameters: parameters ?? defect?.parameters ?? [],
    status: statusText(step.exchange),
    step: step.position,
    expected,
    actual,
  })
}

export const observe = ({ notes, on }: Step, what: string, detail = ''): void => {
  notes.observations.push({ operation: on.operation.id, what, detail })
}

const statusText = ({ response, failure }: Exchange): string =>
  response === undefined ? (failure?.kind ?? 'none') : String(response.status)
