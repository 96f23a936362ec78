import type { EditionName } from './edition.ts'
import type { Presented } from './types.ts'

const nothing: Presented = { key: undefined, form: 'none', malformed: false }
const malformed: Presented = { key: undefined, form: 'none', malformed: true }

/** The header goes before the query parameter: whoever sends both means the one that is harder to send by accident. */
export const presentedKey = (
  authorization: string | undefined,
  query: Readonly<Record<string, unknown>>,
  edition: EditionName,
): Presented => {
  if (authorization !== undefined && authorization.trim() !== '') return fromHeader(authorization, edition)
  // The OpenAPI description declares nothing but OAuth tokens.
  if (edition === 'current') return nothing
  const key = query.api_key
  if (typeof key === 'string') return { key: key === '' ? undefined : key, form: 'query', malformed: false }
  return key === undefined ? nothing : malformed
}

const fromHeader = (authorization: string, edition: EditionName): Presented => {
  const [, scheme = '', credentials = ''] = /^\s*(\S+)(?:\s+(.*?))?\s*$/s.exec(authorization) ?? []
  switch (scheme.toLowerCase()) {
    case 'bearer':
      if (credentials === '') return { ...nothing, form: 'bearer' }
      return /\s/.test(credentials) ? malformed : { key: credentials, form: 'bearer', malformed: false }
    case 'basic':
      return edition === 'classic' ? basic(credentials) : malformed
    default:
      return malformed
  }
}

/** The key is the user name; what stands after the colon does not matter. */
const basic = (credentials: string): Presented => {
  if (credentials === '') return { ...nothing, form: 'basic' }
  if (!/^[A-Za-z0-9+/_-]+=*$/.test(credentials)) return malformed
  const decoded = Buffer.from(credentials, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  if (colon < 0) return malformed
  return { key: colon === 0 ? undefined : decoded.slice(0, colon), form: 'basic', malformed: false }
}
