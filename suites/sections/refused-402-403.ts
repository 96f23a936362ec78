import fc from 'fast-check'
import type { Defect } from '../../contract/types.ts'
import { fixture } from '../../generators/draft.ts'
import { emailInUse, secondOfOneType } from '../../generators/malformed/index.ts'
import { plainRequest } from '../../generators/valid.ts'
import type { Cell, Section } from '../cell.ts'
import { derived, refusedVariant, stateVariant } from '../cell.ts'

/** Row 402: valid parameters that cannot be granted. */
export const refused402: Section = (context) =>
  context.operations.flatMap((operation): Cell[] => {
    const { body } = operation
    const states =
      body === 'person-input' || body === 'person-update'
        ? emailInUse(context.edition.operations, operation)
        : body === 'credential-input' || body === 'person-credential-input'
          ? [secondOfOneType(operation)]
          : []
    if (states.length === 0) return []
    return [
      { clause: 'RE-402', operation, variants: states.map((state) => stateVariant(context, operation, state)) },
      derived('RE-402-USUAL', operation),
    ]
  })

const hidden: Defect = { rule: 'visible', place: 'state', parameters: [] }

/** Row 403: what only administrators may see. */
export const refused403: Section = (context) =>
  context.operations
    .filter(({ id }) => id === 'getPerson')
    .map((operation): Cell => {
      const cell = { clause: 'RE-403', operation }
      const missing = [
        ...(context.restrictedKey ? [] : ['a restricted key']),
        ...(context.hiddenPerson ? [] : ['a person hidden from it (fixtures.hiddenPerson)']),
      ]
      if (missing.length > 0) {
        return {
          ...cell,
          variants: [],
          unexercised: { kind: 'missing', detail: `The description lacks ${missing.join(' and ')}.` },
        }
      }
      const plain = { ...plainRequest(operation), path: { id: fixture('hidden-person', 0) } }
      const restricted = { kind: 'key', identity: 'restricted' } as const
      const spellings = [undefined, ...context.pathForms.filter((form) => operation.variants[form] !== undefined)]
      return {
        ...cell,
        variants: spellings.map((form) => {
          const request = { ...plain, ...(form === undefined ? {} : { form }), credentials: restricted }
          return refusedVariant(context, {
            id: ['hidden-person', form ?? []].flat().join('-'),
            defect: hidden,
            arbitrary: fc.constant({ twin: plain, request, defect: hidden }),
            distinct: 1,
          })
        }),
      }
    })
