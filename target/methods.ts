const safe = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/** Whether a method asks for nothing to be changed, so that its request may be sent to anybody, and twice. */
export const isSafe = (method: string): boolean => safe.has(method) || safe.has(method.toUpperCase())
