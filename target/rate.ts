/** When the next request may be begun. */
export interface Rate {
  /** Waits for one's turn, in the order in which it was asked for; undefined where one may begin at once. */
  turn(): Promise<void> | undefined
  /** Lets everybody go who waits: there is nothing left to wait for. */
  release(): void
}

/** What the target's own answers ask for just now; times are as `performance.now()` counts. */
export interface Slowed {
  readonly active: boolean
  /** Nothing is begun earlier. */
  readonly notBefore: number
  perSecond(now: number): number
}

/** Milliseconds of lateness that are made up for: a timer that comes late must not slow a run down for good. */
const mostLate = 50

/**
 * Spreads what is begun evenly. A library that counts tokens lets a burst go at the start, and one that hands out
 * promises costs every request one, also where nothing is limited: this costs nothing then.
 *
 * `most`: so many in any second at most, a whole number. Whatever `slowed` says holds besides.
 */
export const createRate = (most: number | undefined, slowed: Slowed): Rate => {
  const waiting: (() => void)[] = []
  // When the last so many were begun, in a ring: the oldest is a second old when the next one is begun.
  const begun = most === undefined ? undefined : new Float64Array(most).fill(Number.NEGATIVE_INFINITY)
  let at = 0
  /** Where the next one belongs, if nobody is late. */
  let next = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined

  const interval = (now: number): number => {
    const own = most === undefined ? 0 : 1000 / most
    return slowed.active ? Math.max(own, 1000 / slowed.perSecond(now)) : own
  }

  const due = (): number => {
    const oldest = begun?.[at] ?? Number.NEGATIVE_INFINITY
    return Math.max(next, oldest + 1000, slowed.active ? slowed.notBefore : next)
  }

  const begin = (now: number, planned: number): void => {
    if (begun !== undefined) {
      begun[at] = now
      at = (at + 1) % begun.length
    }
    next = planned + interval(now)
  }

  const serve = (): void => {
    timer = undefined
    while (waiting.length > 0) {
      const now = performance.now()
      const planned = due()
      if (planned > now) {
        timer = setTimeout(serve, Math.ceil(planned - now))
        return
      }
      begin(now, Math.max(planned, now - mostLate))
      waiting.shift()?.()
    }
  }

  return {
    turn: () => {
      if (begun === undefined && !slowed.active) return undefined
      const now = performance.now()
      if (waiting.length === 0 && due() <= now) {
        begin(now, now)
        return undefined
      }
      return new Promise((resolve) => {
        waiting.push(resolve)
        if (timer === undefined) serve()
      })
    },
    release: () => {
      clearTimeout(timer)
      timer = undefined
      for (const go of waiting.splice(0)) go()
    },
  }
}
