import type { KeyForm } from '../contract/credentials.ts'
import { checkKey } from './description-checks.ts'
import type { DescriptionFile } from './description-file.ts'
import type { KeySource } from './description-written.ts'
import { TargetError } from './errors.ts'

/** The keys that a target was described with. Only the full one is required. */
export interface Identities {
  readonly full: string
  /** Of somebody who is no administrator. */
  readonly restricted?: string
  /** Was valid once. */
  readonly expired?: string
  /** Of a second account. */
  readonly other?: string
}

export const filled = (value: string | undefined): string | undefined =>
  value === undefined || value.trim() === '' ? undefined : value.trim()

/** Takes a secret from the environment, or as it was written. @throws TargetError if its variable is not set */
export const secretFrom = (source: KeySource, env: NodeJS.ProcessEnv, place: () => string, what: string): string => {
  if (typeof source === 'string') return source
  const value = env[source.env]
  if (value !== undefined && value.trim() !== '') return value
  throw new TargetError(`${place()}: the environment variable ${source.env} is not set; set it to ${what}.`)
}

/** Where keys may come from, and how they will travel. */
export interface KeySources {
  readonly file: DescriptionFile
  readonly flags: { readonly key?: string | undefined; readonly restrictedKey?: string | undefined }
  readonly env: NodeJS.ProcessEnv
  readonly auth: KeyForm
  /** The endpoint is on this machine: its keys are for practice, and no secret. */
  readonly practice: boolean
  readonly warnings: string[]
}

type Name = keyof Identities

const variables: Readonly<Record<Name, string>> = {
  full: 'DOORFLOW_KEY',
  restricted: 'DOORFLOW_RESTRICTED_KEY',
  expired: 'DOORFLOW_EXPIRED_KEY',
  other: 'DOORFLOW_OTHER_KEY',
}

/** Finds a key: in a flag, in the file, or in the environment. */
const find = (
  name: Name,
  { file, env, auth, practice, warnings }: KeySources,
  flag?: { readonly name: string; readonly given: string | undefined },
): string | undefined => {
  const variable = variables[name]
  if (flag?.given !== undefined) {
    warnings.push(`${flag.name} puts a key where other users of this computer can read it; set ${variable} instead.`)
    return checkKey(flag.given, flag.name, auth, warnings)
  }
  const source = file.written.keys?.[name]
  const place = file.where('keys', name)
  if (typeof source === 'string') {
    // What a program exports may come from anywhere.
    if (!practice && file.module === undefined)
      warnings.push(`${place}: a key stands in the file; write { env: ${variable} } and set ${variable} instead.`)
    return checkKey(source, place, auth, warnings)
  }
  if (source !== undefined) {
    const value = secretFrom(source, env, () => file.where('keys', name, 'env'), `the ${name} key`)
    return checkKey(value, source.env, auth, warnings)
  }
  return filled(env[variable]) === undefined ? undefined : checkKey(env[variable] ?? '', variable, auth, warnings)
}

/** @throws TargetError if there is no full key, a named variable is not set, a key cannot travel, or two are the same */
export const findKeys = (sources: KeySources): Identities => {
  const { flags } = sources
  const full = find('full', sources, { name: '--key', given: flags.key })
  const restricted = find('restricted', sources, { name: '--restricted-key', given: flags.restrictedKey })
  const expired = find('expired', sources)
  const other = find('other', sources)
  if (full === undefined) throw new TargetError('There is no key: set DOORFLOW_KEY to a key that may read and write.')
  if (restricted === full)
    throw new TargetError('The restricted key is the full key; describe the key of somebody who is no administrator.')
  if (other !== undefined && (other === full || other === restricted))
    throw new TargetError('The other key is one of the first account; describe the key of a second account.')
  return {
    full,
    ...(restricted === undefined ? {} : { restricted }),
    ...(expired === undefined ? {} : { expired }),
    ...(other === undefined ? {} : { other }),
  }
}
