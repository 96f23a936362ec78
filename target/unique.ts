import { createHash, randomBytes } from 'node:crypto'
import { normalForm } from '../oracle/tag.ts'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

const base32 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => alphabet[byte & 31]).join('')

/** Eight random characters that name a run: in its markers, in its headers, in the ids of its exchanges. */
export const newRunId = (): string => runIdOf(randomBytes(8))

/** The run id that eight bytes or more stand for. */
export const runIdOf = (bytes: Uint8Array): string => base32(bytes.subarray(0, 8))

/** What a person of this run carries, so that it can be searched for and recognised. Either part will do. */
export interface Marker {
  readonly systemId: string
  readonly email: string
}

/**
 * Values that must not collide with anything on the target, nor with one another within a run. Two runs with the same
 * id draw the same values in the same order.
 */
export interface UniqueValues {
  /** `dfc-<run>-<n>` and `dfc-<run>-<n>@example.com`. */
  marker(): Marker
  /** An address below example.com that is a marker too. */
  email(): string
  /** An identifier that is a marker too. */
  identifier(): string
  /** Six digits. A million of them, leading zeros included; after that they repeat. */
  pin(): string
  /** Eight digits FFFCCCCC: a facility from 001 to 255 and a card number from 00000 to 65535. */
  card(): string
  /** A key of the given length that nobody was given. */
  unknownKey(length: number): string
  /** Whether a text is, but for case and blanks, one of the markers drawn so far; `+tag` may follow. */
  issued(text: string): boolean
  /** The markers that occur in a longer text, as the `systemId` of each. */
  markersIn(text: string): string[]
}

const pins = 1_000_000
const cards = 255 * 65_536
// Steps without a factor in common with the number of values: every value is met once before any comes back.
const pinStep = 618_033
const cardStep = 10_328_431

/** More than any run draws. */
const all = Number.MAX_SAFE_INTEGER

/** For whoever looks after what a run has left: every marker of that run counts as drawn, and none is drawn anew. */
export const everyMarker = (runId: string): UniqueValues => uniqueValues(runId, all)

/**
 * The unique values of the run with the given id.
 *
 * @param before markers that have been drawn already
 */
export const uniqueValues = (runId: string, before = 0): UniqueValues => {
  const prefix = `dfc-${runId}-`
  const digest = createHash('sha256').update(runId).digest()
  const first = digest.readUInt32BE(0)
  const occurrence = new RegExp(`${prefix}(\\d{1,15})`, 'gi')
  let markers = before
  let pin = 0
  let card = 0
  let key = 0

  const drawn = (number: string | undefined): boolean => Number(number) >= 1 && Number(number) <= markers

  const marker = (): Marker => {
    markers += 1
    const systemId = `${prefix}${markers}`
    return { systemId, email: `${systemId}@example.com` }
  }

  return {
    marker,
    email: () => marker().email,
    identifier: () => marker().systemId,
    pin: () => String((first + pin++ * pinStep) % pins).padStart(6, '0'),
    card: () => {
      const index = (first + card++ * cardStep) % cards
      const facility = 1 + Math.floor(index / 65_536)
      return String(facility).padStart(3, '0') + String(index % 65_536).padStart(5, '0')
    },
    unknownKey: (length) => {
      const bytes: number[] = []
      for (let block = 0; bytes.length < length; block += 1) {
        bytes.push(...createHash('sha256').update(`${runId} ${key} ${block}`).digest())
      }
      key += 1
      return base32(Uint8Array.from(bytes.slice(0, length)))
    },
    issued: (text) => {
      if (text.length < prefix.length || text.length > 80) return false
      const normal = normalForm(text)
      if (!normal.startsWith(prefix)) return false
      const [, number] = /^(\d{1,15})(?:\+[a-z0-9]{1,20})?(?:@example\.com)?$/.exec(normal.slice(prefix.length)) ?? []
      return drawn(number)
    },
    markersIn: (text) => {
      const found = new Set<string>()
      for (const [, number] of text.matchAll(occurrence)) if (drawn(number)) found.add(`${prefix}${number}`)
      return [...found]
    },
  }
}
