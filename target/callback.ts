const literals = /"(?:[^"\\]|\\.)*"/gs
const nameMember = /"name"\s*:\s*("(?:[^"\\]|\\.)*")/gs

/**
 * Whether a request could make the target call somebody: its body is read as the most lenient server would read it, as
 * JSON that is whole or broken, or as a form. Whatever could be an address has to be the one that is allowed; a name may
 * hold what it likes, as long as it is no URL.
 */
export const callsElsewhere = (body: string | Uint8Array | undefined, allowed: string | undefined): boolean => {
  if (body === undefined) return false
  const text = withoutAllowed(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'), allowed).replace(
    nameMember,
    (member, name: string) => (/\p{L}:\/\/|^\/\//u.test(folded(unquoted(name))) ? member : '"name":""'),
  )
  if ((text.match(literals) ?? []).some((literal) => mayBeAddress(unquoted(literal)))) return true
  return mayHoldAddress(text.replace(literals, ' '))
}

/** Takes out the URL itself, as a text of its own, alone or with a marker of the run behind it. */
const withoutAllowed = (text: string, allowed: string | undefined): string => {
  if (allowed === undefined) return text
  const url = allowed.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('/', '\\\\?/')
  const marker = `\\${allowed.includes('?') ? '&' : '?'}run=[\\w-]*`
  return text.replace(new RegExp(`"${url}(?:${marker})?"(?=\\s*(?:[,}\\]]|$))`, 'g'), '""')
}

/** What a literal says; what no strict parser takes is read leniently. */
const unquoted = (literal: string): string => {
  try {
    return JSON.parse(literal) as string
  } catch {
    return unescaped(literal.slice(1, -1))
  }
}

const unescaped = (text: string): string =>
  text
    .replace(/\\u\{?([0-9a-f]{2,6})\}?/gi, (_, hex: string) => character(Number.parseInt(hex, 16)))
    .replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => character(Number.parseInt(hex, 16)))
    .replace(/\\(.)/gs, '$1')

const character = (code: number): string => (code > 0x10ffff ? '' : String.fromCodePoint(code))

/** As URLs are read: without control characters and blanks, either slash, full-width signs as their plain ones. */
const folded = (text: string): string =>
  text
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => character(Number.parseInt(hex, 16)))
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\s]/gu, '')
    .replaceAll('\\', '/')
    .replaceAll('\u3002', '.')

/** Nobody is called by a path of one segment, or below the name that is set aside for examples (RFC 2606). */
const nobody = /^(?:\/[\w-]*|(?:[\w-]+\.)*example\.com)$/i

/** With a scheme, a path, a user or a host in it. */
const mayBeAddress = (text: string): boolean => {
  const plain = folded(text)
  return !nobody.test(plain) && /[/@]|::|[\p{L}\p{N}+.-]:|[\p{L}\p{N}_-]\.[\p{L}\p{N}]/u.test(plain)
}

/** Outside its texts JSON has colons, and numbers with a point. */
const mayHoldAddress = (text: string): boolean =>
  [folded(text), folded(unescaped(text))].some(
    (plain) => /\/\/|:\/|@/.test(plain) || /\p{L}\.[\p{L}\p{N}]|[\p{L}\p{N}]\.\p{L}|\d\.\d+\.\d/u.test(plain),
  )
