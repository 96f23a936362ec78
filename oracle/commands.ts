import type { DoorEffect } from '../contract/operation.ts'
import { isObject, type JsonObject, jsonOf, single } from './answers.ts'
import { compareWritten, isNothing } from './equivalence.ts'
import { timeOf } from './instants.ts'
import { accuse, examine, type Step } from './notes.ts'
import { decoded, matchPath, withoutQuery } from './paths.ts'
import { writtenMembers } from './read-back.ts'
import { show } from './show.ts'
import { isTag } from './tag.ts'

/** What a door shows that contradicts a command; undefined where nothing does. */
type Look = (door: JsonObject, written: JsonObject) => string | undefined

/** The mode stands in an object, or by itself as one guide has it. */
export const modeOf = ({ mode }: JsonObject): unknown => (isObject(mode) ? mode.description : mode)

const inMode =
  (wanted: string): Look =>
  (door) => {
    const mode = modeOf(door)
    return isNothing(mode) || mode === wanted ? undefined : `\`mode\` is ${show(mode)}`
  }

/** Unlocked, until the time that was asked for, or the minute: it is when a door acts, and doors may act by the minute. */
const unlocked: Look = (door, written) => {
  const wrong = inMode('unlock')(door, written)
  const shown = isObject(door.mode) ? door.mode.relock_at : undefined
  const { relock_at: asked } = written
  if (wrong !== undefined || typeof asked !== 'string' || shown === undefined) return wrong
  const same = minutesAround(asked).some(
    (moment) => compareWritten(moment, shown, { type: 'string', format: 'instant' }, undefined) !== undefined,
  )
  return same ? undefined : `relock_at: sent ${show(asked)}, shown ${show(shown)}`
}

/** A moment, and the minutes before and after it. */
const minutesAround = (text: string): readonly string[] => {
  const at = timeOf(text)
  if (at === undefined) return [text]
  return [text, ...[Math.floor, Math.ceil].map((round) => new Date(round(at / 60_000) * 60_000).toISOString())]
}

/** One of the three flags of a lockdown; undefined where it is not shown. */
export const flagOf = (door: JsonObject, name: string): boolean | undefined => {
  const { lockdown } = door
  if (lockdown === null) return false
  const flag = isObject(lockdown) ? lockdown[name] : undefined
  const state = isObject(flag) ? flag.state : flag
  return typeof state === 'boolean' ? state : undefined
}

export const flags = ['card_lockdown', 'rex_lockdown', 'aux_lockdown']

const lockedDown: Look = (door, written) => {
  const wrong = flags.find((name) => {
    const shown = flagOf(door, name)
    return typeof written[name] === 'boolean' && shown !== undefined && shown !== written[name]
  })
  return wrong === undefined ? undefined : `${wrong}: sent ${show(written[wrong])}, shown ${show(flagOf(door, wrong))}`
}

const notLockedDown: Look = (door) => {
  const wrong = flags.find((name) => flagOf(door, name) === true)
  return wrong === undefined ? undefined : `${wrong} is still on`
}

const scheduled: Look = (door, written) => {
  const { auto_unlock: shift } = door
  const id = isObject(shift) ? shift.id : shift
  const same = isNothing(id) ? isNothing(written.shift_id) : String(id) === String(written.shift_id)
  if (shift === undefined || same) return undefined
  return `\`auto_unlock\` is ${show(shift)}`
}

const looks: Readonly<Record<DoorEffect, readonly [wanted: string, look: Look]>> = {
  unlocked: ['a door in the mode unlock until the time that was asked for', unlocked],
  normal: ['a door in the mode normal', inMode('normal')],
  'locked-down': ['the lockdown that was asked for', lockedDown],
  'not-locked-down': ['a door that is not locked down', notLockedDown],
  scheduled: ['the shift that was asked for', scheduled],
}

/** Holds what a door shows against the command that it has accepted. What a defective one sets is not documented. */
export const judgeCommanded = (command: Step, read: Step): void => {
  const { effect } = command.on.operation
  const { commanded } = command.edition.edition.general
  const door = single(jsonOf(read.exchange))
  if (effect === undefined || commanded === undefined || door === undefined) return
  if (command.expected.defect !== undefined) return
  const [wanted, look] = looks[effect]
  examine(command, commanded)
  const actual = look(door, writtenMembers(command.on.operation, command.exchange.request.body) ?? {})
  if (actual !== undefined) accuse(command, commanded, wanted, actual)
}

/** Holds what became of a wish against the fact that nobody could be let in. */
export const judgeNotAdmitted = (command: Step, read: Step | undefined): void => {
  const { clause } = command.outcome
  const shown = [command, read].map((step) => (step === undefined ? undefined : single(jsonOf(step.exchange))))
  examine(command, clause)
  if (shown.some((answer) => answer?.status === 'admitted'))
    accuse(command, clause, 'a refusal, or a wish that is not granted', '`status` is "admitted"')
}

/** Holds the door that a wish names against the one that was asked. */
export const judgeWished = (command: Step, read: Step): void => {
  const { resource } = read.edition.edition.general
  const asked = matchPath(command.on.paths, withoutQuery(command.exchange.request.path))?.id
  const shown = single(jsonOf(read.exchange))?.channel_id
  if (asked === undefined || !(typeof shown === 'number' || (typeof shown === 'string' && !isTag(shown)))) return
  examine(read, resource)
  if (String(shown) !== decoded(asked))
    accuse(read, resource, `what became of the wish at channel ${decoded(asked)}`, `\`channel_id\` is ${show(shown)}`)
}
