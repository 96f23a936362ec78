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
  ...['x-page', 'x-per-page', 'x-total-results', 'total', 'per-page'].map((name) => [name, /^\d{1,15}$/] as const),
  // Only that there is one, and whether two are the same.
  ['location', /^$/],
]

/** Values of one header that are remembered with what is recorded of them. */
const capacity = 1_000

/** Keeps the headers that the contract or the pacing reads; a value of any other form becomes a tag. */
export const headerRedaction = (
  tag: (text: string) => string,
  isSecret: (text: string) => boolean,
): ((headers: IncomingHttpHeaders) => Record<string, string>) => {
  const known = readable.map(([name, form]) => ({ name, form, recorded: new Map<string, string>() }))

  return (headers) => {
    const redacted: Record<string, string> = {}
    for (const { name, form, recorded } of known) {
      const value = headers[name]
      if (value === undefined) continue
      const text = typeof value === 'string' ? value : value.join(', ')
      let shown = recorded.get(text)
      if (shown === undefined) {
        shown = text.length <= 200 && form.test(text) && !isSecret(text) ? text : tag(text)
        if (recorded.size < capacity && text.length <= 200) recorded.set(text, shown)
      }
      redacted[name] = shown
    }
    return redacted
  }
}
