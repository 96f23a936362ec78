import fc from 'fast-check'
import { findingFrom, type Shown, showing } from '../../oracle/findings.ts'
import type { Finding } from '../../oracle/results.ts'
import type { TargetDescription } from '../../target/description.ts'
import { endingOf } from '../../target/ending.ts'
import { TargetError } from '../../target/errors.ts'
import type { Drawn, Variant } from '../cell.ts'
import { plan } from '../plan.ts'
import type { PlannedCell } from '../planned-cell.ts'
import type { Case } from '../step.ts'
import { MissingFixture } from './binding.ts'
import { neededThings } from './case-values.ts'
import { withOwnDoor } from './own-door.ts'
import { type CaseContext, type CaseRun, runCase } from './run-case.ts'
import { newScope } from './scope.ts'
import { generatorVersion, type ReplayToken, readToken } from './seeds.ts'
import { setUp } from './set-up.ts'
import { tearDown } from './tear-down.ts'

export interface Outcome {
  /** `failing` and `fixed` when all sendings agree, `flaky` when they do not. */
  readonly outcome: 'fixed' | 'failing' | 'flaky' | 'inconclusive'
  readonly finding?: Finding
  /** One sentence. */
  readonly detail: string
}

/** A case that a token names, as it is drawn for the target. */
export interface NamedCase {
  readonly text: string
  readonly token: ReplayToken
  readonly cell: PlannedCell
  readonly drawn: Drawn
}

const sendings = 3

/** The cells among which tokens are looked up: a budget leaves out variants of a run, and tokens are of one that was run. */
export const cellsFor = (description: TargetDescription): readonly PlannedCell[] =>
  plan({ ...description, budgets: {} }, { profile: 'gate', only: [], exclude: [] }).cells

/** Finds what a token names. Throws a TargetError (exit code 2) that says what is wrong with it. */
export const resolveToken = (cells: readonly PlannedCell[], text: string): NamedCase => {
  const token = readToken(text)
  if (token === undefined) {
    throw new TargetError(
      `"${text}" is not a replay token; one looks like RE-400:createPerson:required.last_name:3.1f3a9c2e:0:1`,
    )
  }
  if (token.version !== generatorVersion) {
    throw new TargetError(
      `The token names a case of generator version ${token.version}, and this suite draws with version ${generatorVersion}: run the suite again to get a new token.`,
    )
  }
  const cell = cells.find(({ id }) => id === token.cell)
  const variant = cell?.variants.find(({ id }) => id === token.variant)?.variant
  if (cell === undefined || variant === undefined) {
    throw new TargetError(
      `The target's plan has no variant ${token.variant} in a cell ${token.cell}: does the description claim less than when the token was made?`,
    )
  }
  const drawn = caseAt(variant, token)
  if (drawn === undefined) throw new TargetError(`The path ${token.path} of the token leads to no case.`)
  return { text, token, cell, drawn }
}

const caseAt = (variant: Variant, { seed, path }: ReplayToken): Drawn | undefined => {
  try {
    return fc.sample(variant.arbitrary, { seed, path, numRuns: 1 })[0]
  } catch (error) {
    // fast-check throws where the tree of what it shrinks has no such branch.
    if (error instanceof Error && error.message.includes('wrong path')) return undefined
    throw error
  }
}

/** Sends the case that a token names, with its set-up and its twin, and says whether it still fails. */
export const replayCase = async (context: CaseContext, named: NamedCase): Promise<Outcome> => {
  const { token, cell, drawn } = named
  const wanted = token.finding ?? token.cell
  const [own] = withOwnDoor(context, cell, token.seed)
  const { signal } = context
  const attempts: Attempt[] = []
  try {
    while (attempts.length < sendings && !signal.aborted) {
      const one = await attempt(own, drawn, wanted)
      // What was cut off shows only what it had come to.
      if (!signal.aborted || one.shown !== undefined) attempts.push(one)
    }
  } catch (error) {
    if (!(error instanceof MissingFixture)) throw error
    return { outcome: 'inconclusive', detail: error.message }
  }
  const seen = attempts.some(({ shown }) => shown !== undefined)
  return signal.aborted && !seen ? notSent(signal) : verdict(named, wanted, attempts, own)
}

/** What is said of a case that could not be sent, or not to its end, since the run is over. */
export const notSent = (signal: AbortSignal): Outcome => ({
  outcome: 'inconclusive',
  detail: `Not sent to its end: ${endingOf(signal)?.detail ?? 'somebody interrupted the run'}.`,
})

interface Attempt {
  readonly shown?: Shown
  /** Why it proves nothing that no violation was seen. */
  readonly unclear?: string
}

const attempt = async (context: CaseContext, { subject, twin }: Drawn, wanted: string): Promise<Attempt> => {
  const runs: CaseRun[] = []
  /** Sends a case on things of its own; undefined where these could not be made. */
  const send = async (one: Case): Promise<CaseRun | undefined> => {
    const scope = newScope()
    const needed = neededThings(one)
    runs.push(...(await setUp(context, scope, needed)))
    const isReady = needed.every((name) => scope.things.has(name))
    const sent = isReady ? await runCase(context, one, scope) : undefined
    runs.push(...(sent === undefined ? [] : [sent]), ...(await tearDown(context, scope)))
    return sent
  }
  const plain = twin === undefined ? undefined : await send(twin)
  const sent = await send(subject)
  const judgements = runs.map(({ judgement }) => judgement)
  const [shown] = runs.flatMap((run) =>
    run.judgement.violations
      .filter(({ clause, operation }) => `${clause}:${operation}` === wanted)
      .map((violation) => showing(context.edition, run, violation)),
  )
  // What is refused as it should be may leave nothing to see of the clause; what goes wrong otherwise hides it.
  const isHidden =
    !judgements.some(({ examined }) => examined.includes(wanted)) &&
    (sent?.exchanges[sent.judged.subject] === undefined || judgements.some(({ violations }) => violations.length > 0))
  const unclear =
    judgements.flatMap(({ inconclusive }) => inconclusive)[0]?.detail ??
    runs.find(({ held }) => held !== undefined)?.held ??
    (sent === undefined ? 'What the case acts on could not be created.' : undefined) ??
    (plain?.accepted === false
      ? 'The plain request is not answered as it should be, so that the other one proves nothing.'
      : undefined) ??
    (isHidden ? `No answer was evidence for ${wanted}: something else went wrong.` : undefined)
  return {
    ...(unclear === undefined ? {} : { unclear }),
    ...(shown === undefined ? {} : { shown }),
  }
}

const verdict = (
  { text, cell }: NamedCase,
  wanted: string,
  attempts: readonly Attempt[],
  { edition }: CaseContext,
): Outcome => {
  const sendings = attempts.map(({ shown }) => shown)
  const failing = sendings.filter((shown) => shown !== undefined)
  const [seen] = failing
  const of = attempts.length
  if (seen === undefined) {
    const unclear = attempts.flatMap((one) => one.unclear ?? [])[0]
    return unclear === undefined
      ? { outcome: 'fixed', detail: `${wanted} held in ${of} of ${of} sendings.` }
      : { outcome: 'inconclusive', detail: unclear }
  }
  return {
    outcome: failing.length === of ? 'failing' : 'flaky',
    finding: {
      ...findingFrom(edition, { seen, sendings, of, replay: text, cell: cell.id }),
      occurrences: failing.length,
    },
    detail: `${wanted} failed in ${failing.length} of ${of} sendings.`,
  }
}
