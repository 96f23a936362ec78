import { isObject, type JsonObject, lengthOf, notJson } from './answers.ts'
import { accuse, examine, observe, type Step } from './notes.ts'
import { namedAmong, namesOneOf } from './param-names.ts'
import { show } from './show.ts'
import { mayHaveAnyBody } from './status.ts'
import { hasFormat } from './tag.ts'

/** Judges the body of a refusal whose status is admitted, by the section "Response attributes". */
export const judgeRefusalBody = (step: Step): void => {
  const { exchange, edition, expected, outcome } = step
  const { response, request } = exchange
  if (response === undefined || request.method === 'HEAD' || mayHaveAnyBody(step)) return
  // A path that the target does not know at all is refused by whatever stands before it.
  if (expected.outcome === 'not-acceptable-suffix' && !outcome.should.includes(response.status)) return
  const { general } = edition.edition
  if (response.body.kind === 'none') {
    observe(step, 'refusal-without-body', `answered ${response.status}`)
    return
  }
  examine(step, general.errorJson)
  const problem = notJson(response)
  if (problem !== undefined || response.body.kind !== 'json') {
    accuse(step, general.errorJson, 'a body that is JSON by content type and syntax', problem ?? '')
    return
  }
  examine(step, general.errorObject)
  const body = response.body.value
  if (!isObject(body)) {
    accuse(step, general.errorObject, 'an object with the attributes', `the body is ${show(body)}`)
    return
  }
  const attributes = envelope(step, body)
  judgeType(step, attributes)
  judgeMessage(step, attributes)
  judgeParam(step, attributes)
}

/** The object that carries the attributes: the body, or what it holds as `error`. */
const envelope = (step: Step, body: JsonObject): JsonObject => {
  if (!present(body.type) && isObject(body.error)) {
    observe(step, 'error-envelope', 'inside `error`')
    return body.error
  }
  observe(step, 'error-envelope', 'at top level')
  return body
}

/** Null says as much as nothing. */
const present = (value: unknown): boolean => value !== undefined && value !== null

const judgeType = (step: Step, { type }: JsonObject): void => {
  const { general } = step.edition.edition
  examine(step, general.type)
  if (!present(type)) {
    accuse(
      step,
      general.type,
      'a `type` at top level or inside `error`',
      type === null ? '`type` is null' : 'no `type`',
    )
    return
  }
  examine(step, general.typeValue)
  if (typeof type !== 'string' || lengthOf(type) === 0) {
    accuse(step, general.typeValue, 'a `type` that is a string and not empty', `\`type\` is ${show(type)}`)
  }
}

const judgeMessage = (step: Step, { message }: JsonObject): void => {
  const { general } = step.edition.edition
  if (!present(message)) return
  examine(step, general.message)
  if (typeof message !== 'string') {
    accuse(step, general.message, 'a `message` that is a string', `\`message\` is ${show(message)}`)
    return
  }
  examine(step, general.messageText)
  if (!hasFormat('non-blank', message)) {
    accuse(step, general.messageText, 'a `message` that says something', `\`message\` is ${show(message)}`)
  }
}

const judgeParam = (step: Step, { param }: JsonObject): void => {
  const { edition, compiled } = { edition: step.edition.edition, compiled: step.on }
  if (!present(param)) return
  examine(step, edition.general.param)
  if (typeof param !== 'string' || lengthOf(param) === 0) {
    accuse(step, edition.general.param, 'a `param` that is a string and not empty', `\`param\` is ${show(param)}`)
    return
  }
  const { defect } = step.expected
  // A value in order that is refused all the same may be named like any other.
  if (defect === undefined) return
  const inParameters = defect.place === 'body' || defect.place === 'query' || defect.place === 'state'
  // A path parameter at fault stands in no body: any of its names will do, only a sound parameter's will not.
  const faulty = inParameters
    ? defect.parameters.filter((name) => defect.place !== 'state' || compiled.parameters.has(name))
    : []
  const named = `\`param\` is ${show(param)}`
  if (faulty.length > 0) {
    examine(step, edition.general.paramFaulty)
    if (!namesOneOf(edition, compiled.operation, param, defect.parameters)) {
      accuse(
        step,
        edition.general.paramFaulty,
        `\`param\` naming ${defect.parameters.join(' or ')}, or no \`param\``,
        named,
      )
    } else {
      examine(step, edition.general.paramSound)
    }
    return
  }
  // Of a body that is broken as a whole nobody knows which members are sound.
  if (defect.place === 'body' || defect.place === 'query' || defect.place === 'wire' || compiled.parameters.size === 0)
    return
  examine(step, edition.general.paramSound)
  const sound = namedAmong(param, compiled.parameters)
  if (sound !== undefined && !defect.parameters.includes(sound)) {
    accuse(step, edition.general.paramSound, '`param` naming nothing that is in order', named)
  }
}
