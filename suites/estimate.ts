import fc from 'fast-check'
import type { Drawn, Variant } from './cell.ts'
import { neededThings, ofPerson } from './engine/case-values.ts'
import type { Case } from './step.ts'

/** Requests that a variant costs, about. */
export interface Estimate {
  /** Those of one case at most, its twin and its set-up aside. */
  readonly requests: number
  /** Once: its twin, and what it acts on. */
  readonly once: number
  /** Again with each case: the case, what it leaves to be removed, and anew what it acts on. */
  readonly each: number
}

/** A thing is created, shown and deleted. */
const thing = 3

const setUpOf = (one: Case): number => {
  const needed = neededThings(one)
  const alone = needed.some((name) => ofPerson.has(name)) && !needed.includes('person')
  return thing * (needed.length + (alone ? 1 : 0))
}

/** Steps that are sent only if another one was not answered as this one wishes are left out. */
const sentOf = ({ steps, subject }: Case): number => {
  const refused = steps[subject]?.expected.strength === 'must-refuse'
  return steps.filter(({ when }) => when === undefined || (when.is === 'refused') === refused).length
}

const isWrite = (one: Case): boolean => {
  const draft = one.steps[one.subject]?.draft
  return draft?.body !== undefined
}

/** What is made and stays until it is removed. */
const madeBy = ({ steps }: Case): number => steps.filter(({ makes }) => makes !== undefined).length

const costOf = (one: Case): number => sentOf(one) + madeBy(one)

const estimated = ({ subject, twin }: Drawn): Estimate => {
  const setUp = setUpOf(subject)
  const accepted = subject.steps[subject.subject]?.expected.strength !== 'must-refuse' && isWrite(subject)
  return {
    requests: subject.steps.length,
    once: setUp + (twin === undefined ? 0 : costOf(twin) + setUpOf(twin)),
    each: costOf(subject) + (accepted ? setUp : 0),
  }
}

/** What a variant costs, by the first case that a fixed seed draws: the same for every run. */
export const estimate = ({ arbitrary }: Variant): Estimate => {
  const [drawn] = fc.sample(arbitrary, { seed: 0, numRuns: 1 })
  return drawn === undefined ? { requests: 0, once: 0, each: 0 } : estimated(drawn)
}
