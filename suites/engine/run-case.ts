import type { Edition } from '../../contract/edition.ts'
import type { Operation, ResourceName } from '../../contract/operation.ts'
import type { Draft } from '../../generators/draft.ts'
import { wireForm } from '../../generators/wire.ts'
import type { CasePart, RecordedCase } from '../../oracle/evidence.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import type { Expectation, TargetFacts } from '../../oracle/expectation.ts'
import { judge } from '../../oracle/judge.ts'
import { askedWait } from '../../oracle/limits.ts'
import type { Judgement, Observation } from '../../oracle/results.ts'
import { GuardError } from '../../target/errors.ts'
import { patience, pause } from '../../target/pacing.ts'
import type { CaseRecorder } from '../../target/recorder.ts'
import type { TargetSession } from '../../target/session.ts'
import type { Case, Step } from '../step.ts'
import { isAccepted, isPending, isRead, isReading, refusesValue } from './answers.ts'
import type { BindingSource, Things } from './binding.ts'
import { bindCase, NotMade } from './binding.ts'
import { bindRelation, keepValues, writtenStrings } from './case-values.ts'
import { shouldSend } from './conditions.ts'
import type { RecentWrites } from './recent-writes.ts'
import { withRecipes } from './recipes.ts'
import { recordedCase } from './recorded-case.ts'
import { keepTrack, type Scope } from './scope.ts'
import { isBehind, lastWrite, readSinceWrite, untilSettled } from './settling.ts'

/** What running cases needs to know. */
export interface CaseContext {
  readonly edition: Edition
  readonly operations: ReadonlyMap<string, Operation>
  readonly session: TargetSession
  readonly source: BindingSource
  readonly facts: TargetFacts
  /** Resources of which a deletion was answered with 202 in this run, and may still have to take place. */
  readonly deletedLater: Set<ResourceName>
  readonly recent: RecentWrites
  readonly signal: AbortSignal
  /** Takes down what was sent and by what it was judged; absent where nothing is recorded. */
  readonly recorder?: CaseRecorder
  /** Where in the plan its cases stand. */
  readonly place?: CasePlace
  /** Other cells cannot begin before this one has ended. */
  readonly hurry?: boolean
}

/** A cell and a variant, and the finding that is looked into, if it is about one. */
export type CasePlace = Pick<RecordedCase, 'cell' | 'variant' | 'for'>

export interface CaseOptions {
  /** What the case is in its cell; the first that was drawn if not given. */
  readonly part?: CasePart
  /** A gateway's error has kept coming back: it counts as an answer. */
  readonly recurring?: boolean
}

export interface CaseRun {
  readonly judged: Case
  /** Strings that it wrote. */
  readonly written: readonly string[]
  readonly exchanges: readonly (Exchange | undefined)[]
  readonly expectation: Expectation
  readonly judgement: Judgement
  /** The step that the case is about was answered 2xx. */
  readonly accepted: boolean
  /**
   * Why a step was held back: the target has not shown that what it would change is the run's own, a recipe did not
   * work, or the target asks for too much patience.
   */
  readonly held?: string
  /** Its number in the recording, where there is one. */
  readonly recorded?: number
}

/** The step at a position, and those behind it that are sent at the same time. */
const groupAt = (steps: readonly Step[], at: number): readonly Step[] => {
  const together = steps[at]?.together
  if (together === undefined) return steps.slice(at, at + 1)
  const end = steps.findIndex((step, index) => index > at && step.together !== together)
  return steps.slice(at, end === -1 ? steps.length : end)
}

/**
 * Sends the steps of a case one after the other and has the oracle judge what came back. A step whose condition does
 * not hold, or which needs something that was not created, is not sent.
 */
