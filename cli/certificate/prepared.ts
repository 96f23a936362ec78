import type { Edition } from '../../contract/edition.ts'
import type { CertificateLevel } from '../../oracle/frozen-profile.ts'
import type { SigningKey } from '../../reports/certificate/keys.ts'
import { isPlain } from '../../reports/terminal/text.ts'
import { type Plan, plan as planOf } from '../../suites/plan.ts'
import type { RunSettings } from '../../suites/settings.ts'
import type { TargetDescription } from '../../target/description.ts'
import { sayCut } from '../cut.ts'
import { editionNamed } from '../editions.ts'
import { UsageError } from '../errors.ts'
import { type LedgerOptions, ledgerOf } from '../ledgers.ts'
import { describeTarget, namesTarget } from '../options.ts'
import { checkChallenge, type Draw } from './draw.ts'
import { hindrances, type InForce, onlyFor, profileInForce } from './frozen.ts'
import { signingKey } from './own-key.ts'

/** What `certify` was told. */
export interface CertifyOptions extends LedgerOptions {
  readonly config?: string
  /** The private key: unlike elsewhere, no key of the target. */
  readonly key: string
  readonly vendor: string
  readonly product: string
  readonly build: string
  readonly level: CertificateLevel
  readonly challenge?: string
  readonly output: string
  readonly validDays: number
  readonly concurrency: number
}

const checkName = (option: string, name: string): void => {
  if (name.trim() === '' || name.length > 200 || !isPlain(name))
    throw new UsageError(`${option}: it must be 1 to 200 printable characters, not only blanks.`)
}

/** All that must be in order before anything is sent. */
export interface Prepared {
  readonly key: SigningKey
  readonly description: TargetDescription
  readonly edition: Edition
  readonly inForce: InForce
  readonly plan: Plan
}

/** The run that a certificate rests on. */
export const settingsFor = (
  options: CertifyOptions,
  description: TargetDescription,
  { profile }: InForce,
  { seed, runId }: Draw,
): RunSettings => ({
  description,
  seed,
  runId,
  profile: 'certify',
  only: onlyFor(editionNamed(description.edition), profile, options.level, description.absent),
  exclude: [],
  concurrency: options.concurrency,
  // Whatever is seen is looked into: what SHOULD hold and does not is a warning, however often.
  maxFindings: 100_000,
  ...ledgerOf(description, options),
})

/**
 * Checks all that can be known before anything is sent. Returns why the target as it is described cannot be certified, in
 * whole sentences, if it cannot.
 *
 * @throws UsageError or TargetError (exit code 2)
 */
export const prepare = async (options: CertifyOptions): Promise<Prepared | readonly string[]> => {
  checkName('--vendor', options.vendor)
  checkName('--product', options.product)
  checkName('--build', options.build)
  if (options.challenge !== undefined) checkChallenge(options.challenge)
  const key = signingKey(options.key)
  const target = options.config === undefined ? {} : { config: options.config }
  if (!namesTarget(target))
    throw new UsageError('certify needs a target: name its description with --config, or set DOORFLOW_CONFIG.')
  const { description } = await describeTarget(target)
  const edition = editionNamed(description.edition)
  const inForce = profileInForce(edition)
  const settings = settingsFor(options, description, inForce, { seed: 0, runId: '' })
  const { rate } = description.budgets
  const unlimited = { ...description, budgets: rate === undefined ? {} : { rate } }
  const why = hindrances(inForce, options.level, planOf(unlimited, { ...settings, only: [] }))
  if (why.length > 0) return why
  const plan = planOf(description, settings)
  const [cut] = sayCut(plan)
  if (cut !== undefined)
    throw new UsageError(`${cut} A certificate leaves nothing out: raise budgets, or take them out.`)
  return { key, description, edition, inForce, plan }
}
