import { type Channel, lockedDown, modeAt, showChannel } from './channels.ts'
import type { Exchange } from './exchange.ts'
import { Refusal } from './refusals.ts'

/** Why a door cannot do what it is told. */
export type Obstacle = 'offline' | 'locked-down' | 'unlocked'

export const explanations: Readonly<Record<Obstacle, string>> = {
  offline: 'The channel is offline.',
  'locked-down': 'The channel is locked down.',
  unlocked: 'The channel is not in its normal mode.',
}

/** The first of these obstacles that a door has. */
export const obstacleOf = (channel: Channel, obstacles: readonly Obstacle[]): Obstacle | undefined => {
  const present: Readonly<Record<Obstacle, boolean>> = {
    offline: channel.status !== 'online',
    'locked-down': lockedDown(channel),
    unlocked: modeAt(channel, Date.now()).description !== 'normal',
  }
  return obstacles.find((obstacle) => present[obstacle])
}

/** The OpenAPI description sends the channel as it is in place of an error; classic refusals have one form. */
export const refuseWith = (exchange: Exchange, channel: Channel, obstacle: Obstacle): Refusal =>
  new Refusal('command-refused', explanations[obstacle], {
    body: exchange.edition === 'current' ? showChannel(channel) : undefined,
  })
