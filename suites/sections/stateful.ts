import fc from 'fast-check'
import type { Operation, ResourceName } from '../../contract/operation.ts'
import { type PeopleTopic, peopleSequence, plainPeopleSequences } from '../../generators/sequences/people.ts'
import { plainThingSequence, type ThingTopic, thingSequence } from '../../generators/sequences/things.ts'
import type { Cell, Section, SuiteContext, Variant } from '../cell.ts'
import { peopleStory } from '../sequences/people.ts'
import { kindOf, thingStory } from '../sequences/things.ts'
import type { Case } from '../step.ts'

const found = ({ operations }: SuiteContext, id: string): Operation | undefined =>
  operations.find((operation) => operation.id === id)

/** There are more ways to ask for a list than a sequence has room for. */
const weights: Readonly<Record<string, number>> = { lists: 3 }

/** The sequences that are bound to show what a topic is about, by name, and any others. */
const sequences = <Sequence>(
  topic: string,
  plain: Readonly<Record<string, Sequence>>,
  any: fc.Arbitrary<Sequence>,
  toCase: (sequence: Sequence) => Case,
): readonly Variant[] => [
  ...Object.entries(plain).map(
    ([name, sequence]): Variant => ({
      id: `plain-${name}`,
      kind: 'stateful',
      arbitrary: fc.constant({ subject: toCase(sequence) }),
      weight: 1,
      distinct: 1,
    }),
  ),
  {
    id: `sequences-of-${topic}`,
    kind: 'stateful',
    arbitrary: any.map((sequence) => ({ subject: toCase(sequence) })),
    weight: weights[topic] ?? 1,
  },
]

/** A cell, if the edition has the clause and the target the operation. */
const cell = (
  clause: string | undefined,
  operation: Operation | undefined,
  variants: () => readonly Variant[],
): readonly Cell[] =>
  clause === undefined || operation === undefined ? [] : [{ clause, operation, variants: variants() }]

/**
 * People over several requests: what was accepted lasts, lists and filters show it, what was refused left no trace, an
 * address is one person's at a time, and a deletion is final. Each cell has sequences in which its own matter prevails;
 * all of them are judged by all that is documented.
 */
const peopleCells = (context: SuiteContext): readonly Cell[] => {
  const { edition, selection } = context
  const [create, update] = [found(context, 'createPerson'), found(context, 'updatePerson')]
  if (create === undefined || update === undefined) return []
  const about = (topic: PeopleTopic) => (): readonly Variant[] =>
    sequences(
      topic,
      plainPeopleSequences(topic),
      peopleSequence(edition, { create, update }, selection, topic),
      (sequence) => peopleStory(edition, sequence),
    )
  const { readBack, unlisted, partial, filter } = edition.general
  const taken = (operation: Operation): string =>
    edition.outcomes[edition.ruleFor(operation, 'unique', 'email').outcome].clause
  return [
    ...cell(partial ?? readBack, update, about('updates')),
    ...cell(filter, found(context, 'listPeople'), about('lists')),
    ...cell(unlisted, found(context, 'listPeople'), about('deletion')),
    ...cell(edition.outcomes.gone.clause, found(context, 'getPerson'), about('deletion')),
    ...cell(taken(create), create, about('addresses')),
    ...cell(taken(update), update, about('addresses')),
  ]
}

/** The same of things that are created and deleted, and of credentials that everybody has one of each type of. */
const thingCells = (context: SuiteContext, resource: ResourceName): readonly Cell[] => {
  const { edition, selection } = context
  const kind = kindOf(context.operations, resource)
  if (kind === undefined) return []
  const about = (topic: ThingTopic) => (): readonly Variant[] =>
    sequences(
      topic,
      { [topic]: plainThingSequence(edition, kind, topic) },
      thingSequence(edition, kind, selection, topic),
      (sequence) => thingStory(edition, kind, sequence),
    )
  const { readBack, listed, unlisted, filter, replaced } = edition.general
  const filtered = kind.list.filter(({ query }) => edition.schemas[query ?? '']?.properties?.since !== undefined)
  const { gone } = edition.outcomes
  return [
    ...kind.create.slice(0, resource === 'credentials' ? 0 : 1).flatMap((one) => cell(readBack, one, about('updates'))),
    ...kind.update.flatMap((one) => cell(readBack, one, about('updates'))),
    ...(resource === 'notification_rules' ? kind.update.flatMap((one) => cell(replaced, one, about('updates'))) : []),
    ...kind.list.slice(-1).flatMap((one) => cell(listed, one, about('lists'))),
    ...filtered.flatMap((one) => cell(filter, one, about('lists'))),
    ...kind.list.flatMap((one) => cell(unlisted, one, about('deletion'))),
    ...kind.read.flatMap((one) => cell(gone.clause, one, about('deletion'))),
    ...(resource === 'credentials'
      ? kind.create.flatMap((one) =>
          cell(edition.outcomes[edition.ruleFor(one, 'one-per-type').outcome].clause, one, about('uniqueness')),
        )
      : []),
  ]
}

const things = ['credentials', 'reservations', 'group_reservations', 'notification_rules'] as const

/** Sequences of requests on things of the run's own. */
export const stateful: Section = (context) => [
  ...peopleCells(context),
  ...things.flatMap((resource) => thingCells(context, resource)),
]
