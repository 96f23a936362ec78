import type { TargetDescription } from './description.ts'
import { isAmong } from './description-world.ts'
import type { Fixtures } from './fixtures.ts'
import { ids, type Member, numbers } from './members.ts'

type World = Pick<
  Fixtures,
  'doors' | 'keyedDoors' | 'reservable' | 'offlineDoor' | 'lockedDoor' | 'exhaustedType' | 'callbackUrl'
>

/** What may be acted on beyond the run's own records: what is allowed by name, and what a dedicated target offers. */
export const worldOf = (
  { kind, allow, recipes }: TargetDescription,
  channels: readonly Member[],
  groups: readonly Member[],
): World => {
  // Reservations name them by number.
  const usable = (allowed: readonly Id[], found: readonly Member[]): readonly Id[] =>
    numbers(found).filter((id) => (kind === 'shared' || allowed.length > 0 ? isAmong(allowed, id) : true))
  const calm = channels.filter(isCalm)
  const exhausted = exhaustedTypeOf({ allow, recipes })
  const isShown = (id: Id): boolean => channels.length === 0 || isAmong(ids(channels), id)
  // A door that is said to be offline may have come back; one that there is none of would be refused for that.
  const isAllowed = (id: Id | undefined): id is Id => id !== undefined && isAmong(allow.channels, id) && isShown(id)
  // What is said to be offline or locked down stays so, whether or not the target shows it.
  const obstructed = [recipes.offlineChannel, recipes.lockedChannel].filter((id) => id !== undefined)
  const isNamedFor = (id: Id): boolean => isAmong(obstructed, id)
  return {
    doors: ids(calm).filter((id) => isAmong(allow.channels, id) && !isNamedFor(id)),
    keyedDoors: ids(calm).filter((id) => isAmong(allow.encryptionKeys, id) && !isNamedFor(id)),
    reservable: {
      // Whether a door that nobody reaches, or that is locked down, can be reserved is written nowhere.
      channels: usable(allow.reservations.channels, channels).filter((id) => !isNamedFor(id)),
      groups: usable(allow.reservations.groups, groups),
    },
    ...(isAllowed(recipes.offlineChannel) ? { offlineDoor: recipes.offlineChannel } : {}),
    ...(isAllowed(recipes.lockedChannel) ? { lockedDoor: recipes.lockedChannel } : {}),
    ...(exhausted === undefined ? {} : { exhaustedType: exhausted }),
    ...(allow.callbackUrl === undefined ? {} : { callbackUrl: allow.callbackUrl }),
  }
}

/** Whoever has a licence left after all invites somebody: that has to be allowed by name. */
export const exhaustedTypeOf = ({
  allow,
  recipes: { exhaustedType },
}: Pick<TargetDescription, 'allow' | 'recipes'>): Id | undefined =>
  exhaustedType !== undefined && isAmong(allow.mobileCredentials, exhaustedType) ? exhaustedType : undefined

type Id = number | string

/** Whether a door is where commands leave it when they are taken back: online, locked, and on no schedule. */
const isCalm = ({ status, mode, lockdown, auto_unlock: schedule }: Member): boolean =>
  (status === undefined || status === null || status === 'online') &&
  [undefined, null, '', 'normal'].includes(inner(mode, 'description') as string) &&
  isOff(inner(schedule, 'id')) &&
  (isObject(lockdown) ? flags.every((flag) => isOff(inner(lockdown[flag], 'state'))) : isOff(lockdown))

const flags = ['card_lockdown', 'rex_lockdown', 'aux_lockdown']

const isObject = (value: unknown): value is Member => typeof value === 'object' && value !== null

/** What stands in an object under a name, or what stands in its place. */
const inner = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : value)

/** Words that nobody knows may mean that something is on. */
const isOff = (value: unknown): boolean => [undefined, null, false, 0, '', 'false', 'off'].includes(value as string)
