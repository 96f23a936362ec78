import fc from 'fast-check'
import type { KeyForm, PathForm } from '../../contract/types.ts'
import { plainRequest } from '../../generators/valid.ts'
import { plainStep } from '../case.ts'
import type { Cell, Section } from '../cell.ts'
import { servedVariant } from '../cell.ts'

const pathClauses: Readonly<Record<PathForm, string>> = { singular: 'AD-SINGULAR', suffix: 'AD-SUFFIX' }

const keyClauses: readonly (readonly [KeyForm, string])[] = [
  ['basic', 'AU-BASIC'],
  ['query', 'AU-QUERY'],
]

/** Article 47854: other spellings of a path, where the target claims them, serve the same. */
export const pathForms: Section = (context) =>
  context.pathForms.flatMap((form) =>
    context.operations
      .filter(({ variants }) => variants[form] !== undefined)
      .map((operation): Cell => {
        const clause = pathClauses[form]
        const plain = plainRequest(operation)
        if (operation.action !== 'read') {
          return {
            clause,
            operation,
            variants: [servedVariant(context, form, fc.constant({ ...plain, form }), { clause, distinct: 1 })],
          }
        }
        const steps = [
          plainStep(context.edition, plain),
          plainStep(
            context.edition,
            { ...plain, form },
            { expected: { outcome: operation.outcome, strength: 'succeed', clause } },
          ),
        ]
        const subject = {
          steps,
          relations: [{ kind: 'same-resource', plain: 0, form: 1, clause } as const],
          subject: 1,
        }
        return {
          clause,
          operation,
          variants: [{ id: form, arbitrary: fc.constant({ subject }), weight: 1, distinct: 1 }],
        }
      }),
  )

/** Articles 47866 and 47871: other places for a key, where the target claims them, open the same doors. */
export const keyForms: Section = (context) =>
  keyClauses
    .filter(([form]) => context.keyForms.includes(form))
    .flatMap(([form, clause]) =>
      context.operations.map((operation): Cell => {
        const draft = { ...plainRequest(operation), credentials: { kind: 'key', identity: 'full', form } as const }
        return {
          clause,
          operation,
          variants: [servedVariant(context, form, fc.constant(draft), { clause, distinct: 1 })],
        }
      }),
    )
