import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Edition } from '../contract/edition.ts'
import type { JsonSchema } from '../contract/json-schema.ts'
import type { Operation, ResourceName } from '../contract/operation.ts'
import type { Outcome, OutcomeName } from '../contract/outcome.ts'
import { numberFormats, stringFormats } from './formats.ts'
import { type PathPattern, patternsOf } from './paths.ts'
import { show } from './show.ts'
import { hasFormat } from './tag.ts'

/** An operation with everything that judging its answers needs, prepared once. */
export interface CompiledOperation {
  readonly operation: Operation
  /** Whether a value is one resource that the operation may return. */
  readonly isResource: (value: unknown) => boolean
  /** Half a sentence on the first thing that keeps a value from being the resource. */
  readonly faultIn: (value: unknown) => string
  /** Documented members of the resource. */
  readonly resourceMembers: readonly string[]
  /** Documented members of the body and of the query, by name. */
  readonly parameters: ReadonlySet<string>
  /** Documented members of the request body. */
  readonly bodyMembers: Readonly<Record<string, JsonSchema>>
  /** Spellings of the path, the most specific first. */
  readonly paths: readonly PathPattern[]
  /** `CLAUSE:operation`, as what an answer is evidence for is named. */
  readonly pair: (clause: string) => string
}

export interface Compiled {
  readonly edition: Edition
  /** Throws where the edition has no such operation: the expectation was written for another one. */
  readonly operation: (id: string) => CompiledOperation
  readonly operations: readonly CompiledOperation[]
  /** What an outcome is answered with, by an operation that may have a row of its own. */
  readonly outcome: (operation: string, name: OutcomeName) => Outcome
  /** Members that some operation on a resource may write. */
  readonly writable: (resource: ResourceName) => readonly string[]
  /** Statuses with which a value may be refused that the documents do not call wrong. */
  readonly valueRefusals: readonly number[]
}

const cache = new WeakMap<Edition, Compiled>()

/** Compiles an edition's schemas on first use and remembers them for as long as the edition lives. */
export const compiled = (edition: Edition): Compiled => {
  const known = cache.get(edition)
  if (known !== undefined) return known
  const fresh = compile(edition)
  cache.set(edition, fresh)
  return fresh
}

const compile = (edition: Edition): Compiled => {
  const ajv = newAjv(edition)
  const operations = new Map(
    edition.operations.map((operation) => [operation.id, compileOperation(edition, ajv, operation)]),
  )
  const ownOutcomes = new Map(
    edition.operations.flatMap(({ id, outcome, success }) =>
      success === undefined ? [] : [[id, { name: outcome, outcome: { ...edition.outcomes[outcome], ...success } }]],
    ),
  )
  const writable = new Map<ResourceName, readonly string[]>()
  for (const { operation, bodyMembers } of operations.values()) {
    const more = operation.effect === undefined ? Object.keys(bodyMembers) : doorMembers
    writable.set(operation.resource, [...new Set([...(writable.get(operation.resource) ?? []), ...more])])
  }
  return {
    edition,
    operations: [...operations.values()],
    operation: (id) => {
      const operation = operations.get(id)
      if (operation === undefined) throw new Error(`the ${edition.name} edition has no operation ${id}`)
      return operation
    },
    outcome: (id, name) => {
      const own = ownOutcomes.get(id)
      return own !== undefined && own.name === name ? own.outcome : edition.outcomes[name]
    },
    writable: (resource) => writable.get(resource) ?? [],
    valueRefusals: [
      ...new Set([...edition.outcomes['invalid-value'].must, ...edition.outcomes['request-failed'].must]),
    ],
  }
}

/** Members in which a channel shows what commands have done to it. */
const doorMembers = ['mode', 'lockdown', 'auto_unlock']

const newAjv = (edition: Edition): Ajv2020 => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, validateSchema: false })
  for (const name of Object.keys(stringFormats))
    ajv.addFormat(name, { type: 'string', validate: (text) => hasFormat(name, text) })
  for (const name of numberFormats) ajv.addFormat(name, { type: 'number', validate: () => true })
  for (const schema of Object.values(edition.schemas)) ajv.addSchema(schema)
  return ajv
}

const compileOperation = (edition: Edition, ajv: Ajv2020, operation: Operation): CompiledOperation => {
  const validate = ajv.getSchema(operation.schema)
  if (validate === undefined) throw new Error(`the ${edition.name} edition has no schema ${operation.schema}`)
  const bodyMembers = propertiesOf(edition, operation.body)
  const pairs = new Map(edition.clauses.map(({ id }) => [id, `${id}:${operation.id}`]))
  return {
    operation,
    isResource: (value) => validate(value) === true,
    faultIn: (value) => faultIn(validate, value),
    resourceMembers: Object.keys(propertiesOf(edition, operation.schema)),
    parameters: new Set([...Object.keys(bodyMembers), ...Object.keys(propertiesOf(edition, operation.query))]),
    bodyMembers,
    paths: patternsOf(operation),
    pair: (clause) => pairs.get(clause) ?? `${clause}:${operation.id}`,
  }
}

const propertiesOf = (edition: Edition, schema: string | undefined): Readonly<Record<string, JsonSchema>> =>
  schema === undefined ? {} : (edition.schemas[schema]?.properties ?? {})

const faultIn = (validate: ValidateFunction, value: unknown): string => {
  if (validate(value)) return ''
  const errors = validate.errors ?? []
  const at = errors.at(-1)?.instancePath ?? ''
  const reasons = errors.filter(({ instancePath, keyword }) => instancePath === at && keyword !== 'anyOf').map(reason)
  const where = at === '' ? 'it' : `\`${at.slice(1).replaceAll('/', '.')}\``
  return at === '' && errors[0]?.keyword === 'required'
    ? `it ${reasons.join(' or ')}`
    : `${where} is ${show(valueAt(value, at))}, which ${reasons.join(' and ')}`
}

const reason = ({ keyword, params, message }: ErrorObject): string => {
  if (keyword === 'required') return `has no ${String(params.missingProperty)}`
  if (keyword === 'type') return `is not of type ${String(params.type)}`
  if (keyword === 'format') return `has not the form of ${String(params.format)}`
  return message ?? keyword
}

const valueAt = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((inner, name) => (inner as Readonly<Record<string, unknown>> | undefined)?.[name], value)
