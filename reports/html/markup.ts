import type { JSX } from 'hono/jsx/jsx-runtime'

/** What elements stand for, as text. All that they were given as text or as an attribute's value is escaped. */
export const markup = (element: JSX.Element): string => element.toString()
