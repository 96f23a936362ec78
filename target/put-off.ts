/**
 * Turns of the event loop after which a request is on the wire that takes the place of one just answered: undici lets a
 * connection rest for one after its answer, and looks for another one whether it has been closed.
 */
const turns = 3

/**
 * Puts off what can wait until the next requests have been written. The target works on them meanwhile, and is woken
 * once for all that are written together.
 */
export const createPutOff = (): ((task: () => void) => void) => {
  let waiting: (() => void)[] = []
  const run = (): void => {
    const due = waiting
    waiting = []
    for (const task of due) task()
  }
  const pass = (left: number): void => {
    if (left === 0) run()
    else setImmediate(pass, left - 1)
  }
  return (task) => {
    if (waiting.push(task) === 1) pass(turns)
  }
}
