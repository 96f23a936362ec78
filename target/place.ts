/**
 * Where a path leads, read as the most lenient server would read it: percent signs decoded as often as they go, either
 * slash, dot segments resolved, empty segments and suffixes dropped; only ids keep their case. What is refused for a plain path is then
 * refused for every disguise of it.
 */
export interface Place {
  /** Segments behind `/api/<version>`, or all of them where the path does not begin so. */
  readonly segments: readonly string[]
  /** Id of the person in `/people/{id}` or `/person/{id}`, and in what is below them. */
  readonly person?: string
  /** Id of the credential in `/credentials/{id}`, flat or below a person. */
  readonly credential?: string
  /** Names of query parameters, brackets taken apart. */
  readonly parameters: readonly string[]
}

const decode = (text: string): string => {
  let current = text
  for (let round = 0; round < 4 && current.includes('%'); round += 1) {
    const next = current.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    if (next === current) break
    current = next
  }
  return current
}

/** What ends a segment early, or is no part of it at its edges. */
const frayed = /[;?#\0]|^\s|\s$/

const segmentsOf = (path: string): string[] => {
  const segments: string[] = []
  for (const raw of decode(path).replaceAll('\\', '/').split('/')) {
    const segment = frayed.test(raw) ? raw.replace(/[;?#\0].*$/s, '').trim() : raw
    if (segment === '' || segment === '.') continue
    if (segment === '..') segments.pop()
    else segments.push(segment)
  }
  return segments[0]?.toLowerCase() === 'api' ? segments.slice(2) : segments
}

/** An id without the format that stands behind it. */
export const withoutSuffix = (segment: string | undefined): string | undefined =>
  segment?.includes('.') === true ? segment.replace(/\.[^.]*$/, '') || segment : segment

/** What stands behind the first segment of one of these names, itself included; empty if there is none. */
export const from = (segments: readonly string[], names: RegExp): readonly string[] => {
  const index = segments.findIndex((segment) => names.test(segment))
  return index < 0 ? [] : segments.slice(index)
}

export const peopleNames = /^(?:people|person)(?:\.|$)/i
export const credentialNames = /^credentials?(?:\.|$)/i

const parametersIn = (query: string): string[] =>
  query
    .split(/[&;]/)
    .flatMap((pair) =>
      decode((pair.split('=')[0] ?? '').replaceAll('+', ' '))
        .toLowerCase()
        .split(/[[\].]/),
    )
    .map((name) => name.trim())
    .filter((name) => name !== '')

const places = new Map<string, Place>()

/** The place that a path and query lead to. */
export const placeOf = (path: string): Place => {
  const cached = places.get(path)
  if (cached !== undefined) return cached
  const mark = path.indexOf('?')
  const segments = segmentsOf(mark === -1 ? path : path.slice(0, mark))
  const person = withoutSuffix(from(segments, peopleNames)[1])
  const credential = withoutSuffix(from(segments, credentialNames)[1])
  const parameters = mark === -1 ? [] : parametersIn(path.slice(mark + 1))
  const place: Place = {
    segments,
    parameters,
    ...(person === undefined ? {} : { person }),
    ...(credential === undefined ? {} : { credential }),
  }
  if (places.size >= 2_000) places.clear()
  places.set(path, place)
  return place
}
