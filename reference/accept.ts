/** One entry of an Accept header (RFC 9110, 12.5.1). */
interface Range {
  readonly specificity: number
  readonly quality: number
  readonly matches: boolean
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const rangePattern = new RegExp(`^(${token})/(${token})$`)
const parameterPattern = new RegExp(`^(${token})\\s*=\\s*(${token}|"(?:[^"\\\\]|\\\\.)*")$`)
const qualityPattern = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/

/** Splits at a separator that does not stand inside quotes. */
const split = (text: string, separator: ',' | ';'): readonly string[] => {
  const parts: string[] = []
  let part = ''
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (quoted && character === '\\') {
      part += character + text.charAt(at + 1)
      at += 1
      continue
    }
    if (character === '"') quoted = !quoted
    if (character === separator && !quoted) {
      parts.push(part.trim())
      part = ''
    } else part += character
  }
  parts.push(part.trim())
  return parts.filter((each) => each !== '')
}

const parse = (entry: string): Range | undefined => {
  const [range = '', ...parameters] = split(entry, ';')
  const [, type, subtype] = rangePattern.exec(range.toLowerCase()) ?? []
  if (type === undefined || subtype === undefined || (type === '*' && subtype !== '*')) return undefined
  let quality = 1
  let foreign = false
  for (const parameter of parameters) {
    const [, name = '', value = ''] = parameterPattern.exec(parameter) ?? []
    if (name === '') return undefined
    if (name.toLowerCase() === 'q') {
      if (!qualityPattern.test(value)) return undefined
      quality = Number(value)
      // What follows the weight says nothing about the media type.
      break
    }
    if (!(name.toLowerCase() === 'charset' && /^"?utf-8"?$/i.test(value))) foreign = true
  }
  const json = type === 'application' && subtype === 'json'
  const specificity = type === '*' ? 0 : subtype === '*' ? 1 : 2
  // A parameter that plain JSON does not have asks for something narrower. Serving plain JSON instead is kind;
  // refusing plain JSON because the narrower thing is unwanted would be wrong.
  const matches = (json || (type === 'application' && subtype === '*') || type === '*') && !(foreign && quality === 0)
  return { specificity, quality, matches }
}

const common = new Set(['application/json', '*/*', 'application/json, */*'])

/** Whether JSON may be sent to a client with this Accept header. What cannot be understood asks for nothing in particular. */
export const acceptsJson = (accept: string | undefined): boolean => {
  if (accept === undefined || common.has(accept)) return true
  const ranges = split(accept, ',').map(parse)
  if (ranges.length === 0) return true
  let best = -1
  let quality = 0
  for (const range of ranges) {
    if (range === undefined) return true
    if (!range.matches || range.specificity < best) continue
    quality = range.specificity > best ? range.quality : Math.max(quality, range.quality)
    best = range.specificity
  }
  return quality > 0
}
