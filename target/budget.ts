import type { Budgets } from './description-written.ts'

/** Counts what is spent, and says when no more is to be begun. */
export interface Budget {
  readonly spent: number
  /** A request goes on the wire. */
  begun(): void
  /** From here on it can be used up: before the target is known nothing could be said of it at all. */
  arm(): void
  /** It is no longer asked for: what follows is cleaning up. */
  disarm(): void
}

export interface BudgetOptions extends Budgets {
  /** Requests that removing what is on the target now will take, about. */
  readonly owed: () => number
  /** Is told once, in a sentence without its full stop. */
  readonly end: (detail: string) => void
}

/** Milliseconds between two looks at the clock. */
const look = 100

/** Most of the time that is set aside for cleaning up. */
const reserved = 0.25

/** What removing takes is set aside all the time, so that the run ends when the budget does. */
export const createBudget = ({ maxRequests, maxTime, owed, end }: BudgetOptions): Budget => {
  const begin = performance.now()
  const seconds = (): number => (performance.now() - begin) / 1000
  let spent = 0
  // Each request leaves so little behind that before this one there is no need to count.
  let nextCount = Number.POSITIVE_INFINITY
  let timer: NodeJS.Timeout | undefined

  const disarm = (): void => {
    clearInterval(timer)
    nextCount = Number.POSITIVE_INFINITY
  }
  const over = (what: string): void => {
    disarm()
    end(`The budget of ${what} was used up, with what cleaning up takes, after ${seconds().toFixed(1)} s`)
  }
  const count = (most: number): void => {
    const left = most - spent - owed()
    nextCount = spent + Math.max(1, Math.floor(left / 4))
    if (left <= 0) over(`${most} requests`)
  }

  return {
    get spent() {
      return spent
    },
    begun: () => {
      spent += 1
      if (spent >= nextCount && maxRequests !== undefined) count(maxRequests)
    },
    arm: () => {
      if (maxTime !== undefined) {
        timer = setInterval(() => {
          const passed = seconds()
          const cleaning = Math.min(reserved * maxTime, (owed() * passed) / Math.max(1, spent))
          if (passed + cleaning >= maxTime) over(`${maxTime} s`)
        }, look)
        timer.unref()
      }
      if (maxRequests !== undefined) count(maxRequests)
    },
    disarm,
  }
}
