import type { RefusalBody } from '../contract/edition.ts'
import { isObject, isPresent, type JsonObject, lengthOf } from './answers.ts'
import { accuse, examine, observe, type Step } from './notes.ts'
import { namedAmong, namesOneOf } from './param-names.ts'
import { show } from './show.ts'
import { hasFormat } from './tag.ts'

type Attributes = Extract<RefusalBody, { kind: 'attributes' }>

/** Judges a refusal by the section "Response attributes" of the document "Responses and Errors". */
export const judgeAttributes = (step: Step, clauses: Attributes, body: JsonObject): void => {
  const attributes = envelope(step, body)
  judgeType(step, clauses, attributes)
  judgeMessage(step, clauses, attributes)
  judgeParam(step, clauses, attributes)
}

/** The object that carries the attributes: the body, or what it holds as `error`. */
const envelope = (step: Step, body: JsonObject): JsonObject => {
  if (!isPresent(body.type) && isObject(body.error)) {
    observe(step, 'error-envelope', 'inside `error`')
    return body.error
  }
  observe(step, 'error-envelope', 'at top level')
  return body
}

const judgeType = (step: Step, clauses: Attributes, { type }: JsonObject): void => {
  examine(step, clauses.type)
  if (!isPresent(type)) {
    accuse(
      step,
      clauses.type,
      'a `type` at top level or inside `error`',
      type === null ? '`type` is null' : 'no `type`',
    )
    return
  }
  examine(step, clauses.typeValue)
  if (typeof type !== 'string' || lengthOf(type) === 0) {
    accuse(step, clauses.typeValue, 'a `type` that is a string and not empty', `\`type\` is ${show(type)}`)
  }
}

const judgeMessage = (step: Step, clauses: Attributes, { message }: JsonObject): void => {
  if (!isPresent(message)) return
  examine(step, clauses.message)
  if (typeof message !== 'string') {
    accuse(step, clauses.message, 'a `message` that is a string', `\`message\` is ${show(message)}`)
    return
  }
  examine(step, clauses.messageText)
  if (!hasFormat('non-blank', message)) {
    accuse(step, clauses.messageText, 'a `message` that says something', `\`message\` is ${show(message)}`)
  }
}

const judgeParam = (step: Step, clauses: Attributes, { param }: JsonObject): void => {
  const { edition, compiled } = { edition: step.edition.edition, compiled: step.on }
  if (!isPresent(param)) return
  examine(step, clauses.param)
  if (typeof param !== 'string' || lengthOf(param) === 0) {
    accuse(step, clauses.param, 'a `param` that is a string and not empty', `\`param\` is ${show(param)}`)
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
    examine(step, clauses.paramFaulty)
    if (!namesOneOf(edition, compiled.operation, param, defect.parameters)) {
      accuse(step, clauses.paramFaulty, `\`param\` naming ${defect.parameters.join(' or ')}, or no \`param\``, named)
    } else {
      examine(step, clauses.paramSound)
    }
    return
  }
  // Of a body that is broken as a whole nobody knows which members are sound.
  if (defect.place === 'body' || defect.place === 'query' || defect.place === 'wire' || compiled.parameters.size === 0)
    return
  examine(step, clauses.paramSound)
  const sound = namedAmong(param, compiled.parameters)
  if (sound !== undefined && !defect.parameters.includes(sound)) {
    accuse(step, clauses.paramSound, '`param` naming nothing that is in order', named)
  }
}
