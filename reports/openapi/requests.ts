import type { Edition } from '../../contract/edition.ts'
import type { JsonSchema } from '../../contract/json-schema.ts'
import type { Operation } from '../../contract/operation.ts'
import { askingOnlyForNeeded, documentSchema, type Node, node, schemaRef } from './schemas.ts'

const pathParameter = /\{([^}]+)\}/g

/** The parameters in the path, as this spelling of it names them, and in the query. */
export const parametersOf = (edition: Edition, operation: Operation, path: string): readonly Node[] => [
  ...[...path.matchAll(pathParameter)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'id' && operation.opaqueId === true ? { type: 'string', minLength: 1 } : { type: 'integer' },
  })),
  ...queryOf(edition, operation),
]

const queryOf = (edition: Edition, { query }: Operation): readonly Node[] => {
  const { properties = {}, required = [] } = query === undefined ? {} : schemaNamed(edition, query)
  return Object.entries(properties).map(([name, { description, ...schema }]) =>
    node({
      name,
      in: 'query',
      required: required.includes(name),
      description,
      // Lists are written as one value, with commas (OpenAPI description, parameter `event_codes`).
      ...(schema.type === 'array' ? { style: 'form', explode: false } : {}),
      schema: documentSchema(schema),
    }),
  )
}

/** The body that an operation takes, if it takes one. */
export const requestBody = (edition: Edition, operation: Operation): Node | undefined => {
  const { body, bodyForm, wrapper } = operation
  if (body === undefined) return undefined
  const plain = schemaRef(body)
  const { description = '', required = [] } = askingOnlyForNeeded(edition, body, schemaNamed(edition, body))
  // Not `oneOf`: a body of optional members alone is a wrapper's too, since members that nobody names are tolerated.
  const schema = wrapper === undefined ? plain : { anyOf: [plain, wrapped(wrapper, plain)] }
  const around = wrapper === undefined ? '' : ` Its members stand at top level or inside \`${wrapper}\`.`
  return {
    description: `${description}${around}`.trim(),
    required: required.length > 0,
    content: { [bodyForm === 'form' ? 'application/x-www-form-urlencoded' : 'application/json']: { schema } },
  }
}

const wrapped = (name: string, inner: Node): Node => ({
  type: 'object',
  required: [name],
  properties: { [name]: inner },
})

const schemaNamed = (edition: Edition, name: string): JsonSchema => {
  const schema = edition.schemas[name]
  if (schema === undefined) throw new Error(`the ${edition.name} edition has no schema ${name}`)
  return schema
}
