import fc from 'fast-check'
import { operationOf } from '../../contract/lookup.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Draft } from '../../generators/draft.ts'
import { made } from '../../generators/draft.ts'
import { plainRequest, withSlug } from '../../generators/valid.ts'
import type { Cell, Section, SuiteContext, Variant } from '../cell.ts'
import type { Case } from '../step.ts'
import { ofSubject, plainStep, subjectName } from '../step.ts'

/** Somebody's card or PIN, written with the person and looked for in both places, as far as the target has both. */
const given = (
  { edition, operations }: SuiteContext,
  write: Operation,
  of: 'card-type' | 'pin-type',
  zero: boolean,
): Case => {
  const value = { slot: 1, leadingZero: zero }
  const creation = plainRequest(operationOf(edition, 'createPerson'))
  const read = plainStep(edition, ofSubject(plainRequest(operationOf(edition, 'getPerson'))))
  const create = (draft: Draft) => plainStep(edition, draft, { makes: subjectName })
  // Whoever does not take it so is not accused of that: what the slugs are is up to each account.
  const mayRefuse = { expected: { outcome: write.outcome, strength: 'may-refuse' } } as const
  const when = { when: { step: write.action === 'create' ? 0 : 2, is: 'accepted' } } as const
  const before =
    write.action === 'create'
      ? [{ ...create(withSlug(creation, of, value)), ...mayRefuse }]
      : [create(creation), read, plainStep(edition, withSlug(ofSubject(plainRequest(write)), of, value), mayRefuse)]
  const at = before.length - 1
  const credentials = plainStep(edition, {
    ...plainRequest(operationOf(edition, 'listPersonCredentials')),
    path: { person_id: made(subjectName) },
  })
  const isListed = operations.some(({ id }) => id === 'listPersonCredentials')
  return {
    steps: [...before, { ...read, ...when }, ...(isListed ? [{ ...credentials, ...when }] : [])],
    relations: [
      { kind: 'read-back', write: at, read: at + 1 },
      ...(isListed ? [{ kind: 'held', write: at, list: at + 2 } as const] : []),
    ],
    subject: at,
  }
}

/** Somebody with a card and a PIN who is given another card. */
const kept = ({ edition }: SuiteContext, update: Operation): Case => {
  const read = plainStep(edition, ofSubject(plainRequest(operationOf(edition, 'getPerson'))))
  const creation = plainRequest(operationOf(edition, 'createPerson'))
  const [card, pin, other] = [0, 1, 2].map((slot) => ({ slot, leadingZero: false }))
  const both = withSlug(withSlug(creation, 'card-type', card ?? null), 'pin-type', pin ?? null)
  return {
    steps: [
      plainStep(edition, both, { makes: subjectName, expected: { outcome: 'created', strength: 'may-refuse' } }),
      { ...read, when: { step: 0, is: 'accepted' } },
      plainStep(edition, withSlug(ofSubject(plainRequest(update)), 'card-type', other ?? null), {
        expected: { outcome: update.outcome, strength: 'may-refuse' },
      }),
      { ...read, when: { step: 2, is: 'accepted' } },
    ],
    relations: [
      { kind: 'accumulated', writes: [0], read: 1 },
      { kind: 'accumulated', writes: [0, 2], read: 3 },
    ],
    subject: 2,
    chained: true,
  }
}

/**
 * Credentials of people, written with the person under the slug of their type: the article "People" and the OpenAPI
 * description let simple types be set so.
 */
export const throughPeople: Section = (context) =>
  context.operations
    .filter(({ body, resource }) => resource === 'people' && body !== undefined)
    .flatMap((operation): Cell[] => {
      const { general } = context.edition
      const variant = (id: string, subject: Case): Variant => ({
        id,
        kind: 'stateful',
        arbitrary: fc.constant({ subject }),
        weight: 1,
        distinct: 1,
      })
      const variants = (['card-type', 'pin-type'] as const).flatMap((of) =>
        [false, true].map((zero) =>
          variant(`${of.replace('-type', '')}${zero ? '-with-leading-zero' : ''}`, given(context, operation, of, zero)),
        ),
      )
      return [
        { clause: general.readBack, operation, variants },
        ...(operation.action === 'update' && general.partial !== undefined
          ? [{ clause: general.partial, operation, variants: [variant('card-beside-pin', kept(context, operation))] }]
          : []),
      ]
    })
