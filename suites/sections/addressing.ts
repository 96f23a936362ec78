import fc from 'fast-check'
import type { Operation, PathForm } from '../../contract/operation.ts'
import type { MalformedVariant } from '../../generators/malformed/index.ts'
import { afterDeletion, unacceptable, unknownIds } from '../../generators/malformed/index.ts'
import { plainRequest } from '../../generators/valid.ts'
import type { Cell, Section, SuiteContext, Variant } from '../cell.ts'
import { refusedVariant, servedVariant, stateVariant } from '../cell.ts'
import { plainStep } from '../step.ts'

/** A spelling of a path may not serve what the plain path refuses. */
const refusedAlike = (context: SuiteContext, operation: Operation, form: PathForm): readonly Variant[] => {
  if (operation.method !== 'GET') return []
  const spelled = (malformed: MalformedVariant): MalformedVariant => ({
    ...malformed,
    id: `${malformed.id}-${form}`,
    arbitrary: malformed.arbitrary.map((drawn) => ({
      ...drawn,
      request: { ...drawn.request, form },
    })),
  })
  // Whether `.json` or a contradicting Accept decides is written nowhere.
  const [unacceptableFormat] = form === 'suffix' ? [] : unacceptable(operation)
  const gone =
    operation.resource === 'people' && operation.action === 'read'
      ? [afterDeletion(context.edition.operations, operation)]
      : []
  return [
    ...[...unknownIds(operation), ...(unacceptableFormat === undefined ? [] : [unacceptableFormat])].map((malformed) =>
      refusedVariant(context, spelled(malformed)),
    ),
    ...gone.map((state) =>
      stateVariant(context, operation, {
        ...state,
        id: `${state.id}-${form}`,
        request: { ...state.request, form },
      }),
    ),
  ]
}

/** Article 47854: other spellings of a path, where the target claims them, serve the same and refuse the same. */
export const pathForms: Section = (context) =>
  context.pathForms.flatMap((form) =>
    context.operations
      .filter(({ variants }) => variants[form] !== undefined)
      .flatMap((operation): Cell[] => {
        const clause = context.edition.forms.paths[form]
        if (clause === undefined) return []
        const refused = refusedAlike(context, operation, form)
        const draft = { ...plainRequest(operation), form }
        if (operation.action !== 'read') {
          const served = servedVariant(context, form, fc.constant(draft), { clause, distinct: 1 })
          return [{ clause, operation, variants: [served, ...refused] }]
        }
        const steps = [
          plainStep(context.edition, plainRequest(operation)),
          plainStep(context.edition, draft, { expected: { outcome: operation.outcome, strength: 'succeed', clause } }),
        ]
        const relations = [{ kind: 'same-resource', plain: 0, form: 1, clause } as const]
        const twin = context.make.served(plainRequest(operation))
        const arbitrary = fc.constant({ subject: { steps, relations, subject: 1 }, twin, exact: true } as const)
        return [
          { clause, operation, variants: [{ id: form, kind: 'valid', arbitrary, weight: 1, distinct: 1 }, ...refused] },
        ]
      }),
  )

/** Beside a key in HTTP Basic there stands a password, and any will do. */
const passwords = ['x', 'X', 'anything']

/** Articles 47866 and 47871: other places for a key, where the target claims them, open the same doors. */
export const keyForms: Section = (context) =>
  (['basic', 'query'] as const)
    .filter((form) => context.keyForms.includes(form))
    .flatMap((form) =>
      context.operations.flatMap((operation): Cell[] => {
        const clause = context.edition.forms.keys[form]
        if (clause === undefined) return []
        const key = { kind: 'key', identity: 'full', form } as const
        const keys = form === 'basic' ? passwords.map((password) => ({ ...key, password })) : [key]
        const drafts = fc.constantFrom(...keys.map((credentials) => ({ ...plainRequest(operation), credentials })))
        return [
          { clause, operation, variants: [servedVariant(context, form, drafts, { clause, distinct: keys.length })] },
        ]
      }),
    )
