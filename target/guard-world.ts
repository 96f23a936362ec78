import { callsElsewhere } from './callback.ts'
import type { WireRequest } from './client.ts'
import { type Allowance, isAmong } from './description-world.ts'
import { GuardError, type GuardReason } from './errors.ts'
import type { Ledger, LedgerResource } from './ledger.ts'
import { from, type Place, withoutSuffix } from './place.ts'
import { membersIn, namedUnder, peopleIn } from './request-body.ts'

/** What the guard of the world needs to know. */
export interface WorldFacts {
  readonly kind: 'embedded' | 'shared' | 'dedicated'
  readonly allow: Allowance
  readonly ledger: Pick<Ledger, 'owns' | 'absent'>
  /** Whether method and path are those of an operation that the edition publishes, in a documented spelling. */
  readonly documented: boolean
  /** Whether an id can be nobody's but the run's own. */
  readonly namesNobody: (person: string) => boolean
}

const doors = /^(?:channels?|door_controllers?)(?:\.|$)/i
const syncs = /^sync(?:\.|$)/i
const tokens = /^oauth(?:\.|$)/i
const bookings = /^(?:group_)?reservations?(?:\.|$)/i
const rules = /^notification_rules?(?:\.|$)/i

/** Whether a path leads to something that is felt outside the records of the account. */
export const actsOnWorld = (place: Place): boolean =>
  from(place.segments, doors).length > 2 || [syncs, tokens, bookings, rules].some((names) => leadsTo(place, names))

/** Whether a path leads to reservations, which are of groups or channels by their nature. */
export const isBooking = (place: Place): boolean => leadsTo(place, bookings)

const leadsTo = ({ segments }: Place, names: RegExp): boolean => from(segments, names).length > 0

/**
 * The last look at an unsafe request that could be felt outside the records of the account: at doors, by whoever a
 * rule tells of events, by clients that ask for tokens. A path that could be read as several of these must pass as each.
 *
 * @throws GuardError where it is not allowed by name, or would change what is not the run's own
 */
export const checkWorld = (request: WireRequest, place: Place, facts: WorldFacts): void => {
  const { allow, kind } = facts
  const { segments } = place
  const parameter = place.parameters.find((name) => telling.test(name))
  if (parameter !== undefined) refuse(request, `${parameter} belongs into the body, where it is looked at`)
  if (from(segments, doors).length > 2) checkDoor(request, from(segments, doors), facts)
  if (leadsTo(place, syncs) && !allow.sync) {
    refuse(request, 'it acts on the world beyond this run: sync is not allowed')
  }
  if (leadsTo(place, tokens) && kind === 'shared' && allow.oauth === undefined) {
    refuse(request, 'clients that nobody knows are not tried here')
  }
  if (leadsTo(place, bookings)) checkBooking(request, from(segments, bookings), facts)
  if (leadsTo(place, rules)) checkRule(request, from(segments, rules), facts)
}

/** Query parameters that a server may take for members of the body. */
const telling = /^(?:name|active|actions?|events?|token)$|(?:id|ids|url|_codes|_lockdown|_at|_time)$/

/** Far above any id that a counter has reached, also for a server that keeps the last 32 or 64 bits only. */
const isFarOff = (id: string): boolean => {
  if (!/^\d{10,}$/.test(id)) return false
  const number = BigInt(id)
  return [number, ...[32, 64].flatMap((bits) => [BigInt.asIntN(bits, number), BigInt.asUintN(bits, number)])].every(
    (one) => one <= 0n || one >= 2_000_000_000n,
  )
}

const checkDoor = (request: WireRequest, [, id = '', last]: readonly string[], facts: WorldFacts): void => {
  const { allow, documented, kind } = facts
  const name = withoutSuffix(last) ?? ''
  const allowed = /_key$/i.test(name) ? allow.encryptionKeys : allow.channels
  if (!documented || !(isAmong(allowed, id) || (kind !== 'shared' && isFarOff(id))))
    refuse(request, `it could move a door: channel ${id} is not allowed`)
  checkPeople(request, facts)
  if (/^lockdown$/i.test(name)) checkLockdown(request)
}

/** A lockdown that does not say of what may be one of the way out as well. */
const checkLockdown = (request: WireRequest): void => {
  if (membersIn(request.body, ['rex_lockdown', 'rexLockdown']).length > 0)
    refuse(request, 'people must be able to leave')
  if (membersIn(request.body, ['card_lockdown', 'aux_lockdown']).length === 0)
    refuse(request, 'it does not say what to lock, and people must be able to leave')
}

const checkBooking = (request: WireRequest, [name = '', last]: readonly string[], facts: WorldFacts): void => {
  const id = withoutSuffix(last)
  const { kind, allow } = facts
  const resource: LedgerResource = /^group/i.test(name) ? 'group_reservations' : 'reservations'
  if (id !== undefined) checkOwned(request, resource, id, facts)
  checkPeople(request, facts)
  if (kind !== 'shared') return
  if (!facts.documented) refuse(request, 'only documented methods on plain paths may open doors to somebody')
  // Either kind may name either: what a server makes of the other one is not documented.
  const { channels, groups } = allow.reservations
  const isAllowed =
    namedUnder(request.body, channelNames).every((one) => isAmong(channels, one)) &&
    namedUnder(request.body, groupNames).every((one) => isAmong(groups, one)) &&
    namedUnder(request.body, roleNames).length === 0
  if (!isAllowed) refuse(request, 'it could open a door to somebody on a target that other people use')
}

const channelNames = /(?:channel|door_?controller|door)(?:s|s?_?ids?)?/
const groupNames = /groups?(?:_?ids?)?/
const roleNames = /roles?(?:_?ids?)?/

const checkRule = (request: WireRequest, [, last]: readonly string[], facts: WorldFacts): void => {
  const id = withoutSuffix(last)
  const { allow, kind } = facts
  if (id !== undefined) checkOwned(request, 'notification_rules', id, facts)
  if (kind === 'shared' && !facts.documented) refuse(request, 'only documented methods on plain paths may write rules')
  if (allow.callbackUrl === undefined) refuse(request, 'it would make the target call a URL, and none is allowed')
  if (callsElsewhere(request.body, allow.callbackUrl))
    refuse(request, 'it would make the target call a URL that is not allowed')
}

const checkPeople = (request: WireRequest, { ledger, namesNobody }: WorldFacts): void => {
  for (const id of peopleIn(request.body)) {
    if (!ledger.owns('people', id) && !namesNobody(id)) refuse(request, `person ${id} is not this run's`, 'not-ours')
  }
}

const checkOwned = (request: WireRequest, resource: LedgerResource, id: string, facts: WorldFacts): void => {
  const { kind, ledger } = facts
  if (ledger.owns(resource, id)) return
  if (kind === 'shared' || !(ledger.absent(resource, id) || isFarOff(id)))
    refuse(request, `${resource} ${id} is not this run's`, 'not-ours')
}

const refuse = ({ method, path }: WireRequest, why: string, reason: GuardReason = 'forbidden'): never => {
  throw new GuardError(`${method} ${path.slice(0, 200)} must not be sent: ${why}.`, reason)
}
