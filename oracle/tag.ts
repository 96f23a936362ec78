import { stringFormats, tellingFormats } from './formats.ts'

/**
 * What stands in an exchange for a string that the target sent and the suite did not generate. A tag tells whether two
 * such strings are equal (exactly, or but for case, blanks and Unicode form) and which formats they have, and nothing
 * else. Only the redaction makes tags; a string of the target that looks like one is tagged like any other.
 */
export interface Tag {
  /** Keyed hash of the string. */
  readonly exact: string
  /** Keyed hash of its normal form. */
  readonly folded: string
  /** Number of code points. */
  readonly length: number
  /** Kinds of characters: a letters, d digits, s white space, u beyond ASCII, p anything else. */
  readonly classes: string
  readonly formats: readonly string[]
}

const open = '⟦'
const close = '⟧'

export const isTag = (text: string): boolean => text.startsWith(open) && text.endsWith(close)

export const writeTag = ({ exact, folded, length, classes, formats }: Tag): string =>
  `${open}${exact}.${folded}.${length}.${classes}.${formats.join(',')}${close}`

/** Reads what `writeTag` wrote; undefined for any other string. */
export const readTag = (text: string): Tag | undefined => {
  if (!isTag(text)) return undefined
  const [exact = '', folded = '', length = '0', classes = '', formats = ''] = text.slice(1, -1).split('.')
  return { exact, folded, length: Number(length), classes, formats: formats === '' ? [] : formats.split(',') }
}

const written = new RegExp(`${open}[^${open}${close}.]+\\.[^${open}${close}.]+\\.\\d+\\.[a-z]*\\.[a-z,-]*${close}`)

/** Whether a tag stands somewhere in a text: it means something to the suite alone, and is never sent. */
export const holdsTag = (text: string): boolean => text.includes(open) && written.test(text)

/** The form in which strings are the same under the contract's equivalences: blanks trimmed, NFC, one case. */
export const normalForm = (text: string): string =>
  blankless.test(text) ? text.toLowerCase() : text.trim().normalize('NFC').toLowerCase()

/** ASCII without blanks has one Unicode form, which most texts are in: looking it up costs more than this. */
const blankless = /^[!-~]*$/

/** Names of the formats that a string has, for its tag. */
export const formatsOf = (text: string): string[] =>
  tellingFormats.filter((name) => stringFormats[name]?.(text) === true)

/** Whether a string or the string behind a tag has a named format. An unknown format is had by all. */
export const hasFormat = (name: string, text: string): boolean => {
  const tag = readTag(text)
  if (tag !== undefined) return tag.formats.includes(name) || !tellingFormats.includes(name)
  return stringFormats[name]?.(text) ?? true
}
