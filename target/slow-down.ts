import type { Slowed } from './rate.ts'
import type { Slots } from './slots.ts'

/** Goes more slowly where the target asks for it: fewer requests in flight, and fewer a second. */
export interface SlowDown extends Slowed {
  /** A request was answered, and not with a wish to be left alone. */
  served(now: number): void
  /**
   * A request begun at `began` was answered 429, or 503 though it was safe; `told` is how many milliseconds the answer
   * asks to wait, if it says so.
   */
  refused(status: number, told: number | undefined, began: number, now: number): void
  /** As fast as one may: what comes now is about the limit itself. */
  lift(): void
}

/** Of what the target has shown to bear. */
const share = 0.75
/**
 * Requests a second below which nobody is slowed down: by a limit that was met again, by one that was met first, and by
 * errors, since a gateway that has lost a part of what is behind it will not get better by being spared.
 */
const least = { limited: 1, first: 5, failing: 100 } as const
/** Milliseconds in which nothing is begun after a 429 that does not say how long; most where it does. */
const hold = { untold: 1000, most: 30_000 } as const
/** What is forgotten has grown to so many times what the last refusal left. */
const forgotten = 4
/** A gateway answers 503 now and then. Only where a good part of the last answers were does the target have too much to do. */
const overload = { of: 20, refused: 5 } as const

/**
 * Additive increase, multiplicative decrease, as congestion is met everywhere: the refusals of what was under way
 * together count once. The place of each request is given back as always; there are just fewer of them for a while.
 */
export const createSlowDown = (slots: Slots, concurrency: number): SlowDown => {
  let active = false
  let base = 0
  let since = Number.NEGATIVE_INFINITY
  let notBefore = Number.NEGATIVE_INFINITY
  let places: number = concurrency
  // Served in this second and the one before.
  let second = 0
  let current = 0
  let previous = 0
  /** The last answers, a bit each: 1 for 503. */
  let recent = 0

  const turnOver = (now: number): void => {
    if (now - second < 1000) return
    previous = now - second < 2000 ? current : 0
    current = 0
    second = now
  }

  const lift = (): void => {
    active = false
    places = concurrency
    slots.resize(concurrency)
  }

  const decrease = (isLimit: boolean, told: number | undefined, now: number): void => {
    turnOver(now)
    const borne = current + previous * (1 - (now - second) / 1000)
    const bottom = isLimit ? (active ? least.limited : least.first) : least.failing
    base = Math.max(bottom, share * (active ? grown(now) : borne))
    // Whoever waits to be sent again keeps its place: with a single one a run would come to a halt.
    places = Math.max(isLimit ? 1 : Math.min(room(now), Math.ceil(concurrency / 2)), Math.ceil(room(now) / 2))
    slots.resize(places)
    active = true
    since = now
    notBefore = now + Math.min(told ?? (isLimit ? hold.untold : 0), hold.most)
  }

  const calmSeconds = (now: number): number => Math.max(0, now - notBefore) / 1000

  /** By a twentieth and half a request each second. */
  const grown = (now: number): number => base + calmSeconds(now) * (0.5 + base / 20)

  /** By one place each second. */
  const room = (now: number): number =>
    active ? Math.min(concurrency, places + Math.floor(calmSeconds(now))) : concurrency

  const perSecond = (now: number): number => {
    const rate = grown(now)
    if (rate >= forgotten * base && room(now) === concurrency) lift()
    else slots.resize(room(now))
    return rate
  }

  const isOverload = (): boolean => {
    let count = 0
    for (let bits = recent; bits !== 0; bits &= bits - 1) count += 1
    return count >= overload.refused
  }

  return {
    get active() {
      return active
    },
    get notBefore() {
      return notBefore
    },
    perSecond,
    served: (now) => {
      turnOver(now)
      current += 1
      recent = (recent << 1) & ((1 << overload.of) - 1)
    },
    refused: (status, told, began, now) => {
      if (status === 503) recent = ((recent << 1) | 1) & ((1 << overload.of) - 1)
      if (status === 503 && told === undefined && !isOverload()) return
      // Begun before the last decrease: it says what is known.
      if (began > since) decrease(status === 429, told, now)
      else if (told !== undefined) notBefore = Math.max(notBefore, now + Math.min(told, hold.most))
    },
    lift,
  }
}
