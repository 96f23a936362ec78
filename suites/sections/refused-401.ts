import { invalidKeys, malformedKeys } from '../../generators/malformed/index.ts'
import type { Cell, Section } from '../cell.ts'
import { derived, refusedVariant } from '../cell.ts'

/** Row 401: the key is missing or wrong. */
export const refused401: Section = (context) =>
  context.operations.flatMap((operation): Cell[] => [
    {
      clause: 'RE-401',
      operation,
      variants: invalidKeys(operation, context.keyForms, { expired: context.expiredKey }).map((variant) =>
        refusedVariant(context, variant),
      ),
    },
    {
      clause: 'RE-401-HEADER',
      operation,
      variants: malformedKeys(operation).map((variant) => refusedVariant(context, variant)),
    },
    derived('RE-401-HEADER-USUAL', operation),
  ])
