import type { Edition } from '../contract/edition.ts'
import { judgeAuthorisation } from './authorisation.ts'
import { compiled } from './compiled.ts'
import type { Exchange } from './exchange.ts'
import type { Expectation, Expected } from './expectation.ts'
import { type Notes, newNotes, type SettledStep, type Step } from './notes.ts'
import { judgeRefusalBody } from './refusal-body.ts'
import { judgeRelation } from './relations.ts'
import type { Judgement } from './results.ts'
import { isRefusal, judgeStatus, type Standing } from './status.ts'
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
  const whole = judgeAll(edition, expectation, exchanges)
  if (expectation.chained !== true || whole.astray === undefined) return whole.notes
  return { ...judgeAll(edition, expectation, exchanges.slice(0, whole.astray + 1)).notes, until: whole.astray }
}

/** What was found, and the first step at which it shows that nobody knows what state the target is in. */
interface Judged {
  readonly notes: Notes
  readonly astray: number | undefined
}

const judgeAll = (edition: Edition, expectation: Expectation, exchanges: readonly (Exchange | undefined)[]): Judged => {
  const notes = newNotes()
  const contract = compiled(edition)
  const validityElsewhere = stepsOfLastingValidity(expectation, exchanges)
  const pending = pendingDeletion(expectation, exchanges)
  let astray: number | undefined
  const goesAstray = (position: number): void => {
    astray = Math.min(astray ?? position, position)
  }
  const settled = expectation.steps.map((wanted, position) => {
    const exchange = exchanges[position]
    if (exchange === undefined) return undefined
    const expected = asAnswered(edition, wanted, exchange)
    const step = {
      position,
      expected,
      exchange,
      outcome: contract.outcome(expected.operation, expected.outcome),
      on: contract.operation(expected.operation),
      edition: contract,
      shared: expectation.target.shared,
      afterPendingDeletion: pending !== -1 && position > pending,
      notes,
      sound: false,
    }
    const standing = judgeStatus(step)
    // An answer of the wrong kind, and a write that may not have had its effect, or not yet.
    if (standing === 'wrong' || (standing === 'unclear' && exchange.request.method !== 'GET') || position === pending)
      goesAstray(position)
    return settle(step, standing, notes, validityElsewhere.has(position))
  })
  for (const relation of expectation.relations) {
    const sofar = notes.violations.at(-1)
    judgeRelation(relation, settled, exchanges, expectation.target, notes)
    if (notes.violations.at(-1) !== sofar) goesAstray(Math.max(...positionsIn(relation)))
  }
  return { notes, astray }
}

/** The first deletion that was answered with 202; -1 where none was. */
const pendingDeletion = ({ steps }: Expectation, exchanges: readonly (Exchange | undefined)[]): number =>
  exchanges.findIndex(
    (exchange, position) => exchange?.response?.status === 202 && steps[position]?.outcome === 'deleted',
  )

/** All steps that a relation names. */
const positionsIn = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(positionsIn) : []
}

/** A request that may be served and may be refused, by what became of it. */
const asAnswered = ({ outcomes }: Edition, expected: Expected, { response }: Exchange): Expected => {
  const { otherwise } = expected
  if (otherwise === undefined || response === undefined || !isRefusal(response.status)) return expected
  const [first] = otherwise.outcomes
  const outcome = otherwise.outcomes.find((one) => outcomes[one].must.includes(response.status)) ?? first
  if (outcome === undefined) return expected
  const { defect } = otherwise
  return defect === undefined
    ? { operation: expected.operation, outcome, strength: 'succeed' }
    : { operation: expected.operation, outcome, strength: 'must-refuse', defect }
}

/** Judges the body of one step by itself. Undefined where its answer says nothing about the target. */
const settle = (
  step: Step & { sound: boolean },
  standing: Standing,
  notes: Notes,
  validityElsewhere: boolean,
): SettledStep | undefined => {
  if (standing === 'unclear') return undefined
  const sofar = notes.violations.length
  if (standing === 'accepted') {
    if (step.expected.outcome === 'authorised') judgeAuthorisation(step)
    else judgeSuccessBody(step, validityElsewhere)
  }
  if (standing === 'refused') judgeRefusalBody(step)
  step.sound = standing === 'accepted' && notes.violations.length === sofar
  return step
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
