import type fc from 'fast-check'
import { operationOf } from '../../contract/lookup.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Draft } from '../../generators/draft.ts'
import { made, unique } from '../../generators/draft.ts'
import { plainRequest, validRequest, withBody } from '../../generators/valid.ts'
import { markedPeople } from '../case.ts'
import type { Cell, Section, SuiteContext, Variant } from '../cell.ts'
import { derived } from '../cell.ts'
import type { Case, Step } from '../step.ts'
import { plainStep, subjectName } from '../step.ts'

/** How to create, read, delete and list one kind of thing. */
interface Life {
  readonly create: fc.Arbitrary<Draft>
  readonly read: Draft
  readonly remove: Draft
  /** Lists that must show it. */
  readonly lists: readonly (readonly [name: string, draft: Draft])[]
}

const narrowed = (draft: Draft, ...query: Draft['query']): Draft => ({ ...draft, query: [...draft.query, ...query] })

const lifeOf = ({ edition, selection }: SuiteContext, list: Operation): Life | undefined => {
  const plain = (id: string): Draft => plainRequest(operationOf(edition, id))
  const subject = (draft: Draft): Draft => ({ ...draft, path: { ...draft.path, id: made(subjectName) } })
  const valid = (id: string): fc.Arbitrary<Draft> => validRequest(edition, operationOf(edition, id), selection)
  if (list.id === 'listPeople') {
    return {
      create: valid('createPerson'),
      read: subject(plain('getPerson')),
      remove: subject(plain('deletePerson')),
      lists: [
        ['by-system-id', markedPeople(edition)],
        // The one match fills the page.
        ['by-system-id-on-a-full-page', narrowed(markedPeople(edition), ['per_page', 1])],
      ],
    }
  }
  if (list.id === 'listPersonCredentials' || list.id === 'listCredentials') {
    return {
      create: valid('createPersonCredential'),
      read: subject(plain('getPersonCredential')),
      remove: subject(plain('deletePersonCredential')),
      lists: [[list.id === 'listCredentials' ? 'of-everybody' : 'of-the-person', plainRequest(list)]],
    }
  }
  return undefined
}

/** What is created is listed until it is deleted, on things that only this run looks for. */
export const lifecycle: Section = (context) =>
  context.operations.flatMap((list): Cell[] => {
    const life = lifeOf(context, list)
    if (life === undefined) return []
    const { edition } = context
    const variant = (
      id: string,
      weight: number,
      creations: fc.Arbitrary<Draft>,
      toCase: (created: Step[]) => Case,
    ): Variant => ({
      id,
      kind: 'stateful',
      arbitrary: creations.map((create) => ({
        subject: toCase([plainStep(edition, create, { makes: subjectName }), plainStep(edition, life.read)]),
      })),
      weight,
    })
    const listed =
      (draft: Draft) =>
      (created: Step[]): Case => ({
        steps: [...created, plainStep(edition, draft)],
        relations: [{ kind: 'listed', create: 0, list: 2 }],
        subject: 2,
      })
    const unlisted =
      (draft: Draft) =>
      (created: Step[]): Case => ({
        steps: [
          ...created,
          plainStep(edition, life.remove),
          plainStep(edition, draft, { when: { step: 2, is: 'accepted' } }),
        ],
        relations: [{ kind: 'unlisted', create: 0, list: 3 }],
        subject: 3,
      })
    const byEmail: Draft = { ...plainRequest(list), query: [['email', unique('email')]] }
    const withEmail = life.create.map((draft) => withBody(draft, (members) => ({ ...members, email: unique('email') })))
    const present: Cell = {
      clause: edition.general.listed,
      operation: list,
      variants: [
        ...life.lists.map(([id, draft]) => variant(id, 3, life.create, listed(draft))),
        ...(list.id === 'listPeople' ? [variant('by-email', 1, withEmail, listed(byEmail))] : []),
      ],
    }
    return [
      // In a list of everybody's the run's own may stand on any page: that it is missing cannot be said.
      ...(list.id === 'listCredentials' ? [] : [present]),
      {
        clause: edition.general.unlisted,
        operation: list,
        variants: [
          ...life.lists.slice(0, 1).map(([id, draft]) => variant(id, 1, life.create, unlisted(draft))),
          ...(list.id === 'listPeople' ? [variant('by-email', 1, withEmail, unlisted(byEmail))] : []),
        ],
      },
    ]
  })

/** "Everything worked" or nothing did: what is refused leaves no trace. The evidence is every refused write. */
export const noEffect: Section = ({ operations, edition: { general } }) =>
  operations.filter(({ method }) => method !== 'GET').map((operation) => derived(general.noEffect, operation))
