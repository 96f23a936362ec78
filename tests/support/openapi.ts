import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js'

/** An OpenAPI document as somebody reads it who knows OpenAPI and nothing else. */
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export interface DescribedOperation {
  readonly operationId: string
  readonly requestBody?: { readonly content: Content }
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
  readonly responses: Readonly<Record<string, DescribedResponse | Reference>>
  readonly [extension: `x-${string}`]: unknown
}

interface Reference {
  readonly $ref: string
}

type Content = Readonly<Record<string, { readonly schema: AnySchemaObject }>>

interface DescribedResponse {
  readonly description: string
  readonly content?: Content
}

/** What came back, as it went over the wire. */
export interface Answer {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/** Judges answers by an OpenAPI document alone. */
export interface Reader {
  /** The operation that a request is one of, by its method and path. */
  operationOf(method: string, path: string): DescribedOperation | undefined
  /** What the document does not admit of an answer to one of its operations: a sentence, or undefined. */
  complaint(answer: Answer): string | undefined
}

const methods = new Set(['get', 'post', 'put', 'delete'])

/** An operation with where it stands. */
export interface Placed extends DescribedOperation {
  readonly method: string
  readonly path: string
}

/** Every operation of a document. */
export const operationsOf = ({ paths }: Description): readonly Placed[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.has(method))
      .map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  )

/** Literal segments come before parameters, as OpenAPI has it. */
const patternsOf = (paths: Description['paths']) =>
  Object.keys(paths)
    .map((path) => ({
      path,
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
    }))
    .sort((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')) || b.path.length - a.path.length)

const compilerOf = (document: Description): Ajv2020 =>
  new Ajv2020({ strict: false, validateFormats: false }).addSchema({ $id: 'document', ...document })

/** Whether a value is a body that an operation takes, by the document alone. */
export const requestReader = (document: Description, operationId: string): ((body: unknown) => boolean) => {
  const operation = operationsOf(document).find((one) => one.operationId === operationId)
  const [content] = Object.values(operation?.requestBody?.content ?? {})
  if (content === undefined) throw new Error(`${operationId} takes no body`)
  const validate = compilerOf(document).compile(inDocument(content.schema) as AnySchemaObject)
  return (body) => validate(body) === true
}

export const reader = (document: Description): Reader => {
  const ajv = compilerOf(document)
  const compiled = new Map<AnySchemaObject, ValidateFunction>()
  const validator = (schema: AnySchemaObject): ValidateFunction => {
    const known = compiled.get(schema) ?? ajv.compile(inDocument(schema) as AnySchemaObject)
    compiled.set(schema, known)
    return known
  }
  const resolved = (response: DescribedResponse | Reference): DescribedResponse =>
    '$ref' in response
      ? (document.components.responses?.[response.$ref.split('/').at(-1) ?? ''] as DescribedResponse)
      : response
  const patterns = patternsOf(document.paths)
  const operationOf = (method: string, path: string): DescribedOperation | undefined => {
    const [bare = ''] = path.split('?')
    const found = patterns.find(({ pattern }) => pattern.test(bare))
    return document.paths[found?.path ?? '']?.[method.toLowerCase()]
  }
  return {
    operationOf,
    complaint: ({ method, path, status, contentType, body }) => {
      const response = operationOf(method, path)?.responses[String(status)]
      if (response === undefined) return `${status} is not described`
      const { content } = resolved(response)
      if (body === '') return undefined
      const [type = ''] = contentType.split(';')
      const described = content?.[type.trim()] ?? content?.['*/*']
      if (described === undefined) return `${status} as ${type} is not described`
      // A range without a schema admits whatever comes.
      const { schema } = described
      if (schema === undefined) return undefined
      const validate = validator(schema)
      const value: unknown = type.includes('json') ? JSON.parse(body) : body
      return validate(value) ? undefined : `${status}: ${ajv.errorsText(validate.errors)}`
    },
  }
}

/** A part of the document as a schema by itself: what it refers to is found in the document. */
const inDocument = (part: unknown): unknown => {
  if (typeof part !== 'object' || part === null) return part
  if (Array.isArray(part)) return part.map(inDocument)
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [
      name,
      name === '$ref' ? `document${String(value)}` : inDocument(value),
    ]),
  )
}
