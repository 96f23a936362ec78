import { sectionsOf } from '../rows.ts'

/** The OpenAPI description, by operation. */
export const openApi = sectionsOf('OpenAPI description 3.0')

/** The developer guides that the current edition takes its rules from. */
export const guides = {
  statusCodes: sectionsOf('Guide HTTP status codes'),
  errors: sectionsOf('Guide Error handling'),
  firstRequest: sectionsOf('Guide First API request'),
  resources: sectionsOf('Guide Core resources'),
  accessModel: sectionsOf('Guide Access control model'),
  pins: sectionsOf('Guide PINs'),
  offboarding: sectionsOf('Guide Employee offboarding'),
  tokens: sectionsOf('Guide Token refresh'),
  scopes: sectionsOf('Guide Choosing scopes'),
} as const
