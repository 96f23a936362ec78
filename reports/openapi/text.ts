import { Document, isScalar, visit } from 'yaml'
import type { OpenApiDocument } from './document.ts'

/** How a document is written down. */
export type TextForm = 'yaml' | 'json'

/** A document as the text of a file. The same document gives the same text. */
export const openApiText = (document: OpenApiDocument, form: TextForm): string =>
  form === 'json' ? `${JSON.stringify(document, undefined, 2)}\n` : yamlText(document)

const yamlText = (document: OpenApiDocument): string => {
  // Things that occur twice are written twice: not every reader follows anchors.
  const yaml = new Document(document, { aliasDuplicateObjects: false })
  visit(yaml, {
    Seq: (_, sequence) => {
      if (sequence.items.every((item) => isScalar(item))) sequence.flow = true
    },
  })
  return yaml.toString({ lineWidth: 120, blockQuote: 'literal', flowCollectionPadding: false })
}

const beginning = /^(?:\{\s*)?"?openapi"?: "?3\.1\.0"?,?\s+"?x-doorflow-edition"?: /

/** Whether the text of a file was written by `openApiText`, whichever edition it was made from. */
export const isOpenApiText = (text: string): boolean => beginning.test(text)
