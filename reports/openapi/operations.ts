import type { Edition } from '../../contract/edition.ts'
import type { Operation, PathForm } from '../../contract/operation.ts'
import { clausesOf } from './clauses.ts'
import { isPage } from './refusals.ts'
import { parametersOf, requestBody } from './requests.ts'
import { refusals, successes } from './responses.ts'
import { type Node, node } from './schemas.ts'
import { ownSecurity } from './security.ts'

/** `Get person credential` of `getPersonCredential`. */
const inWords = (id: string): string => {
  const words = id.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

export const tagOf = ({ resource }: Operation): string => resource.replaceAll('_', ' ')

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** An operation by one spelling of its path: the plain one, or that of a form. */
const operationNode = (edition: Edition, operation: Operation, path: string, form?: PathForm): Node => {
  const { id } = operation
  const parameters = parametersOf(edition, operation, path)
  const summary = form === undefined ? inWords(id) : `${inWords(id)}, by the ${form} form of its path`
  const refused = [...refusals(edition, operation)].map(([status, { name }]) => [
    status,
    { $ref: `#/components/responses/${name}` },
  ])
  return node({
    operationId: form === undefined ? id : `${id}${capital(form)}`,
    summary,
    description: describe(edition, operation),
    tags: [tagOf(operation)],
    'x-doorflow-operation': id,
    'x-doorflow-form': form,
    'x-doorflow-clauses': clausesOf(edition, operation),
    security: ownSecurity(operation),
    parameters: parameters.length === 0 ? undefined : parameters,
    requestBody: requestBody(edition, operation),
    responses: { ...successes(edition, operation), ...Object.fromEntries(refused) },
  })
}

const lead: Readonly<Record<Operation['action'], string>> = {
  list: 'Answers with a list. One of it: ',
  read: 'Answers with: ',
  create: 'Answers with what has been created: ',
  update: 'Answers with what has been updated, or with a word of consent: ',
  command: 'Answers with: ',
  delete: 'Answers with a word of consent, or with nothing.',
}

const describe = (edition: Edition, operation: Operation): string => {
  const { action, schema, source } = operation
  const shown = action === 'delete' ? '' : (edition.schemas[schema]?.description ?? '')
  const answer = isPage(operation) ? 'A page for a person in front of a browser.' : `${lead[action]}${shown}`
  return `${answer}\n\nDocumented in ${source.document} › ${source.section}.`
}

/**
 * Every operation by every spelling of its path. What stands at a path that is a form of another one is marked with
 * `x-doorflow-form`, since only a target that claims the form serves it.
 */
export const pathsOf = (edition: Edition): Readonly<Record<string, Node>> => {
  const paths = new Map<string, Node>()
  const add = (operation: Operation, path: string, form?: PathForm): void => {
    const written = operationNode(edition, operation, path, form)
    paths.set(path, { ...paths.get(path), [operation.method.toLowerCase()]: written })
  }
  for (const operation of edition.operations) add(operation, operation.path)
  for (const operation of edition.operations)
    for (const [form, path] of Object.entries(operation.variants) as [PathForm, string][]) add(operation, path, form)
  return Object.fromEntries(paths)
}

/** The refusals that operations share, by name. */
export const sharedResponses = (edition: Edition): Node =>
  Object.fromEntries(
    edition.operations
      .flatMap((operation) => [...refusals(edition, operation).values()])
      .map(({ name, response }): [string, Node] => [name, response])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
