import { count, cut, readable, readableJson } from '../terminal/text.ts'

/**
 * Text of whatever length and content, fit to be read on a page: what cannot be seen, or would turn the text around it, is
 * spelled out, and what is beyond `limit` characters is left out with a note. That it is no markup is for the template to see.
 */
export const shown = (text: string, limit = 500): string => {
  // Only so much is looked at that ten megabytes cost no more than a sentence. Tags get shorter when they are put in words.
  const said = readable(text.slice(0, limit * 4))
  const short = cut(said, limit)
  return short === said && text.length <= limit * 4 ? said : `${short} (cut: ${count(text.length)} characters)`
}

/** Levels of nesting of which a reader would still see something. */
const deepest = 12
/** Characters of one string. */
const longest = 300

/** A scalar as JSON, cut with a note where it is a long string. */
const scalar = (value: unknown): string => {
  if (typeof value !== 'string' || value.length <= longest * 4) {
    const text = readableJson(value)
    return text.length <= longest ? text : `${cut(text, longest)} (cut)`
  }
  return `${cut(readableJson(value.slice(0, longest * 4)), longest)} (cut: ${count(value.length)} characters)`
}

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null

/** JSON for reading, over several lines where it needs them, of about `limit` characters at most. Tags are in words. */
export const readableBody = (value: unknown, limit = 2000): string => {
  let left = limit
  const write = (one: unknown, depth: number): string => {
    if (isScalar(one)) {
      const text = scalar(one)
      left -= text.length
      return text
    }
    if (depth > deepest) return '…'
    const isList = Array.isArray(one)
    const names = isList ? [] : Object.keys(one as object)
    const size = isList ? one.length : names.length
    const [open, close] = isList ? '[]' : '{}'
    const parts: string[] = []
    let inLine = size <= 6
    for (let index = 0; index < size; index += 1) {
      if (left <= 0) {
        parts.push(`… ${count(size - index)} more`)
        break
      }
      const name = names[index]
      const inner = isList ? one[index] : (one as Readonly<Record<string, unknown>>)[name ?? '']
      inLine &&= isScalar(inner)
      parts.push(`${name === undefined ? '' : `${scalar(name)}: `}${write(inner, depth + 1)}`)
      left -= name?.length ?? 0
    }
    const line = parts.join(', ')
    if (size === 0 || (inLine && line.length <= 64))
      return isList ? `${open}${line}${close}` : size === 0 ? '{}' : `{ ${line} }`
    const indent = '  '.repeat(depth)
    return `${open}\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${close}`
  }
  return write(value, 0)
}

/** `1.25 s`, `40 ms`; more than any bound where it is infinite. */
export const milliseconds = (bound: number): string => {
  if (bound === Number.POSITIVE_INFINITY) return 'over 80 s'
  return bound >= 1000 ? `${bound / 1000} s` : `${bound} ms`
}
