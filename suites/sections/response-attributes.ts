import type { RefusalBody } from '../../contract/edition.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Section } from '../cell.ts'
import { derived } from '../cell.ts'

/**
 * What the body of a refusal consists of. Its evidence is every refusal of the run: an endpoint that never sends an
 * attribute is not asked for it.
 */
export const responseAttributes: Section = ({ operations, edition: { general, refusal } }) =>
  operations.flatMap((operation) =>
    [general.errorJson, general.errorObject, ...clausesOf(refusal, operation)].map((clause) =>
      derived(clause, operation),
    ),
  )

/** Only where there are parameters can one of them be named. */
const clausesOf = (refusal: RefusalBody, { body, query }: Operation): readonly string[] => {
  const parameters = body !== undefined || query !== undefined
  if (refusal.kind === 'errors') {
    const { error, errorType, description, errors, errorsFaulty, errorsSound } = refusal
    return [error, errorType, description, ...(body === undefined ? [] : [errors, errorsFaulty, errorsSound])]
  }
  const { type, typeValue, message, messageText, param, paramSound, paramFaulty } = refusal
  return [type, typeValue, message, messageText, param, paramSound, ...(parameters ? [paramFaulty] : [])]
}
