import { isObject, notJson } from './answers.ts'
import { accuse, examine, observe, type Step } from './notes.ts'
import { judgeAttributes } from './refusal-attributes.ts'
import { judgeErrors } from './refusal-errors.ts'
import { show } from './show.ts'
import { mayHaveAnyBody } from './status.ts'

/** Judges the body of a refusal whose status is admitted: as JSON, as an object, and by what the edition puts into it. */
export const judgeRefusalBody = (step: Step): void => {
  const { exchange, edition, expected, outcome } = step
  const { response, request } = exchange
  if (response === undefined || request.method === 'HEAD' || mayHaveAnyBody(step)) return
  // A path that the target does not know at all is refused by whatever stands before it.
  if (expected.outcome === 'not-acceptable-suffix' && !outcome.should.includes(response.status)) return
  const { general, refusal } = edition.edition
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
  if (refusal.kind === 'attributes') judgeAttributes(step, refusal, body)
  else judgeErrors(step, refusal, body)
}
