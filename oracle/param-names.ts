import type { Edition } from '../contract/edition.ts'
import type { Operation } from '../contract/operation.ts'
import { isTag } from './tag.ts'

/**
 * How an answer may spell the name of a parameter: bare, below a wrapper, as a path with dots or brackets, as a JSON
 * Pointer, with an index, in camel or kebab case, or by a documented alias.
 */

/** Words that say where a parameter stands and do not name it. */
const containers: ReadonlySet<string> = new Set(['', '$', '#', 'body', 'query', 'params', 'data', 'attributes'])

/** Whether `spelled` names one of `parameters`. Several names in one string must all be among them. */
export const namesOneOf = (
  edition: Edition,
  operation: Operation,
  spelled: string,
  parameters: readonly string[],
): boolean => {
  if (isTag(spelled)) return false
  const whole = folded(spelled)
  if (operation.wrapper !== undefined && whole === folded(operation.wrapper)) return true
  const own = parameters.map(folded)
  const any = [...own, ...parameters.flatMap((name) => edition.aliases[name] ?? []).map(folded)]
  if (any.includes(whole)) return true
  const names = spelled.split(/[,;|&\s]+/u).filter((name) => name !== '' && name !== 'and')
  return names.length > 0 && names.every((name) => isAmong(segmentsOf(name), own, any))
}

/** A path names what it ends in; what lies below a parameter is about that parameter. */
const isAmong = (segments: readonly string[], own: readonly string[], any: readonly string[]): boolean =>
  any.includes(segments.at(-1) ?? '') || own.includes(segments[0] ?? '')

/** Which of some parameters `spelled` names by its own name. */
export const namedAmong = (spelled: string, parameters: Iterable<string>): string | undefined => {
  if (isTag(spelled)) return undefined
  const last = segmentsOf(spelled).at(-1)
  for (const name of parameters) if (last === folded(name)) return name
  return undefined
}

/** The names in a path, without indices: `person[group_ids][0]` has two. */
const segmentsOf = (spelled: string): readonly string[] =>
  spelled
    .split(/[./[\]]+/u)
    .map(folded)
    .filter((segment) => !containers.has(segment) && !/^\d+$/u.test(segment))

/** One form for `first_name`, `firstName`, `first-name` and `First name`. */
const folded = (name: string): string => name.toLowerCase().replaceAll(/[-_\s:"'`]/gu, '')
