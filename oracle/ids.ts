import { isTag } from './tag.ts'

/** Ids by which nothing can be asked for, because what is known of them is not what the target has written. */

/**
 * A whole number beyond 2^53: whoever reads JSON as usual, as the suite does, gets the nearest number that a double can
 * hold, which may be somebody else's id.
 */
export const isRounded = (id: unknown): id is number => Number.isInteger(id) && !Number.isSafeInteger(id)

/** An id that was rounded, or a text that the evidence does not hold. */
export const isUnusable = (id: unknown): boolean => isRounded(id) || (typeof id === 'string' && isTag(id))
