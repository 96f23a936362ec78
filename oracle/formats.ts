/**
 * The named formats that the contract's schemas use. They are as wide as the documents leave them: a value that fails
 * one is wrong under every reading, so that they can judge answers and prove defects alike.
 */

const dateParts = /^(\d{4})-(\d{2})-(\d{2})$/
const instantParts = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:[Zz]|[+-]\d{2}:?\d{2})?$/

/** A day of the calendar as ISO 8601 writes it, `2030-05-01`. */
export const isDate = (text: string): boolean => {
  const parts = dateParts.exec(text)
  if (parts === null) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const date = new Date(Date.UTC(2000, 0, 1))
  date.setUTCFullYear(year, month - 1, day)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** A moment in any form of RFC 3339, or without a zone as the articles show it, `2014-05-12T09:00:00`. */
export const isInstant = (text: string): boolean => {
  const parts = instantParts.exec(text)
  if (parts === null) return false
  return isDate(parts[1] ?? '') && Number(parts[2]) <= 24 && Number(parts[3]) <= 59 && Number(parts[4] ?? 0) <= 60
}

/** Something on either side of one at-sign, without white space. */
const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+$/u.test(text)

const isNonBlank = (text: string): boolean => text.trim() !== ''

const isDateOrInstant = (text: string): boolean => isDate(text) || isInstant(text)

/** Names for kinds of text that have no form. */
const any = (): boolean => true

/** Whether a string has a named format. Names that end in `-or-empty` describe members that may be cleared. */
export const stringFormats: Readonly<Record<string, (text: string) => boolean>> = {
  'non-blank': isNonBlank,
  name: isNonBlank,
  identifier: isNonBlank,
  'credential-value': isNonBlank,
  email: isEmail,
  'email-or-empty': (text) => !isNonBlank(text) || isEmail(text),
  instant: isInstant,
  'date-or-instant': isDateOrInstant,
  'date-or-instant-or-empty': (text) => !isNonBlank(text) || isDateOrInstant(text),
  text: any,
  'long-text': any,
  phone: any,
  code: any,
}

/** Formats that some text does not have: only these are worth a word. */
export const tellingFormats: readonly string[] = Object.keys(stringFormats).filter(
  (name) => stringFormats[name] !== any,
)

/** Formats of numbers name what the number identifies or counts; any integer has them. */
export const numberFormats: readonly string[] = ['group-id', 'person-id', 'credential-type-id', 'page', 'per-page']
