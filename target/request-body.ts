/** A body as text. Without NUL: between them stand the letters of a text in UTF-16. */
const textOf = (body: string | Uint8Array | undefined): string => {
  if (body === undefined) return ''
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('latin1')
  return text.includes('\0') ? text.replaceAll('\0', '') : text
}

/** A text in which names of members can be looked for, however they were escaped. */
const searchable = (text: string): string => {
  if (!text.includes('\\u')) return text
  return text.replace(/\\u([0-9a-f]{4})/gi, (escaped, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16))
    // An escaped quote must not end the string that it stands in.
    return /[\w]/.test(character) ? character : escaped
  })
}

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    // That it does not parse is the answer.
    return false
  }
}

/**
 * Members of these names in a request body: JSON, a form, or something broken that a lenient server reads as one of
 * them. JSON is searched as text all the same: of two members with one name a parser would show one only.
 */
export const membersIn = (body: string | Uint8Array | undefined, names: readonly string[]): string[] => {
  const text = searchable(textOf(body))
  const mentioned = names.filter((name) => text.includes(name))
  if (mentioned.length === 0) return mentioned
  // In JSON a quotation mark inside a string is escaped, so that only a name can stand between plain ones and a colon.
  const sound = parses(textOf(body))
  return mentioned.filter((name) => {
    if (new RegExp(`"${name}"\\s*:`).test(text)) return true
    return !sound && new RegExp(`\\b${name}(?:\\[\\]|\\])*["']?\\s*[:=]`).test(text)
  })
}

const personId = /person_?id["'\]]*\s*[:=]\s*["'\s]*([^"',}\]\s&]*)/gi

/** Every person that a body names as the one it is about. A list or an object in that place names nobody. */
export const peopleIn = (body: string | Uint8Array | undefined): string[] =>
  Array.from(asFormToo(searchable(textOf(body))).matchAll(personId), ([, id = '']) => id).filter(
    (id) => !/^[[{]/.test(id),
  )

/** A text and, where it may be a form, what it says as one. */
const asFormToo = (text: string): string => {
  if (!/%[0-9a-f]{2}/i.test(text)) return text
  const form = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return `${text}\n${form}`
}

/**
 * Every word and number that a body holds under names of a kind, in whatever lists and objects, quotes or none, and under
 * each of several members of one name. Null is nothing.
 */
export const namedUnder = (body: string | Uint8Array | undefined, names: RegExp): string[] => {
  const text = asFormToo(searchable(textOf(body)))
  const named = new RegExp(`(?:${names.source})(?!\\w)(?:["'\\s\\]]|\\[\\])*(?:=>|[:=])?\\s*`, 'gi')
  return Array.from(text.matchAll(named), (found) => valueAt(text, found.index + found[0].length))
    .flatMap((value) => value.match(/[\w.+-]+/g) ?? [])
    .filter((word) => word !== 'null')
}

/** The value that begins at a place of a text: a list or an object to its end, however deep, a text to its quote. */
const valueAt = (text: string, from: number): string => {
  const first = text[from] ?? ''
  if (first === '"' || first === "'") return text.slice(from, endOfText(text, from))
  if (first !== '[' && first !== '{') return /^[^,}\]&;\s]*/.exec(text.slice(from, from + 1_000))?.[0] ?? ''
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    const one = text[at]
    if (one === '"') at = endOfText(text, at) - 1
    else if (one === '[' || one === '{') depth += 1
    else if (one === ']' || one === '}') depth -= 1
    if (depth === 0) return text.slice(from, at + 1)
  }
  return text.slice(from)
}

/** Where a text ends that begins with a quote: behind the next one, or where the body does. */
const endOfText = (text: string, from: number): number => {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === text[from]) return at + 1
  }
  return text.length
}
