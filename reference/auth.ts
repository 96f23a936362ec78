import { facts } from './seed.ts'
import type { Identity, Presented } from './types.ts'

const identities: ReadonlyMap<string, Identity> = new Map([
  [facts.keys.full, { restricted: false }],
  [facts.keys.restricted, { restricted: true }],
])

/** The expired key belonged to somebody once, and belongs to nobody now. */
export const identityOf = (key: string | undefined): Identity | undefined =>
  key === undefined ? undefined : identities.get(key)

const nothing: Presented = { key: undefined, form: 'none', malformed: false }
const malformed: Presented = { key: undefined, form: 'none', malformed: true }

/** The header goes before the query parameter: whoever sends both means the one that is harder to send by accident. */
export const presentedKey = (
  authorization: string | undefined,
  query: Readonly<Record<string, unknown>>,
): Presented => {
  if (authorization !== undefined && authorization.trim() !== '') return fromHeader(authorization)
  const key = query.api_key
  if (typeof key === 'string') return { key: key === '' ? undefined : key, form: 'query', malformed: false }
  return key === undefined ? nothing : malformed
}

const fromHeader = (authorization: string): Presented => {
  const [, scheme = '', credentials = ''] = /^\s*(\S+)(?:\s+(.*?))?\s*$/s.exec(authorization) ?? []
  switch (scheme.toLowerCase()) {
    case 'bearer':
      if (credentials === '') return { ...nothing, form: 'bearer' }
      return /\s/.test(credentials) ? malformed : { key: credentials, form: 'bearer', malformed: false }
    case 'basic':
      return basic(credentials)
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
