/** A number of places, handed out in the order in which they were asked for: first to those in a hurry. */
export interface Slots {
  /** Takes a place: undefined if one was free, or else a promise that resolves when it is one's turn. */
  take(hurry?: boolean): Promise<void> | undefined
  give(): void
  /** From now on there are so many. Whoever has one keeps it. */
  resize(places: number): void
}

export const createSlots = (places: number): Slots => {
  const hurrying: (() => void)[] = []
  const waiting: (() => void)[] = []
  let all = places
  // Below 0 where more are taken than there are now.
  let free = places
  const next = (): (() => void) | undefined => hurrying.shift() ?? waiting.shift()
  return {
    take: (hurry = false) => {
      if (free > 0) {
        free -= 1
        return undefined
      }
      return new Promise((resolve) => {
        ;(hurry ? hurrying : waiting).push(resolve)
      })
    },
    give: () => {
      const following = free < 0 ? undefined : next()
      if (following === undefined) free += 1
      else following()
    },
    resize: (size) => {
      if (size === all) return
      free += size - all
      all = size
      while (free > 0) {
        const following = next()
        if (following === undefined) return
        free -= 1
        following()
      }
    },
  }
}
