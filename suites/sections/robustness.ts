import type { Edition } from '../../contract/types.ts'
import {
  malformedAccepts,
  malformedBodies,
  malformedQueries,
  oddPaths,
  unknownPaths,
} from '../../generators/malformed/index.ts'
import type { Section } from '../cell.ts'
import { refusedVariant } from '../cell.ts'
import { unusualMethods } from './refused-405.ts'

const firstOf = (edition: Edition): string | undefined => edition.operations[0]?.id

/** Row 500: whatever is wrong with a request, the server does not take it for its own mistake. */
export const robustness: Section = (context) =>
  context.operations.map((operation) => {
    const silentOf = [...malformedBodies(operation), ...malformedQueries(context.edition, operation)].filter(
      ({ defect }) => context.edition.ruleFor(operation, defect.rule, defect.parameters[0]).strength === 'may-accept',
    )
    // On a target that others use, odd paths are only ever read.
    const paths = context.shared && operation.method !== 'GET' ? [] : oddPaths(operation)
    const elsewhere = operation.id === firstOf(context.edition) ? unknownPaths(operation) : []
    return {
      clause: 'RE-500',
      operation,
      variants: [
        ...silentOf,
        ...paths,
        ...elsewhere,
        ...malformedAccepts(operation),
        ...unusualMethods(context, operation),
      ].map((variant) => refusedVariant(context, variant)),
    }
  })
