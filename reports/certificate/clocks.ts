/** Milliseconds by which the clocks of two machines may differ. */
export const skew = 5 * 60_000

/**
 * Milliseconds by which somebody's clock may be set while a run goes on. Whoever wakes from sleep or hears of the time only
 * then has told no untruth; who wants to say that a run was on another day has.
 */
export const mostSet = 60 * 60_000
