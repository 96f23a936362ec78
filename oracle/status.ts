import type { Place } from '../contract/defect.ts'
import type { OutcomeName } from '../contract/outcome.ts'
import { jsonOf, readableId, single } from './answers.ts'
import { accuse, examine, observe, type Step } from './notes.ts'
import type { Inconclusive } from './results.ts'
import { anyOf } from './show.ts'

/**
 * What became of a request: `accepted` and `refused` as it may be, or neither; `unclear` where the answer says nothing
 * about the target.
 */
export type Standing = 'accepted' | 'refused' | 'wrong' | 'unclear'

/** Statuses with which a server refuses what lies below the parameters (RFC 9110, RFC 6585). */
const wireRefusals: readonly number[] = [404, 405, 406, 413, 414, 415, 431, 501]

/** A gateway's own answers, which say nothing about who stands behind it unless they recur. */
const gatewayErrors: readonly number[] = [502, 504]

const belowParameters: ReadonlySet<Place> = new Set<Place>(['wire', 'path', 'method', 'accept', 'key'])

export const isSuccess = (status: number): boolean => status >= 200 && status <= 299
export const isRefusal = (status: number): boolean => status >= 400 && status <= 599
/** 501 says that the server lacks something, not that it made a mistake: whether that will do is for the outcome to say. */
const isServerError = (status: number): boolean => status >= 500 && status <= 599 && status !== 501

/** What the documents let a gateway answer and never ask of it: whoever is not brought to it has broken nothing. */
const permitted: ReadonlySet<OutcomeName> = new Set<OutcomeName>(['bad-gateway', 'gateway-timeout'])

/** What only somebody deserves who asks for what has been deleted. */
const goneOutcomes: ReadonlySet<OutcomeName> = new Set<OutcomeName>(['gone', 'gone-again'])

/** The documents are silent on the request, so that its answer may have any body. */
export const mayHaveAnyBody = ({ expected: { anyBody, strength, defect } }: Step): boolean =>
  anyBody === true || (strength === 'may-accept' && defect !== undefined && belowParameters.has(defect.place))

/** Judges a step's status, or why there is none, as its outcome and its strength have it. */
export const judgeStatus = (step: Step): Standing => {
  const status = step.exchange.response?.status
  if (status === undefined) return judgeSilence(step)
  const unclear = whyUnclear(step, status)
  if (unclear !== undefined) {
    const detail = `answered ${status}`
    step.notes.inconclusive.push({ step: step.position, reason: unclear, detail })
    return 'unclear'
  }
  if (permitted.has(step.expected.outcome) && !step.outcome.must.includes(status)) {
    observe(step, 'recipe-without-effect', `answered ${status}`)
    return 'unclear'
  }
  if (step.afterPendingDeletion && isSuccess(status) && goneOutcomes.has(step.expected.outcome)) {
    observe(step, 'not-gone-yet', `answered ${status}`)
    return 'unclear'
  }
  const standing = judgements[step.expected.strength](step, status)
  // A status outside the table that some other clause is accused of is no evidence that statuses come from the table.
  if (standing !== 'wrong' || step.edition.edition.statuses.includes(status)) {
    examine(step, step.edition.edition.general.status)
  }
  return standing
}

const judgeSilence = (step: Step): Standing => {
  const { kind, message } = step.exchange.failure ?? { kind: 'aborted', message: 'no answer' }
  if (step.expected.mayDisconnect === true && (kind === 'reset' || kind === 'protocol')) {
    examine(step, step.edition.edition.general.serverError)
    observe(step, 'disconnected', kind)
    return 'unclear'
  }
  step.notes.inconclusive.push({ step: step.position, reason: 'transport', detail: `${kind}: ${message}` })
  return 'unclear'
}

/** A rate limit, maintenance or a gateway's error is not a verdict, except where it is what the request was to provoke. */
const whyUnclear = (step: Step, status: number): Inconclusive['reason'] | undefined => {
  const { outcome, recurring } = step.expected
  const { outcomes } = step.edition.edition
  if (outcomes['too-many-requests'].must.includes(status)) {
    return outcome === 'too-many-requests' ? undefined : 'rate-limited'
  }
  if (permitted.has(outcome)) return undefined
  const gateway = gatewayErrors.includes(status)
  if (recurring === true || outcome === 'maintenance' || (outcome === 'too-many-requests' && !gateway)) return undefined
  if (outcomes.maintenance.must.includes(status)) return 'maintenance'
  return gateway ? 'server-error' : undefined
}

/** A request in order: it must have what it deserves. */
const mustSucceed = (step: Step, status: number): Standing => {
  const { outcome, expected } = step
  const clause = expected.clause ?? outcome.clause
  examine(step, clause)
  if (!outcome.must.includes(status)) {
    accuse(step, clause, anyOf(outcome.must), '')
    return 'wrong'
  }
  preferred(step, status)
  // Who is sent on has got what was asked for.
  return isSuccess(status) || outcome.kind === 'success' ? 'accepted' : 'refused'
}

