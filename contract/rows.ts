import type { Clause, Level, Source } from './clause.ts'
import type { Rule, RuleEntry, Strength } from './defect.ts'
import type { JsonSchema } from './json-schema.ts'
import type { Action, Operation } from './operation.ts'
import type { Outcome, OutcomeName } from './outcome.ts'

/**
 * How the tables of an edition are written: one call a row, the same in every edition.
 */

/** Sections of a document, from the widest to the narrowest. */
export const sectionsOf =
  (document: string) =>
  (...section: string[]): Source => ({ document, section: section.join(' › ') })

export const clause = (id: string, level: Level, statement: string, source: Source, unexercised?: string): Clause =>
  unexercised === undefined ? { id, level, statement, source } : { id, level, statement, source, unexercised }

export const success = (
  must: readonly number[],
  should: readonly number[],
  clause: string,
  usualClause?: string,
): Outcome => ({ kind: 'success', must, should, clause, ...(usualClause === undefined ? {} : { usualClause }) })

export const refusal = (
  must: readonly number[],
  should: readonly number[],
  clause: string,
  more: Partial<Pick<Outcome, 'usualClause' | 'refusedClause' | 'mustOnShared' | 'mustForOpaqueIds'>> = {},
): Outcome => ({ kind: 'refusal', must, should, clause, ...more })

/** What the action of an operation settles; what is particular to an operation may overrule it. */
export const byAction: Readonly<Record<Action, Pick<Operation, 'method' | 'outcome'>>> = {
  list: { method: 'GET', outcome: 'read' },
  read: { method: 'GET', outcome: 'read' },
  create: { method: 'POST', outcome: 'created' },
  update: { method: 'PUT', outcome: 'updated' },
  delete: { method: 'DELETE', outcome: 'deleted' },
  command: { method: 'POST', outcome: 'commanded' },
}

export const schemasById = (schemas: readonly JsonSchema[]): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(schemas.map((schema) => [schema.$id, schema]))

export const entry = (outcome: OutcomeName, strength: Strength): RuleEntry => ({ outcome, strength })

/** What an edition says of a rule for some operations or parameters only. */
export interface RuleException {
  readonly when: (operation: Operation, rule: Rule, parameter: string | undefined) => boolean
  readonly entry: RuleEntry
}

/** The first exception that matches decides, then the table; a rule that is in neither may be broken. */
export const rulesOf =
  (table: Readonly<Partial<Record<Rule, RuleEntry>>>, exceptions: readonly RuleException[]) =>
  (operation: Operation, rule: Rule, parameter?: string): RuleEntry =>
    exceptions.find(({ when }) => when(operation, rule, parameter))?.entry ??
    table[rule] ??
    entry('invalid-value', 'may-accept')
