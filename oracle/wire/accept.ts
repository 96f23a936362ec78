/**
 * What an Accept header says about JSON, by RFC 9110, section 12.5.1. `unclear` covers what implementations read
 * differently: a header out of form, JSON with parameters, types that are built upon JSON.
 */
export type Acceptance = 'json' | 'no-json' | 'unclear'

interface Range {
  /** How exactly it speaks of JSON; `near` where it means something that is JSON under another name. */
  readonly matches: 'exact' | 'type' | 'any' | 'near' | 'other'
  readonly weight: number
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const mediaRange = new RegExp(`^(${token})/(${token})$`)
const parameter = new RegExp(`^(${token})=(?:(${token})|"((?:[^"\\\\]|\\\\.)*)")$`)
const weightForm = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/

/** Reads an Accept header; undefined stands for none, which accepts anything. */
export const acceptanceOf = (header: string | undefined): Acceptance => {
  if (header === undefined) return 'json'
  const elements = split(header, ',').filter((element) => element !== '')
  const ranges = elements.map(rangeOf)
  if (ranges.length === 0 || ranges.includes(undefined)) return 'unclear'
  const known = ranges.filter((range) => range !== undefined)
  for (const level of ['exact', 'type', 'any'] as const) {
    const weights = known.filter(({ matches }) => matches === level).map(({ weight }) => weight)
    if (weights.length === 0) continue
    if (weights.every((weight) => weight > 0)) return 'json'
    return weights.some((weight) => weight > 0) ? 'unclear' : refusedUnlessNear(known)
  }
  return refusedUnlessNear(known)
}

const refusedUnlessNear = (ranges: readonly Range[]): Acceptance =>
  ranges.some(({ matches, weight }) => matches === 'near' && weight > 0) ? 'unclear' : 'no-json'

const rangeOf = (element: string): Range | undefined => {
  const [range = '', ...rest] = split(element, ';')
  const [, type = '', subtype = ''] = mediaRange.exec(range.toLowerCase()) ?? []
  const parameters = rest.map((text) => parameter.exec(text))
  if (type === '' || (type === '*' && subtype !== '*') || parameters.includes(null)) return undefined
  const pairs = parameters.map((found) => [found?.[1]?.toLowerCase(), found?.[2] ?? found?.[3] ?? ''] as const)
  const weights = pairs.filter(([name]) => name === 'q').map(([, value]) => value)
  if (weights.length > 1 || !weights.every((value) => weightForm.test(value))) return undefined
  const plain = pairs.every(([name, value]) => name === 'q' || (name === 'charset' && value.toLowerCase() === 'utf-8'))
  return { matches: matchOf(type, subtype, plain), weight: Number(weights[0] ?? 1) }
}

const matchOf = (type: string, subtype: string, plain: boolean): Range['matches'] => {
  if (type === '*') return plain ? 'any' : 'near'
  if (type === 'application' && subtype === '*') return plain ? 'type' : 'near'
  if (type === 'application' && subtype === 'json') return plain ? 'exact' : 'near'
  return subtype.includes('json') ? 'near' : 'other'
}

/** Splits at a character that stands outside quoted strings. */
const split = (text: string, at: ',' | ';'): string[] => {
  const parts: string[] = []
  let quoted = false
  let start = 0
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index]
    if (quoted && char === '\\') index += 1
    else if (char === '"') quoted = !quoted
    else if (char === at && !quoted) {
      parts.push(text.slice(start, index).trim())
      start = index + 1
    }
  }
  parts.push(text.slice(start).trim())
  return parts
}
