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

/** `settleTime`: milliseconds; with 0 nothing is ever unsettled. */
export const recentWrites = (settleTime: number, now: () => number = () => performance.now()): RecentWrites => {
  const written = new Map<string, number>()
  const changed = new Map<string, number>()
  const left = (times: ReadonlyMap<string, number>, path: string): number =>
    settleTime === 0
      ? 0
      : idsIn(path).reduce((most, id) => Math.max(most, (times.get(id) ?? -Infinity) + settleTime - now()), 0)
  return {
    note: (exchange) => {
      if (settleTime === 0 || isRead(exchange) || !isAccepted(exchange)) return
      const at = now()
      const named = idsIn(exchange.request.path)
      const shown = idIn(exchange)
      const isCreation = shown !== undefined && !named.includes(String(shown))
      for (const id of named) {
        written.set(id, at)
        if (!isCreation) changed.set(id, at)
      }
      if (isCreation) written.set(String(shown), at)
    },
    leftOf: (path) => left(written, path),
    leftOfChange: (path) => left(changed, path),
  }
}

/** Every second part of a path is an id, or what is done to a thing: `/api/3/people/4711/credentials/R1sRdPO`. */
const idsIn = (path: string): readonly string[] => {
  const [, below = ''] = /\/api\/\d+\/([^?]*)/.exec(path) ?? []
  return below.split('/').flatMap((part, index) => {
    const id = decoded(part)?.replace(/\.json$/, '')
    return index % 2 === 1 && id !== undefined ? [id] : []
  })
}
