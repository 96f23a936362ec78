import type { Edition } from '../../contract/edition.ts'
import { isObject, jsonOf } from '../../oracle/answers.ts'
import type { TargetSession } from '../../target/session.ts'
import type { Candidates } from './additions.ts'
import type { Probe } from './probe.ts'

/** Ids that were listed, by resource. */
export const listedIds = (
  probes: readonly Probe[],
  edition: Edition,
): Readonly<Record<string, readonly (number | string)[]>> =>
  Object.fromEntries(
    edition.operations.flatMap(({ resource, action, path }) => {
      const probe = probes.find((one) => one.about === 'served' && one.path === path)
      if (action !== 'list' || probe === undefined || resource === 'people') return []
      return [[resource, idsIn(jsonOf(probe.exchange))]]
    }),
  )

const membersOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter(isObject) : []

const idsIn = (value: unknown): (number | string)[] =>
  membersOf(value).flatMap(({ id }) => (typeof id === 'number' || typeof id === 'string' ? [id] : []))

/** A lockdown of which any part is in force. */
const isLocked = (lockdown: unknown): boolean =>
  isObject(lockdown) && Object.values(lockdown).some((part) => isObject(part) && part.state === true)

/** What was listed that may stand in the lines to add. */
export const candidatesIn = (probes: readonly Probe[], edition: Edition, session: TargetSession): Candidates => {
  const listed = listedIds(probes, edition)
  const path = edition.operations.find(({ resource, action }) => resource === 'channels' && action === 'list')?.path
  const listing = probes.find((one) => one.about === 'served' && one.path === path)
  const channels = listing === undefined ? [] : membersOf(jsonOf(listing.exchange))
  const { card, pin } = session.fixtures.credentialTypes
  const simple = new Set<number | string>([...card, ...pin])
  return {
    channels: listed.channels ?? [],
    offlineChannels: idsIn(channels.filter(({ status }) => status === 'offline')),
    lockedChannels: idsIn(channels.filter(({ lockdown }) => isLocked(lockdown))),
    groups: listed.groups ?? [],
    roles: listed.roles ?? [],
    mobileTypes: (listed.credential_types ?? []).filter((id) => !simple.has(id)),
  }
}
