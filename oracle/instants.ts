/** Dates and moments as the articles write them, and when two of them mean the same. Milliseconds since 1970 throughout. */

const day = 86_400_000
const minute = 60_000

const form =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?)?$/

interface Moment {
  /** What a clock on the wall shows, as if it hung in UTC. */
  readonly wall: number
  /** Minutes east of UTC; undefined where none is written. */
  readonly offset: number | undefined
  readonly dateOnly: boolean
  /** A fraction of a second that is not zero is written. */
  readonly fraction: boolean
}

const read = (text: string): Moment | undefined => {
  const found = form.exec(text.trim())
  if (found === null) return undefined
  const [, year, month, date, hour, minutes, seconds, fraction = '', zulu, sign, east, eastMinutes] = found
  const wall =
    Date.UTC(
      Number(year),
      Number(month) - 1,
      Number(date),
      Number(hour ?? 0),
      Number(minutes ?? 0),
      Number(seconds ?? 0),
    ) +
    Number(`0.${fraction === '' ? 0 : fraction}`) * 1000
  const away = sign === undefined ? undefined : (sign === '-' ? -1 : 1) * (Number(east) * 60 + Number(eastMinutes))
  return {
    wall,
    offset: zulu === undefined ? away : 0,
    dateOnly: hour === undefined,
    fraction: /[1-9]/.test(fraction),
  }
}

/** The instant that a text names, read as UTC where it names no zone; undefined where it names none. */
export const timeOf = (text: string): number | undefined => {
  const moment = read(text)
  return moment === undefined ? undefined : moment.wall - (moment.offset ?? 0) * minute
}

/** How two texts can mean the same though they differ; none where they do not. */
export type SameTime = 'equal-instant' | 'date-for-midnight' | 'time-dropped' | 'fraction-dropped'

/**
 * Compares what was written with what is read. A date is its midnight, and a time without a zone is one, in the
 * account's zone or in UTC; where the account's zone is not known, in any zone there is. The articles describe the
 * bounds of a person's validity as dates, so the time of day of a written instant may be lost, the day may not.
 */
export const sameTime = (written: string, shown: string, timeZone: string | undefined): SameTime | undefined => {
  const [from, to] = [read(written), read(shown)]
  if (from === undefined || to === undefined) return undefined
  if (from.dateOnly && to.dateOnly) return from.wall === to.wall ? 'equal-instant' : undefined
  const zone = timeZone !== undefined && isZone(timeZone) ? timeZone : undefined
  if (to.dateOnly) return daysOf(from, zone).includes(to.wall) ? 'time-dropped' : undefined
  const gap = nearest(from, to, zone)
  if (gap === 0) return from.dateOnly ? 'date-for-midnight' : 'equal-instant'
  return from.fraction && !to.fraction && gap < 1000 ? 'fraction-dropped' : undefined
}

/** Milliseconds between two moments under the reading that brings them closest. */
const nearest = (from: Moment, to: Moment, zone: string | undefined): number => {
  if (from.offset === to.offset && !from.dateOnly) return Math.abs(from.wall - to.wall)
  const gaps = readings(from, zone).flatMap((a) => readings(to, zone).map((b) => Math.abs(a - b)))
  const gap = Math.min(...gaps)
  const unzoned = from.offset === undefined || to.offset === undefined
  // Zones lie up to 14 hours from UTC, a multiple of a quarter of an hour.
  return zone === undefined && unzoned && gap <= 14 * 60 * minute && gap % (15 * minute) === 0 ? 0 : gap
}

const readings = ({ wall, offset }: Moment, zone: string | undefined): readonly number[] => {
  if (offset !== undefined) return [wall - offset * minute]
  return zone === undefined ? [wall] : [wall, ...offsetsAt(wall, zone).map((ahead) => wall - ahead)]
}

/** Days on which a moment falls: where it was written, in UTC, in the account's zone. */
const daysOf = (moment: Moment, zone: string | undefined): readonly number[] =>
  [
    moment.wall,
    ...readings(moment, zone).flatMap((at) =>
      zone === undefined ? [at] : [at, ...zoneOffsets(at, zone).map((ahead) => at + ahead)],
    ),
  ].map((at) => Math.floor(at / day) * day)

const formatters = new Map<string, Intl.DateTimeFormat | undefined>()

const formatterOf = (zone: string): Intl.DateTimeFormat | undefined => {
  if (!formatters.has(zone)) formatters.set(zone, newFormatter(zone))
  return formatters.get(zone)
}

const newFormatter = (timeZone: string): Intl.DateTimeFormat | undefined => {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return undefined
  }
}

/** Articles also name zones in words, such as "London": those are as good as unknown. */
const isZone = (zone: string): boolean => formatterOf(zone) !== undefined

/** How far ahead of UTC a zone's clocks are at an instant. */
const zoneOffset = (at: number, zone: string): number => {
  const parts = new Map(
    formatterOf(zone)
      ?.formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return wall - Math.floor(at / 1000) * 1000
}

/** From 2038 on many tables of zones know no changes of their clocks any more. */
const tablesEnd = Date.UTC(2038, 0, 1)
const lastSeasons = [Date.UTC(2037, 0, 15), Date.UTC(2037, 6, 15)]

/** How far ahead of UTC a zone's clocks are at an instant; where tables may have ended, in either season as well. */
const zoneOffsets = (at: number, zone: string): readonly number[] =>
  (at < tablesEnd ? [at] : [at, ...lastSeasons]).map((moment) => zoneOffset(moment, zone))

/** The offsets that may be in force when the zone's clocks show `wall`. */
const offsetsAt = (wall: number, zone: string): readonly number[] => zoneOffsets(wall - zoneOffset(wall, zone), zone)
