import { isTag } from './tag.ts'

/**
 * What stands in an exchange for a `Location` that leads to the redirect URI of the description's OAuth client: that it
 * does, and which members its query has. Only the redaction writes it; any other address is a tag.
 */
const prefix = 'redirect-uri?'

/** The value of a member: what the suite sent itself, or a tag. */
export type RedirectMember = readonly [name: string, value: string]

const written = (text: string): string => (isTag(text) ? text : encodeURIComponent(text))
const read = (text: string): string => (isTag(text) ? text : decodeURIComponent(text))

/** `redirect-uri?code=⟦…⟧&state=abc` */
export const writeRedirect = (members: readonly RedirectMember[]): string =>
  prefix + members.map(([name, value]) => `${written(name)}=${written(value)}`).join('&')

/** Reads what `writeRedirect` wrote; undefined for an address that leads elsewhere. */
export const readRedirect = (text: string): readonly RedirectMember[] | undefined => {
  if (!text.startsWith(prefix)) return undefined
  const query = text.slice(prefix.length)
  if (query === '') return []
  return query.split('&').map((member): RedirectMember => {
    const at = member.indexOf('=')
    return [read(member.slice(0, at)), read(member.slice(at + 1))]
  })
}
