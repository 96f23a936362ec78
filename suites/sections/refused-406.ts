import { acceptable, acceptableCount, foreignSuffixes, unacceptable } from '../../generators/malformed/index.ts'
import type { Cell, Section } from '../cell.ts'
import { derived, refusedVariant, servedVariant } from '../cell.ts'

/** Row 406: every answer is JSON, and whoever wants another format is told so. */
export const refused406: Section = (context) =>
  context.operations.flatMap((operation): Cell[] => {
    const variants = unacceptable(operation).map((variant) => refusedVariant(context, variant))
    if (operation.method !== 'GET') return [{ clause: 'RE-406-WRITE', operation, variants }]
    return [
      { clause: 'RE-406', operation, variants },
      {
        clause: 'RE-406-SUFFIX',
        operation,
        variants: foreignSuffixes(operation).map((variant) => refusedVariant(context, variant)),
      },
      derived('RE-406-SUFFIX-USUAL', operation),
    ]
  })

/** Article 47854: whoever accepts JSON, or does not say what they accept, gets it. */
export const negotiation: Section = (context) =>
  context.operations.map((operation) => ({
    clause: 'RE-ACCEPT',
    operation,
    variants: [
      servedVariant(context, 'accepts-json', acceptable(operation), {
        clause: 'RE-ACCEPT',
        weight: 2,
        distinct: acceptableCount,
      }),
    ],
  }))
