import fc from 'fast-check'
import { operationOf } from '../../contract/lookup.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Draft, DraftValue } from '../../generators/draft.ts'
import { made, unique } from '../../generators/draft.ts'
import { plainRequest, withBody } from '../../generators/valid.ts'
import type { Section, SuiteContext, Variant } from '../cell.ts'
import { alive } from '../sequences/story.ts'
import type { Case } from '../step.ts'
import { plainStep, subjectName } from '../step.ts'

type Members = Readonly<Record<string, DraftValue>>

const only = (id: string, subject: Case): Variant => ({
  id,
  kind: 'stateful',
  arbitrary: fc.constant({ subject }),
  weight: 1,
  distinct: 1,
})

const about = (draft: Draft, name: string): Draft => ({ ...draft, path: { ...draft.path, id: made(name) } })

/** A request about somebody of the case's own. */
const requests = ({ edition }: SuiteContext) => {
  const plain = (id: string): Draft => plainRequest(operationOf(edition, id))
  return {
    create: (members: Members): Draft => withBody(plain('createPerson'), (required) => ({ ...required, ...members })),
    read: (name: string): Draft => about(plain('getPerson'), name),
    update: (name: string, members: Members): Draft => withBody(about(plain('updatePerson'), name), () => members),
    remove: (name: string): Draft => about(plain('deletePerson'), name),
  }
}

const cellsOf = (
  { operations }: SuiteContext,
  id: string,
  clause: string,
  variants: (operation: Operation) => readonly Variant[],
) =>
  operations
    .filter((operation) => operation.id === id)
    .map((operation) => ({ clause, operation, variants: variants(operation) }))

/** Whoever is disabled has a history that is kept, and is read like anybody else. */
export const disabledPeople: Section = (context) => {
  const { edition } = context
  const { create, read, update } = requests(context)
  const step = (draft: Draft, makes?: string) => plainStep(edition, draft, makes === undefined ? {} : { makes })
  return cellsOf(context, 'getPerson', edition.outcomes.read.clause, () => [
    only('disabled-from-the-beginning', {
      steps: [step(create({ enabled: false }), subjectName), step(read(subjectName))],
      relations: [{ kind: 'read-back', write: 0, read: 1 }],
      subject: 1,
    }),
    only('disabled-later', {
      steps: [
        step(create({}), subjectName),
        step(read(subjectName)),
        step(update(subjectName, { enabled: false })),
        step(read(subjectName)),
      ],
      relations: [{ kind: 'read-back', write: 2, read: 3 }],
      subject: 3,
    }),
  ])
}

/** Somebody is deleted with all that they have. */
export const holders: Section = (context) => {
  const { edition } = context
  const { create, read, remove } = requests(context)
  if (!context.operations.some(({ id }) => id === 'createPersonCredential')) return []
  const everybodys = context.operations.find(({ id }) => id === 'listCredentials')
  const ofHolder = (id: string): Draft => ({
    ...plainRequest(operationOf(edition, id)),
    path: { person_id: made(subjectName) },
  })
  // Of types that are not the same: somebody has one of each at most.
  const credential = (index: number): Draft =>
    withBody(ofHolder('createPersonCredential'), () => ({
      credential_type_id: { $: 'fixture', of: 'credential-type', index, distinct: true },
      value: { $: 'credential-value', index, slot: index, leadingZero: false },
    }))
  return cellsOf(context, 'deletePerson', edition.outcomes.deleted.clause, () => [
    only('with-credentials', {
      steps: [
        plainStep(edition, create({}), { makes: subjectName }),
        plainStep(edition, read(subjectName)),
        ...[0, 1].map((index) => plainStep(edition, credential(index), { makes: `credential-${index}` })),
        plainStep(edition, remove(subjectName)),
        {
          draft: read(subjectName),
          expected: { outcome: 'gone', strength: 'must-refuse', defect: alive },
          when: { step: 4, is: 'accepted' },
        },
        ...(everybodys === undefined
          ? []
          : [plainStep(edition, plainRequest(everybodys), { when: { step: 4, is: 'done' } })]),
      ],
      relations: [2, 3].map((create) => ({
        kind: 'unlisted',
        create,
        list: 6,
        ...(edition.deletesWhole === true ? {} : { unknown: true }),
      })),
      subject: 4,
    }),
  ])
}

/**
 * Whoever has been deleted stays so, even if somebody else comes with their address. Whether it is free again is written
 * nowhere, so that the other one may be refused; an endpoint may also take both for one person, which is then not asked.
 */
export const namesakes: Section = (context) => {
  const { edition } = context
  const { create, read, remove } = requests(context)
  const email = unique('email', 5)
  const again: Draft = create({ email, system_id: unique('system-id', 6) })
  return cellsOf(context, 'getPerson', edition.outcomes.gone.clause, () => [
    only('after-deletion-with-a-namesake', {
      steps: [
        plainStep(edition, create({ email }), { makes: subjectName }),
        plainStep(edition, read(subjectName)),
        plainStep(edition, remove(subjectName)),
        {
          draft: again,
          expected: {
            outcome: 'request-failed',
            strength: 'may-accept',
            defect: { rule: 'unique', place: 'state', parameters: ['email'] },
          },
          makes: 'namesake',
        },
        plainStep(edition, read('namesake'), { when: { step: 3, is: 'accepted' } }),
        {
          draft: read(subjectName),
          expected: { outcome: 'gone', strength: 'must-refuse', defect: alive },
          when: { step: 3, is: 'accepted', unlike: 0 },
        },
      ],
      relations: [],
      subject: 5,
    }),
  ])
}
