import type { RuleEntry } from '../../contract/defect.ts'
import type { MalformedVariant } from '../../generators/malformed/index.ts'
import {
  malformedBodies,
  malformedParameters,
  malformedPins,
  malformedQueries,
  unknownIds,
} from '../../generators/malformed/index.ts'
import type { Cell, Section } from '../cell.ts'
import { derived, refusedVariant } from '../cell.ts'

interface Malformed {
  readonly variant: MalformedVariant
  readonly entry: RuleEntry
}

/** By a clause each, in the order in which the clauses are first met. */
const byClause = (
  malformed: readonly Malformed[],
  clauseOf: (malformed: Malformed) => string | undefined,
): ReadonlyMap<string, readonly Malformed[]> => {
  const groups = new Map<string, Malformed[]>()
  for (const one of malformed) {
    const clause = clauseOf(one)
    if (clause === undefined) continue
    const group = groups.get(clause)
    if (group === undefined) groups.set(clause, [one])
    else group.push(one)
  }
  return groups
}

/** Unacceptable requests, often because a required parameter is missing. */
export const refused400: Section = (context) =>
  context.operations.flatMap((operation): Cell[] => {
    // Whoever reads a broken reservation leniently may open a door to somebody: never where others use the doors.
    if (context.shared && operation.acts === 'reservations') return []
    const { outcomes, general, ruleFor } = context.edition
    const malformed = [
      ...malformedParameters(context.edition, operation, context.selection),
      ...malformedQueries(context.edition, operation),
      ...malformedBodies(operation),
      ...malformedPins(context.edition, operation),
      ...(context.shared ? [] : unknownIds(operation)),
    ].map(
      (variant): Malformed => ({
        variant,
        entry: ruleFor(operation, variant.defect.rule, variant.defect.parameters[0]),
      }),
    )
    const cells = (groups: ReturnType<typeof byClause>): Cell[] =>
      [...groups].map(([clause, group]) => ({
        clause,
        operation,
        variants: group.map(({ variant }) => refusedVariant(context, variant)),
      }))

    const mustRefuse = byClause(malformed, ({ entry }) =>
      entry.strength === 'must-refuse' && entry.outcome !== 'not-found' ? outcomes[entry.outcome].clause : undefined,
    )
    const shouldRefuse = byClause(malformed, ({ entry }) =>
      entry.strength === 'should-refuse' ? outcomes[entry.outcome].refusedClause : undefined,
    )
    // Below the parameters nothing is asked of what is accepted but that the server survives it.
    const mayAccept = byClause(malformed, ({ entry, variant }) =>
      entry.strength === 'may-accept' && variant.defect.place === 'body' ? general.accepted : undefined,
    )
    const valueClause = outcomes['invalid-value'].clause
    const valuesMayBeRefused = malformed.some(
      ({ entry }) => entry.strength === 'should-refuse' && entry.outcome === 'invalid-value',
    )
    // Where one refusal among several is preferred, every refusal is evidence for that.
    const usual = new Set(
      malformed
        .filter(({ entry }) => entry.strength !== 'may-accept' && entry.outcome !== 'not-found')
        .flatMap(({ entry }) => outcomes[entry.outcome].usualClause ?? []),
    )
    return [
      ...[...usual].map((clause) => derived(clause, operation)),
      ...cells(mustRefuse),
      ...cells(shouldRefuse),
      ...(valuesMayBeRefused && !mustRefuse.has(valueClause) ? [derived(valueClause, operation)] : []),
      ...cells(mayAccept),
    ]
  })
