import fc from 'fast-check'
import type { Edition } from '../../contract/edition.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import { findingKey } from '../../oracle/findings.ts'
import { contradiction } from '../../oracle/requests.ts'
import type { Finding, Violation } from '../../oracle/results.ts'
import type { Tally } from '../../oracle/tally.ts'
import type { Drawn, Variant } from '../cell.ts'
import type { PlannedCell } from '../planned-cell.ts'
import type { Case } from '../step.ts'
import { neededThings } from './case-values.ts'
import type { CaseContext, CaseRun } from './run-case.ts'
import { judgedExchanges, runCase } from './run-case.ts'
import { newScope } from './scope.ts'
import { generatorVersion, writeToken } from './seeds.ts'
import { setUp, tearDown } from './set-up.ts'

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
  readonly violation: Violation
  /** It was a gateway's error that kept coming back: confirmed as such. */
  readonly recurring: boolean
  /** What was sent when it was first seen. */
  readonly seen: Evidence
  readonly tally: Tally
}

interface Attempt {
  readonly run: CaseRun
  readonly evidence: Evidence
  readonly violation?: Violation
}

/** What a finding shows: everything that was sent, and which of it is at fault. */
interface Evidence {
  readonly exchanges: readonly Exchange[]
  readonly atFault: number
}

/** Clauses that are broken between steps: what shows it comes after the step at fault. */
const shownLater = ({ general, clauses, outcomes }: Edition): ReadonlySet<string> =>
  new Set([
    general.readBack,
    general.noEffect,
    general.accepted,
    general.listed,
    general.unlisted,
    outcomes['too-many-requests'].clause,
    outcomes['command-refused'].clause,
    ...[general.commanded, general.partial, general.replaced, general.raceDelete, general.racePartial].flatMap(
      (id) => id ?? [],
    ),
    ...clauses.map(({ id }) => id).filter((id) => id.startsWith('AD-')),
  ])

/**
 * The exchanges of a case behind those of its set-up, up to the one that shows what is wrong. Steps that were not sent
 * leave no gap.
 */
export const evidenceOf = (
  edition: Edition,
  before: readonly Exchange[],
  steps: readonly (Exchange | undefined)[],
  { step, clause }: Violation,
): Evidence => {
  const sent = (some: readonly (Exchange | undefined)[]) => some.filter((exchange) => exchange !== undefined)
  const all = sent(shownLater(edition).has(clause) ? steps : steps.slice(0, step + 1))
  const fault = steps[step]
  const shown = clause === edition.outcomes['too-many-requests'].clause ? withoutRepetition(all, fault) : all
  return {
    exchanges: [...before, ...shown],
    atFault: before.length + (fault === undefined ? sent(steps.slice(0, step)).length : shown.indexOf(fault)),
  }
}

/** Of the many alike that make up a burst, the first that was answered in each way, and the one at fault. */
const withoutRepetition = (all: readonly Exchange[], fault: Exchange | undefined): readonly Exchange[] => {
  const seen = new Set<string>()
  return all.filter((exchange) => {
    const { request, response, failure, attempt } = exchange
    const way = [request.method, request.path, response?.status ?? failure?.kind, attempt].join(' ')
    const isNew = !seen.has(way)
    seen.add(way)
    return isNew || exchange === fault
  })
}

/** Finds the smallest case that breaks the same clause in the same way, and whether it does so every time. */
export const investigate = async (context: CaseContext, suspicion: Suspicion): Promise<Finding> => {
  const key = findingKey(suspicion.violation)
  const { cell, seed, index, drawn, judged } = suspicion

  const shrunk = drawn === undefined ? undefined : await shrink(context, suspicion, key)
  const smallest = shrunk?.drawn ?? drawn
  const smallestCase = smallest?.subject ?? judged
  if (smallest?.twin !== undefined) await attempt(context, suspicion, smallest.twin, key)

  let reproduced: Attempt | undefined
  let count = 0
  for (let sending = 0; sending < confirmations && !context.signal.aborted; sending += 1) {
    const again = await attempt(context, suspicion, smallestCase, key)
    if (again?.violation === undefined) continue
    checkClaim(context, smallestCase, again.run)
    reproduced = again
    count += 1
  }

  const provoked = `${suspicion.violation.clause}:${suspicion.violation.operation}`
  return {
    key,
    level: context.edition.clauses.find(({ id }) => id === suspicion.violation.clause)?.level ?? 'MUST',
    violation: reproduced?.violation ?? suspicion.violation,
    occurrences: 1,
    ...(reproduced?.evidence ?? suspicion.seen),
    confirmation: { reproduced: count, of: confirmations },
    replay: writeToken({
      cell: cell.id,
      variant: suspicion.variant.id,
      version: generatorVersion,
      seed,
      path: shrunk?.path ?? String(index),
      ...(provoked === cell.id ? {} : { finding: provoked }),
    }),
    cell: cell.id,
  }
}

/** fast-check's own shrinking, from the case that failed, as far as the budget goes. */
const shrink = async (
  context: CaseContext,
  suspicion: Suspicion,
  key: string,
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
    const tried = await attempt(context, suspicion, drawn.subject, key)
    known.set(text, tried?.violation === undefined)
    return tried?.violation === undefined
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
  context: CaseContext,
  { tally, violation: suspected, recurring }: Suspicion,
  one: Case,
  key: string,
): Promise<Attempt | undefined> => {
  const scope = newScope()
  const count = (runs: readonly CaseRun[]): void => {
    for (const { exchanges } of runs) tally.answered(exchanges)
  }
  try {
    const needed = neededThings(one)
    count(await setUp(context, scope, needed))
    if (!needed.every((name) => scope.things.has(name))) return undefined
    const run = await runCase(context, one, scope, recurring)
    count([run])
    const violation = run.judgement.violations.find((candidate) => findingKey(candidate) === key)
    const evidence = evidenceOf(context.edition, scope.exchanges, judgedExchanges(run), violation ?? suspected)
    return { run, evidence, ...(violation === undefined ? {} : { violation }) }
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
