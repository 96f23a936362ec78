const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/
const instantPattern = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})?$/

export const isDate = (text: string): boolean => {
  const [, year, month, day] = datePattern.exec(text) ?? []
  if (day === undefined) return false
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
}

/** With or without an offset: the articles write both. Leap seconds are not told apart from mistakes. */
export const isInstant = (text: string): boolean => {
  const [, date = '', hour, minute, second, , zone = 'Z'] = instantPattern.exec(text) ?? []
  if (!isDate(date) || text.charAt(10) === ' ') return false
  const inDay = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60
  return inDay && (zone.length === 1 || (Number(zone.slice(1, 3)) < 24 && Number(zone.slice(4)) < 60))
}

const earliest = Date.parse('0001-01-03T00:00:00Z')
const latest = Date.parse('9999-12-29T00:00:00Z')

/** Whether an instant can be written in four digits for the year, in whichever zone. */
export const isWritable = (text: string): boolean => {
  const time = timeOf(text, 'UTC')
  return time > earliest && time < latest
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Milliseconds by which the wall clock of a zone is ahead of UTC. */
const aheadOfUtc = (instant: number, zone: string): number => {
  let clock = clocks.get(zone)
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
    clocks.set(zone, clock)
  }
  // Early years are written with fewer digits than a date needs.
  const written = clock.format(instant).replace(/^\d+/, (year) => year.padStart(4, '0'))
  const shown = Date.parse(`${written.replace(' ', 'T')}Z`)
  return shown - Math.floor(instant / 1000) * 1000
}

/** Milliseconds since the epoch. What has no offset is meant in the given zone; a date is its midnight. */
export const timeOf = (text: string, zone: string): number => {
  const full = text.length === 10 ? `${text}T00:00:00` : text
  if (/(?:z|[+-]\d{2}:\d{2})$/i.test(full)) return Date.parse(full.toUpperCase())
  const asUtc = Date.parse(`${full.toUpperCase()}Z`)
  // The second guess settles the hours next to a change of the clocks.
  const guess = asUtc - aheadOfUtc(asUtc, zone)
  return asUtc - aheadOfUtc(guess, zone)
}

/** The instant in RFC 3339 with the offset that the zone has then, and with milliseconds where there are any. */
export const inZone = (instant: number, zone: string): string => {
  const ahead = aheadOfUtc(instant, zone)
  const local = new Date(instant + ahead).toISOString().replace(/(?:\.000)?Z$/, '')
  const minutes = Math.abs(Math.round(ahead / 60_000))
  const two = (count: number): string => String(count).padStart(2, '0')
  return `${local}${ahead < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
