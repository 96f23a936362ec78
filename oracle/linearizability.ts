/**
 * Whether requests that overlapped in time were answered as if they had come one after the other. Pure, and ignorant of
 * HTTP: a call has an interval, in the run's order of sending and receiving, and something that a model understands.
 */

/** One request of several that were under way at the same time. */
export interface Call<Op> {
  readonly op: Op
  readonly started: number
  readonly ended: number
  /** Without an answer it may have had its effect, may still have it at any later time, or never have it. */
  readonly answered: boolean
}

/** What may happen, one call after the other. */
export interface Model<State, Op> {
  readonly initial: State
  /**
   * States in which a call may leave things, given what it was answered; none where that answer is impossible. Of an
   * unanswered call: those that it may lead to if it takes effect now.
   */
  next(state: State, call: Call<Op>): readonly State[]
  /** Equal for equal states. */
  key(state: State): string
}

/** So many calls at most: each more doubles the places that a search can come to. */
const most = 8

/** When a call was over. One that was never answered is never known to be. */
const endOf = <Op>({ ended, answered }: Call<Op>): number => (answered ? ended : Number.POSITIVE_INFINITY)

/** Whether two calls were under way at the same time. */
export const overlap = <Op>(one: Call<Op>, other: Call<Op>): boolean =>
  one.started < endOf(other) && other.started < endOf(one)

/**
 * Whether there is an order of the calls in which none comes before one that had ended when it began, and in which the
 * model allows every answer. The search remembers where it has been.
 *
 * @throws Error for more than eight calls
 */
export const linearizable = <State, Op>(calls: readonly Call<Op>[], model: Model<State, Op>): boolean => {
  if (calls.length > most) throw new Error(`${calls.length} calls are too many to be put into every order`)
  const answered = calls.reduce((mask, call, index) => (call.answered ? mask | (1 << index) : mask), 0)
  const visited = new Set<string>()

  const search = (done: number, state: State): boolean => {
    if ((done & answered) === answered) return true
    const place = `${done} ${model.key(state)}`
    if (visited.has(place)) return false
    visited.add(place)
    const left = calls.filter((_, index) => (done & (1 << index)) === 0)
    const firstEnd = Math.min(...left.map(endOf))
    return calls.some(
      (call, index) =>
        (done & (1 << index)) === 0 &&
        call.started < firstEnd &&
        model.next(state, call).some((next) => search(done | (1 << index), next)),
    )
  }
  return search(0, model.initial)
}
