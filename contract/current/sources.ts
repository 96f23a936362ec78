import type { Source } from '../types.ts'

const of =
  (document: string) =>
  (...section: string[]): Source => ({ document, section: section.join(' › ') })

/** The OpenAPI description, by operation. */
export const openApi = of('OpenAPI description 3.0')

/** The developer guides that the current edition takes its rules from. */
export const guides = {
  statusCodes: of('Guide HTTP status codes'),
  errors: of('Guide Error handling'),
  firstRequest: of('Guide First API request'),
  resources: of('Guide Core resources'),
  accessModel: of('Guide Access control model'),
  pins: of('Guide PINs'),
  offboarding: of('Guide Employee offboarding'),
  tokens: of('Guide Token refresh'),
  scopes: of('Guide Choosing scopes'),
} as const
