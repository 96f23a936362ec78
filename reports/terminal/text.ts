import picocolors from 'picocolors'

export type Colours = ReturnType<typeof picocolors.createColors>

/** Paints, or leaves text as it is. Paint after laying out: colours have no width, but `columns` cannot know. */
export const colours = (enabled: boolean): Colours => picocolors.createColors(enabled)

/**
 * Whether a stream wants colour: NO_COLOR (if not empty) forbids it, FORCE_COLOR (unless `0`) demands it, otherwise it is
 * for terminals that are not dumb.
 */
export const colourWanted = (env: Readonly<Record<string, string | undefined>>, tty: boolean): boolean => {
  if ((env.NO_COLOR ?? '') !== '') return false
  if ((env.FORCE_COLOR ?? '') !== '') return env.FORCE_COLOR !== '0'
  return tty && env.TERM !== 'dumb'
}

/** What cannot be seen: controls, format characters (bidirectional ones, joiners, zero widths), separators of lines, halves of surrogates. */
export const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const escapeOne = (character: string): string => {
  const known = escapes[character]
  if (known !== undefined) return known
  const point = character.codePointAt(0) ?? 0
  return point > 0xffff ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, '0')}`
}

/** Makes any text safe for one line of a terminal: what cannot be seen, or acts on the terminal, is spelled out. */
export const escapeText = (text: string): string => text.replace(unprintable, escapeOne)

/** Whether a text can stand on a terminal as it is. */
export const isPlain = (text: string): boolean => text.search(unprintable) < 0

const kinds: readonly (readonly [string, string])[] = [
  ['a', 'letters'],
  ['d', 'digits'],
  ['s', 'blanks'],
  ['u', 'beyond ASCII'],
  ['p', 'other'],
]

/** Formats that say more of a string than its kinds of characters. */
const tellingFormats = new Set(['email', 'instant'])

const inWords = (length: string, classes: string, formats: string): string => {
  const names = kinds.filter(([kind]) => classes.includes(kind)).map(([, name]) => name)
  const telling = formats.split(',').filter((format) => tellingFormats.has(format))
  const what = (telling.length === 0 ? names : telling).join(', ')
  return `«${length} ${length === '1' ? 'character' : 'characters'}${what === '' ? '' : `: ${what}`}»`
}

const tags = /⟦[^⟦⟧.]+\.[^⟦⟧.]+\.(\d+)\.([a-z]*)\.([^⟦⟧]*)⟧/gu
const tagAlone = new RegExp(`^${tags.source}$`, 'u')
/** How the oracle shows a tag in half a sentence. */
const tagsInProse = /⟦…⟧ \((\d+) characters, ([a-z]+)\)/gu

/** Text that may hold tags and anything else, made fit to be read on one line: `«14 characters: letters, digits»`. */
export const readable = (text: string): string =>
  escapeText(
    text
      .replace(tags, (_, length: string, classes: string, formats: string) => inWords(length, classes, formats))
      .replace(tagsInProse, (_, length: string, classes: string) =>
        inWords(length, classes === 'none' ? '' : classes, ''),
      ),
  )

/** JSON on one line, with tags in words. Not parsed again by anybody. */
export const readableJson = (value: unknown): string => {
  if (typeof value === 'string') {
    return tagAlone.test(value) ? readable(value) : escapeText(JSON.stringify(value))
  }
  if (Array.isArray(value)) return `[${value.map(readableJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => `${readableJson(name)}:${readableJson(member)}`)
    return `{${members.join(',')}}`
  }
  return escapeText(JSON.stringify(value) ?? 'undefined')
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const mark = /\p{M}/u

const columnsOf = (character: string): number => (mark.test(character) ? 0 : wide.test(character) ? 2 : 1)

/** Columns that a printable text takes on a terminal. */
export const columns = (text: string): number => {
  let sum = 0
  for (const character of text) sum += columnsOf(character)
  return sum
}

/** Cuts to a number of characters, the last of which then is an ellipsis. */
export const cut = (text: string, limit: number): string => {
  if (text.length <= limit) return text
  // No character takes more than two places; what lies beyond may be long.
  const characters = [...text.slice(0, 2 * limit + 2)]
  return characters.length <= limit ? text : `${characters.slice(0, Math.max(limit - 1, 0)).join('')}…`
}

/** The same of text that may hold anything: cut before it is looked at, since it may be very long. */
export const excerpt = (text: string, limit: number): string => cut(readable(cut(text, limit)), limit)

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(width - columns(text), 0))
export const padStart = (text: string, width: number): string => ' '.repeat(Math.max(width - columns(text), 0)) + text

/** Breaks one word into pieces of at most `width` columns. */
const pieces = (word: string, width: number): string[] => {
  const found: string[] = []
  let piece = ''
  let taken = 0
  for (const character of word) {
    const more = columnsOf(character)
    if (piece !== '' && taken + more > width) {
      found.push(piece)
      piece = ''
      taken = 0
    }
    piece += character
    taken += more
  }
  return piece === '' ? found : [...found, piece]
}

/**
 * Lines of at most `width` columns, broken at blanks where possible; a `hanging` indent stands before all but the first.
 * Blanks stay as they are, except where a line is broken.
 */
export const wrap = (text: string, width: number, hanging = ''): string[] => {
  const room = Math.max(width - columns(hanging), 8)
  const lines: string[] = []
  let line = ''
  for (const [, blanks = '', word = ''] of text.matchAll(/( *)([^ ]+)/g)) {
    const before = line !== '' || lines.length === 0 ? blanks : ''
    const left = (lines.length === 0 ? Math.max(width, room) : room) - columns(line) - before.length
    if (columns(word) <= left) {
      line += before + word
      continue
    }
    // What fits on no line begins on this one, if some of it fits.
    const fills = columns(word) > room && left >= 8
    const [head = '', ...rest] = pieces(word, fills ? left : room)
    if (fills || line === '') line += before + head
    else {
      lines.push(line)
      line = head
    }
    for (const piece of pieces(rest.join(''), room)) {
      lines.push(line)
      line = piece
    }
  }
  lines.push(line)
  return lines.map((each, index) => (index === 0 ? each : hanging + each))
}

/** `left` and, against the right edge, `right`; below it where both do not fit. */
export const spread = (left: string, right: string, width: number, hanging = '  '): string[] => {
  const gap = width - columns(left) - columns(right)
  if (gap >= 2) return [left + ' '.repeat(gap) + right]
  return [...wrap(left, width, hanging), ...wrap(right, width - columns(hanging)).map((line) => hanging + line)]
}

/** `12,345` */
export const count = (value: number): string => value.toLocaleString('en-US')

/** `1 cell`, `12 cells` */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`
