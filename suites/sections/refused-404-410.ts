import { afterDeletion, afterDeletionOfPerson, unknownIds } from '../../generators/malformed/index.ts'
import type { Cell, Section } from '../cell.ts'
import { derived, refusedVariant, stateVariant, withheld } from '../cell.ts'

/** Row 404: ids that never existed. */
export const refused404: Section = (context) =>
  context.operations.flatMap((operation): Cell[] => {
    const variants = unknownIds(operation).filter(
      ({ defect }) => context.edition.ruleFor(operation, defect.rule).outcome === 'not-found',
    )
    if (variants.length === 0) return []
    if (context.shared && operation.method !== 'GET') {
      return [withheld('RE-404', operation, 'Writes to ids that the run does not own are not sent to a shared target.')]
    }
    return [
      { clause: 'RE-404', operation, variants: variants.map((variant) => refusedVariant(context, variant)) },
      derived('RE-404-USUAL', operation),
    ]
  })

/** Row 410: what has been removed. */
export const refused410: Section = (context) =>
  context.operations
    .filter(({ resource, path }) => (resource === 'people' || resource === 'credentials') && path.endsWith('/{id}'))
    .flatMap((operation): Cell[] => {
      const clause = operation.action === 'delete' ? 'RE-410-AGAIN' : 'RE-410'
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
        derived(`${clause}-USUAL`, operation),
      ]
    })
