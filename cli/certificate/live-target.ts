import { accountDigest, type Certificate } from '../../reports/certificate/statement.ts'
import type { TargetDescription } from '../../target/description.ts'
import { UsageError } from '../errors.ts'
import { describeTarget, namesTarget } from '../options.ts'
import { noTls } from './tls-key.ts'

/**
 * Reads the description of the endpoint that is to be asked.
 *
 * @throws UsageError or TargetError (exit code 2) if none is named, or it is not in order
 */
export const describeLive = async ({ config }: { readonly config?: string }): Promise<TargetDescription> => {
  const target = config === undefined ? {} : { config }
  if (!namesTarget(target))
    throw new UsageError('--live needs a target: name its description with --config, or set DOORFLOW_CONFIG.')
  return (await describeTarget(target)).description
}

/**
 * Whether a description is of what was certified: another name, account or edition is something else, of which the
 * certificate says nothing.
 *
 * @throws UsageError if it is not
 */
export const checkDescribed = (its: Certificate, { url, account, edition }: TargetDescription): void => {
  if (edition !== its.edition.value)
    throw new UsageError(`The description is of the ${edition} edition, the certificate of ${its.edition.value}.`)
  const { origin } = new URL(url)
  if (origin !== its.origin.value)
    throw new UsageError(
      `The description is of ${origin}, and ${its.origin.value} was certified: of a copy elsewhere the certificate says nothing.`,
    )
  if (accountDigest(origin, account ?? '') !== its.account.value)
    throw new UsageError('The description names another account than the one that was certified.')
}

const isKey = (said: string): boolean => /^[0-9a-f]{64}$/.test(said)

/** What there is to say of the TLS key of an endpoint now, beside the one that was signed: a whole sentence, if anything. */
export const remarkOnKey = (signed: string, now: string): string | undefined => {
  if (isKey(signed) && isKey(now))
    return signed === now
      ? undefined
      : 'It presents another TLS key than when it was certified: keys are renewed, and another machine has another one too.'
  // Without TLS there is nothing to compare, then as now.
  if (signed === now && signed === noTls) return undefined
  return `Its TLS key could not be compared with the one that was signed (${isKey(now) ? `then ${signed}` : `now ${now}`}).`
}
