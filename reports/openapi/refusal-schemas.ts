import type { Edition, RefusalBody } from '../../contract/edition.ts'
import { documentSchema, type Node, schemaRef } from './schemas.ts'

/** The schema of a refusal, whichever the edition. */
export const refusalSchema: Node = schemaRef('refusal')

const about = 'Why a request was refused.'
const filled = { type: 'string', minLength: 1 } as const
const text = { type: 'string' } as const

/** Null says as much as nothing. */
const orNull = (schema: Node): Node => ({ anyOf: [schema, { type: 'null' }] })

/** What the body of a refusal consists of, by the names under which it stands among the document's schemas. */
export const refusalSchemas = (edition: Edition): Readonly<Record<string, Node>> => {
  const { refusal, schemas } = edition
  const documented = Object.entries(schemas.error?.properties ?? {})
  const properties = {
    ...Object.fromEntries(documented.map(([name, schema]) => [name, orNull(documentSchema(schema))])),
    ...judged(edition, refusal),
  }
  if (refusal.kind === 'errors') return { refusal: { description: about, type: 'object', properties } }
  const attributes = schemaRef('refusal-attributes')
  return {
    refusal: {
      description: `${about} The attributes stand at top level or inside \`error\`.`,
      anyOf: [attributes, { type: 'object', required: ['error'], properties: { error: attributes } }],
    },
    'refusal-attributes': { type: 'object', required: ['type'], properties },
  }
}

/** The members that clauses are about, with what those say of them. */
const judged = ({ clauses }: Edition, refusal: RefusalBody): Node => {
  const member = (schema: Node, ...ids: readonly string[]): Node => ({
    description: ids
      .flatMap((id) => clauses.filter((clause) => clause.id === id))
      .map(({ statement }) => statement)
      .join(' '),
    'x-doorflow-clauses': ids,
    ...schema,
  })
  if (refusal.kind === 'attributes') {
    const { type, typeValue, message, messageText, param, paramFaulty, paramSound } = refusal
    return {
      type: member(filled, type, typeValue),
      message: member(orNull(text), message, messageText),
      param: member(orNull(filled), param, paramFaulty, paramSound),
    }
  }
  const { error, errorType, description, errors, errorsFaulty, errorsSound, retryIn } = refusal
  return {
    error: member(orNull(text), error, errorType),
    error_description: member(orNull(text), description, errorType),
    errors: member(orNull(messages), errors, errorsFaulty, errorsSound),
    retry_in: member(orNull({ type: 'integer', minimum: 0 }), retryIn),
  }
}

/** By field: a text, or several. */
const messages: Node = {
  type: 'object',
  additionalProperties: { anyOf: [text, { type: 'array', items: text }] },
}
