import { isDate, isInstant, timeOf } from './dates.ts'
import type { Person } from './entities.ts'
import { reservedGroups } from './group-reservations.ts'
import { optionalTexts } from './person-fields.ts'
import type { Store } from './store.ts'
import type { Members } from './types.ts'

/**
 * When somebody's rights begin or end: as it was written in the classic edition, and as an instant in UTC in the current
 * one. A date is its midnight in the account's zone.
 */
const bound = ({ edition, timeZone }: Store, written: unknown): unknown => {
  if (edition === 'classic' || typeof written !== 'string' || !(isDate(written) || isInstant(written)))
    return written ?? null
  const shown = new Date(timeOf(written, timeZone)).toISOString()
  // RFC 3339 has no years of more than four digits.
  return shown.length === 24 ? shown : written
}

/** Besides the groups of their own those that a reservation puts them into for the time being. */
const groupsOf = (store: Store, person: Person): unknown => {
  const own = person.members.group_ids ?? []
  const reserved = reservedGroups(store, person)
  return reserved.length > 0 && Array.isArray(own) ? [...new Set([...own, ...reserved])] : own
}

/** A person as whoever asks sees it, with one member for each simple type of credential, named by its slug. */
export const showPerson = (store: Store, person: Person): Members => {
  const { members } = person
  const shown: Members = { id: person.id, first_name: members.first_name, last_name: members.last_name }
  // It may be left out in the current edition, and is shown all the same.
  if (store.edition === 'current') shown.last_name ??= ''
  for (const name of optionalTexts) shown[name] = members[name] ?? null
  shown.organisation_id = members.organisation_id ?? null
  shown.enabled = members.enabled ?? true
  shown.valid_from = bound(store, members.valid_from)
  shown.valid_to = bound(store, members.valid_to)
  shown.groups = groupsOf(store, person)
  shown.roles = members.role_ids ?? []
  shown.image_url = null
  shown.image_thumbnail_url = null
  for (const type of store.credentialTypes) {
    if (type.simple) shown[type.slug] = person.credentials.find((credential) => credential.type === type)?.value ?? null
  }
  shown.created_at = person.createdAt
  shown.updated_at = person.updatedAt
  return shown
}
