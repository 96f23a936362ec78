/**
 * The named formats that the contract's schemas use. They are as wide as the documents leave them: a value that fails
 * one is wrong under every reading, so that they can judge answers and prove defects alike.
 */

const dateForm = /^\d{4}-\d{2}-\d{2}$/
const instantForm = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:[Zz]|[+-]\d{2}:?\d{2})?$/
/** Days of each month, January being the first; of a common year. */
const daysOf = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** A day of the calendar as ISO 8601 writes it, `2030-05-01`. */
export const isDate = (text: string): boolean => dateForm.test(text) && isDay(text)

/** Whether a text that begins as a date does names a day that there is. */
const isDay = (text: string): boolean => {
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const day = Number(text.slice(8, 10))
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day >= 1 && day <= (month === 2 && leap ? 29 : (daysOf[month] ?? 0))
}

/** A moment in any form of RFC 3339, or without a zone as the articles show it, `2014-05-12T09:00:00`. */
export const isInstant = (text: string): boolean => {
  if (!instantForm.test(text) || !isDay(text)) return false
  const seconds = text.charAt(16) === ':' ? Number(text.slice(17, 19)) : 0
  return Number(text.slice(11, 13)) <= 24 && Number(text.slice(14, 16)) <= 59 && seconds <= 60
}

/** Something on either side of one at-sign, without white space. */
const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+$/u.test(text)

const isNonBlank = (text: string): boolean => text.trim() !== ''

/** An address with a scheme; which schemes will do is not said. */
const isUrl = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\S+$/iu.test(text)

/** The address of a device: six pairs of hexadecimal digits with colons between them (OpenAPI description, Channel). */
const isMacAddress = (text: string): boolean => /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i.test(text)

const isDateOrInstant = (text: string): boolean => isDate(text) || isInstant(text)

/** Codes of events that a list may be narrowed to (OpenAPI description, listEvents), first and last of each run. */
const eventCodes: readonly (readonly [number, number])[] = [
  [1, 3],
  [10, 18],
  [20, 29],
  [30, 37],
  [40, 42],
  [70, 73],
  [90, 91],
  [100, 107],
  [220, 220],
  [223, 225],
]

/** Codes of events, one or several behind one another: `10,11`. */
const areEventCodes = (text: string): boolean =>
  text
    .split(',')
    .every((code) => /^\d+$/.test(code) && eventCodes.some(([from, to]) => Number(code) >= from && Number(code) <= to))

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
  'future-instant': isInstant,
  date: isDate,
  'date-or-instant': isDateOrInstant,
  'date-or-instant-or-empty': (text) => !isNonBlank(text) || isDateOrInstant(text),
  'mac-address-or-empty': (text) => !isNonBlank(text) || isMacAddress(text),
  url: isUrl,
  'event-codes': areEventCodes,
  text: any,
  'long-text': any,
  phone: any,
  code: any,
  'channel-ids': any,
}

/** Formats that some text does not have: only these are worth a word. */
export const tellingFormats: readonly string[] = Object.keys(stringFormats).filter(
  (name) => stringFormats[name] !== any,
)

/** Formats of numbers name what the number identifies or counts; any integer has them. */
export const numberFormats: readonly string[] = [
  'group-id',
  'person-id',
  'credential-type-id',
  'channel-id',
  'site-id',
  'shift-id',
  'event-code',
  'page',
  'per-page',
]
