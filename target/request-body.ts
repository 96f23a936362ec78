const textOf = (body: string | Uint8Array | undefined): string => {
  if (body === undefined) return ''
  return typeof body === 'string' ? body : Buffer.from(body).toString('latin1')
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
  Array.from(searchable(textOf(body)).matchAll(personId), ([, id = '']) => id).filter((id) => !/^[[{]/.test(id))
