import { createHmac, randomBytes } from 'node:crypto'
import { formatsOf, normalForm, writeTag } from '../oracle/tag.ts'

const capacity = 20_000
/** Longer texts are rare, and holding on to them would hold much of what is to be forgotten. */
const longestCached = 256

const classesOf = (text: string): string =>
  (/[a-z]/i.test(text) ? 'a' : '') +
  (/\d/.test(text) ? 'd' : '') +
  (/\s/.test(text) ? 's' : '') +
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the class is "beyond ASCII".
  (/[^\x00-\x7f]/.test(text) ? 'u' : '') +
  (/[!-/:-@[-`{-~]/.test(text) ? 'p' : '')

/**
 * Makes the tags of one run. The secret that they are keyed by is drawn here and never leaves, so that nobody can find
 * out later which text a tag stands for, not even by trying.
 */
export const createTagger = (): ((text: string) => string) => {
  const secret = randomBytes(32)
  // In UTF-16, because UTF-8 would make all broken surrogates the same.
  const hash = (text: string): string => createHmac('sha256', secret).update(text, 'utf16le').digest('hex').slice(0, 12)
  const cache = new Map<string, string>()

  const make = (text: string): string => {
    const folded = normalForm(text)
    const exact = hash(text)
    return writeTag({
      exact,
      folded: folded === text ? exact : hash(folded),
      length: [...text].length,
      classes: classesOf(text),
      formats: formatsOf(text),
    })
  }

  return (text) => {
    const found = cache.get(text)
    if (found !== undefined) return found
    const tag = make(text)
    if (text.length <= longestCached) {
      if (cache.size >= capacity) cache.clear()
      cache.set(text, tag)
    }
    return tag
  }
}
