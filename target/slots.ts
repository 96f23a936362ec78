/** A fixed number of places, handed out in the order in which they were asked for. */
export interface Slots {
  /** Takes a place: undefined if one was free, or else a promise that resolves when it is one's turn. */
  take(): Promise<void> | undefined
  give(): void
}

export const createSlots = (places: number): Slots => {
  const waiting: (() => void)[] = []
  let free = places
  return {
    take: () => {
      if (free > 0) {
        free -= 1
        return undefined
      }
      return new Promise((resolve) => {
        waiting.push(resolve)
      })
    },
    give: () => {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    },
  }
}
