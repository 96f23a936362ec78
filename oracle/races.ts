import { idIn, idsIn, type JsonObject, jsonOf, single } from './answers.ts'
import { compareWritten } from './equivalence.ts'
import type { Exchange } from './exchange.ts'
import type { TargetFacts } from './expectation.ts'
import { type Call, linearizable, type Model, overlap } from './linearizability.ts'
import { accuse, examine, type SettledStep } from './notes.ts'
import { valueShown, writtenMembers } from './read-back.ts'
import { sentAndReadBack } from './show.ts'
import { isRefusal, isSuccess } from './status.ts'

/** A step of a race: what came back of it, where that can be judged, and the bare exchange. */
export interface Contender {
  readonly exchange: Exchange
  /** Undefined where the answer says nothing about the target, or never came. */
  readonly step: SettledStep | undefined
}

/** Requests that race at most: no suite draws larger races, and a file that has one was altered. Each more doubles the work. */
export const largestRace = 6

/** What became of a request, in the words of all races. */
export type Fate = 'accepted' | 'refused'

/** 4xx is a refusal; after 5xx, or without an answer, a request may have had its effect. */
const fateOf = ({ step, exchange: { response } }: Contender): Fate | undefined => {
  if (step === undefined || response === undefined) return undefined
  if (isSuccess(response.status)) return 'accepted'
  return isRefusal(response.status) && response.status < 500 ? 'refused' : undefined
}

const callOf = <Op>(contender: Contender, op: Op): Call<Op> => ({
  op,
  started: contender.exchange.started,
  ended: contender.exchange.ended,
  answered: fateOf(contender) !== undefined,
})

/** Only what was under way at the same time is evidence of what happens then. */
const anyOverlap = (calls: readonly Call<unknown>[]): boolean =>
  calls.some((call, index) => calls.slice(index + 1).some((other) => overlap(call, other)))

export interface Claim {
  readonly fate: Fate | undefined
  /** Somebody else was after the same at the same time. */
  readonly contested: boolean
}

/**
 * Something that one can have. Whoever is refused finds it taken, or meets somebody who is just about to take it: that a
 * lock turns all of them away is nobody's mistake.
 */
export const oneHolder: Model<'free' | 'taken', Claim> = {
  initial: 'free',
  next: (state, { op: { fate, contested } }) => {
    if (fate === 'refused') return state === 'taken' || contested ? [state] : []
    return state === 'free' ? ['taken'] : fate === undefined ? [state] : []
  },
  key: (state) => state,
}

const idOf = (contender: Contender): string => idIn(contender) ?? 'unknown'

/** Whether several requests that want what one can have were answered as if they had come one after the other. */
export const judgeRaceForOne = (claims: readonly Contender[], list: SettledStep | undefined): void => {
  const calls = claims.map((claim) => callOf(claim, { fate: fateOf(claim), contested: false }))
  const known = calls.map((call, index) => ({
    ...call,
    op: { ...call.op, contested: calls.some((other, at) => at !== index && overlap(call, other)) },
  }))
  const accepted = claims.filter((claim) => fateOf(claim) === 'accepted')
  const [witness] = claims.flatMap(({ step }) => step ?? [])
  if (witness === undefined) return
  const clause = witness.edition.edition.general.raceUnique
  if (clause !== undefined && anyOverlap(known)) examine(witness, clause)
  if (clause !== undefined && !linearizable(known, oneHolder)) {
    const [step = witness] = accepted.slice(-1).flatMap((one) => one.step ?? [])
    const actual =
      accepted.length > 1
        ? `${accepted.length} of ${claims.length} succeeded: ids ${accepted.map(idOf).join(', ')}`
        : 'one was refused before any other was under way'
    accuse(step, clause, 'at most one of them succeeds', actual)
    return
  }
  if (list?.sound === true && claims.every((claim) => fateOf(claim) !== undefined)) {
    judgeTraces(claims, accepted, list)
  }
}

/** Those who were refused are not there all the same. */
const judgeTraces = (claims: readonly Contender[], accepted: readonly Contender[], list: SettledStep): void => {
  const refused = claims.find((claim) => fateOf(claim) === 'refused')?.step
  if (refused === undefined) return
  const { noEffect } = refused.edition.edition.general
  examine(refused, noEffect)
  const owned = new Set(accepted.map(idOf))
  const strange = idsIn(list).find((id) => !owned.has(id))
  if (strange !== undefined) accuse(refused, noEffect, 'nothing created', `created id ${strange}`)
}

