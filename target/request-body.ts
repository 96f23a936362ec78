/** A body as text in which names of members can be looked for, however they are escaped. */
const searchable = (body: string | Uint8Array | undefined): string => {
  if (body === undefined) return ''
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('latin1')
  if (!text.includes('\\u')) return text
  return text.replace(/\\u([0-9a-f]{4})/gi, (escaped, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16))
    // An escaped quote must not end the string that it stands in.
    return /[\w]/.test(character) ? character : escaped
  })
}

/**
 * Members of these names in a request body: JSON, form, or something broken that a lenient server reads as one of them.
 * A body is never parsed for it: of two members with one name a parser would show one only.
 */
export const membersIn = (body: string | Uint8Array | undefined, names: readonly string[]): string[] => {
  const text = searchable(body)
  const found = names.filter((name) => text.includes(name))
  return found.filter((name) =>
    new RegExp(`["']${name}(?:\\[\\])?["']\\s*:|(?:^|[&\\s?[.])${name}(?:\\[\\]|\\])*\\s*=|[{,]\\s*${name}\\s*:`).test(
      text,
    ),
  )
}

const personId = /person_?id["'\]]*\s*[:=]\s*["'\s]*([^"',}\]\s&]*)/gi

/** Every person that a body names as the one it is about. A list or an object in that place names nobody. */
export const peopleIn = (body: string | Uint8Array | undefined): string[] =>
  Array.from(searchable(body).matchAll(personId), ([, id = '']) => id)
