import { isPlain } from './terminal/text.ts'

/** One word of a POSIX shell command: text that means itself, and expansions such as `$NAME`, never split or globbed. */
export type Word = readonly (string | { readonly expand: string })[]

/** Nothing that a shell, interactive or not, reads as more than itself. */
const bare = /^[A-Za-z0-9_./:][A-Za-z0-9_./:-]*$|^-{1,2}[A-Za-z][A-Za-z0-9-]*$/
/** Printable, and without meaning between double quotes. */
const betweenDoubleQuotes = /^[^$`"\\!]*$/
const printableAscii = /^[ -~]*$/

const singleQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** The format of a `printf` that prints exactly these bytes. Printable ASCII stays, but for what shells and printf read. */
export const printfFormat = (bytes: Uint8Array): string => {
  let format = ''
  for (const byte of bytes) {
    const character = String.fromCharCode(byte)
    const stays = byte >= 0x20 && byte < 0x7f && !"%\\'!".includes(character)
    format += stays ? character : byte === 0x0a ? '\\n' : `\\${byte.toString(8).padStart(3, '0')}`
  }
  return `'${format}'`
}

/**
 * A text as part of a word. `bytes` says how it is encoded: what is neither ASCII nor the terminal's own encoding is
 * spelled with `printf`. No word can hold a NUL.
 */
const quoted = (text: string, bytes: 'utf8' | 'latin1'): string => {
  if (bare.test(text)) return text
  if (printableAscii.test(text) || (bytes === 'utf8' && isPlain(text))) return singleQuoted(text)
  // A substitution loses newlines at its end.
  const [, most = '', newlines = ''] = /^([\s\S]*?)(\n*)$/.exec(text) ?? []
  const printed = `"$(printf ${printfFormat(Buffer.from(most, bytes))})"`
  return newlines === '' ? printed : `${most === '' ? '' : printed}${singleQuoted(newlines)}`
}

/** Writes a word so that any POSIX shell reads back exactly its text and expansions. */
export const shellWord = (word: Word, bytes: 'utf8' | 'latin1' = 'utf8'): string => {
  const texts = word.filter((part) => typeof part === 'string')
  if (texts.length === word.length) return quoted(texts.join(''), bytes)
  if (texts.every((text) => printableAscii.test(text) && betweenDoubleQuotes.test(text)))
    return `"${word.map((part) => (typeof part === 'string' ? part : part.expand)).join('')}"`
  return word
    .filter((part) => part !== '')
    .map((part) => (typeof part === 'string' ? quoted(part, bytes) : `"${part.expand}"`))
    .join('')
}

export const expand = (expansion: string): { readonly expand: string } => ({ expand: expansion })
