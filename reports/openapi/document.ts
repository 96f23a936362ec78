import type { Edition } from '../../contract/edition.ts'
import { pathsOf, sharedResponses, tagOf } from './operations.ts'
import { refusalSchemas } from './refusal-schemas.ts'
import { type Node, neededSchemas } from './schemas.ts'
import { security, securitySchemes } from './security.ts'

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  /** Name of the edition; also what tells a file that was written from this from any other. */
  readonly 'x-doorflow-edition': string
  readonly info: Node
  readonly servers: readonly Node[]
  readonly security: readonly Node[]
  readonly tags: readonly Node[]
  readonly paths: Readonly<Record<string, Node>>
  readonly components: Readonly<Record<'schemas' | 'responses' | 'securitySchemes', Node>>
}

export interface DocumentOptions {
  /** Version of the suite whose reading this is. */
  readonly version: string
}

/**
 * An edition as an OpenAPI 3.1 document, for tools that do not know this suite. It admits what the suite
 * admits: of each operation every status that an outcome of its requests allows, and the bodies found in order. The same edition gives the same document.
 *
 * @throws Error where the edition names a schema that it does not have.
 */
export const openApi = (edition: Edition, { version }: DocumentOptions): OpenApiDocument => {
  const paths = pathsOf(edition)
  const responses = sharedResponses(edition)
  return {
    openapi: '3.1.0',
    'x-doorflow-edition': edition.name,
    info: infoOf(edition, version),
    servers: [server],
    security: security(edition),
    tags: tagsOf(edition),
    paths,
    components: {
      schemas: neededSchemas(edition, refusalSchemas(edition), [paths, responses]),
      responses,
      securitySchemes: securitySchemes(edition),
    },
  }
}

/** The practice endpoint: a tool that is started without an address must not reach anybody's doors. */
const server: Node = {
  url: '{endpoint}',
  description: 'The endpoint in question.',
  variables: {
    endpoint: {
      default: 'http://127.0.0.1:8080',
      description:
        'Address of the endpoint, with its base path if it has one. Unless it is given this is the practice endpoint, as `doorflow-conformance serve --port 8080` runs it.',
    },
  },
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)]

const infoOf = ({ name, clauses, operations }: Edition, version: string): Node => {
  const documents = unique([...clauses, ...operations].map(({ source }) => source.document))
  return {
    title: `DoorFlow API, ${name} edition, as doorflow-conformance reads it`,
    version,
    summary: 'A reading of public documents for use by tools; not a publication of DoorFlow.',
    description: [
      `What the ${name} edition of the DoorFlow API requires, as the conformance suite doorflow-conformance ${version} reads it. DoorFlow has neither written nor endorsed it.`,
      'All statuses that may be right are listed, and all bodies that may be are admitted. Clauses are cited by their ids; `doorflow-conformance explain ID` says more about one.',
      `It is read from these public documents:\n\n${documents.map((document) => `- ${document}`).join('\n')}`,
    ].join('\n\n'),
    license: { name: 'MIT', identifier: 'MIT' },
  }
}

const tagsOf = ({ operations }: Edition): readonly Node[] =>
  unique(operations.map(tagOf)).map((name) => {
    const sources = operations.filter((one) => tagOf(one) === name).map(({ source }) => source.document)
    return { name, description: `Documented in ${unique(sources).join(', ')}.` }
  })
