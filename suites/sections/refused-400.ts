import { malformedBodies, malformedParameters, malformedQueries, unknownIds } from '../../generators/malformed/index.ts'
import type { Cell, Section } from '../cell.ts'
import { derived, refusedVariant } from '../cell.ts'

const missing = new Set(['required', 'not-null'])

/** Row 400: unacceptable requests, often because a required parameter is missing. */
export const refused400: Section = (context) =>
  context.operations.flatMap((operation): Cell[] => {
    const malformed = [
      ...malformedParameters(context.edition, operation, context.selection),
      ...malformedQueries(context.edition, operation),
      ...malformedBodies(operation),
      ...(context.shared ? [] : unknownIds(operation)),
    ].map((variant) => ({
      variant,
      rule: variant.defect.rule,
      entry: context.edition.ruleFor(operation, variant.defect.rule, variant.defect.parameters[0]),
    }))
    const cell = (clause: string, chosen: typeof malformed): Cell[] =>
      chosen.length === 0
        ? []
        : [{ clause, operation, variants: chosen.map(({ variant }) => refusedVariant(context, variant)) }]

    const shouldRefuse = malformed.filter(({ entry }) => entry.strength === 'should-refuse')
    // Below the parameters nothing is asked of what is accepted but that the server survives it: section 500.
    const mayAccept = malformed.filter(
      ({ entry, variant }) => entry.strength === 'may-accept' && variant.defect.place === 'body',
    )
    const mustRefuse = malformed.filter(({ entry }) => entry.strength === 'must-refuse')
    return [
      ...cell(
        'RE-400',
        mustRefuse.filter(({ rule }) => missing.has(rule)),
      ),
      ...cell(
        'RE-400-BODY',
        mustRefuse.filter(({ entry }) => entry.outcome === 'malformed-body'),
      ),
      ...cell('RE-400-VALUE-REFUSED', shouldRefuse),
      ...(shouldRefuse.some(({ entry }) => entry.outcome === 'invalid-value')
        ? [derived('RE-400-VALUE', operation)]
        : []),
      ...cell(
        'RE-404-REFERENCE',
        mustRefuse.filter(({ entry }) => entry.outcome === 'unknown-reference'),
      ),
      ...cell('RE-ACCEPTED', mayAccept),
    ]
  })
