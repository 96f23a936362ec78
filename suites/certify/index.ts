import type { FrozenProfile } from '../../oracle/frozen-profile.ts'
import classic from './classic.json' with { type: 'json' }
import current from './current.json' with { type: 'json' }
import hashes from './hashes.json' with { type: 'json' }

/** The profile in force of each edition. A file is never changed: a new one takes its place, under a new name. */
const profiles: Readonly<Record<string, FrozenProfile>> = {
  classic: classic as FrozenProfile,
  current: current as FrozenProfile,
}

/**
 * The profile by which an edition is certified.
 *
 * @throws Error where none has been frozen for it
 */
export const frozenProfile = (edition: string): FrozenProfile => {
  const profile = Object.hasOwn(profiles, edition) ? profiles[edition] : undefined
  if (profile === undefined) throw new Error(`No profile has been frozen for the edition "${edition}"`)
  return profile
}

/** SHA-256 of every profile of an edition that was ever in force, the oldest first. */
export const publishedHashes = (edition: string): readonly string[] =>
  Object.hasOwn(hashes, edition) ? hashes[edition as keyof typeof hashes] : []

/** Cases of the variants of each cell, by the profile in force. */
export const frozenRuns = (edition: string): ReadonlyMap<string, Readonly<Record<string, number>>> =>
  new Map(frozenProfile(edition).cells.map(({ cell, variants }) => [cell, variants]))
