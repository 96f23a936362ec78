import type { Credentials, KeyForm } from '../contract/credentials.ts'
import type { TargetDescription } from './description.ts'
import type { Allowance } from './description-world.ts'
import { GuardError } from './errors.ts'
import { recipeNames } from './recipe-keeper.ts'

/** What a key becomes on the wire: an Authorization header, a query parameter, a part of a form, or nothing. */
export interface Presented {
  readonly authorization?: string
  readonly query?: string
  /** Stands in the body behind what else the form says. */
  readonly form?: string
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

/** Base64 in the alphabet for URLs, as the description of revokeToken has it. */
const basicOf = (clientId: string, clientSecret: string): string =>
  Buffer.from(`${clientId}:${clientSecret}`, 'utf8').toString('base64').replaceAll('+', '-').replaceAll('/', '_')

const presentClient = (client: Allowance['oauth'], place: 'header' | 'form' | 'query'): Presented => {
  const { clientId = '', clientSecret, redirectUri } = client ?? {}
  if (place === 'query') {
    if (redirectUri === undefined) {
      throw new GuardError("The target's description has no OAuth client with a redirect URI.", 'unsendable')
    }
    return { query: new URLSearchParams({ client_id: clientId, redirect_uri: redirectUri }).toString() }
  }
  if (clientSecret === undefined) {
    throw new GuardError("The target's description has no OAuth client with a secret.", 'unsendable')
  }
  return place === 'header'
    ? { authorization: `Basic ${basicOf(clientId, clientSecret)}` }
    : { form: new URLSearchParams({ client_id: clientId, client_secret: clientSecret }).toString() }
}

const nothing: Presented = {}

/** Turns symbolic credentials into what is sent. `unknownKey` is the key that nobody was given. */
export const presenter = (
  { identities, auth, allow }: TargetDescription,
  unknownKey: string,
): ((credentials: Credentials) => Presented) => {
  // Nearly all requests carry the very same credentials.
  const cache = new WeakMap<Credentials, Presented>()
  const { full } = identities
  const withKey = (key: string, form: KeyForm = auth, password = 'x'): Presented => present(key, form, password)

  const presentedBy = (credentials: Credentials): Presented => {
    switch (credentials.kind) {
      case 'key': {
        const key = identities[credentials.identity]
        if (key === undefined) {
          throw new GuardError(`The target's description has no ${credentials.identity} key.`, 'unsendable')
        }
        return withKey(key, credentials.form, credentials.password)
      }
      case 'none':
        return nothing
      case 'empty':
        return withKey('', credentials.form)
      case 'unknown':
        return withKey(unknownKey, credentials.form)
      case 'truncated':
        return withKey(full.slice(0, -1), credentials.form)
      case 'lengthened':
        return withKey(`${full}x`, credentials.form)
      case 'recased': {
        const other = recased(full)
        return withKey(other === full ? unknownKey : other, credentials.form)
      }
      case 'scheme':
        return { authorization: `${credentials.scheme} ${full}` }
      case 'client':
        return presentClient(allow.oauth, credentials.in)
      case 'header':
        return { authorization: credentials.value }
    }
  }

  return (credentials) => {
    let presented = cache.get(credentials)
    if (presented === undefined) {
      presented = presentedBy(credentials)
      cache.set(credentials, presented)
    }
    return presented
  }
}

/** As much of a text in Base64 as does not depend on what follows it. */
const base64Of = (text: string): string =>
  Buffer.from(text.slice(0, text.length - (text.length % 3)), 'latin1').toString('base64')

/**
 * Every text that gives a key away: keys, the full one without its last character, and how Basic writes them; in lower
 * case, because a target may fold what it echoes.
 */
export const secretsOf = ({ identities, headers, allow, recipes }: TargetDescription): string[] => {
  const { full } = identities
  const keys = [...Object.values(identities), ...(full.length >= 8 ? [full.slice(0, -1)] : [])]
  const basic = [...keys, recased(full)].filter((key) => key.length >= 6).map(base64Of)
  const { clientId = '', clientSecret = '', refreshToken = '' } = allow.oauth ?? {}
  const pair = `${clientId}:${clientSecret}`
  // What it looks like in a form and in Basic, in either alphabet.
  const disguised =
    clientSecret === '' ? [] : [encodeURIComponent(clientSecret), base64Of(pair), basicOf(clientId, clientSecret)]
  const steps = recipeNames.flatMap((name) => [recipes[name]?.enter, recipes[name]?.leave])
  const ofRecipes = steps
    .flatMap((step) => (step?.kind === 'request' ? Object.entries(step.headers) : []))
    .flatMap(([name, value]) => (/^(?:accept|content-type)$/i.test(name) ? [] : [value]))
  const extra = [...Object.values(headers), clientSecret, ...disguised, refreshToken, ...ofRecipes].filter(
    ({ length }) => length >= 8,
  )
  return [...new Set([...keys, ...basic, ...extra].map((secret) => secret.toLowerCase()))]
}
