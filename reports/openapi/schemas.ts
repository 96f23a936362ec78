import type { Edition } from '../../contract/edition.ts'
import type { JsonSchema } from '../../contract/json-schema.ts'
import { stringFormats } from '../../oracle/formats.ts'

/** A part of an OpenAPI document: plain JSON, members in the order in which they are to be read. */
export type Node = Readonly<Record<string, unknown>>

/** Leaves out members that are undefined. */
export const node = (members: Node): Node =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))

const prefix = '#/components/schemas/'

/** Where a schema of the edition, or one that this room adds, stands in the document. */
export const schemaRef = (name: string): Node => ({ $ref: `${prefix}${name}` })

/**
 * A schema of the contract as the document writes it. Ids go, since they would change what references mean, and
 * references point into the document. Formats stay: most are the contract's own, which tools take for remarks, so that
 * the one thing that nearly all of them ask for, that the text is not blank, is written as a pattern too.
 */
export const documentSchema = (schema: JsonSchema): Node => {
  const { $id: _, ...rest } = schema
  const members = Object.entries(rest).map(([keyword, value]) => [keyword, keywordValue(keyword, value)])
  return node({ ...Object.fromEntries(members), pattern: refusesBlanks(schema.format) ? '\\S' : undefined })
}

const keywordValue = (keyword: string, value: unknown): unknown => {
  if (keyword === '$ref') return `${prefix}${String(value)}`
  if (keyword === 'items') return documentSchema(value as JsonSchema)
  if (keyword === 'anyOf') return (value as readonly JsonSchema[]).map(documentSchema)
  if (keyword !== 'properties') return value
  const properties = Object.entries(value as Readonly<Record<string, JsonSchema>>)
  return Object.fromEntries(properties.map(([name, schema]) => [name, documentSchema(schema)]))
}

const refusesBlanks = (format: string | undefined): boolean =>
  format !== undefined && Object.hasOwn(stringFormats, format) && stringFormats[format]?.(' ') === false

/** Names of the schemas that a part of the document refers to. */
const referredTo = (part: unknown): readonly string[] => {
  if (typeof part !== 'object' || part === null) return []
  return Object.entries(part).flatMap(([name, value]) =>
    name === '$ref' && typeof value === 'string' && value.startsWith(prefix)
      ? [value.slice(prefix.length)]
      : referredTo(value),
  )
}

/**
 * A body without the members that the suite always writes although the edition does not say that they are required: the
 * rules tell, and not the schema, since editions share schemas.
 */
export const askingOnlyForNeeded = (edition: Edition, name: string, schema: JsonSchema): JsonSchema => {
  const takers = edition.operations.filter(({ body }) => body === name)
  if (takers.length === 0 || schema.required === undefined) return schema
  const isNeeded = (member: string): boolean =>
    takers.some((operation) => edition.ruleFor(operation, 'required', member).strength !== 'may-accept')
  return { ...schema, required: schema.required.filter(isNeeded) }
}

/**
 * The schemas that a part of the document needs, in the order of their names: those of the edition, and `own` ones.
 *
 * @throws Error where there is none of a name that is referred to.
 */
export const neededSchemas = (edition: Edition, own: Readonly<Record<string, Node>>, part: unknown): Node => {
  const found = new Map<string, Node>()
  const need = (from: unknown): void => {
    for (const name of referredTo(from)) {
      if (found.has(name)) continue
      const schema = edition.schemas[name]
      const written = schema === undefined ? own[name] : documentSchema(askingOnlyForNeeded(edition, name, schema))
      if (written === undefined) throw new Error(`the ${edition.name} edition has no schema ${name}`)
      found.set(name, written)
      need(written)
    }
  }
  need(part)
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}
