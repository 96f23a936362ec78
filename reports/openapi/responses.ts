import type { Edition } from '../../contract/edition.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Outcome, OutcomeName } from '../../contract/outcome.ts'
import { clausesAbout } from './clauses.ts'
import { refusalSchema } from './refusal-schemas.ts'
import { isPage, refusalsBeside, refusalsOf } from './refusals.ts'
import { type Node, schemaRef } from './schemas.ts'

/** An outcome that admits a status for an operation, and the clauses that this rests on. */
interface Admission {
  readonly name: OutcomeName
  readonly clauses: readonly string[]
}

/** A refusal as the document's shared responses have it, with the name that it stands under there. */
export interface SharedResponse {
  readonly name: string
  readonly response: Node
}

const successOf = ({ outcomes }: Edition, { outcome, success }: Operation): Outcome => ({
  ...outcomes[outcome],
  ...success,
})

/** Answers that a successful request of the operation may have, by status. */
export const successes = (edition: Edition, operation: Operation): Node => {
  const { outcome: name } = operation
  const outcome = successOf(edition, operation)
  return Object.fromEntries(
    outcome.must.map((status) => {
      const clauses = status < 300 ? clausesFor(outcome, status) : clausesAbout(edition, operation)
      const content = status === 204 || status >= 300 ? {} : { content: successContent(operation) }
      return [status, { ...about(edition, [{ name, clauses }]), ...content }]
    }),
  )
}

/** Answers with which a request of the operation may be refused, by status. */
export const refusals = (edition: Edition, operation: Operation): ReadonlyMap<number, SharedResponse> => {
  const byStatus = new Map<number, Admission[]>()
  const succeeds = successOf(edition, operation).must
  for (const name of [...refusalsOf(edition, operation), ...telling(edition, refusalsBeside(edition, operation))]) {
    const outcome = edition.outcomes[name]
    for (const status of new Set(statusesOf(outcome, operation)))
      if (!succeeds.includes(status))
        byStatus.set(status, [...(byStatus.get(status) ?? []), { name, clauses: clausesFor(outcome, status) }])
  }
  const inOrder = [...byStatus].sort(([a], [b]) => a - b)
  return new Map(inOrder.map(([status, admissions]) => [status, shared(edition, operation, status, admissions)]))
}

/** Of what is asked beside the operation only a status that the edition names alone says anything. */
const telling = ({ outcomes }: Edition, names: readonly OutcomeName[]): readonly OutcomeName[] =>
  [...new Set(names)].filter((name) => outcomes[name].must.length === 1)

/** On targets that other people use too some more are admitted; the document cannot know which kind it is used for. */
const statusesOf = (outcome: Outcome, { opaqueId }: Operation): readonly number[] => [
  ...outcome.must,
  ...(outcome.mustOnShared ?? []),
  ...(opaqueId === true ? (outcome.mustForOpaqueIds ?? []) : []),
]

/** The clause that admits the status, and the one that prefers it where not all are as good. */
const clausesFor = ({ clause, usualClause, should }: Outcome, status: number): readonly string[] =>
  usualClause !== undefined && should.includes(status) ? [clause, usualClause] : [clause]

const about = (edition: Edition, admissions: readonly Admission[]): Node => {
  const ids = [...new Set(admissions.flatMap(({ clauses }) => clauses))]
  const lines = ids.flatMap((id) => edition.clauses.filter((clause) => clause.id === id))
  return {
    description: lines.map(({ id, level, statement }) => `- ${id}, ${level}: ${statement}`).join('\n'),
    'x-doorflow-outcomes': admissions.map(({ name }) => name),
    'x-doorflow-clauses': ids,
  }
}

const shared = (
  edition: Edition,
  operation: Operation,
  status: number,
  admissions: readonly Admission[],
): SharedResponse => {
  const insteads = [...new Set(admissions.flatMap(({ name }) => instead(edition, operation, status, name)))]
  const schemas = [...(status < 400 ? [] : [refusalSchema]), ...insteads.map(schemaRef)]
  const page = isPage(operation)
  const content = admissions.every(({ name }) => byGateway.has(name))
    ? { '*/*': {} }
    : page
      ? { 'text/html': { schema: { type: 'string' } } }
      : { 'application/json': { schema: anyOf(schemas) } }
  return {
    name: ['refused', status, ...admissions.map(({ name }) => name), ...insteads, ...(page ? ['page'] : [])].join('-'),
    response: { ...about(edition, admissions), ...(status === 204 ? {} : { content }) },
  }
}

/** What a gateway says by itself nobody documents. */
const byGateway: ReadonlySet<OutcomeName> = new Set<OutcomeName>(['bad-gateway', 'gateway-timeout'])

const anyOf = (schemas: readonly Node[]): Node => {
  const [first = consent, ...more] = schemas
  return more.length === 0 ? first : { anyOf: schemas }
}

const consent: Node = { description: 'Any word of consent.' }

/** What a refusal may carry in place of the edition's own body: the thing that stands in the way. */
const instead = (edition: Edition, operation: Operation, status: number, name: OutcomeName): readonly string[] => {
  const { refusal, general } = edition
  const shows =
    name === 'command-refused' || (name === 'second-of-one-type' && status === 409 && general.existing !== undefined)
  return refusal.kind === 'errors' && shows ? [shownSchema(edition, operation)] : []
}

/** The schema in which what an operation acts on is read, whatever its own answer shows. */
const shownSchema = ({ operations }: Edition, { resource, schema }: Operation): string =>
  operations.find((one) => one.resource === resource && one.action === 'read')?.schema ?? schema

/** A single thing may be shown as a list of one, as the articles do. */
const single = (resource: Node): readonly Node[] => [
  resource,
  { type: 'array', items: resource, minItems: 1, maxItems: 1 },
]

/** An update may be answered with the thing, or with anything that does not look like one. */
const otherThanThing: Node = { ...consent, not: { required: ['id'], properties: { id: {} } } }

const successSchema = ({ action, schema }: Operation): Node => {
  const resource = schemaRef(schema)
  switch (action) {
    case 'list':
      return { type: 'array', items: resource }
    case 'delete':
      return consent
    case 'update':
      return { anyOf: [...single(resource), otherThanThing] }
    default:
      return { anyOf: single(resource) }
  }
}

const successContent = (operation: Operation): Node => ({
  'application/json': { schema: successSchema(operation) },
  ...(operation.anyText === true ? { 'text/plain': { schema: { type: 'string' } } } : {}),
})
