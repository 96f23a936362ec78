import type { Edition } from '../../contract/edition.ts'
import { type CertificateLevel, type FrozenProfile, scoredAt } from '../../oracle/frozen-profile.ts'
import { digestOfJson } from '../../reports/certificate/canonical.ts'
import { formClauses } from '../../reports/certificate/score.ts'
import { frozenProfile, publishedHashes } from '../../suites/certify/index.ts'
import { generatorVersion } from '../../suites/engine/seeds.ts'
import type { Plan } from '../../suites/plan.ts'

/** The profile in force, and its published hash. */
export interface InForce {
  readonly profile: FrozenProfile
  /** SHA-256 of its canonical JSON. */
  readonly hash: string
}

/**
 * The profile by which an edition is certified.
 *
 * @throws Error (a fault of the suite) if the file is not the one whose hash was published
 */
export const profileInForce = ({ name }: Edition): InForce => {
  const profile = frozenProfile(name)
  const hash = digestOfJson(profile)
  if (hash !== publishedHashes(name).at(-1))
    throw new Error(`the profile ${profile.name} is not the one that was published (SHA-256 ${hash})`)
  if (profile.generators !== generatorVersion)
    throw new Error(`the profile ${profile.name} was frozen for generators of version ${profile.generators}`)
  return { profile, hash }
}

/**
 * The filter that leaves what is scored at a level, and of what is declared absent whether it is; none for everything.
 * A pattern for each cell.
 */
export const onlyFor = (
  edition: Edition,
  profile: FrozenProfile,
  level: CertificateLevel,
  absent: readonly string[],
): readonly string[] => {
  if (level === 'full') return []
  const cells = scoredAt(profile, level).map(({ cell }) => cell)
  const operations = new Set(cells.map((cell) => cell.slice(cell.indexOf(':') + 1)))
  const gone = edition.operations.filter(
    ({ id, resource, method, path }) =>
      operations.has(id) && absent.includes(resource) && method === 'GET' && !path.includes('{'),
  )
  return [...cells, ...gone.map(({ id }) => `${edition.outcomes.absent.clause}:${id}`)]
}

/**
 * Why a target as it is described cannot be certified, before anything is sent: whole sentences. The plan is that of
 * everything, not only of what is scored.
 */
export const hindrances = (
  { profile }: InForce,
  level: CertificateLevel,
  { edition, cells }: Plan,
): readonly string[] => {
  const planned = new Map(cells.map((cell) => [cell.id, cell]))
  const claimed = new Set(cells.map(({ clause }) => clause))
  const optional = formClauses(edition)
  const reasons = new Map<string, string[]>()
  for (const { cell } of scoredAt(profile, level)) {
    const clause = cell.slice(0, cell.indexOf(':'))
    const its = planned.get(cell)
    const isFree = its === undefined ? optional.has(clause) && !claimed.has(clause) : its.unexercised === undefined
    if (isFree || its?.unexercised?.kind === 'absent') continue
    const why =
      its?.unexercised?.detail ??
      'On a target that is described like this one it is not tried: `doctor` says what the description lacks.'
    reasons.set(why, [...(reasons.get(why) ?? []), cell])
  }
  return [...reasons].map(([why, [first = '', ...more]]) =>
    more.length === 0 ? `${why} (${first})` : `${why} (${first} and ${more.length} more)`,
  )
}
