/** Bounds of time that are years away from whatever happens now. */
export const longAgo = ['2014-05-12T09:00:00', '2001-09-09T01:46:40'] as const
export const farAhead = ['2099-12-31T23:59:59', '2061-07-28T12:00:00'] as const
