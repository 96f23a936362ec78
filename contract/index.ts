import { classic } from './classic/index.ts'
import { current } from './current/index.ts'
import type { Edition } from './edition.ts'

/** The published contracts that an endpoint can be judged against, by name. */
export const editions: Readonly<Record<string, Edition>> = { classic, current }