export type Deed = 'delete' | 'update' | 'read'
export interface Act {
  readonly deed: Deed
  readonly fate: Fate | undefined
  readonly contested: boolean
}

/**
 * A thing that is there until it is deleted, and never again. What happens at the same time as its deletion may be
 * refused without reason; only reading is not contested, since it comes when all others have been answered.
 */
export const oneLife: Model<'alive' | 'gone', Act> = {
  initial: 'alive',
  next: (state, { op: { deed, fate, contested } }) => {
    if (deed === 'read') return (fate === 'accepted') === (state === 'alive') ? [state] : []
    if (fate === 'refused') return state === 'gone' || contested ? [state] : []
    if (deed === 'delete') return ['gone']
    return state === 'alive' || fate === undefined ? [state] : []
  },
  key: (state) => state,
}

/** Whether what was deleted while it was updated is gone afterwards. */
export const judgeRaceWithDeletion = (
  deletion: Contender,
  updates: readonly Contender[],
  read: SettledStep | undefined,
): void => {
  const { step } = deletion
  const clause = step?.edition.edition.general.raceDelete
  if (step === undefined || clause === undefined || read === undefined || fateOf(deletion) !== 'accepted') return
  const act = (contender: Contender, deed: Deed): Call<Act> =>
    callOf(contender, { deed, fate: fateOf(contender), contested: deed !== 'read' })
  const calls = [act(deletion, 'delete'), ...updates.map((update) => act(update, 'update'))]
  if (!anyOverlap(calls)) return
  const reading: Contender = { exchange: read.exchange, step: read }
  if (fateOf(reading) === undefined) return
  examine(step, clause)
  // Whether an update may succeed that began when the deletion had ended is no matter of what happens at once.
  const concurrent = calls.filter((call, index) => index === 0 || overlap(call, calls[0] as Call<Act>))
  if (linearizable([...concurrent, act(reading, 'read')], oneLife)) return
  accuse(step, clause, 'gone afterwards', `there again: reading it is answered ${read.exchange.response?.status}`)
}

type Zone = Pick<TargetFacts, 'timeZone'>

interface Lost {
  readonly member: string
  readonly sent: unknown
  readonly back: unknown
}

/** What an update wrote and what a reading does not show. */
const lostOf = ({ on, exchange }: SettledStep, shown: JsonObject, { timeZone }: Zone): readonly Lost[] => {
  const written = writtenMembers(on.operation, exchange.request.body) ?? {}
  return Object.entries(on.bodyMembers).flatMap(([member, schema]) => {
    if (!Object.hasOwn(written, member)) return []
    const [sent, back] = [written[member], valueShown(shown, member, on.operation.resource)]
    return compareWritten(sent, back, schema, timeZone) === undefined ? [{ member, sent, back }] : []
  })
}

/** The thing that a reading shows, where that is in order. */
const soundlyShownBy = (read: SettledStep | undefined): JsonObject | undefined =>
  read?.sound === true ? single(jsonOf(read.exchange)) : undefined

/** Whether all of some updates were accepted and can be seen. */
export const haveLasted = (updates: readonly Contender[], read: SettledStep | undefined, zone: Zone): boolean => {
  const shown = soundlyShownBy(read)
  if (shown === undefined) return false
  return updates.every(({ step }) => step?.sound === true && lostOf(step, shown, zone).length === 0)
}

/**
 * Whether updates of different members at the same time have all lasted. They commute, so that every order of those
 * that were accepted ends in the same.
 */
export const judgeRaceOfUpdates = (updates: readonly Contender[], read: SettledStep | undefined, zone: Zone): void => {
  const shown = soundlyShownBy(read)
  if (shown === undefined || !anyOverlap(updates.map((update) => callOf(update, undefined)))) return
  for (const { step } of updates) {
    const clause = step?.edition.edition.general.racePartial
    if (step?.sound !== true || clause === undefined) continue
    examine(step, clause)
    const [lost] = lostOf(step, shown, zone)
    if (lost === undefined) continue
    // Which of the members is lost is chance: it is one finding, whichever it is.
    const actual = sentAndReadBack(lost.member, lost.sent, lost.back)
    accuse(step, clause, 'what was written, whatever else is written at the same time', actual, [])
    return
  }
}
