import type { Exchange } from '../../oracle/exchange.ts'
import { decoded } from '../../oracle/paths.ts'
import { idIn, isAccepted, isRead } from './answers.ts'

/**
 * What the run has written lately. A target that shows changes a little later may also show what was there before once more,
 * where another of its replicas answers: what is read of a thing before `settleTime` is over proves nothing against it.
 */
export interface RecentWrites {
  /** Takes down what an answer has confirmed to be written. */
  note(exchange: Exchange): void
  /** Milliseconds until everything has settled that was written of what a path names; 0 where it has. */
  leftOf(path: string): number
  /** The same for what has changed since it was made. */
  leftOfChange(path: string): number
}

/** `settleTime`: milliseconds; with 0 nothing is ever unsettled. `now` is a clock that never goes back, in milliseconds. */
export const recentWrites = (settleTime: number, now: () => number = () => performance.now()): RecentWrites => {
  const written = new Map<string, number>()
  const changed = new Map<string, number>()
  const left = (times: ReadonlyMap<string, number>, path: string): number =>
    settleTime === 0
      ? 0
      : namesIn(path)
          .flatMap(({ list, id }) => [nameOf(list, id), nameOf(anywhere, id)])
          .reduce((most, name) => Math.max(most, (times.get(name) ?? -Infinity) + settleTime - now()), 0)
  return {
    note: (exchange) => {
      if (settleTime === 0 || isRead(exchange) || !isAccepted(exchange)) return
      const at = now()
      const { path } = exchange.request
      const named = namesIn(path)
      const shown = idIn(exchange)
      const isCreation = shown !== undefined && !named.some(({ id }) => id === String(shown))
      for (const { list, id } of named) {
        written.set(nameOf(list, id), at)
        if (!isCreation) changed.set(nameOf(list, id), at)
      }
      // What a door is asked for is read elsewhere, and so may be what a person is given: each may have the other's number.
      const parts = partsOf(path)
      const isBelow = named.length > 0 && parts.length % 2 === 1
      if (isCreation || (isBelow && shown !== undefined))
        written.set(nameOf(named.length > 0 ? anywhere : listIn(parts[0]), String(shown)), at)
    },
    leftOf: (path) => left(written, path),
    leftOfChange: (path) => left(changed, path),
  }
}

/** Where a thing stands is known of most: a person and a door may have one number. */
const anywhere = ''

const nameOf = (list: string, id: string): string => `${list}/${id}`

/** What stands below the root of the API, without query and format: `people`, `4711`, `credentials`, `R1sRdPO`. */
const partsOf = (path: string): readonly (string | undefined)[] => {
  const [, below = ''] = /\/api\/\d+\/([^?]*)/.exec(path) ?? []
  return below.split('/').map((part) => decoded(part)?.replace(/\.json$/, ''))
}

/** People are found at `/person/4711` too. */
const listIn = (part: string | undefined): string => (part === 'person' ? 'people' : (part ?? anywhere))

/** Every second part of a path is an id of what the part before it lists; at the end it may be what is done to a thing. */
const namesIn = (path: string): readonly { readonly list: string; readonly id: string }[] => {
  const parts = partsOf(path)
  return parts.flatMap((id, index) =>
    index % 2 === 1 && id !== undefined ? [{ list: listIn(parts[index - 1]), id }] : [],
  )
}
