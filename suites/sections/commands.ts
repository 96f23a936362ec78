import fc from 'fast-check'
import type { Defect } from '../../contract/defect.ts'
import type { Operation } from '../../contract/operation.ts'
import type { FixtureKind } from '../../generators/draft.ts'
import { fixture } from '../../generators/draft.ts'
import { daringMembers, daringRequest, plainRequest } from '../../generators/valid.ts'
import type { Cell, Section, SuiteContext, Variant } from '../cell.ts'
import { servedVariant } from '../cell.ts'
import { commandCase, whatBecameOf, wished } from '../commands.ts'
import { plainStep } from '../step.ts'
import { noEffect } from './lifecycle.ts'
import { refused400 } from './refused-400.ts'
import { refused401 } from './refused-401.ts'
import { refused404 } from './refused-404-410.ts'
import { negotiation } from './refused-406.ts'
import { responseAttributes } from './response-attributes.ts'
import { success, successBodies } from './success.ts'

/** What is wrong with every request, whichever it is. */
const general: readonly Section[] = [
  success,
  refused401,
  refused404,
  negotiation,
  responseAttributes,
  successBodies,
  noEffect,
]

/**
 * Commands to doors, for which the description allows channels by id. Each changes what others find that look at doors,
 * and leaves its door as it was. Who may enter where is for the target to know, so that letting in a person is
 * only ever expected to be refused.
 */
export const commands: Section = (context) => {
  const operations = context.operations.filter(
    ({ action, resource }) => action === 'command' && resource === 'channels',
  )
  const plain = operations.filter(({ body }) => body !== 'admit-person-input')
  const cells = [
    ...general.flatMap((section) => section({ ...context, operations: plain })),
    // A lockdown with a flag at fault may lock the way out.
    ...refused400({ ...context, operations: plain.filter(({ body }) => body !== 'lockdown-input') }),
    ...plain.filter(({ effect }) => effect !== undefined).flatMap((operation) => seen(context, operation)),
    ...operations.flatMap((operation) => refusedCommand(context, operation)),
  ]
  return cells.map((cell) => ({ ...cell, apart: 'doors' as const }))
}

/** Lockdowns besides the plain one, all of which have to end. */
const lockdowns = [{ aux_lockdown: true }, { card_lockdown: true, aux_lockdown: true }] as const

/** The evidence is every command of the run; what a plain one does not show has variants of its own. */
const seen = (context: SuiteContext, operation: Operation): readonly Cell[] => {
  const { edition, present, selection } = context
  const { commanded: clause } = edition.general
  if (clause === undefined) return []
  const subject = plainStep(edition, plainRequest(operation))
  const ended: Variant = {
    id: 'after-other-lockdowns',
    kind: 'stateful',
    arbitrary: fc
      .constantFrom(...lockdowns)
      .map((lockdown) => ({ subject: commandCase(edition, present, operation, subject, lockdown) })),
    weight: 1,
    distinct: lockdowns.length,
  }
  const uneven = daringMembers(edition, operation, 'exotic').map((member) =>
    servedVariant(context, member, daringRequest(edition, operation, member, 'exotic', selection), { exotic: true }),
  )
  return [{ clause, operation, variants: [...(operation.effect === 'not-locked-down' ? [ended] : []), ...uneven] }]
}

const uncommandable = ({ body }: Operation): Defect => ({
  rule: 'commandable',
  place: 'state',
  parameters: body === 'admit-person-input' ? ['person_id'] : [],
})

/** A door that cannot be reached, or that is locked down, lets nobody in; nor does any door a stranger. */
const refusedCommand = (context: SuiteContext, operation: Operation): readonly Cell[] => {
  const { edition, present } = context
  const expected = { ...edition.ruleFor(operation, 'commandable'), defect: uncommandable(operation) }
  const answered = whatBecameOf(present, operation, 0)
  const variant = (id: string, door: FixtureKind, described: boolean): Variant[] =>
    described
      ? [
          {
            id,
            arbitrary: fc.constant({
              subject: {
                steps: [
                  plainStep(
                    edition,
                    { ...plainRequest(operation), path: { id: fixture(door, 0) } },
                    { expected, makes: 'wish' },
                  ),
                  ...answered,
                ],
                relations: [{ kind: 'not-admitted', command: 0, read: 1 }, ...answered.map(() => wished)],
                subject: 0,
              },
            }),
            kind: 'stateful',
            weight: 1,
            distinct: 1,
          },
        ]
      : []
  const variants =
    operation.id === 'admitPerson'
      ? variant('person-without-access', 'door', true)
      : operation.id === 'admitChannel'
        ? [
            ...variant('offline', 'offline-door', context.offlineDoor),
            ...variant('locked-down', 'locked-door', context.lockedDoor),
          ]
        : []
  if (operation.outcome !== 'admitted') return []
  const { clause } = edition.outcomes[expected.outcome]
  if (variants.length > 0) return [{ clause, operation, variants }]
  const detail = 'The description names no door that is offline or locked down (recipes).'
  return [{ clause, operation, variants: [], unexercised: { kind: 'missing', detail } }]
}
