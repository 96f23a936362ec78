import { randomInt } from 'node:crypto'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { shellWord } from '../reports/shell.ts'
import type { RunSettings } from '../suites/settings.ts'
import { type DescriptionFlags, readDescription, type TargetDescription } from '../target/description.ts'
import type { Budgets, WrittenDescription } from '../target/description-written.ts'
import { note } from './output.ts'

export interface TargetOptions {
  readonly config?: string
  readonly url?: string
  readonly edition?: string
  readonly account?: string
  readonly dedicated?: true
  readonly key?: string
  readonly restrictedKey?: string
  readonly auth?: string
  readonly header?: readonly string[]
}

export interface PlanOptions {
  readonly seed?: number
  readonly runs?: number
  readonly profile: RunSettings['profile']
  readonly only?: readonly string[]
  readonly exclude?: readonly string[]
  readonly concurrency: number
  readonly rate?: number
  readonly maxRequests?: number
  readonly maxTime?: number
  readonly maxFindings: number
  readonly evidence?: string
  readonly strict?: true
  readonly waivers?: string
}

/** A whole number from `least` up, written in decimal digits. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text)
    if (/^\d{1,10}$/.test(text) && number >= least && number <= most) return number
    const range = most > 1e9 ? `of at least ${least}` : `from ${least} to ${most}`
    throw new InvalidArgumentError(`It must be a whole number ${range}.`)
  }

/** What `read` makes of a text, or an error that also says in which unit it is to be written. */
const orElse = (message: string, read: () => number): number => {
  try {
    return read()
  } catch (error) {
    throw error instanceof InvalidArgumentError ? new InvalidArgumentError(message) : error
  }
}

/** Most requests that a budget may name. */
export const mostRequests = 1_000_000_000

/** A rate: `20` or `20/s`. */
export const perSecond = (text: string): number =>
  orElse('It must be from 1 to 10000 requests a second, written as 20 or 20/s.', () =>
    wholeNumber(1, 10_000)(text.replace(/\/s$/, '')),
  )

/** A time in seconds: `90`, `90s` or `5m`. */
export const seconds = (text: string): number =>
  orElse(
    'It must be from 1 to 1000000 seconds, written as 90 or 90s, or from 1 to 16666 minutes, written as 5m.',
    () =>
      text.endsWith('m')
        ? 60 * wholeNumber(1, 16_666)(text.slice(0, -1))
        : wholeNumber(1, 1_000_000)(text.replace(/s$/, '')),
  )

/** What a run may cost, where an option says so: it goes before the description. */
export const withBudgets = <T extends TargetDescription>(
  description: T,
  { rate, maxRequests, maxTime }: Budgets,
): T => ({
  ...description,
  budgets: {
    ...description.budgets,
    ...(rate === undefined ? {} : { rate }),
    ...(maxRequests === undefined ? {} : { maxRequests }),
    ...(maxTime === undefined ? {} : { maxTime }),
  },
})

/** For options that may be given again; one that is never given stays undefined. */
export const collect = (text: string, soFar: readonly string[] = []): readonly string[] => [...soFar, text]

export const greatestSeed = 0x7fff_ffff

/** A seed for a run that was not given one. */
export const freshSeed = (): number => randomInt(1, greatestSeed)

/** How the target is reached. The same for every command that sends requests. */
export const addTargetOptions = (command: Command): Command =>
  command
    .optionsGroup('Target:')
    .option('--config <file>', 'target description, in YAML, JSON or TypeScript (or DOORFLOW_CONFIG)')
    .option('--url <url>', 'address of the endpoint, with its base path if it has one (or DOORFLOW_URL)')
    .option('--edition <name>', 'contract that the endpoint claims, and is judged by: classic or current')
    .option(
      '--account <id>',
      'id of the account, compared with the target before anything is written (or DOORFLOW_ACCOUNT)',
    )
    .option('--dedicated', 'the target is there for tests alone, so everything may be tried (or DOORFLOW_DEDICATED=1)')
    .option('--key <key>', 'key that may read and write; better given as DOORFLOW_KEY, which other users cannot see')
    .option('--restricted-key <key>', 'key of somebody who is no administrator (or DOORFLOW_RESTRICTED_KEY)')
    .addOption(
      new Option('--auth <form>', 'how keys are sent: bearer unless described otherwise').choices([
        'bearer',
        'basic',
        'query',
      ]),
    )
    .option('--header <line>', "header line that every request carries, as 'Name: value'; may be given again", collect)

