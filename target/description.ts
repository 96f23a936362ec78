import { stringify } from 'yaml'
import { editions } from '../contract/index.ts'
import type { KeyForm, PathForm, ResourceName } from '../contract/types.ts'
import {
  checkAddress,
  checkHeader,
  checkKey,
  checkNotProduction,
  isLoopback,
  readHeaderFlag,
} from './description-checks.ts'
import {
  type DescriptionFile,
  type KeySource,
  readDescriptionFile,
  type WrittenDescription,
} from './description-file.ts'
import { TargetError } from './errors.ts'
import { nearest } from './nearest.ts'

/** How an endpoint is reached and what may be done there. Holds keys: it is never written anywhere. */
export interface TargetDescription {
  /** Scheme, host and base path, without a slash at the end. */
  readonly url: string
  /** Id of the account, compared as text. */
  readonly account?: string
  /** `embedded` only where the suite itself started the endpoint. */
  readonly kind: 'embedded' | 'shared' | 'dedicated'
  readonly edition: string
  /** How keys travel where a request does not say. */
  readonly auth: KeyForm
  readonly identities: { readonly full: string; readonly restricted?: string; readonly expired?: string }
  /** Header lines that every request carries besides. */
  readonly headers: Readonly<Record<string, string>>
  /** Documented alternatives that the target claims to serve; `keys` contains `auth`. */
  readonly forms: { readonly paths: readonly PathForm[]; readonly keys: readonly KeyForm[] }
  readonly absent: readonly ResourceName[]
  readonly fixtures: { readonly hiddenPerson?: number | string }
  /** Milliseconds that a read-back may lag behind, at most 10,000. */
  readonly settleTime: number
}

/** What the command line says of a target; it goes before the file and the environment. */
export interface DescriptionFlags {
  readonly url?: string | undefined
  readonly account?: string | undefined
  readonly dedicated?: boolean | undefined
  readonly edition?: string | undefined
  readonly key?: string | undefined
  readonly restrictedKey?: string | undefined
  readonly auth?: string | undefined
  /** Each `Name: value`. */
  readonly headers?: readonly string[] | undefined
}

const keyForms: readonly KeyForm[] = ['bearer', 'basic', 'query']

/**
 * Reads how to reach a target: from flags, then the file (`file`, or the one that DOORFLOW_CONFIG names), then the
 * environment: DOORFLOW_URL, DOORFLOW_ACCOUNT, DOORFLOW_DEDICATED=1, DOORFLOW_KEY, DOORFLOW_RESTRICTED_KEY. Warnings
 * are whole sentences.
 *
 * @throws TargetError (exit code 2) that says what is wrong, where, and what would be right.
 */
export const readDescription = async ({
  file,
  flags,
  env,
}: {
  readonly file?: string | undefined
  readonly flags: DescriptionFlags
  readonly env: NodeJS.ProcessEnv
}): Promise<{ description: TargetDescription; warnings: string[] }> => {
  const warnings: string[] = []
  const path = file ?? filled(env.DOORFLOW_CONFIG)
  const read: DescriptionFile =
    path === undefined ? { written: {}, where: () => 'the description' } : await readDescriptionFile(path)
  const { written, where } = read

  const url = flags.url ?? written.url ?? filled(env.DOORFLOW_URL)
  const urlPlace = flags.url !== undefined ? '--url' : written.url !== undefined ? where('url') : 'DOORFLOW_URL'
  if (url === undefined) {
    throw new TargetError('No target is named: give --url, set DOORFLOW_URL, or write url in a target description.')
  }
  const address = checkAddress(url, urlPlace, warnings)

  const dedicated = flags.dedicated ?? written.dedicated ?? env.DOORFLOW_DEDICATED === '1'
  if (dedicated) checkNotProduction(address, flags.dedicated === undefined ? where('dedicated') : '--dedicated')

  const account = flags.account ?? written.account ?? filled(env.DOORFLOW_ACCOUNT)
  const edition = flags.edition ?? written.edition ?? 'classic'
  if (!Object.hasOwn(editions, edition)) {
    const place = flags.edition === undefined ? where('edition') : '--edition'
    throw new TargetError(`${place}: ${choice('edition', edition, Object.keys(editions))}`)
  }
  const auth = keyForms.find((form) => form === (flags.auth ?? written.auth ?? 'bearer'))
  if (auth === undefined) throw new TargetError(`--auth: ${choice('way of sending a key', flags.auth ?? '', keyForms)}`)

  const identities = keys(read, flags, env, auth, isLoopback(address), warnings)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(written.headers ?? {})) {
    checkHeader(name, value, where('headers', name))
    headers[name] = value
  }
  for (const line of flags.headers ?? []) {
    const [name, value] = readHeaderFlag(line)
    for (const same of Object.keys(headers)) if (same.toLowerCase() === name.toLowerCase()) delete headers[same]
    headers[name] = value
  }

  return {
    warnings,
    description: {
      url: address,
      ...(account === undefined ? {} : { account: String(account).trim() }),
      kind: dedicated ? 'dedicated' : 'shared',
      edition,
      auth,
      identities,
      headers,
      forms: {
        paths: [...new Set(written.forms?.paths ?? [])],
        keys: [...new Set([auth, ...(written.forms?.keys ?? [])])],
      },
      absent: [...new Set(written.absent ?? [])],
      fixtures: written.fixtures ?? {},
      settleTime: written.settleTime ?? 0,
    },
  }
}

