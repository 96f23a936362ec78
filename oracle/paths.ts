import type { Operation } from '../contract/operation.ts'

/** One documented spelling of an operation's path. */
export interface PathPattern {
  /** Path parameters of a path that is spelled so, still encoded; undefined for any other path. */
  readonly match: (path: string) => Readonly<Record<string, string>> | undefined
}

/**
 * All documented spellings of an operation's path. Those with a suffix come first, since an id may hold anything but a
 * slash; article 47854 shows the singular form with the suffix too.
 */
export const patternsOf = ({ path, variants: { singular, suffix } }: Operation): readonly PathPattern[] => {
  const both = singular !== undefined && suffix !== undefined ? `${singular}${suffix.slice(path.length)}` : undefined
  return [suffix, both, path, singular].filter((template) => template !== undefined).map(patternOf)
}

const patternOf = (template: string): PathPattern => {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const literals = template.split(/\{\w+\}/).map((literal) => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = new RegExp(`^${literals.join('([^/]+)')}$`, 'u')
  return {
    match: (path) => {
      const found = pattern.exec(path)
      if (found === null) return undefined
      const parameters: Record<string, string> = {}
      for (const [index, name] of names.entries()) parameters[name] = found[index + 1] ?? ''
      return parameters
    },
  }
}

/** Path parameters of a request's path by the first of some spellings that it has. */
export const matchPath = (
  patterns: readonly PathPattern[],
  path: string,
): Readonly<Record<string, string>> | undefined => {
  for (const pattern of patterns) {
    const found = pattern.match(path)
    if (found !== undefined) return found
  }
  return undefined
}

/** What stands before the query. */
export const withoutQuery = (path: string): string => {
  const mark = path.indexOf('?')
  return mark === -1 ? path : path.slice(0, mark)
}

/** Text behind percent-encoding; undefined where it is not the encoding of UTF-8. */
export const decoded = (text: string): string | undefined => {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
