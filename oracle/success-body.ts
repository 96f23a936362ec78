import type { Action } from '../contract/operation.ts'
import { isObject, type JsonObject, notJson, readableId, single } from './answers.ts'
import { accuse, examine, observe, type Step } from './notes.ts'
import { decoded, matchPath, withoutQuery } from './paths.ts'
import { show } from './show.ts'
import { hasFormat } from './tag.ts'

/** What is documented of the body that a request deserves, once it has been accepted. */
type Depth =
  /** Nothing. */
  | 'nothing'
  /** It is JSON and no error; what it shows is another matter. */
  | 'json'
  /** It is what was asked for. */
  | 'resource'

/**
 * Judges the body of an accepted request. `schemaElsewhere` says that a relation judges what the answer shows.
 */
export const judgeSuccessBody = (step: Step, schemaElsewhere: boolean): void => {
  const { exchange, edition, on } = step
  const { response, request } = exchange
  const depth = schemaElsewhere ? 'json' : depthOf(step)
  if (response === undefined || request.method === 'HEAD' || depth === 'nothing') return
  const { general } = edition.edition
  const { action } = on.operation
  examine(step, general.class)
  if (response.body.kind === 'none') {
    // Every response is JSON (article 47854), and nothing is none; 202 and 204 promise no body.
    const promised = response.status === 200 || response.status === 201
    if (response.status !== 204 && depth === 'resource' && promised) {
      examine(step, general.successJson)
      accuse(step, general.successJson, 'a body that is JSON', 'no body')
    } else if (response.status === 204) examine(step, general.successJson)
    else observe(step, 'success-without-body', `answered ${response.status}`)
    return
  }
  examine(step, general.successJson)
  if (response.status === 204) {
    accuse(step, general.successJson, 'no body with 204', `a body of ${response.body.bytes} bytes`)
    return
  }
  if (on.operation.anyText === true && response.body.kind === 'text') return
  const problem = notJson(response)
  if (problem !== undefined || response.body.kind !== 'json') {
    accuse(step, general.successJson, 'a body that is JSON by content type and syntax', problem ?? '')
    return
  }
  const body = response.body.value
  if (isError(body, action === 'update' || action === 'delete') || saysWhatFailed(step, body)) {
    accuse(step, general.class, 'an answer that is no error, or a status of 4xx', `the body is ${show(body)}`)
    return
  }
  if (depth === 'resource') judgeShown(step, body)
}

/** A defective request that was accepted is answered somehow; a defect in the query leaves the kind of answer as it is. */
const depthOf = ({ expected: { anyBody, defect } }: Step): Depth => {
  if (anyBody === true) return 'nothing'
  if (defect === undefined || defect.place === 'query') return 'resource'
  return defect.place === 'body' || defect.place === 'state' ? 'json' : 'nothing'
}

/**
 * Whether a body is an error in the document's sense. Nothing is documented of what answers an update or a deletion,
 * and "type" and "message" may stand in a notice as well: there the type must say that something went wrong.
 */
const isError = (body: unknown, mayBeNotice: boolean): boolean => {
  if (!isObject(body)) return false
  const { type, message, error } = body
  if (isObject(error) && typeof error.type === 'string') return true
  if (Object.hasOwn(body, 'id') || typeof type !== 'string' || typeof message !== 'string') return false
  return !mayBeNotice || typeof body.param === 'string' || troubled.test(type)
}

/** By any of these an answer to a write says what it is, or that it went well; what else may answer one is not said. */
const telling = ['id', 'admission_request_id', 'result']

const changing: ReadonlySet<Action> = new Set<Action>(['update', 'delete', 'command'])

/**
 * Whether the answer to a write has nothing to tell but an `error`. Only an edition whose refusals carry one says what
 * it means: what went wrong (OpenAPI description, Error). One that is empty or null says that nothing did; and a `status` in
 * words, such as an admission and a credential have, says more than that.
 */
const saysWhatFailed = ({ edition, on }: Step, body: unknown): boolean =>
  edition.edition.refusal.kind === 'errors' &&
  changing.has(on.operation.action) &&
  isObject(body) &&
  typeof body.error === 'string' &&
  hasFormat('non-blank', body.error) &&
  body.success !== true &&
  typeof body.status !== 'string' &&
  !telling.some((name) => Object.hasOwn(body, name))

