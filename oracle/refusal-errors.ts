import type { RefusalBody } from '../contract/edition.ts'
import { isObject, isPresent, type JsonObject, readableId, single } from './answers.ts'
import { accuse, examine, type Step } from './notes.ts'
import { namedAmong, namesOneOf } from './param-names.ts'
import { show } from './show.ts'
import { hasFormat } from './tag.ts'

type Errors = Extract<RefusalBody, { kind: 'errors' }>

/**
 * Judges a refusal as the guide on error handling and the OpenAPI description have it: `error`, `error_description`,
 * and `errors` by field. Both documents let some refusals carry something else, which is then judged in its place.
 */
export const judgeErrors = (step: Step, clauses: Errors, body: JsonObject): void => {
  if (carriesResource(step, body)) return
  judgeError(step, clauses, body)
  judgeDescription(step, clauses, body)
  judgeFields(step, clauses, body)
  judgeRetryIn(step, clauses, body)
}

/**
 * A door that will not obey is shown as it is, or says why in a `message` of its own; a second credential is answered
 * with the first one.
 */
const carriesResource = (step: Step, body: JsonObject): boolean => {
  const { outcome } = step.expected
  const { action, resource } = step.on.operation
  const status = step.exchange.response?.status
  if (action === 'command' && resource === 'channels' && status === 400 && !isPresent(body.error))
    return readableId(body) !== undefined || saysSomething(body.message)
  return outcome === 'second-of-one-type' && status === 409 && judgeExisting(step, body)
}

const judgeExisting = (step: Step, body: JsonObject): boolean => {
  const { existing } = step.edition.edition.general
  if (existing === undefined) return false
  examine(step, existing)
  const shown = single(body)
  if (shown === undefined || !step.on.isResource(shown)) {
    accuse(step, existing, 'the credential that is there already', step.on.faultIn(shown ?? body), [])
  }
  return true
}

const saysSomething = (value: unknown): boolean => typeof value === 'string' && hasFormat('non-blank', value)

const judgeError = (step: Step, clauses: Errors, { error }: JsonObject): void => {
  examine(step, clauses.error)
  if (!isPresent(error)) {
    accuse(step, clauses.error, 'an `error`', error === null ? '`error` is null' : 'no `error`', [])
    return
  }
  examine(step, clauses.errorType)
  if (typeof error !== 'string') {
    accuse(step, clauses.errorType, 'an `error` that is a string', `\`error\` is ${show(error)}`, [])
  } else if (!hasFormat('non-blank', error)) {
    accuse(step, clauses.error, 'an `error` that says something', `\`error\` is ${show(error)}`, [])
  }
}

/** How long to wait is documented of sync alone, but wherever it is said it can only mean that. */
const judgeRetryIn = (step: Step, clauses: Errors, { retry_in: seconds }: JsonObject): void => {
  if (step.expected.outcome !== 'too-many-requests' || !isPresent(seconds)) return
  examine(step, clauses.retryIn)
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 0) {
    accuse(step, clauses.retryIn, 'a `retry_in` that is a whole number', `\`retry_in\` is ${show(seconds)}`, [])
  }
}

/** Names under which single operations are documented to explain themselves. */
const otherDescriptions = ['description', 'reason']

const judgeDescription = (step: Step, clauses: Errors, body: JsonObject): void => {
  const { error_description: description } = body
  if (isPresent(description) && typeof description !== 'string') {
    examine(step, clauses.errorType)
    const actual = `\`error_description\` is ${show(description)}`
    accuse(step, clauses.errorType, 'an `error_description` that is a string', actual, [])
    return
  }
  if (otherDescriptions.some((name) => saysSomething(body[name]))) return
  // The OpenAPI description's own 422 has `errors` in its place.
  const inItsPlace = isObject(body.errors) && Object.keys(body.errors).length > 0
  if (!isPresent(description) && inItsPlace && step.exchange.response?.status === 422) return
  examine(step, clauses.description)
  if (!saysSomething(description)) {
    const actual = isPresent(description) ? `\`error_description\` is ${show(description)}` : 'no `error_description`'
    accuse(step, clauses.description, 'an `error_description` that says something', actual, [])
  }
}

/** Messages of one field: a text, or several. */
const areMessages = (value: unknown): boolean =>
  typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))

const judgeFields = (step: Step, clauses: Errors, { errors }: JsonObject): void => {
  if (!isPresent(errors)) return
  examine(step, clauses.errors)
  const wrong = isObject(errors) ? Object.keys(errors).find((name) => !areMessages(errors[name])) : ''
  if (!isObject(errors) || wrong !== undefined) {
    const actual = isObject(errors) ? `\`errors.${wrong}\` is ${show(errors[wrong ?? ''])}` : `it is ${show(errors)}`
    accuse(step, clauses.errors, '`errors` with a text, or a list of texts, for each field', actual, [])
    return
  }
  const names = Object.keys(errors)
  if (names.length > 0) judgeNames(step, clauses, names)
}

const judgeNames = (step: Step, clauses: Errors, names: readonly string[]): void => {
  const { edition } = step.edition
  const { on, expected } = step
  const { defect } = expected
  // A value in order that is refused all the same may be named like any other; of a body that is broken as a whole, of
  // one that nobody reads, or that nobody documents with this method, nobody knows which fields are sound.
  if (defect === undefined || defect.place === 'method' || defect.place === 'wire') return
  if (defect.parameters.length === 0 && defect.place !== 'path') return
  const isFaulty = (name: string): boolean => namesOneOf(edition, on.operation, name, defect.parameters)
  const named = `\`errors\` names ${names.join(', ')}`
  if (defect.place !== 'path') {
    examine(step, clauses.errorsFaulty)
    if (!names.some(isFaulty)) {
      accuse(step, clauses.errorsFaulty, `\`errors\` naming ${defect.parameters.join(' or ')}`, named)
      return
    }
  }
  examine(step, clauses.errorsSound)
  const sound = names.find((name) => !isFaulty(name) && namedAmong(name, on.parameters) !== undefined)
  if (sound !== undefined) {
    accuse(step, clauses.errorsSound, '`errors` naming nothing that is in order', `\`errors\` names ${sound}`)
  }
}