/** The text of a YAML file that `readDescription` reads. Keys belong in it by environment variable. */
export const writeDescription = (parts: WrittenDescription): string => stringify(parts)

/** The description of an endpoint that the suite itself has started: everything is claimed and nothing can be harmed. */
export const describeEmbedded = (facts: {
  readonly url: string
  readonly account: string | number
  readonly edition: string
  readonly keys: TargetDescription['identities']
  readonly hiddenPerson?: number | string
}): TargetDescription => ({
  url: facts.url.replace(/\/+$/, ''),
  account: String(facts.account),
  kind: 'embedded',
  edition: facts.edition,
  auth: 'bearer',
  identities: facts.keys,
  headers: {},
  forms: { paths: ['singular', 'suffix'], keys: keyForms },
  absent: [],
  fixtures: facts.hiddenPerson === undefined ? {} : { hiddenPerson: facts.hiddenPerson },
  settleTime: 0,
})

const filled = (value: string | undefined): string | undefined =>
  value === undefined || value.trim() === '' ? undefined : value.trim()

const choice = (what: string, written: string, names: readonly string[]): string => {
  const meant = nearest(written, names)
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`
  return `there is no ${what} ${JSON.stringify(written)}; there is ${names.join(', ')}.${hint}`
}

/** Finds the keys: in a flag, in the file, or in the environment. */
const keys = (
  { written, where }: DescriptionFile,
  flags: DescriptionFlags,
  env: NodeJS.ProcessEnv,
  auth: KeyForm,
  practice: boolean,
  warnings: string[],
): TargetDescription['identities'] => {
  const find = (name: 'full' | 'restricted' | 'expired', flag: string, given: string | undefined, variable: string) => {
    if (given !== undefined) {
      warnings.push(`${flag} puts a key where other users of this computer can read it; set ${variable} instead.`)
      return checkKey(given, flag, auth, warnings)
    }
    const source: KeySource | undefined = written.keys?.[name]
    const place = where('keys', name)
    if (typeof source === 'string') {
      // The keys of an endpoint on this machine are for practice, and no secret.
      if (!practice)
        warnings.push(`${place}: a key stands in the file; write { env: ${variable} } and set ${variable} instead.`)
      return checkKey(source, place, auth, warnings)
    }
    const value = filled(env[source?.env ?? variable])
    if (value !== undefined)
      return checkKey(env[source?.env ?? variable] ?? '', source?.env ?? variable, auth, warnings)
    if (source === undefined) return undefined
    throw new TargetError(
      `${where('keys', name, 'env')}: the environment variable ${source.env} is not set; set it to the ${name} key.`,
    )
  }
  const full = find('full', '--key', flags.key, 'DOORFLOW_KEY')
  const restricted = find('restricted', '--restricted-key', flags.restrictedKey, 'DOORFLOW_RESTRICTED_KEY')
  const expired = find('expired', '', undefined, 'DOORFLOW_EXPIRED_KEY')
  if (full === undefined) throw new TargetError('There is no key: set DOORFLOW_KEY to a key that may read and write.')
  if (restricted === full)
    throw new TargetError('The restricted key is the full key; describe the key of somebody who is no administrator.')
  return { full, ...(restricted === undefined ? {} : { restricted }), ...(expired === undefined ? {} : { expired }) }
}
