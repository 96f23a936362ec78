import fc from 'fast-check'
import type { Defect } from '../../contract/defect.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Draft } from '../../generators/draft.ts'
import { fixture } from '../../generators/draft.ts'
import { plainRequest } from '../../generators/valid.ts'
import type { Cell, Section, SuiteContext } from '../cell.ts'
import { refusedVariant } from '../cell.ts'

/** Operations that are asked for something of another account. */
const readings: ReadonlySet<string> = new Set([
  'getPerson',
  'getChannel',
  'getEvent',
  'getNotificationRule',
  'getCredential',
  'getPersonCredential',
  'listPersonCredentials',
])

const foreign: Defect = { rule: 'foreign', place: 'state', parameters: [] }

/** What a reading of another account's thing is called, and its path; only of what the description names. */
const requestsOf = (
  { foreign: described }: SuiteContext,
  operation: Operation,
): readonly (readonly [string, Draft])[] => {
  const plain = plainRequest(operation)
  const at = (path: Draft['path']): Draft => ({ ...plain, path: { ...plain.path, ...path } })
  switch (operation.id) {
    case 'getPerson':
      return described.person ? [['person', at({ id: fixture('foreign-person', 0) })]] : []
    case 'getChannel':
      return described.channel ? [['channel', at({ id: fixture('foreign-channel', 0) })]] : []
    case 'getEvent':
      return described.event ? [['event', at({ id: fixture('foreign-event', 0) })]] : []
    case 'getNotificationRule':
      return described.rule ? [['rule', at({ id: fixture('foreign-rule', 0) })]] : []
    case 'getCredential':
    case 'getPersonCredential':
      // Below somebody of the run's own, too: who asks for an id there might as well have guessed it.
      return described.credential ? [['credential', at({ id: fixture('foreign-credential', 0) })]] : []
    case 'listPersonCredentials':
      return described.person ? [['of-a-person', at({ person_id: fixture('foreign-person', 0) })]] : []
    default:
      return []
  }
}

/** Rows 403 and 404: an id of another account is nobody's business, whichever key asks. */
export const foreignThings: Section = (context) => {
  const { edition } = context
  const { clause } = edition.outcomes.foreign
  return (
    context.operations
      // A list below nobody may be empty, where the edition does not say that it is refused.
      .filter((operation) => edition.ruleFor(operation, 'known-id').strength === 'must-refuse')
      .filter(({ id }) => readings.has(id))
      .map((operation): Cell => {
        const variants = requestsOf(context, operation).map(([id, request]) =>
          refusedVariant(context, {
            id,
            defect: foreign,
            arbitrary: fc.constant({ twin: plainRequest(operation), request, defect: foreign }),
            distinct: 1,
          }),
        )
        if (variants.length > 0) return { clause, operation, variants }
        const detail =
          'The description names nothing of a second account (keys.other, or fixtures.foreignPerson and its like).'
        return { clause, operation, variants: [], unexercised: { kind: 'missing', detail } }
      })
  )
}
