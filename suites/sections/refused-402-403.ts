import fc from 'fast-check'
import type { Defect } from '../../contract/defect.ts'
import { fixture } from '../../generators/draft.ts'
import type { StateVariant } from '../../generators/malformed/index.ts'
import { emailInUse, emailInUseByTheDisabled, secondOfOneType, valueInUse } from '../../generators/malformed/index.ts'
import { plainRequest } from '../../generators/valid.ts'
import type { Cell, Section } from '../cell.ts'
import { derived, refusedVariant, stateVariant } from '../cell.ts'

/** Valid parameters that cannot be granted: what they ask for is taken. */
export const refused402: Section = (context) =>
  context.operations.flatMap((operation): Cell[] => {
    const { edition } = context
    const { body, resource } = operation
    const isHolder = body !== undefined && (resource === 'people' || resource === 'credentials')
    const values =
      isHolder && edition.ruleFor(operation, 'unique', 'value').strength !== 'may-accept'
        ? valueInUse(edition.operations, operation)
        : []
    const states: readonly StateVariant[] =
      body === 'person-input' || body === 'person-update'
        ? [
            ...emailInUse(edition.operations, operation),
            emailInUseByTheDisabled(edition.operations, operation),
            ...values,
          ]
        : body === 'credential-input' || body === 'person-credential-input'
          ? [...secondOfOneType(operation), ...values]
          : body === 'credential-update'
            ? values
            : []
    const groups = new Map<string, StateVariant[]>()
    for (const state of states) {
      const { outcome, strength } = edition.ruleFor(operation, state.defect.rule, state.defect.parameters[0])
      if (strength === 'may-accept') continue
      const group = groups.get(outcome) ?? []
      groups.set(outcome, [...group, state])
    }
    return [...groups].flatMap(([outcome, group]): Cell[] => {
      const { clause, usualClause } = edition.outcomes[outcome as keyof typeof edition.outcomes]
      return [
        { clause, operation, variants: group.map((state) => stateVariant(context, operation, state)) },
        ...(usualClause === undefined ? [] : [derived(usualClause, operation)]),
        ...(outcome === 'second-of-one-type' && edition.general.existing !== undefined
          ? [derived(edition.general.existing, operation)]
          : []),
      ]
    })
  })

const hidden: Defect = { rule: 'visible', place: 'state', parameters: [] }

/** What only administrators may see. */
export const refused403: Section = (context) =>
  context.operations
    .filter(({ id }) => id === 'getPerson')
    .flatMap((operation): Cell[] => {
      const { clause, usualClause } = context.edition.outcomes.hidden
      const cell = { clause, operation }
      const missing = [
        ...(context.restrictedKey ? [] : ['a restricted key']),
        ...(context.hiddenPerson ? [] : ['a person hidden from it (fixtures.hiddenPerson)']),
      ]
      if (missing.length > 0) {
        const detail = `The description lacks ${missing.join(' and ')}.`
        return [{ ...cell, variants: [], unexercised: { kind: 'missing', detail } }]
      }
      const plain = { ...plainRequest(operation), path: { id: fixture('hidden-person', 0) } }
      const restricted = { kind: 'key', identity: 'restricted' } as const
      const spellings = [undefined, ...context.pathForms.filter((form) => operation.variants[form] !== undefined)]
      const hiddenCell: Cell = {
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
      return [hiddenCell, ...(usualClause === undefined ? [] : [derived(usualClause, operation)])]
    })
