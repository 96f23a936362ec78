import type { Exchange, RecordedBody } from '../oracle/exchange.ts'
import { from, placeOf } from './place.ts'
import { namedUnder } from './request-body.ts'

const names = /^(?:channels?|door_controllers?)(?:\.|$)/i

/** Commands that leave a door other than it was, and what takes them back. */
const undoing: Readonly<Record<string, string>> = { unlock: 'normal', lockdown: 'unlockdown' }

/** A command by which a door is left as it was found. */
export interface Undoing {
  readonly channel: string
  readonly command: string
}

/** Doors that the run has left other than they were. */
export interface Doors {
  observe(exchange: Exchange): void
  /** What takes back what was done, for each door. */
  open(): readonly Undoing[]
  /** Takes over what another process has left so. */
  recall(undoings: readonly Undoing[]): void
}

/** A command whose answer was lost, or was that of a server in trouble, may have been carried out. */
export const createDoors = (): Doors => {
  const open = new Map<string, Undoing>()
  return {
    observe: ({ request: { method, path, body }, response }) => {
      if (method !== 'POST') return
      const [, channel, last = ''] = from(placeOf(path).segments, names)
      const status = response?.status ?? 500
      if (channel === undefined || (status >= 300 && status < 500)) return
      const command = last.toLowerCase().replace(/\..*$/, '')
      const undo = command === 'auto_unlock' && namesShift(body) ? command : undoing[command]
      if (undo !== undefined) open.set(`${channel}/${undo}`, { channel, command: undo })
      else if (status < 300) open.delete(`${channel}/${command}`)
    },
    open: () => [...open.values()],
    recall: (undoings) => {
      for (const undoing of undoings) open.set(`${undoing.channel}/${undoing.command}`, undoing)
    },
  }
}

/** A schedule is ended by the same command without one. */
const namesShift = (body: RecordedBody | undefined): boolean =>
  body !== undefined && (!('text' in body) || namedUnder(body.text, /shifts?(?:_?ids?)?/).length > 0)
