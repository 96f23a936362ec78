import type { Edition, GeneralClauses } from '../../contract/edition.ts'
import type { Operation, PathForm } from '../../contract/operation.ts'
import { refusalsBeside, refusalsOf } from './refusals.ts'

const writes = ({ action }: Operation): boolean => action !== 'list' && action !== 'read'

/** Parts of the general clauses that concern some operations only; the others concern all. */
const limits: Readonly<Partial<Record<keyof GeneralClauses, (operation: Operation) => boolean>>> = {
  resource: ({ action }) => action !== 'delete',
  readBack: ({ body }) => body !== undefined,
  noEffect: writes,
  accepted: writes,
  listed: ({ action }) => action === 'list' || action === 'create',
  unlisted: ({ action }) => action === 'list' || action === 'delete',
  existing: ({ action }) => action === 'create',
  paging: ({ action, query }) => action === 'list' && query !== undefined,
  filter: ({ action, query }) => action === 'list' && query !== undefined,
  partial: ({ action }) => action === 'update',
  replaced: ({ action }) => action === 'update',
  commanded: ({ action }) => action === 'command',
  raceUnique: ({ action }) => action === 'create' || action === 'update',
  raceDelete: ({ action }) => action === 'update' || action === 'delete',
  racePartial: ({ action }) => action === 'update',
}

/** Ids of the clauses that concern an operation, in the order of the edition. */
export const clausesOf = (edition: Edition, operation: Operation): readonly string[] => {
  const { outcomes, general, refusal, forms } = edition
  const ofOutcomes = [
    operation.outcome,
    ...refusalsOf(edition, operation),
    ...refusalsBeside(edition, operation),
  ].flatMap((name) => {
    const { clause, usualClause, refusedClause } = outcomes[name]
    return [clause, usualClause, refusedClause]
  })
  const parts = Object.entries(general) as [keyof GeneralClauses, string][]
  const ofAnswers = parts.filter(([part]) => limits[part]?.(operation) ?? true).map(([, id]) => id)
  const { kind: _, ...ofRefusals } = refusal
  const ofForms = [
    ...(Object.keys(operation.variants) as PathForm[]).map((form) => forms.paths[form]),
    ...Object.values(forms.keys),
  ]
  const ids = new Set([
    ...ofOutcomes,
    ...ofAnswers,
    ...Object.values(ofRefusals),
    ...ofForms,
    ...clausesAbout(edition, operation),
  ])
  return edition.clauses.map(({ id }) => id).filter((id) => ids.has(id))
}

/** Ids of the clauses that come from where the operation itself is documented, and from nowhere else. */
export const clausesAbout = ({ clauses }: Edition, { source }: Operation): readonly string[] =>
  clauses
    .filter((clause) => clause.source.document === source.document && clause.source.section === source.section)
    .map(({ id }) => id)