const troubled = /error|invalid|fail|missing|not[-_ ]?found|denied|unauthori|forbidden|gone|bad[-_ ]/i

const judgeShown = (step: Step, body: unknown): void => {
  const { action } = step.on.operation
  if (action === 'list') judgeList(step, body)
  else if (action === 'read') judgeRead(step, body)
  else if (action === 'create') judgeCreated(step, body)
  else if (action === 'update') judgeUpdated(step, body)
  else if (action === 'command') judgeCommandAnswer(step, body)
}

const judgeList = (step: Step, body: unknown): void => {
  const { resource } = step.edition.edition.general
  examine(step, resource)
  const expected = `a list of ${step.on.operation.resource}`
  if (!Array.isArray(body)) {
    accuse(step, resource, expected, `the body is ${show(body)}`)
    return
  }
  const wrong = body.findIndex((item) => !step.on.isResource(item))
  if (wrong !== -1) accuse(step, resource, expected, `item ${wrong + 1}: ${step.on.faultIn(body[wrong])}`)
  else judgeOwner(step, body)
}

/** A list below a person is that person's: what says that it is somebody else's was not asked for. */
const judgeOwner = (step: Step, items: readonly unknown[]): void => {
  const { resource } = step.edition.edition.general
  const asked = matchPath(step.on.paths, withoutQuery(step.exchange.request.path))?.person_id
  if (asked === undefined) return
  const person = decoded(asked)
  const wrong = items.findIndex(
    (item) => isObject(item) && typeof item.person_id === 'number' && String(item.person_id) !== person,
  )
  if (wrong === -1) return
  const { person_id: shown } = items[wrong] as JsonObject
  accuse(
    step,
    resource,
    `${step.on.operation.resource} of person ${person}`,
    `item ${wrong + 1}: \`person_id\` is ${show(shown)}`,
  )
}

const judgeRead = (step: Step, body: unknown): void => {
  const { resource } = step.edition.edition.general
  examine(step, resource)
  const shown = single(body)
  if (shown === undefined) accuse(step, resource, `one of ${step.on.operation.resource}`, `the body is ${show(body)}`)
  else judgeResource(step, shown)
}

const judgeCreated = (step: Step, body: unknown): void => {
  const shown = single(body)
  if (shown === undefined || readableId(shown) === undefined) {
    const { clause } = step.outcome
    accuse(
      step,
      clause,
      'an id that can be read',
      shown === undefined ? `the body is ${show(body)}` : `\`id\` is ${show(shown.id)}`,
    )
    return
  }
  examine(step, step.edition.edition.general.resource)
  judgeResource(step, shown)
}

/** An update may be answered with the resource or with any word of consent. */
const judgeUpdated = (step: Step, body: unknown): void => {
  const shown = single(body)
  if (shown === undefined || !Object.hasOwn(shown, 'id')) return
  examine(step, step.edition.edition.general.resource)
  judgeResource(step, shown)
}

const judgeCommandAnswer = (step: Step, body: unknown): void => {
  const shown = single(body)
  // A wish is answered with what it is asked for by, where the edition's schema says so.
  const wish = step.on.operation.outcome === 'admitted'
  if (shown === undefined || !(wish || telling.some((name) => Object.hasOwn(shown, name)))) return
  examine(step, step.edition.edition.general.resource)
  judgeResource(step, shown)
}

const judgeResource = (step: Step, shown: JsonObject): void => {
  const { resource } = step.edition.edition.general
  const { on, exchange } = step
  if (!on.isResource(shown)) {
    accuse(step, resource, `one of ${on.operation.resource} in its documented form`, on.faultIn(shown))
    return
  }
  const asked = matchPath(on.paths, withoutQuery(exchange.request.path))?.id
  const id = asked === undefined || shown.id === undefined ? undefined : decoded(asked)
  if (id !== undefined && String(shown.id) !== id) {
    accuse(step, resource, `the one with id ${id}`, `\`id\` is ${show(shown.id)}`)
  }
}
