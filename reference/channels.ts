import type { Entity } from './entities.ts'
import type { Members } from './types.ts'

export interface Flag {
  readonly state: boolean
}

export interface Lockdown {
  readonly message: string
  readonly card_lockdown: Flag
  readonly rex_lockdown: Flag
  readonly aux_lockdown: Flag
}

export interface Mode {
  readonly description: 'normal' | 'unlock'
  /** The instant at which it becomes normal by itself. */
  readonly relock_at: string | null
  readonly change_stamp: string | null
}

/** A shift during which a door stands open. */
export interface Shift {
  readonly id: number
  readonly name: string
}

/** What commands change about a channel. */
export interface ChannelState {
  readonly mode: Mode
  readonly lockdown: Lockdown | null
  readonly auto_unlock: Shift | null
  /** Shown by the classic edition only. */
  readonly encryption_key?: string
}

/** A door. It is neither made nor removed here, only commanded. */
export interface Channel extends Entity, ChannelState {
  readonly name: string
  readonly status: 'online' | 'offline' | 'pending_encryption'
}

export const normalMode: Mode = { description: 'normal', relock_at: null, change_stamp: null }

/** The mode at an instant, in milliseconds: a door that was to lock again by then has done so. */
export const modeAt = ({ mode }: Channel, now: number): Mode =>
  mode.relock_at !== null && Date.parse(mode.relock_at) <= now ? normalMode : mode

export const lockedDown = ({ lockdown }: Channel): boolean =>
  lockdown !== null && [lockdown.card_lockdown, lockdown.rex_lockdown, lockdown.aux_lockdown].some(({ state }) => state)

/** A channel as it is now. */
export const showChannel = (entity: Entity): Members => ({ ...entity, mode: modeAt(entity as Channel, Date.now()) })
