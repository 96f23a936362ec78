import type { Credentials, KeyForm } from '../contract/types.ts'
import type { TargetDescription } from './description.ts'
import { GuardError } from './errors.ts'

/** What a key becomes on the wire: an Authorization header, a query parameter, or nothing. */
export interface Presented {
  readonly authorization?: string
  readonly query?: string
}

/** Capitals for small letters and the reverse. */
const recased = (key: string): string =>
  key.replace(/[A-Za-z]/g, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()))

const present = (key: string, form: KeyForm, password: string): Presented => {
  if (form === 'bearer') return { authorization: `Bearer ${key}` }
  if (form === 'basic')
    return { authorization: `Basic ${Buffer.from(`${key}:${password}`, 'utf8').toString('base64')}` }
  return { query: `api_key=${encodeURIComponent(key)}` }
}

const nothing: Presented = {}

/** Turns symbolic credentials into what is sent. `unknownKey` is the key that nobody was given. */
export const presenter = (
  { identities, auth }: TargetDescription,
  unknownKey: string,
): ((credentials: Credentials) => Presented) => {
  const cache = new Map<string, Presented>()
  const { full } = identities
  const cached = (key: string, form: KeyForm = auth, password = 'x'): Presented => {
    const name = `${form} ${key} ${password}`
    let presented = cache.get(name)
    if (presented === undefined) {
      presented = present(key, form, password)
      cache.set(name, presented)
    }
    return presented
  }

  return (credentials) => {
    switch (credentials.kind) {
      case 'key': {
        const key = identities[credentials.identity]
        if (key === undefined) {
          throw new GuardError(`The target's description has no ${credentials.identity} key.`, 'unsendable')
        }
        return cached(key, credentials.form, credentials.password)
      }
      case 'none':
        return nothing
      case 'empty':
        return cached('', credentials.form)
      case 'unknown':
        return cached(unknownKey, credentials.form)
      case 'truncated':
        return cached(full.slice(0, -1), credentials.form)
      case 'lengthened':
        return cached(`${full}x`, credentials.form)
      case 'recased': {
        const other = recased(full)
        return cached(other === full ? unknownKey : other, credentials.form)
      }
      case 'scheme':
        return { authorization: `${credentials.scheme} ${full}` }
      case 'header':
        return { authorization: credentials.value }
    }
  }
}

/** As much of a text in Base64 as does not depend on what follows it. */
const base64Of = (text: string): string =>
  Buffer.from(text.slice(0, text.length - (text.length % 3)), 'latin1').toString('base64')

/**
 * Every text that gives a key away: keys, the full one without its last character, and how Basic writes them; in lower
 * case, because a target may fold what it echoes.
 */
export const secretsOf = ({ identities, headers }: TargetDescription): string[] => {
  const { full } = identities
  const keys = [...Object.values(identities), ...(full.length >= 8 ? [full.slice(0, -1)] : [])]
  const basic = [...keys, recased(full)].filter((key) => key.length >= 6).map(base64Of)
  const extra = Object.values(headers).filter((value) => value.length >= 8)
  return [...new Set([...keys, ...basic, ...extra].map((secret) => secret.toLowerCase()))]
}
