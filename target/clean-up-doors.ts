import { operationOf } from '../contract/lookup.ts'
import { isObject, type JsonObject, jsonOf, lengthOf, single } from '../oracle/answers.ts'
import { flagOf, flags, modeOf } from '../oracle/commands.ts'
import { isNothing } from '../oracle/equivalence.ts'
import { undoingRequest } from './clean-up-world.ts'
import { type Cleaning, fill } from './cleaning.ts'
import type { WireRequest } from './client.ts'
import { readRequest } from './discovery.ts'
import type { Undoing } from './doors.ts'
import type { Id } from './ledger-entry.ts'
import { pause } from './pacing.ts'

/**
 * Milliseconds before each look at a door that was told to be as it was; it is told once more before the last, unless it
 * was another process that told it.
 */
const looks = [0, 250, 750, 1500] as const

/** What a door shows that a command would have ended, in words; undefined where it shows nothing of the kind. */
const shownOpen: Readonly<Record<string, (door: JsonObject) => string | undefined>> = {
  normal: (door) => (modeOf(door) === 'unlock' ? 'it is shown unlocked' : undefined),
  unlockdown: (door) =>
    modeOf(door) === 'lockdown' || flags.some((name) => flagOf(door, name) === true)
      ? 'it is shown locked down'
      : undefined,
  auto_unlock: ({ auto_unlock: schedule }) =>
    isNothing(isObject(schedule) ? schedule.id : schedule) ? undefined : 'it is shown with a shift that unlocks it',
}

/**
 * A door that nobody reaches shows what it was told, and not what it is. Of a status that the contract does not enumerate
 * the recording keeps the length: nothing is said of a door whose status cannot be "online".
 */
const isReached = ({ status }: JsonObject): boolean =>
  isNothing(status) || (typeof status === 'string' && lengthOf(status) === 'online'.length)

/** Something that a door is looked at for. */
interface Watched extends Undoing {
  /** The run has told the door to be as it was, and was answered that it is. */
  readonly takenBack: boolean
}

/**
 * Takes back what was done to doors, and looks whether they are as they were. A target that does not show it is believed.
 *
 * @param calm doors that may be commanded, and were found locked, on no schedule and in no lockdown when the run began
 * @param outcomeOf sends a request and says in words what came of it
 * @returns the doors that are not as they were, each with what a person has to send
 */
export const closeDoors = async (
  { edition, ledger, send, goesOn, each }: Cleaning,
  calm: readonly Id[],
  outcomeOf: (request: WireRequest) => Promise<string>,
): Promise<readonly string[]> => {
  const last = new Map<string, string>()
  const takeBack = (doors: readonly Undoing[]): Promise<void> =>
    each(doors, async (door) => {
      const request = undoingRequest(edition, door)
      if (request !== undefined) last.set(doorOf(door), await outcomeOf(request))
    })
  // One refusal may have been a passing one.
  for (let round = 0; round < 2; round += 1) await takeBack(ledger.openDoors())
  const open = ledger.openDoors()

  const getChannel = operationOf(edition, 'getChannel')
  /** Those of one door that it shows to be as they should not be, with what it shows. */
  const lookAt = async (watched: readonly Watched[]): Promise<readonly Shown[]> => {
    const [first] = watched
    if (first === undefined) return []
    const exchange = await send(readRequest(getChannel, fill(getChannel.path, first.channel)))
    const door = exchange.response?.status === 200 ? single(jsonOf(exchange)) : undefined
    if (door === undefined || !isReached(door)) return []
    return watched.flatMap((one) => {
      const what = shownOpen[one.command]?.(door)
      return what === undefined ? [] : [{ ...one, what }]
    })
  }

  let left: readonly Shown[] = []
  let watched = watchedDoors(ledger.toldDoors() ? calm : [], ledger.doorsTakenBack(), open)
  for (const [index, milliseconds] of looks.entries()) {
    if (watched.size === 0) break
    await pause(milliseconds, [])
    if (index === looks.length - 1)
      await takeBack(left.filter(({ takenBack, earlier }) => takenBack && earlier !== true))
    const shown: Shown[] = []
    await each([...watched.values()], async (doors) => {
      shown.push(...(await lookAt(doors)))
    })
    // Where there was no time to look again, what was seen last stands.
    if (!goesOn()) break
    left = shown
    watched = byDoor(shown)
  }
  return [
    ...open.map((door) => `${doorOf(door)} ${last.get(doorOf(door)) ?? 'could not be sent'}`),
    ...left.map((door) => lineOf(door, undoingRequest(edition, door))),
  ]
}

type Shown = Watched & { readonly what: string }

/** What is looked at, by door. What could not be taken back is named anyway. */
const watchedDoors = (
  calm: readonly Id[],
  takenBack: readonly Undoing[],
  open: readonly Undoing[],
): ReadonlyMap<string, readonly Watched[]> => {
  const all = new Map<string, Watched>()
  for (const channel of calm)
    for (const command of Object.keys(shownOpen))
      all.set(`${channel}/${command}`, { channel: String(channel), command, takenBack: false })
  for (const one of takenBack) all.set(`${one.channel}/${one.command}`, { ...one, takenBack: true })
  for (const { channel, command } of open) all.delete(`${channel}/${command}`)
  return byDoor([...all.values()])
}

const byDoor = (all: readonly Watched[]): ReadonlyMap<string, readonly Watched[]> => {
  const doors = new Map<string, Watched[]>()
  for (const one of all) doors.set(one.channel, [...(doors.get(one.channel) ?? []), one])
  return doors
}

const lineOf = ({ channel, command, takenBack, earlier, what }: Shown, request: WireRequest | undefined): string => {
  const send = `${request?.method ?? 'POST'} ${request?.path ?? command}`
  return takenBack
    ? `channel ${channel}: ${command} was answered as done, and ${what}; ${earlier === true ? 'unless somebody else has told it so since, ' : ''}what ends that: ${send}`
    : `channel ${channel}: ${what}, and was not when the run began, which never told it so; unless somebody else did, what ends that: ${send}`
}

const doorOf = ({ channel, command }: Undoing): string => `channel ${channel}: ${command}`
