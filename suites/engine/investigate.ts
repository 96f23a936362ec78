import fc from 'fast-check'
import type { Investigated } from '../../oracle/evidence.ts'
import { findingFrom, findingKey, type Shown, shownBy } from '../../oracle/findings.ts'
import { contradiction } from '../../oracle/requests.ts'
import type { Finding } from '../../oracle/results.ts'
import type { Tally } from '../../oracle/tally.ts'
import type { Drawn, Variant } from '../cell.ts'
import type { PlannedCell } from '../planned-cell.ts'
import type { Case } from '../step.ts'
import { neededThings } from './case-values.ts'
import type { CaseContext, CaseRun } from './run-case.ts'
import { runCase } from './run-case.ts'
import { newScope } from './scope.ts'
import { generatorVersion, writeToken } from './seeds.ts'
import { setUp } from './set-up.ts'
import { tearDown } from './tear-down.ts'

/** Cases that shrinking may send. Without a bound one long string costs tens of thousands. */
const shrinkBudget = 40

/** Sendings of the smallest case, each with fresh identifiers. */
const confirmations = 3

/** A violation that nobody has looked into yet, and where it came from. */
export interface Suspicion {
  readonly cell: PlannedCell
  readonly variant: Variant
  readonly seed: number
  /** Position of the case among those drawn from the seed. */
  readonly index: number
  /** The case that was judged. */
  readonly judged: Case
  /** What it was drawn as; absent for set-up, twins and clean-up, which do not shrink. */
  readonly drawn?: Drawn
  /** What was first seen, and what was sent then. */
  readonly seen: Shown
  /** The case of the recording that showed it. */
  readonly recorded?: number | undefined
  /** It was a gateway's error that kept coming back: confirmed as such. */
  readonly recurring: boolean
  readonly tally: Tally
}

interface Attempt {
  readonly run: CaseRun
  readonly shown?: Shown
}

/** Finds the smallest case that breaks the same clause in the same way, and whether it does so every time. */
export const investigate = async (context: CaseContext, suspicion: Suspicion): Promise<Finding> => {
  const { violation } = suspicion.seen
  const key = findingKey(violation)
  const { cell, seed, index, drawn, judged, recorded } = suspicion
  const purpose: Investigated = { finding: key, ...(recorded === undefined ? {} : { seen: recorded }) }

  const shrunk = drawn === undefined ? undefined : await shrink(context, suspicion, purpose)
  const smallest = shrunk?.drawn ?? drawn
  const smallestCase = smallest?.subject ?? judged
  if (smallest?.twin !== undefined) await attempt(context, suspicion, smallest.twin, purpose)

  const sendings: (Shown | undefined)[] = []
  for (let sending = 1; sending <= confirmations && !context.signal.aborted; sending += 1) {
    const again = await attempt(context, suspicion, smallestCase, { ...purpose, sending })
    if (again?.shown !== undefined) checkClaim(context, smallestCase, again.run)
    sendings.push(again?.shown)
  }

  const provoked = `${violation.clause}:${violation.operation}`
  const replay = writeToken({
    cell: cell.id,
    variant: suspicion.variant.id,
    version: generatorVersion,
    seed,
    path: shrunk?.path ?? String(index),
    ...(provoked === cell.id ? {} : { finding: provoked }),
  })
  const { recorder } = context
  if (recorder !== undefined && recorded !== undefined)
    recorder.note({ finding: { key, cell: cell.id, seen: recorded, sendings: confirmations, replay } })
  return findingFrom(context.edition, { seen: suspicion.seen, sendings, of: confirmations, replay, cell: cell.id })
}

/** fast-check's own shrinking, from the case that failed, as far as the budget goes. */
const shrink = async (
  context: CaseContext,
  suspicion: Suspicion,
  purpose: Investigated,
): Promise<{ readonly drawn: Drawn; readonly path: string } | undefined> => {
  let budget = shrinkBudget
  // What is simpler as it was drawn may come to the same case, which has been sent already.
  const known = new Map<string, boolean>()
  const holds = async (drawn: Drawn): Promise<boolean> => {
    const text = JSON.stringify(drawn.subject)
    const before = known.get(text)
    if (before !== undefined) return before
    if (budget <= 0 || context.signal.aborted) return true
    budget -= 1
    const tried = await attempt(context, suspicion, drawn.subject, purpose)
    known.set(text, tried?.shown === undefined)
    return tried?.shown === undefined
  }
  const details = await fc.check(fc.asyncProperty(suspicion.variant.arbitrary, holds), {
    seed: suspicion.seed,
    path: String(suspicion.index),
    numRuns: 1,
  })
  const [drawn] = details.counterexample ?? []
  return drawn === undefined || details.counterexamplePath === null
    ? undefined
    : { drawn, path: details.counterexamplePath }
}

/** Sends a case once, on things of its own. Undefined where what it needs could not be made. */
const attempt = async (
  given: CaseContext,
  { tally, recurring }: Suspicion,
  one: Case,
  investigated: Investigated,
): Promise<Attempt | undefined> => {
  const context = given.place === undefined ? given : { ...given, place: { ...given.place, for: investigated } }
  const scope = newScope()
  const count = (runs: readonly CaseRun[]): void => {
    for (const { exchanges } of runs) tally.answered(exchanges)
  }
  try {
    const needed = neededThings(one)
    count(await setUp(context, scope, needed))
    if (!needed.every((name) => scope.things.has(name))) return undefined
    const run = await runCase(context, one, scope, { recurring })
    count([run])
    return { run, ...shownBy(context.edition, investigated.finding, run, scope.exchanges) }
  } finally {
    count(await tearDown(context, scope))
  }
}

/**
 * An accusation stands on the claim that the request was wrong in one way. If the wire form of the smallest request
 * says otherwise, the mistake is the suite's.
 */
const checkClaim = ({ edition, facts }: CaseContext, one: Case, { exchanges }: CaseRun): void => {
  const request = exchanges[one.subject]?.request
  if (request === undefined) return
  const problem = contradiction(edition, request, one.steps[one.subject]?.expected.defect, facts.slugs)
  if (problem !== undefined) throw new Error(`${request.method} ${request.path} ${problem}`)
}
