import type { IncomingHttpHeaders } from 'node:http'

const mediaType =
  /^[a-z0-9!#$&^_.+-]{1,60}\/[a-z0-9!#$&^_.+-]{1,60}(?:\s*;\s*[a-z0-9-]{1,30}="?[a-z0-9_.:+-]{1,40}"?)*$/i
const instant = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/** Headers that are recorded at all, each with the form in which its value says nothing but what it is for. */
const readable: readonly (readonly [name: string, form: RegExp])[] = [
  ['content-type', mediaType],
  ['retry-after', new RegExp(`^\\d{1,9}$|${instant.source}`)],
  ['allow', /^(?:[A-Za-z]{1,20}(?:\s*,\s*|$))*$/],
  ['content-length', /^\d{1,15}$/],
  ['content-encoding', /^[a-z0-9-]{1,20}(?:\s*,\s*[a-z0-9-]{1,20})*$/i],
  // Only that there is one, and whether two are the same.
  ['location', /^$/],
]

/** The headers that the contract or the pacing reads; a value of any other form becomes a tag. */
export const redactHeaders = (
  headers: IncomingHttpHeaders,
  tag: (text: string) => string,
  isSecret: (text: string) => boolean,
): Record<string, string> => {
  const redacted: Record<string, string> = {}
  for (const [name, form] of readable) {
    const value = headers[name]
    if (value === undefined) continue
    const text = typeof value === 'string' ? value : value.join(', ')
    redacted[name] = text.length <= 200 && form.test(text) && !isSecret(text) ? text : tag(text)
  }
  return redacted
}
