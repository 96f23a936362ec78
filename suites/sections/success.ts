import fc from 'fast-check'
import { operationOf } from '../../contract/lookup.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Draft, DraftValue } from '../../generators/draft.ts'
import { fixture, unique } from '../../generators/draft.ts'
import { takesPin } from '../../generators/malformed/index.ts'
import { mostLookalikes } from '../../generators/text.ts'
import type { Clearing } from '../../generators/valid.ts'
import {
  clearings,
  daringMembers,
  daringRequest,
  isBooking,
  pinRequest,
  plainRequest,
  requestWith,
  validRequest,
  withBody,
} from '../../generators/valid.ts'
import type { Cell, Section, SuiteContext, Variant } from '../cell.ts'
import { derived, servedVariant } from '../cell.ts'
import type { Case } from '../step.ts'
import { ofSubject, plainStep, subjectName } from '../step.ts'

/** Requests in order succeed with the status that fits what they do. */
export const success: Section = (context) =>
  context.operations.flatMap((operation): Cell[] => {
    const { edition, selection } = context
    const { clause, usualClause } = edition.outcomes[operation.outcome]
    const optional = operation.body !== undefined || operation.query !== undefined
    return [
      {
        clause,
        operation,
        variants: [
          servedVariant(context, 'plain', fc.constant(plainRequest(operation)), { distinct: 1 }),
          ...(operation.body === 'person-update' ? [ownEmail(context, operation)] : []),
          ...(takesPin(operation)
            ? [
                servedVariant(
                  context,
                  'pin-with-leading-zero',
                  fc.constant(pinRequest(operation, { leadingZero: true })),
                  {
                    distinct: 1,
                  },
                ),
              ]
            : []),
          ...(optional
            ? [servedVariant(context, 'optional', validRequest(edition, operation, selection), { weight: 2 })]
            : []),
        ],
      },
      ...(usualClause === undefined ? [] : [derived(usualClause, operation)]),
    ]
  })

/** An update that repeats what is there already is in order: the person's own e-mail address is not in use. */
const ownEmail = ({ edition }: SuiteContext, update: Operation): Variant => {
  const withEmail = (draft: Draft): Draft => withBody(draft, (members) => ({ ...members, email: unique('email') }))
  const read = plainStep(edition, ofSubject(plainRequest(operationOf(edition, 'getPerson'))))
  const creation = withEmail(plainRequest(operationOf(edition, 'createPerson')))
  const subject: Case = {
    steps: [
      plainStep(edition, creation, { makes: subjectName }),
      read,
      plainStep(edition, withEmail(ofSubject(plainRequest(update)))),
      read,
    ],
    relations: [{ kind: 'read-back', write: 2, read: 3 }],
    subject: 2,
  }
  return { id: 'own-email', kind: 'stateful', arbitrary: fc.constant({ subject }), weight: 1, distinct: 1 }
}

/** A person who has a value, an update that takes it away or puts another in its place, and a look at what is left. */
const replaced = (
  { edition }: SuiteContext,
  update: Operation,
  member: string,
  first: Draft,
  value: DraftValue,
): Case => {
  const read = plainStep(edition, ofSubject(plainRequest(operationOf(edition, 'getPerson'))))
  const written = withBody(ofSubject(plainRequest(update)), (members) => ({ ...members, [member]: value }))
  return {
    steps: [
      plainStep(edition, first, { makes: subjectName }),
      read,
      { draft: written, expected: { outcome: update.outcome, strength: 'may-refuse' } },
      { ...read, when: { step: 2, is: 'accepted' } },
    ],
    relations: [{ kind: 'read-back', write: 2, read: 3 }],
    subject: 2,
  }
}

const clearedVariant = (context: SuiteContext, update: Operation, { member, values }: Clearing): Variant => {
  const first = requestWith(context.edition, operationOf(context.edition, 'createPerson'), member)
  // Of a list, one that has lost an item is as telling as one that has lost all.
  const others: readonly DraftValue[] = member === 'group_ids' ? [...values, [fixture('group', 1)]] : values
  return {
    id: `${member}.replaced`,
    kind: 'stateful',
    arbitrary: fc
      .tuple(first, fc.constantFrom(...others))
      .map(([draft, value]) => ({ subject: replaced(context, update, member, draft, value) })),
    weight: 1,
    distinct: others.length,
  }
}

/** Whether a rule may be written that is about some of the doors that the target shows. */
export const mayNameControllers = ({ selection, present }: SuiteContext): boolean =>
  selection.references && present.some(({ id }) => id === 'listChannels')

/** "Everything worked": what was written is read back, whatever it consists of. */
export const readBack: Section = (context) =>
  context.operations
    .filter(({ body }) => body !== undefined)
    .map((operation): Cell => {
      const { edition, selection } = context
      const dared = daringMembers(edition, operation, 'exotic').filter(
        (member) => member !== 'match_controller_ids' || mayNameControllers(context),
      )
      const exotic = dared.map((member) =>
        servedVariant(context, member, daringRequest(edition, operation, member, 'exotic', selection), {
          exotic: true,
          // Of times there are few kinds, and each case makes somebody to reserve something for.
          weight: isBooking(operation) ? 1 : 4,
        }),
      )
      const alike = daringMembers(edition, operation, 'lookalike').map((member) =>
        servedVariant(
          context,
          `${member}.lookalike`,
          daringRequest(edition, operation, member, 'lookalike', selection),
          {
            exotic: true,
            weight: 4,
            distinct: mostLookalikes,
          },
        ),
      )
      const cleared = clearings(edition, operation, selection).map((clearing) =>
        clearedVariant(context, operation, clearing),
      )
      return { clause: edition.general.readBack, operation, variants: [...exotic, ...alike, ...cleared] }
    })

/** What success promises of the body; the evidence is every answer of the run. */
export const successBodies: Section = ({ operations, edition: { general } }) =>
  operations.flatMap((operation) => [
    derived(general.status, operation),
    derived(general.class, operation),
    derived(general.successJson, operation),
    ...(operation.action === 'delete' ? [] : [derived(general.resource, operation)]),
  ])
