import { malformedKeys, missingKeys, wrongKeys } from '../../generators/malformed/index.ts'
import type { Cell, Section } from '../cell.ts'
import { derived, refusedVariant, withheld } from '../cell.ts'

/**
 * Where wrong keys are tried on a target that others use: whoever guesses too often is locked out there, so that one
 * reading and one writing operation must do.
 */
const triedOnShared = new Set(['getAccount', 'createPerson'])

const reason = 'Malformed credentials are tried on one operation of a shared target only: too many lock out.'

/** Row 401: the key is missing or wrong. */
export const refused401: Section = (context) =>
  context.operations.flatMap((operation): Cell[] => {
    const { outcomes } = context.edition
    const { clause, usualClause = clause } = outcomes['unauthenticated-header']
    const guessing = !context.shared || triedOnShared.has(operation.id)
    const cell: Cell = {
      clause: outcomes.unauthenticated.clause,
      operation,
      variants: [
        ...missingKeys(operation, context.keyForms, context.pathForms),
        ...(guessing ? wrongKeys(operation, context.keyForms, { expired: context.expiredKey }) : []),
      ].map((variant) => refusedVariant(context, variant)),
    }
    if (context.shared && operation.id !== 'getAccount') {
      return [cell, withheld(clause, operation, reason), withheld(usualClause, operation, reason)]
    }
    return [
      cell,
      {
        clause,
        operation,
        variants: malformedKeys(operation).map((variant) => refusedVariant(context, variant)),
      },
      derived(usualClause, operation),
    ]
  })
