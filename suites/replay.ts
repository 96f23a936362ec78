import fc from 'fast-check'
import { exhibitOf, judgedExchanges } from '../oracle/exhibit.ts'
import { findingKey } from '../oracle/findings.ts'
import type { Finding, Judgement, Violation } from '../oracle/results.ts'
import type { TargetDescription } from '../target/description.ts'
import { TargetError } from '../target/errors.ts'
import type { Drawn, Variant } from './cell.ts'
import { neededThings } from './engine/case-values.ts'
import { openRun } from './engine/open-run.ts'
import { withOwnDoor } from './engine/own-door.ts'
import type { CaseContext, CaseRun } from './engine/run-case.ts'
import { runCase } from './engine/run-case.ts'
import { newScope } from './engine/scope.ts'
import type { ReplayToken } from './engine/seeds.ts'
import { generatorVersion, readToken } from './engine/seeds.ts'
import { setUp } from './engine/set-up.ts'
import { tearDown } from './engine/tear-down.ts'
import { plan } from './plan.ts'
import type { PlannedCell } from './planned-cell.ts'
import type { Case } from './step.ts'

export interface Replay {
  /** `failing` and `fixed` when all sendings agree, `flaky` when they do not. */
  readonly outcome: 'fixed' | 'failing' | 'flaky' | 'inconclusive'
  readonly finding?: Finding
  /** One sentence. */
  readonly detail: string
  /** What it created and could not remove. */
  readonly leftovers: readonly string[]
}

type Outcome = Omit<Replay, 'leftovers'>

const sendings = 3

/** Finds what a token names. Throws a TargetError (exit code 2) that says what is wrong with it. */
const resolveToken = (
  description: TargetDescription,
  text: string,
): { token: ReplayToken; cell: PlannedCell; drawn: Drawn } => {
  const token = readToken(text)
  if (token === undefined) {
    throw new TargetError(
      `"${text}" is not a replay token; one looks like RE-400:createPerson:required.last_name:2.1f3a9c2e:0:1`,
    )
  }
  if (token.version !== generatorVersion) {
    throw new TargetError(
      `The token names a case of generator version ${token.version}, and this suite draws with version ${generatorVersion}: run the suite again to get a new token.`,
    )
  }
  // A budget leaves out variants of a run; this is about one that was run.
  const { cells } = plan({ ...description, budgets: {} }, { profile: 'gate', only: [], exclude: [] })
  const cell = cells.find(({ id }) => id === token.cell)
  const variant = cell?.variants.find(({ id }) => id === token.variant)?.variant
  if (cell === undefined || variant === undefined) {
    throw new TargetError(
      `The target's plan has no variant ${token.variant} in a cell ${token.cell}: does the description claim less than when the token was made?`,
    )
  }
  const drawn = caseAt(variant, token)
  if (drawn === undefined) throw new TargetError(`The path ${token.path} of the token leads to no case.`)
  return { token, cell, drawn }
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

/**
 * Sends the smallest case of a finding again, with its set-up and its twin, and says whether it still fails. Throws a
 * TargetError for a token that names nothing and for a target that cannot be judged.
 */
export const replay = async (
  description: TargetDescription,
  text: string,
  { signal, ledger }: { readonly signal: AbortSignal; readonly ledger?: string },
): Promise<Replay> => {
  const { token, cell, drawn } = resolveToken(description, text)
  const run = await openRun(
    {
      description,
      seed: token.seed,
      profile: 'gate',
      only: [],
      exclude: [],
      concurrency: 8,
      maxFindings: 1,
      ...(ledger === undefined ? {} : { ledger }),
    },
    signal,
  )
  let outcome: Outcome
  let leftovers: readonly string[] = []
  try {
    const wanted = token.finding ?? token.cell
    const [context] = withOwnDoor(run.context, cell, token.seed)
    const attempts: Attempt[] = []
    for (let sending = 0; sending < sendings; sending += 1) {
      attempts.push(await attempt(context, drawn, wanted))
    }
    outcome = verdict(text, cell, wanted, attempts, context)
  } finally {
    leftovers = await run.close()
  }
  return { ...outcome, leftovers }
}

interface Attempt {
  readonly violation?: Violation
  readonly runs: readonly CaseRun[]
  readonly inconclusive: Judgement['inconclusive']
  readonly complete: boolean
}

const attempt = async (context: CaseContext, { subject, twin }: Drawn, wanted: string): Promise<Attempt> => {
  const runs: CaseRun[] = []
  let complete = true
  const send = async (one: Case): Promise<void> => {
    const scope = newScope()
    const needed = neededThings(one)
    runs.push(...(await setUp(context, scope, needed)))
    if (needed.every((name) => scope.things.has(name))) runs.push(await runCase(context, one, scope))
    else complete = false
    runs.push(...(await tearDown(context, scope)))
  }
  if (twin !== undefined) await send(twin)
  await send(subject)
  const violation = runs
    .flatMap(({ judgement }) => judgement.violations)
    .find(({ clause, operation }) => `${clause}:${operation}` === wanted)
  return {
    runs,
    complete,
    inconclusive: runs.flatMap(({ judgement }) => judgement.inconclusive),
    ...(violation === undefined ? {} : { violation }),
  }
}

const verdict = (
  token: string,
  cell: PlannedCell,
  wanted: string,
  attempts: readonly Attempt[],
  context: CaseContext,
): Outcome => {
  const failing = attempts.filter(({ violation }) => violation !== undefined)
  const [last] = failing.slice(-1)
  if (last?.violation === undefined) {
    const unclear = attempts.find(({ complete, inconclusive }) => !complete || inconclusive.length > 0)
    if (unclear === undefined)
      return { outcome: 'fixed', detail: `${wanted} held in ${attempts.length} of ${attempts.length} sendings.` }
    return {
      outcome: 'inconclusive',
      detail: unclear.inconclusive[0]?.detail ?? 'What the case acts on could not be created.',
    }
  }
  const { violation } = last
  const finding: Finding = {
    key: findingKey(violation),
    level: context.edition.clauses.find(({ id }) => id === violation.clause)?.level ?? 'MUST',
    violation,
    occurrences: failing.length,
    ...exhibitOf(
      context.edition,
      [],
      last.runs.filter(({ judgement }) => judgement.violations.includes(violation)).flatMap(judgedExchanges),
      violation,
    ),
    confirmation: { reproduced: failing.length, of: attempts.length },
    replay: token,
    cell: cell.id,
  }
  return {
    outcome: failing.length === attempts.length ? 'failing' : 'flaky',
    finding,
    detail: `${wanted} failed in ${failing.length} of ${attempts.length} sendings.`,
  }
}