export const runCase = async (
  context: CaseContext,
  one: Case,
  scope: Scope,
  { part = firstDrawn, recurring = false }: CaseOptions = {},
): Promise<CaseRun> => {
  const { edition, operations, session, signal } = context
  // What the case makes is its own; what its set-up made is shared.
  const things: Things = new Map(scope.things)
  const given = context.recorder === undefined ? [] : [...scope.things]
  const bind = bindCase(context.source, things)
  const written = writtenStrings(one, bind, operations)
  const known = [...scope.strings, ...written]
  const exchanges: (Exchange | undefined)[] = []
  let held: string | undefined
  let settled: Observation | undefined
  // What stayed wrong however long it was waited for.
  let unsettled = 0
  const settles = session.description.settleTime > 0
  // What later readings are compared with: nothing that was written before may still come to show in between.
  const compared = settles ? comparedIn(one) : undefined

  const expectation: Expectation = {
    steps: one.steps.map(({ draft, expected }, index) => ({
      operation: draft.operation,
      ...expected,
      ...(recurring && index === one.subject ? { recurring } : {}),
    })),
    relations: one.relations.map((relation) => bindRelation(relation, bind)),
    target: {
      ...context.facts,
      ...(context.deletedLater.size === 0 ? {} : { deletedLater: [...context.deletedLater] }),
    },
    ...(one.chained === true ? { chained: true } : {}),
  }
  const sending = { one, exchanges, edition, operations, expectation, scope }

  const stuck = await withRecipes(session, signal, async (moveTo) => {
    for (let next = 0; next < one.steps.length; ) {
      const group = groupAt(one.steps, next)
      if (settles && !(await settledBefore(group)) && one.chained === true) break
      const moving = moveTo(group[0]?.during)
      if (moving !== undefined) await moving
      if (group.some(({ afterWaitOf }) => afterWaitOf !== undefined) && !(await waitedFor(group))) break
      const sent = group.map((step) => (shouldSend(step, exchanges, bind) ? sendStep(step) : undefined))
      // Nearly every step is a group of its own, and is sent for most of what the suite costs.
      const answered = sent.length === 1 ? [await sent[0]] : await Promise.all(sent)
      exchanges.push(...answered)
      next += group.length
      if (signal.aborted) break
    }
  })
  held ??= stuck

  const last = judge(edition, expectation, exchanges)
  const looked = settles ? await settle(last) : last
  const judgement = settled === undefined ? looked : { ...looked, observations: [...looked.observations, settled] }
  const recorded = context.recorder?.case(
    recordedCase({
      place: context.place,
      part,
      expectation,
      exchanges,
      things: given,
      bound: bind.bound(),
      held,
      settled,
    }),
  )
  return {
    judged: one,
    written,
    exchanges,
    expectation,
    judgement,
    accepted: isAccepted(exchanges[one.subject]),
    ...(held === undefined ? {} : { held }),
    ...(recorded === undefined ? {} : { recorded }),
  }

  /**
   * A target may show a little later what it has been told: while more is wrong than was before the last write, or a
   * list does not show what has been confirmed, what has been read since is read again. So is what became of a wish to be
   * let in that the door has not answered yet.
   */
  async function settle(first: Judgement): Promise<Judgement> {
    let judgement = first
    let late = false
    const told = settled
    await lookAgain(
      (reading) => {
        const isLate =
          (judgement.violations.length > unsettled && (lastWrite(exchanges) !== -1 || reading.some(isRecent))) ||
          reading.some((index) => isBehind(sending, index))
        late ||= isLate
        return isLate || reading.some((index) => isPending(exchanges[index]))
      },
      () => {
        judgement = judge(edition, expectation, exchanges)
      },
    )
    // Whoever only waited for a door has seen nothing settle.
    if (!late) settled = told
    return judgement
  }

  /** Reads again what has been read since the last write, for as long as the description grants and it is behind. */
  async function lookAgain(
    isBehind: (reading: readonly number[]) => boolean,
    looked: () => void | Promise<void>,
  ): Promise<void> {
    const reading = readSinceWrite(sending)
    if (reading.length === 0 || !isBehind(reading)) return
    const started = performance.now()
    for await (const _ of untilSettled(session.description.settleTime, signal)) {
      for (const index of reading) {
        const step = one.steps[index]
        if (step !== undefined) exchanges[index] = await sendStep(step)
      }
      await looked()
      const seconds = Math.ceil((performance.now() - started) / 100) / 10
      const { operation = '' } = one.steps[Math.max(lastWrite(exchanges), 0)]?.draft ?? {}
      const isStill = isBehind(reading)
      settled = isStill
        ? { operation, what: 'not-settled', detail: `not settled within ${seconds} s` }
        : { operation, what: 'settled-later', detail: `settled within ${seconds} s` }
      if (!isStill) return
    }
  }

  /** Whether what a step asked about was written so lately that it may still be shown otherwise. */
  function isRecent(index: number): boolean {
    const path = exchanges[index]?.request.path
    return path !== undefined && context.recent.leftOf(path) > 0
  }

  /** Looks at what has been read so far before something is written again; whether it is all as it should be. */
  async function settledBefore(group: readonly Step[]): Promise<boolean> {
    const writes = group.some(({ draft }) => !isReading(draft.method ?? operations.get(draft.operation)?.method))
    // A step whose condition did not hold stands in the way of none before it.
    if (!writes || !isRead(exchanges.findLast((exchange) => exchange !== undefined))) return true
    unsettled = (await settle(judge(edition, expectation, exchanges))).violations.length
    return unsettled === 0
  }

  /** Milliseconds that are waited for a request at most: longer than usual where the documents name a limit of its own. */
  function longestWait({ operation }: Draft): number {
    const limit = operations.get(operation)?.limit
    return limit === undefined ? patience.wait : patience.wait + limit * 1000
  }

  /** Waits as long as the answers to earlier steps ask for, unless that is longer than anybody waits here. */
  async function waitedFor(group: readonly Step[]): Promise<boolean> {
    const asking = group.flatMap(({ afterWaitOf = [] }) => afterWaitOf).flatMap((step) => exchanges[step] ?? [])
    const seconds = asking.reduce((most, exchange) => Math.max(most, askedWait(exchange, Date.now()) ?? 0), 0)
    const most = group.reduce((longest, { draft }) => Math.max(longest, longestWait(draft)), 0)
    if (seconds * 1000 <= most) {
      if (seconds > 0) await pause(seconds * 1000, [signal])
      return true
    }
    held = `rate-limited: it asks to wait for ${Math.ceil(seconds)} s, and ${most / 1000} s are waited at most`
    return false
  }

  async function sendStep(step: Step): Promise<Exchange | undefined> {
    const sent = await sendUnlessHeld(step)
    if (!(sent instanceof GuardError)) return sent
    const late = sent.reason === 'not-ours' ? await sendOnceShown(step) : undefined
    if (late === undefined) held = sent.message
    return late
  }

  /** What stands on a list alone is known to be the run's own once it is shown there, which may be a little later. */
  async function sendOnceShown(step: Step): Promise<Exchange | undefined> {
    let sent: Awaited<ReturnType<typeof sendUnlessHeld>>
    const isHeld = (reading: readonly number[]): boolean =>
      (sent === undefined || sent instanceof GuardError) &&
      reading.some((index) => operations.get(one.steps[index]?.draft.operation ?? '')?.action === 'list')
    await lookAgain(isHeld, async () => {
      sent = await sendUnlessHeld(step)
    })
    return sent instanceof GuardError ? undefined : sent
  }

  /** The guard's refusal where the target has not shown that what a step would change is the run's own. */
  async function sendUnlessHeld(step: Step): Promise<Exchange | GuardError | undefined> {
    const { draft, makes, expected, once, afterWaitOf } = step
    const operation = operations.get(draft.operation)
    if (operation === undefined) throw new Error(`The edition has no operation ${draft.operation}`)
    try {
      const exchange = await sendDrawn(operation, draft, expected, {
        once: once === true,
        // Where a limit is what it is about, and how long it lasts is not told, it is asked again and again.
        wait: operation.limit === undefined && afterWaitOf === undefined ? undefined : longestWait(draft),
        quiet: compared?.has(step) === true,
      })
      context.recent.note(exchange)
      keepTrack(scope, things, { operation, exchange, makes })
      if (operation.outcome === 'deleted' && exchange.response?.status === 202)
        context.deletedLater.add(operation.resource)
      return exchange
    } catch (error) {
      if (error instanceof NotMade) return undefined
      // What it should have shown is judged where it did not.
      if (error instanceof GuardError && (error.reason === 'not-ours' || error.reason === 'unverified')) return error
      throw error
    }
  }

  /**
   * Sends a draft; a PIN or a card number that somebody happens to have is drawn again, since nobody is to blame for
   * that. Whoever refuses them all is judged by the last answer.
   */
  async function sendDrawn(
    operation: Operation,
    draft: Draft,
    expected: Step['expected'],
    { once, wait, quiet }: { readonly once: boolean; readonly wait: number | undefined; readonly quiet: boolean },
  ): Promise<Exchange> {
    for (let draws = 1; ; draws += 1) {
      const wire = wireForm(operation, draft, bind, session.fixtures.nestedWrapper ?? true)
      const unquiet = quiet ? context.recent.leftOfChange(wire.path) : 0
      if (unquiet > 0) await pause(unquiet, [signal])
      const exchange = await session.send(wire, { signal, known, once, hurry: context.hurry, wait })
      const meant = expected.strength === 'succeed' || expected.strength === 'may-refuse'
      if (isAccepted(exchange)) {
        keepValues(draft.body?.value, bind)
        for (const [, value] of draft.body?.named ?? []) keepValues(value, bind)
      }
      if (draws === mostDraws || !meant || expected.otherwise !== undefined || !refusesValue(draft, exchange))
        return exchange
      bind.redraw()
      known.push(...writtenStrings(one, bind, operations))
    }
  }
}

/** The readings before a request that must change nothing. */
const comparedIn = ({ steps, relations }: Case): ReadonlySet<Step> =>
  new Set(
    relations.flatMap((relation) =>
      relation.kind === 'unchanged' ? steps.slice(relation.before, relation.before + 1) : [],
    ),
  )

const firstDrawn: CasePart = { kind: 'subject', index: 0 }

/** Credential values that are tried before a refusal of them counts. */
const mostDraws = 3
