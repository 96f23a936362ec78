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
  /** Another process did it, and others may have told the door something since. */
  readonly earlier?: true
}

/** Doors that the run has left other than they were. */
export interface Doors {
  observe(exchange: Exchange): void
  /** What takes back what was done, for each door. */
  open(): readonly Undoing[]
  /** What was taken back by the word of the target: whether its doors are as they were, only a reading can tell. */
  takenBack(): readonly Undoing[]
  /** Whether any door was told anything, whatever it answered. */
  readonly told: boolean
  /** Takes over what another process has left so, and what it has taken back. */
  recall(open: readonly Undoing[], takenBack: readonly Undoing[]): void
}

/** A command whose answer was lost, or was that of a server in trouble, may have been carried out. */
export const createDoors = (): Doors => {
  const open = new Map<string, Undoing>()
  const takenBack = new Map<string, Undoing>()
  let told = false
  return {
    observe: ({ request: { method, path, body }, response }) => {
      if (method !== 'POST') return
      const [, channel, last = ''] = from(placeOf(path).segments, names)
      const status = response?.status ?? 500
      if (channel === undefined) return
      told = true
      if (status >= 300 && status < 500) return
      const command = last.toLowerCase().replace(/\..*$/, '')
      const undo = command === 'auto_unlock' && namesShift(body) ? command : undoing[command]
      if (undo !== undefined) open.set(`${channel}/${undo}`, { channel, command: undo })
      else if (status < 300 && open.delete(`${channel}/${command}`))
        takenBack.set(`${channel}/${command}`, { channel, command })
    },
    open: () => [...open.values()],
    takenBack: () => [...takenBack.values()],
    get told() {
      return told
    },
    recall: (left, settled) => {
      for (const undoing of left) open.set(keyOf(undoing), undoing)
      for (const undoing of settled) takenBack.set(keyOf(undoing), { ...undoing, earlier: true })
    },
  }
}

const keyOf = ({ channel, command }: Undoing): string => `${channel}/${command}`

/** A schedule is ended by the same command without one. */
const namesShift = (body: RecordedBody | undefined): boolean =>
  body !== undefined && (!('text' in body) || namedUnder(body.text, /shifts?(?:_?ids?)?/).length > 0)