/** A request in order with a value that some will not take: refusing it like a wrong one is noted, not held against it. */
const mayBeRefused = (step: Step, status: number): Standing => {
  const { outcome, expected, edition } = step
  if (isSuccess(status)) return mustSucceed(step, status)
  if (edition.valueRefusals.includes(status)) {
    observe(step, 'valid-value-refused', `answered ${status}`)
    return 'refused'
  }
  const admitted = `${anyOf(outcome.must)}, or ${anyOf(edition.valueRefusals)} if the value is not wanted`
  if (isServerError(status) || edition.edition.statuses.includes(status)) {
    const clause = expected.clause ?? outcome.clause
    examine(step, clause)
    accuse(step, clause, admitted, '')
  } else {
    accuse(step, edition.edition.general.status, admitted, '')
    examine(step, edition.edition.general.status)
  }
  return 'wrong'
}

/** A defective request that the documents want refused. */
const mustBeRefused = (step: Step, status: number): Standing => {
  const { outcome, expected } = step
  const allowed = admittedRefusals(step)
  examine(step, step.edition.edition.general.serverError)
  if (!allowed.includes(status) && isServerError(status)) return serverError(step, refusalWanted(step, allowed))
  const clause = expected.clause ?? outcome.clause
  examine(step, clause)
  if (!allowed.includes(status)) {
    accuse(step, clause, refusalWanted(step, allowed), isSuccess(status) ? acceptedText(step) : '')
    return 'wrong'
  }
  preferred(step, status)
  return isSuccess(status) ? 'accepted' : 'refused'
}

/** A defective request that had better be refused; if it is, then as the documents say. */
const shouldBeRefused = (step: Step, status: number): Standing => {
  const { outcome, expected } = step
  const allowed = admittedRefusals(step)
  const advice = outcome.refusedClause
  examine(step, step.edition.edition.general.serverError)
  if (isServerError(status) && !allowed.includes(status)) return serverError(step, refusalWanted(step, allowed))
  if (isSuccess(status)) {
    if (advice === undefined) return 'accepted'
    examine(step, advice)
    accuse(step, advice, refusalWanted(step, allowed), acceptedText(step))
    return 'wrong'
  }
  const clause = expected.clause ?? outcome.clause
  if (advice !== undefined && advice !== clause && isRefusal(status)) examine(step, advice)
  examine(step, clause)
  if (!allowed.includes(status)) {
    accuse(step, clause, refusalWanted(step, allowed), '')
    return 'wrong'
  }
  preferred(step, status)
  return 'refused'
}

/** A defective request on which the documents are silent: nearly any answer will do. */
const mayBeAccepted = (step: Step, status: number): Standing => {
  const { edition, expected } = step
  const { general } = edition.edition
  examine(step, general.serverError)
  if (isSuccess(status)) return 'accepted'
  const atWire =
    expected.anyBody === true || (expected.defect !== undefined && belowParameters.has(expected.defect.place))
  const values = [...new Set([...admittedRefusals(step), ...edition.valueRefusals])].sort((a, b) => a - b)
  if (values.includes(status) || (atWire && wireRefusals.includes(status))) return 'refused'
  const admitted = `2xx, or ${anyOf(values)}${atWire ? ', or a refusal of the request’s form' : ''}`
  if (isServerError(status)) return serverError(step, admitted)
  accuse(step, general.status, admitted, '')
  examine(step, general.status)
  return 'wrong'
}

const judgements = {
  succeed: mustSucceed,
  'may-refuse': mayBeRefused,
  'must-refuse': mustBeRefused,
  'should-refuse': shouldBeRefused,
  'may-accept': mayBeAccepted,
} as const

/** Statuses that the outcome admits on this target and for this operation. */
const admittedRefusals = ({ outcome, shared, on }: Step): readonly number[] => {
  const more = [
    ...(shared ? (outcome.mustOnShared ?? []) : []),
    ...(on.operation.opaqueId === true ? (outcome.mustForOpaqueIds ?? []) : []),
  ]
  return more.length === 0 ? outcome.must : [...outcome.must, ...more].sort((a, b) => a - b)
}

/** Holds an admitted status against the preferred ones, where the outcome has any. */
const preferred = (step: Step, status: number): void => {
  const { outcome, expected } = step
  if (outcome.usualClause === undefined || expected.clause !== undefined) return
  examine(step, outcome.usualClause)
  if (!outcome.should.includes(status)) accuse(step, outcome.usualClause, anyOf(outcome.should), '')
}

const serverError = (step: Step, expected: string): Standing => {
  accuse(step, step.edition.edition.general.serverError, expected, '')
  return 'wrong'
}

/** `400, and \`param\` naming last_name if it is present`; in the other edition it is `errors` that names it. */
const refusalWanted = ({ edition, expected: { defect } }: Step, allowed: readonly number[]): string => {
  const inParameters = defect !== undefined && (defect.place === 'body' || defect.place === 'query')
  if (!inParameters || defect.parameters.length === 0) return anyOf(allowed)
  const named = edition.edition.refusal.kind === 'errors' ? 'errors' : 'param'
  return `${anyOf(allowed)}, and \`${named}\` naming ${defect.parameters.join(' or ')} if it is present`
}

/** `created id 4711`: what a request did that should have been refused. */
const acceptedText = ({ exchange, on }: Step): string => {
  const shown = single(jsonOf(exchange))
  const id = shown === undefined ? undefined : readableId(shown)
  if (id === undefined) return 'accepted'
  return on.operation.action === 'create' ? `created id ${id}` : `accepted, id ${id}`
}
