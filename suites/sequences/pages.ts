import type { Defect } from '../../contract/defect.ts'
import type { Edition } from '../../contract/edition.ts'
import { operationOf } from '../../contract/lookup.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Draft } from '../../generators/draft.ts'
import { made, unique } from '../../generators/draft.ts'
import { plainRequest } from '../../generators/valid.ts'
import type { Case, RelationDraft, Step } from '../step.ts'
import { plainStep } from '../step.ts'

/** Pages that one walk asks for at most. A list that is longer is judged as far as that. */
const mostPages = 20

const behindTheLast: Defect = { rule: 'range', place: 'query', parameters: ['page'] }

/** The parameter that says how much stands on a page; undefined for lists without pages. */
export const sizeParameter = (edition: Edition, { query }: Operation): 'per_page' | 'n' | undefined => {
  const parameters = (query === undefined ? undefined : edition.schemas[query]?.properties) ?? {}
  if (parameters.page === undefined) return undefined
  return parameters.per_page === undefined ? (parameters.n === undefined ? undefined : 'n') : 'per_page'
}

/** What stands on the list for certain: made by the case itself, each with the look that makes it the run's own. */
interface Own {
  readonly steps: readonly Step[]
  /** Positions of those steps that create. */
  readonly created: readonly number[]
}

const nothingOwn: Own = { steps: [], created: [] }

/** People of the case's own. */
export const ownPeople = (edition: Edition, count: number): Own => {
  const steps = Array.from({ length: count }, (_, index): readonly Step[] => {
    const name = `person-${index}`
    const create = plainRequest(operationOf(edition, 'createPerson'))
    const body = { value: { ...(create.body?.value as object), system_id: unique('system-id', index) } }
    return [
      plainStep(edition, { ...create, body }, { makes: name }),
      plainStep(edition, { ...plainRequest(operationOf(edition, 'getPerson')), path: { id: made(name) } }),
    ]
  })
  return { steps: steps.flat(), created: steps.map((_, index) => 2 * index) }
}

/** A person of the case's own with a credential of each of two types, if the target has as many. */
export const ownCredentials = (edition: Edition): Own => {
  const [person] = [ownPeople(edition, 1)]
  const path = { person_id: made('person-0') }
  const steps = [0, 1].map((index): readonly Step[] => {
    const name = `credential-${index}`
    const body = {
      value: {
        credential_type_id: { $: 'fixture', of: 'credential-type', index, distinct: true },
        value: { $: 'credential-value', index, slot: index, leadingZero: false },
      } as const,
    }
    const create = { ...plainRequest(operationOf(edition, 'createPersonCredential')), path, body }
    const read = plainRequest(operationOf(edition, 'getPersonCredential'))
    return [
      plainStep(edition, create, { makes: name }),
      plainStep(edition, { ...read, path: { ...path, id: made(name) } }),
    ]
  })
  return { steps: [...person.steps, ...steps.flat()], created: [2, 4] }
}

/**
 * Walks through the pages of a list, once with each of some sizes, until there is nothing on a page. What is answered behind the
 * last one is not documented, so that nothing is asked of it. With `pages` the walk ends earlier. `grows` where others add to
 * the list meanwhile: the second half of the sizes is the first once more.
 */
export const walks = (
  edition: Edition,
  list: Operation,
  sizes: readonly number[],
  {
    own = nothingOwn,
    path,
    pages = mostPages,
    grows = false,
  }: { own?: Own; path?: Draft['path']; pages?: number; grows?: boolean } = {},
): Case => {
  const size = sizeParameter(edition, list)
  const plain = plainRequest(list)
  const steps: Step[] = [...own.steps]
  const positions = sizes.map((count) =>
    Array.from({ length: pages }, (_, index) => {
      const query: Draft['query'] = [
        ['page', index + 1],
        [size ?? 'per_page', count],
      ]
      const draft: Draft = { ...plain, query, ...(path === undefined ? {} : { path }) }
      steps.push(
        index === 0
          ? plainStep(edition, draft)
          : {
              draft,
              expected: { outcome: 'unroutable', strength: 'may-accept', defect: behindTheLast },
              when: { step: steps.length - 1, is: 'filled' },
            },
      )
      return steps.length - 1
    }),
  )
  const relations: readonly RelationDraft[] = [
    { kind: 'pages', walks: positions, own: own.created, ...(grows ? { grows } : {}) },
  ]
  return { steps, relations, subject: 0 }
}
