import fc from 'fast-check'
import type { Operation } from '../../contract/types.ts'
import type { Draft } from '../../generators/draft.ts'
import { made, unique } from '../../generators/draft.ts'
import { plainRequest, withBody } from '../../generators/valid.ts'
import type { Case, Step } from '../case.ts'
import { markedPeople, operationOf, plainStep, subjectName } from '../case.ts'
import type { Cell, Section, SuiteContext, Variant } from '../cell.ts'
import { derived } from '../cell.ts'

/** How to create, read, delete and list one kind of thing. */
interface Life {
  readonly create: Draft
  readonly read: Draft
  readonly remove: Draft
  readonly lists: readonly (readonly [name: string, draft: Draft])[]
}

const lifeOf = ({ edition }: SuiteContext, list: Operation): Life | undefined => {
  const plain = (id: string): Draft => plainRequest(operationOf(edition, id))
  const subject = (draft: Draft): Draft => ({ ...draft, path: { ...draft.path, id: made(subjectName) } })
  if (list.id === 'listPeople') {
    return {
      create: withBody(plain('createPerson'), (members) => ({ ...members, email: unique('email') })),
      read: subject(plain('getPerson')),
      remove: subject(plain('deletePerson')),
      lists: [
        ['by-system-id', markedPeople(edition)],
        ['by-email', { ...plain('listPeople'), query: [['email', unique('email')]] }],
      ],
    }
  }
  if (list.id === 'listPersonCredentials') {
    return {
      create: plain('createPersonCredential'),
      read: subject(plain('getPersonCredential')),
      remove: subject(plain('deletePersonCredential')),
      lists: [['of-the-person', plain('listPersonCredentials')]],
    }
  }
  return undefined
}

/** What is created is listed until it is deleted (rows 200 and 410), on things that only this run looks for. */
export const lifecycle: Section = (context) =>
  context.operations.flatMap((list): Cell[] => {
    const life = lifeOf(context, list)
    if (life === undefined) return []
    const { edition } = context
    const created: Step[] = [plainStep(edition, life.create, { makes: subjectName }), plainStep(edition, life.read)]
    const variant = (id: string, subject: Case): Variant => ({
      id,
      arbitrary: fc.constant({ subject }),
      weight: 1,
      distinct: 1,
    })
    return [
      {
        clause: 'RE-LISTED',
        operation: list,
        variants: life.lists.map(([id, draft]) =>
          variant(id, {
            steps: [...created, plainStep(edition, draft)],
            relations: [{ kind: 'listed', create: 0, list: 2 }],
            subject: 2,
          }),
        ),
      },
      {
        clause: 'RE-UNLISTED',
        operation: list,
        variants: life.lists.map(([id, draft]) =>
          variant(id, {
            steps: [...created, plainStep(edition, life.remove), plainStep(edition, draft)],
            relations: [{ kind: 'unlisted', create: 0, list: 3 }],
            subject: 3,
          }),
        ),
      },
    ]
  })

/** "Everything worked" or nothing did: what is refused leaves no trace. The evidence is every refused write. */
export const noEffect: Section = ({ operations }) =>
  operations.filter(({ method }) => method !== 'GET').map((operation) => derived('RE-NO-EFFECT', operation))
