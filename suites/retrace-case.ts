import { isDeepStrictEqual } from 'node:util'
import type { Operation } from '../contract/operation.ts'
import { wireForm } from '../generators/wire.ts'
import type { RecordedCase } from '../oracle/evidence.ts'
import type { Exchange } from '../oracle/exchange.ts'
import type { JudgedCase } from '../oracle/rejudgement.ts'
import { recordedRequest } from '../target/redaction.ts'
import type { Marker } from '../target/unique.ts'
import { idIn, isAccepted } from './engine/answers.ts'
import type { BindingSource, CaseBinding, Things } from './engine/binding.ts'
import { bindCase, MissingFixture, NotMade } from './engine/binding.ts'
import { bindRelation } from './engine/case-values.ts'
import { shouldSend } from './engine/conditions.ts'
import type { Case } from './step.ts'

/** What a case is compared with: what it was drawn as, and what its symbols stand for. */
export interface Retraced {
  readonly one: Case
  readonly source: BindingSource
}

const markerOf = (systemId: string): Marker => ({ systemId, email: `${systemId}@example.com` })

const notDrawn = (): never => {
  throw new NotRecorded()
}

/** A value that the case needs does not stand in the recording. */
class NotRecorded extends Error {}

/** Binds the symbols of a recorded case to what they stood for when it was sent. Nothing is drawn anew. */
const bindRecorded = (
  { markers }: RecordedCase['bound'],
  values: RecordedCase['bound']['values'],
  source: BindingSource,
  things: Things,
): CaseBinding =>
  bindCase({ ...source, issueMarker: notDrawn, unique: { ...source.unique, card: notDrawn, pin: notDrawn } }, things, {
    markers: markers.map(([slot, systemId]) => [slot, markerOf(systemId)] as const),
    values,
  })

/** The expectation of a case that was drawn again, as it would be recorded. */
const expectationOf = ({ steps, relations, chained }: Case, bind: CaseBinding) => ({
  steps: steps.map(({ draft, expected }) => ({ operation: draft.operation, ...expected })),
  relations: relations.map((relation) => bindRelation(relation, bind)),
  ...(chained === true ? { chained: true } : {}),
})

/** As it is recorded: JSON knows no `undefined`. */
const asRecorded = (value: object): unknown => JSON.parse(JSON.stringify(value))

/** That a gateway's error has kept coming back is known only once the case is sent. */
const withoutNotes = ({ expectation: { deletedLater: _, ...rest } }: RecordedCase): unknown => ({
  ...rest,
  steps: rest.steps.map(({ recurring: __, ...step }) => step),
})

/** What of a recorded case is not what its seed draws, each as half a sentence; empty if all of it is. */
export const differences = (
  operations: ReadonlyMap<string, Operation>,
  { recorded, exchanges }: JudgedCase,
  { one, source }: Retraced,
): readonly string[] => {
  const things: Things = new Map(recorded.bound.things)
  const { bound } = recorded
  const bind = bindRecorded(bound, bound.values, source, things)
  // A value that the target had already was written by the steps before it was drawn anew.
  const before = (bound.refused ?? []).map((values) => bindRecorded(bound, values, source, things))
  // A run that ends breaks cases off; whether it ended is for others to see.
  const brokenOff = (index: number): boolean => index >= exchanges.length
  try {
    if (!isDeepStrictEqual(asRecorded(expectationOf(one, bind)), withoutNotes(recorded)))
      return ['it is judged by another expectation than the one that it was drawn with']
    return [
      // What is read again while a change settles is read last.
      ...(recorded.settled === undefined ? outOfOrder(one, exchanges) : []),
      ...one.steps.flatMap((step, index) => {
        const exchange = exchanges[index]
        const wrong = exchange === undefined ? unsent(index) : altered(index, exchange)
        const made = exchange !== undefined && isAccepted(exchange) ? idIn(exchange) : undefined
        if (step.makes !== undefined && made !== undefined) things.set(step.makes, made)
        return wrong === undefined ? [] : [wrong]
      }),
    ]
  } catch (error) {
    if (error instanceof NotRecorded) return ['what was drawn for it is not recorded']
    if (error instanceof NotMade) return ['something that it refers to is not recorded']
    if (error instanceof MissingFixture)
      return [`the target was found to have nothing of what it needs (${error.message})`]
    throw error
  }

  function altered(index: number, { request }: Exchange): string | undefined {
    const step = one.steps[index]
    const operation = step === undefined ? undefined : operations.get(step.draft.operation)
    if (step === undefined || operation === undefined) return undefined
    for (const binding of [bind, ...before]) {
      try {
        const wire = wireForm(operation, step.draft, binding, source.fixtures.nestedWrapper ?? true)
        if (isDeepStrictEqual(asRecorded(recordedRequest(wire)), request)) return undefined
      } catch (error) {
        if (!(error instanceof NotMade) && !(error instanceof NotRecorded)) throw error
      }
    }
    return `the request of step ${index + 1} (${request.method} ${request.operation}) is not the one that was drawn`
  }

  /** A step that was not sent has a reason: its condition, something that was not made, or what went wrong before. */
  function unsent(index: number): string | undefined {
    if (recorded.held !== undefined || brokenOff(index)) return undefined
    // What decides whether it is sent may have looked otherwise before the change had settled.
    if (recorded.settled !== undefined && one.steps[index]?.when !== undefined) return undefined
    const step = one.steps[index]
    const operation = step === undefined ? undefined : operations.get(step.draft.operation)
    if (step === undefined || operation === undefined || !shouldSend(step, exchanges, bind)) return undefined
    try {
      wireForm(operation, step.draft, bind, source.fixtures.nestedWrapper ?? true)
    } catch (error) {
      if (error instanceof NotMade) return undefined
      throw error
    }
    return `step ${index + 1} (${step.draft.operation}) is missing`
  }
}

/** Steps are sent one after the other, but for those that are meant to be sent together. */
const outOfOrder = ({ steps }: Case, exchanges: readonly (Exchange | undefined)[]): readonly string[] => {
  const wrong: string[] = []
  for (const [index, exchange] of exchanges.entries()) {
    const before = exchanges[index - 1]
    if (exchange === undefined || before === undefined) continue
    const together = steps[index]?.together
    if (together !== undefined && together === steps[index - 1]?.together) continue
    if (exchange.started < before.ended) wrong.push(`step ${index + 1} was sent before step ${index} was answered`)
  }
  return wrong
}
