import type { Edition } from '../contract/types.ts'
import { compiled } from './compiled.ts'
import type { Exchange } from './exchange.ts'
import type { Expectation } from './expectation.ts'
import { type Notes, newNotes, type Step } from './notes.ts'
import { judgeRefusalBody } from './refusal-body.ts'
import { judgeRelation, type SettledStep } from './relations.ts'
import type { Judgement } from './results.ts'
import { isRefusal, judgeStatus } from './status.ts'
import { judgeSuccessBody } from './success-body.ts'

/**
 * Judges a group of linked exchanges against an edition. `exchanges[i]` belongs to `expectation.steps[i]`; undefined
 * stands for a step that was not sent. Each step is judged by itself, then what must hold between the steps.
 *
 * A pure function: the same exchanges give the same judgement, now and from a recording.
 *
 * @throws Error where the expectation names an operation that the edition does not have.
 */
export const judge = (
  edition: Edition,
  expectation: Expectation,
  exchanges: readonly (Exchange | undefined)[],
): Judgement => {
  const notes = newNotes()
  const contract = compiled(edition)
  const validityElsewhere = stepsOfLastingValidity(expectation, exchanges)
  const settled = expectation.steps.map((expected, position) => {
    const exchange = exchanges[position]
    if (exchange === undefined) return undefined
    const step: Step = {
      position,
      expected,
      exchange,
      outcome: edition.outcomes[expected.outcome],
      on: contract.operation(expected.operation),
      edition: contract,
      shared: expectation.target.shared,
      notes,
    }
    return settle(step, notes, validityElsewhere.has(position))
  })
  for (const relation of expectation.relations) judgeRelation(relation, settled, expectation.target, notes)
  return notes
}

/** Judges one step by itself. Undefined where its answer says nothing about the target. */
const settle = (step: Step, notes: Notes, validityElsewhere: boolean): SettledStep | undefined => {
  const standing = judgeStatus(step)
  if (standing === 'unclear') return undefined
  const sofar = notes.violations.length
  if (standing === 'accepted') judgeSuccessBody(step, validityElsewhere)
  if (standing === 'refused') judgeRefusalBody(step)
  return { ...step, sound: standing === 'accepted' && notes.violations.length === sofar }
}

const none: ReadonlySet<number> = new Set()

/**
 * Steps that read what an earlier step stored though it need not have been accepted. Whether it is valid is then the
 * question of that relation; where the earlier step was refused it is an ordinary reading.
 */
const stepsOfLastingValidity = (
  { relations }: Expectation,
  exchanges: readonly (Exchange | undefined)[],
): ReadonlySet<number> => {
  if (!relations.some(({ kind }) => kind === 'still-valid')) return none
  const steps = new Set<number>()
  for (const relation of relations) {
    if (relation.kind !== 'still-valid') continue
    const status = exchanges[relation.accepted]?.response?.status
    if (status === undefined || !isRefusal(status)) steps.add(relation.read)
  }
  return steps
}
