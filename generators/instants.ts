import fc from 'fast-check'
import type { Instant } from './draft.ts'

const minute = 60_000
const day = 24 * 60 * minute

/**
 * A moment as it is written: in UTC with milliseconds, as the OpenAPI description has it, or with an offset, as the
 * articles do. `baseDay` is the midnight of the first day of the run, in milliseconds since 1970.
 */
export const instantText = (baseDay: number, { days, minutes, seconds = 0, offset }: Instant): string => {
  const at = baseDay + days * day + minutes * minute + seconds * 1000
  if (offset === undefined) return new Date(at).toISOString()
  const wall = new Date(at + offset * minute).toISOString().slice(0, 19)
  const two = (count: number): string => String(count).padStart(2, '0')
  const away = Math.abs(offset)
  return `${wall}${offset < 0 ? '-' : '+'}${two(Math.floor(away / 60))}:${two(away % 60)}`
}

/**
 * What an unusual moment has besides its minute: seconds that are not zero, and an offset. Of half an hour too, and on
 * either side of UTC, so that it shows when its sign is lost or its minutes are.
 */
export const unusualTime: fc.Arbitrary<Required<Pick<Instant, 'seconds' | 'offset'>>> = fc.record({
  seconds: fc.integer({ min: 1, max: 59 }),
  offset: fc.constantFrom(330, -180, 60, -480, 765),
})
