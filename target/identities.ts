import type { Credentials, KeyForm } from '../contract/types.ts'
import type { TargetDescription } from './description.ts'
import { GuardError } from './errors.ts'

/** What a key becomes on the wire: an Authorization header, a query parameter, or nothing. */
export interface Presented {
  readonly authorization?: string
  readonly query?: string
}

const present = (key: string, form: KeyForm): Presented => {
  if (form === 'bearer') return { authorization: `Bearer ${key}` }
  if (form === 'basic') return { authorization: `Basic ${Buffer.from(`${key}:x`, 'latin1').toString('base64')}` }
  return { query: `api_key=${encodeURIComponent(key)}` }
}

const nothing: Presented = {}

/** Turns symbolic credentials into what is sent. `unknownKey` is the key that nobody was given. */
export const presenter = (
  { identities, auth }: TargetDescription,
  unknownKey: string,
): ((credentials: Credentials) => Presented) => {
  const cache = new Map<string, Presented>()
  const cached = (key: string, form: KeyForm): Presented => {
    const name = `${form} ${key}`
    let presented = cache.get(name)
    if (presented === undefined) {
      presented = present(key, form)
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
        return cached(key, credentials.form ?? auth)
      }
      case 'none':
        return nothing
      case 'empty':
        return cached('', credentials.form ?? auth)
      case 'unknown':
        return cached(unknownKey, credentials.form ?? auth)
      case 'truncated':
        return cached(identities.full.slice(0, -1), credentials.form ?? auth)
      case 'header':
        return { authorization: credentials.value }
    }
  }
}

/**
 * Every text that gives a key away: keys, the full one without its last character, and how Basic writes them; in lower
 * case, because a target may fold what it echoes.
 */
export const secretsOf = ({ identities, headers }: TargetDescription): string[] => {
  const truncated = identities.full.length >= 8 ? [identities.full.slice(0, -1)] : []
  const keys = [...truncated, ...Object.values(identities)]
  const basic = keys.map((key) => Buffer.from(`${key}:x`, 'latin1').toString('base64').replace(/=+$/, ''))
  const extra = Object.values(headers).filter((value) => value.length >= 8)
  return [...new Set([...keys, ...basic, ...extra].map((secret) => secret.toLowerCase()))]
}
