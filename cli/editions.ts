import { editions } from '../contract/index.ts'
import type { Edition } from '../contract/types.ts'
import { unknownName } from './errors.ts'

/** An edition by its name; the classic one if none is named. @throws UsageError if there is none of that name. */
export const editionNamed = (name = 'classic'): Edition => {
  const edition = Object.hasOwn(editions, name) ? editions[name] : undefined
  if (edition === undefined) throw unknownName('edition', name, Object.keys(editions), '`--help`')
  return edition
}
