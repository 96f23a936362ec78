import { stringify } from 'yaml'
import type { KeyForm } from '../contract/credentials.ts'
import { editions } from '../contract/index.ts'
import type { PathForm, ResourceName } from '../contract/operation.ts'
import { checkAddress, checkHeader, checkNotProduction, isLoopback, readHeaderFlag } from './description-checks.ts'
import { type DescriptionFile, readDescriptionFile } from './description-file.ts'
import { filled, findKeys, type Identities } from './description-keys.ts'
import { type Tls, tlsOf } from './description-tls.ts'
import { type Allowance, allowanceOf, type Recipes, recipesOf } from './description-world.ts'
import type {
  Budgets,
  WrittenAllowance,
  WrittenDescription,
  WrittenFixtures,
  WrittenRecipes,
} from './description-written.ts'
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
  readonly identities: Identities
  /** What connections need besides what everybody trusts. */
  readonly tls?: Tls
  /** Header lines that every request carries besides. */
  readonly headers: Readonly<Record<string, string>>
  /** Documented alternatives that the target claims to serve; `keys` contains `auth`. */
  readonly forms: { readonly paths: readonly PathForm[]; readonly keys: readonly KeyForm[] }
  readonly absent: readonly ResourceName[]
  readonly fixtures: WrittenFixtures
  /** What may act on the world beyond the run's own people and credentials. */
  readonly allow: Allowance
  /** Empty on a shared target. */
  readonly recipes: Recipes
  readonly budgets: Budgets
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
 * environment: DOORFLOW_URL, DOORFLOW_ACCOUNT, DOORFLOW_DEDICATED=1, and a variable for each key. `written` is what the
 * file holds; warnings are whole sentences.
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
}): Promise<{ description: TargetDescription; written: WrittenDescription; warnings: string[] }> => {
  const warnings: string[] = []
  const path = file ?? filled(env.DOORFLOW_CONFIG)
  const read: DescriptionFile = path === undefined ? inMemory({}) : await readDescriptionFile(path)
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

  const identities = findKeys({ file: read, flags, env, auth, practice: isLoopback(address), warnings })
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

  const tls = tlsOf(read, path, env)
  return {
    warnings,
    written,
    description: {
      url: address,
      ...(tls === undefined ? {} : { tls }),
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
      allow: allowanceOf(read, env),
      recipes: recipesOf(read, env, { address, dedicated }),
      budgets: written.budgets ?? {},
      settleTime: written.settleTime ?? 0,
    },
  }
}

/** The text of a YAML file that `readDescription` reads. Keys belong in it by environment variable. */
export const writeDescription = (parts: WrittenDescription): string =>
  stringify(parts, { aliasDuplicateObjects: false })

/** The description of an endpoint that the suite itself has started: everything is claimed and nothing can be harmed. */
export const describeEmbedded = (facts: {
  readonly url: string
  readonly account: string | number
  readonly edition: string
  readonly keys: Identities
  readonly forms?: TargetDescription['forms']
  readonly fixtures?: WrittenFixtures
  readonly allow?: WrittenAllowance
  readonly recipes?: WrittenRecipes
}): TargetDescription => ({
  url: addressOf(facts),
  account: String(facts.account),
  kind: 'embedded',
  edition: facts.edition,
  auth: 'bearer',
  identities: facts.keys,
  headers: {},
  forms: facts.forms ?? { paths: ['singular', 'suffix'], keys: keyForms },
  absent: [],
  fixtures: facts.fixtures ?? {},
  allow: allowanceOf(inMemory(facts), {}),
  recipes: recipesOf(inMemory(facts), {}, { address: addressOf(facts), dedicated: true }),
  budgets: {},
  settleTime: 0,
})

const addressOf = ({ url }: { readonly url: string }): string => url.replace(/\/+$/, '')

/** A description that stands in no file. */
const inMemory = (written: WrittenDescription): DescriptionFile => ({ written, where: () => 'the description' })

const choice = (what: string, written: string, names: readonly string[]): string => {
  const meant = nearest(written, names)
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`
  return `there is no ${what} ${JSON.stringify(written)}; there is ${names.join(', ')}.${hint}`
}
