export interface Interruption {
  readonly interrupted: () => boolean
  /** Gives the signals back. */
  end(): void
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Listens for Ctrl-C, for being told to end, and for the terminal being closed: the first time `stop` is called, from the second time on `force`. */
export const onInterruption = (stop: () => void, force: () => void): Interruption => {
  let times = 0
  const heard = (): void => {
    times += 1
    if (times === 1) stop()
    else force()
  }
  for (const signal of signals) process.on(signal, heard)
  return {
    interrupted: () => times > 0,
    end: () => {
      for (const signal of signals) process.off(signal, heard)
    },
  }
}