/** What is run, and how much of it. */
export const addPlanOptions = (command: Command): Command =>
  command
    .optionsGroup('Plan:')
    .option(
      '--seed <number>',
      'the same seed sends the same cases; drawn at random if not given',
      wholeNumber(0, greatestSeed),
    )
    .addOption(
      new Option('--profile <name>', 'how thorough: smoke sends half of what gate does; certify is what `certify` runs')
        .choices(['smoke', 'gate', 'certify'])
        .default('gate'),
    )
    .option('--runs <number>', "cases of each generated variant, in place of the profile's", wholeNumber(1, 100_000))
    .option(
      '--only <pattern>',
      'clauses, operations or cells (CLAUSE:operation) to run, * standing for anything; may be given again',
      collect,
    )
    .option('--exclude <pattern>', 'what not to run, written likewise; may be given again', collect)
    .option('--concurrency <number>', 'requests in flight', wholeNumber(1, 256), 8)
    .option('--rate <number>', 'requests begun in any second at most: 20 or 20/s', perSecond)
    .option(
      '--max-requests <number>',
      'requests of the whole run at most; a small budget is spread over the cells',
      wholeNumber(1, mostRequests),
    )
    .option('--max-time <time>', 'how long the whole run may take: 90, 90s or 5m', seconds)
    .option('--max-findings <number>', 'stop looking for more after so many', wholeNumber(1, 100_000), 100)

const flagsOf = (options: TargetOptions): DescriptionFlags => ({
  url: options.url,
  account: options.account,
  dedicated: options.dedicated,
  edition: options.edition,
  key: options.key,
  restrictedKey: options.restrictedKey,
  auth: options.auth,
  headers: options.header,
})

const isSet = (name: string): boolean => (process.env[name] ?? '').trim() !== ''

/** Whether anything that only a target of somebody's own has was named. `--auth` and `--edition` suit any endpoint. */
export const namesTarget = ({ config, url, account, dedicated, key, restrictedKey, header }: TargetOptions): boolean =>
  [config, url, account, dedicated, key, restrictedKey, header].some((value) => value !== undefined) ||
  // A key or an account without an address is a target that somebody forgot to name, not a wish for the embedded one.
  ['DOORFLOW_URL', 'DOORFLOW_CONFIG', 'DOORFLOW_KEY', 'DOORFLOW_ACCOUNT', 'DOORFLOW_DEDICATED'].some(isSet)

/**
 * Reads the description of the target that was named, as it is to be used and as its file has it, and warns on standard
 * error.
 *
 * @throws TargetError
 */
export const describeTarget = async (
  options: TargetOptions,
): Promise<{ readonly description: TargetDescription; readonly written: WrittenDescription }> => {
  const { description, written, warnings } = await readDescription({
    file: options.config,
    flags: flagsOf(options),
    env: process.env,
  })
  for (const warning of warnings) note(`warning: ${warning}`)
  return { description, written }
}

/** The options that name the target again. Keys and header values stay out of them; they are in the environment. */
export const targetWords = (options: TargetOptions): string =>
  [
    ['--config', options.config],
    ['--url', options.url],
    ['--edition', options.edition],
    ['--account', options.account],
    ['--dedicated', options.dedicated === true ? true : undefined],
    ['--auth', options.auth],
    ...(options.header ?? []).map((line) => ['--header', `${line.split(':')[0]}: …`] as const),
  ]
    .filter(([, value]) => value !== undefined)
    .map(([flag, value]) => (value === true ? flag : `${flag} ${shellWord([String(value)])}`))
    .join(' ')

/** The command line that does the same again. */
export const repeatCommand = (options: TargetOptions & PlanOptions, seed: number): string => {
  const words: string[] = ['doorflow-conformance', 'run']
  const add = (flag: string, value?: string | number): void => {
    words.push(flag)
    if (value !== undefined) words.push(shellWord([String(value)]))
  }
  const target = targetWords(options)
  if (target !== '') words.push(target)
  add('--seed', seed)
  if (options.profile !== 'gate') add('--profile', options.profile)
  if (options.runs !== undefined) add('--runs', options.runs)
  for (const pattern of options.only ?? []) add('--only', pattern)
  for (const pattern of options.exclude ?? []) add('--exclude', pattern)
  if (options.concurrency !== 8) add('--concurrency', options.concurrency)
  if (options.rate !== undefined) add('--rate', options.rate)
  if (options.maxRequests !== undefined) add('--max-requests', options.maxRequests)
  if (options.maxTime !== undefined) add('--max-time', options.maxTime)
  if (options.maxFindings !== 100) add('--max-findings', options.maxFindings)
  if (options.strict) add('--strict')
  if (options.waivers !== undefined) add('--waivers', options.waivers)
  return words.join(' ')
}
