import { acceptable, acceptableCount, foreignSuffixes, unacceptable } from '../../generators/malformed/index.ts'
import type { Cell, Section } from '../cell.ts'
import { derived, refusedVariant, servedVariant } from '../cell.ts'

/** Every answer is JSON, and whoever wants another format is told so, where the edition says that they are. */
export const refused406: Section = (context) =>
  context.operations.flatMap((operation): Cell[] => {
    const { outcomes, ruleFor } = context.edition
    const accept = ruleFor(operation, 'accept')
    const suffix = ruleFor(operation, 'suffix')
    const { clause, usualClause } = outcomes[suffix.outcome]
    return [
      ...(accept.strength === 'may-accept'
        ? []
        : [
            {
              clause: outcomes[accept.outcome].clause,
              operation,
              variants: unacceptable(operation).map((variant) => refusedVariant(context, variant)),
            },
          ]),
      ...(suffix.strength === 'may-accept' || operation.method !== 'GET'
        ? []
        : [
            {
              clause,
              operation,
              variants: foreignSuffixes(operation).map((variant) => refusedVariant(context, variant)),
            },
            ...(usualClause === undefined ? [] : [derived(usualClause, operation)]),
          ]),
    ]
  })

/** Whoever accepts JSON, or does not say what they accept, gets it. */
export const negotiation: Section = (context) =>
  context.operations.map((operation) => {
    const clause = context.edition.general.acceptsJson
    return {
      clause,
      operation,
      variants: [
        servedVariant(context, 'accepts-json', acceptable(operation), {
          clause,
          weight: 2,
          distinct: acceptableCount,
        }),
      ],
    }
  })
