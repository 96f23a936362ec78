import fc from 'fast-check'
import type { Operation, ResourceName } from '../../contract/operation.ts'
import { fixture } from '../../generators/draft.ts'
import type { MalformedVariant } from '../../generators/malformed/index.ts'
import { afterDeletion, afterDeletionOfPerson, unknownIds } from '../../generators/malformed/index.ts'
import { plainRequest } from '../../generators/valid.ts'
import type { Cell, Section } from '../cell.ts'
import { derived, refusedVariant, stateVariant, withheld } from '../cell.ts'

/** An id that is that of an event, but of no wish to be let in. */
const otherKind = (operation: Operation): MalformedVariant => {
  const twin = plainRequest(operation)
  const defect = { rule: 'id-kind', place: 'path', parameters: ['id'] } as const
  const request = { ...twin, path: { id: fixture('other-event', 0) } }
  return { id: 'id-kind', defect, arbitrary: fc.constant({ twin, request, defect }), distinct: 1 }
}

/** Row 404: ids that never existed. */
export const refused404: Section = (context) =>
  context.operations.flatMap((operation): Cell[] => {
    const { clause, usualClause } = context.edition.outcomes['not-found']
    const unknown = unknownIds(operation).filter(
      ({ defect }) => context.edition.ruleFor(operation, defect.rule).outcome === 'not-found',
    )
    const ofOthers =
      operation.resource === 'admission_requests' &&
      context.edition.ruleFor(operation, 'id-kind').strength === 'must-refuse'
    const variants = ofOthers ? [...unknown, otherKind(operation)] : unknown
    if (variants.length === 0) return []
    if (context.shared && operation.method !== 'GET') {
      return [withheld(clause, operation, 'Writes to ids that the run does not own are not sent to a shared target.')]
    }
    return [
      { clause, operation, variants: variants.map((variant) => refusedVariant(context, variant)) },
      ...(usualClause === undefined ? [] : [derived(usualClause, operation)]),
    ]
  })

/** Resources of which something can be deleted. */
const deletable: ReadonlySet<ResourceName> = new Set<ResourceName>([
  'people',
  'credentials',
  'reservations',
  'group_reservations',
  'notification_rules',
])

/** Row 410: what has been removed. */
export const refused410: Section = (context) =>
  context.operations
    .filter(({ resource, action, path }) => deletable.has(resource) && action !== 'list' && path.endsWith('/{id}'))
    .flatMap((operation): Cell[] => {
      const outcome = operation.action === 'delete' ? 'gone-again' : 'gone'
      const { clause, usualClause } = context.edition.outcomes[outcome]
      return [
        {
          clause,
          operation,
          variants: [
            afterDeletion(context.edition.operations, operation),
            ...(operation.resource === 'credentials' && operation.action === 'read'
              ? [afterDeletionOfPerson(context.edition.operations, operation)]
              : []),
          ].map((state) => stateVariant(context, operation, state)),
        },
        ...(usualClause === undefined ? [] : [derived(usualClause, operation)]),
      ]
    })
