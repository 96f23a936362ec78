import type { Source } from '../../contract/clause.ts'

export interface SourceLink {
  readonly url: string
  readonly name: string
}

/** Where the documents of an edition are published. Their sections have no addresses of their own: the name says which. */
const addresses: readonly (readonly [document: RegExp, url: string])[] = [
  [/^(?:Responses and Errors|Article )/, 'https://developer.doorflow.com/docs'],
  [/^Guide /, 'https://developer.doorflow.com/guides'],
  [/^OpenAPI description/, 'https://github.com/doorflow/doorflow-sdk-typescript/blob/HEAD/openapi.yaml'],
]

/** The document that a clause comes from; undefined where it is not known where that is published. */
export const sourceLink = ({ document, section }: Source): SourceLink | undefined => {
  const url = addresses.find(([pattern]) => pattern.test(document))?.[1]
  return url === undefined ? undefined : { url, name: [document, section].filter((part) => part !== '').join(' › ') }
}
