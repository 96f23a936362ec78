import type { IncomingHttpHeaders } from 'node:http'
import { type RedirectMember, writeRedirect } from '../oracle/redirect.ts'

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

/** Where a client is sent that asks for a code. */
export interface Redirect {
  readonly uri: string
  /** Address of the target, below which a `Location` may be written short. */
  readonly base: string
}

/** Longer ones lead nowhere that anybody asked for. */
const longestLocation = 4_000
const mostMembers = 20
const errorCode = /^[a-z_]{1,40}$/
const memberName = /^[a-z_]{1,40}$/

/** The query of an address that leads to the redirect URI; undefined where it leads elsewhere. */
const redirected = (location: string, { uri, base }: Redirect): URLSearchParams | undefined => {
  if (location.length > longestLocation || !URL.canParse(location, base)) return undefined
  const [there, meant] = [new URL(location, base), new URL(uri)]
  const same = (['protocol', 'username', 'password', 'host', 'pathname'] as const).every(
    (part) => there[part] === meant[part],
  )
  return same && there.searchParams.size <= mostMembers ? there.searchParams : undefined
}

/**
 * Keeps the headers that the contract or the pacing reads; a value of any other form becomes a tag. Of a `Location` that
 * leads to the redirect URI the names of its members stay, the strings that the suite generated (`known`), and the code
 * of an error; an authorisation code never does.
 */
export const headerRedaction = (
  tag: (text: string) => string,
  isSecret: (text: string) => boolean,
  redirect?: Redirect,
): ((headers: IncomingHttpHeaders, known?: readonly string[]) => Record<string, string>) => {
  const member = (name: string, value: string, known: readonly string[]): RedirectMember => {
    const stays =
      name !== 'code' && (known.includes(value) || (name === 'error' && errorCode.test(value) && !isSecret(value)))
    return [memberName.test(name) && !isSecret(name) ? name : tag(name), stays ? value : tag(value)]
  }
  const known = readable.map(([name, form]) => ({ name, form, recorded: new Map<string, string>() }))

  return (headers, given = []) => {
    const redacted: Record<string, string> = {}
    for (const { name, form, recorded } of known) {
      const value = headers[name]
      if (value === undefined) continue
      const text = typeof value === 'string' ? value : value.join(', ')
      const query =
        name === 'location' && redirect !== undefined && typeof value === 'string'
          ? redirected(value, redirect)
          : undefined
      if (query !== undefined) {
        redacted[name] = writeRedirect([...query].map(([own, its]) => member(own, its, given)))
        continue
      }
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
