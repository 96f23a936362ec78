import type { Exchange } from '../oracle/exchange.ts'
import { isUnusable } from '../oracle/ids.ts'

/** An id as the target writes it. */
export type Id = number | string

/** What a target shows of a thing. */
export type Members = Readonly<Record<string, unknown>>

/** Something of the run's, as the target has shown it. */
export interface Entry {
  readonly id: Id
  removed: boolean
  /** When the run learnt that it is removed, in its order of events. */
  removedAt: number
  /** Whether a list has been looked at since, and did not show it. */
  unlisted?: boolean
  /** Its deletion is only a promise, and no reading has shown since that it took place. */
  promised?: boolean
  /** It has been shown after it was removed: to that target a deletion is no more than a promise. */
  outlived?: boolean
}

/** Takes down that something is removed, as an answer says. */
export const noteRemoved = (entry: Entry, { ended, response }: Exchange): void => {
  entry.removed = true
  entry.removedAt = ended
  entry.promised = response?.status === 202 || entry.outlived === true
}

/** Takes down that something is shown; whether it was taken for removed. A reading that began before proves nothing. */
export const noteShown = (entry: Entry, { started }: Exchange): boolean => {
  const revived = entry.removed && started > entry.removedAt
  if (revived) {
    entry.removed = false
    entry.outlived = true
  }
  return revived
}

/** Whatever could be an id; undefined for anything else, and for what is not known as the target has written it. */
export const idOf = (value: unknown): Id | undefined =>
  (typeof value === 'number' || (typeof value === 'string' && value !== '')) && !isUnusable(value) ? value : undefined

/** What can be said of something of the run's that has no usable id; undefined where it has one, or none at all. */
export const namelessness = (id: unknown): string | undefined => {
  if (!isUnusable(id)) return undefined
  const why = typeof id === 'number' ? `its id is ${BigInt(id)} or near it, and was rounded` : 'its id is not recorded'
  return `${why}, so that nobody could ask for it; left there`
}
