/** A fixed number of places, handed out in the order in which they were asked for: first to those in a hurry. */
export interface Slots {
  /** Takes a place: undefined if one was free, or else a promise that resolves when it is one's turn. */
  take(hurry?: boolean): Promise<void> | undefined
  give(): void
}

export const createSlots = (places: number): Slots => {
  const hurrying: (() => void)[] = []
  const waiting: (() => void)[] = []
  let free = places
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
      const next = hurrying.shift() ?? waiting.shift()
      if (next === undefined) free += 1
      else next()
    },
  }
}
