import type { FixtureKind, PinSpoiling, Symbolic } from '../../generators/draft.ts'
import { instantText } from '../../generators/instants.ts'
import type { Binding } from '../../generators/wire.ts'
import type { RecordedCase } from '../../oracle/evidence.ts'
import type { Fixtures, ForeignKind } from '../../target/fixtures.ts'
import type { Marker, UniqueValues } from '../../target/unique.ts'

type Id = number | string

/** The target has nothing of a kind that a case needs. */
export class MissingFixture extends Error {
  constructor(kind: FixtureKind | 'callback-url' | 'slug') {
    super(
      kind === 'slug'
        ? 'The target has no type of credential whose slug names a member of a person.'
        : `The target has no ${kind.replaceAll('-', ' ')} that the suite can use.`,
    )
    this.name = 'MissingFixture'
  }
}

/** Something that an earlier step should have made is not there, so that the rest of a case cannot be sent. */
export class NotMade extends Error {
  constructor(name: string) {
    super(`Nothing was created that could serve as "${name}".`)
    this.name = 'NotMade'
  }
}

/** Things that were made on the target for one case or for several in a row, by name. */
export type Things = Map<string, Id>

/** What the symbols of one case are bound to, and a way to draw its credential values anew. */
export interface CaseBinding extends Binding {
  redraw(): void
  /** From here on a credential value stays as it is: the target has taken it. */
  keep(value: CredentialValue): void
  /** What was drawn for the case alone. */
  bound(): Pick<RecordedCase['bound'], 'markers' | 'values' | 'refused'>
}

type CredentialValue = Extract<Symbolic, { $: 'credential-value' }>

/** What the symbols of every case of a run are bound to. */
export interface BindingSource {
  readonly fixtures: Fixtures
  readonly unique: UniqueValues
  issueMarker(): Marker
  /** First day of the run, as milliseconds of its midnight in UTC. */
  readonly baseDay: number
}

/** What was drawn for one case alone: markers by their slot, values of credentials by a key of their own. */
export interface DrawnValues {
  readonly markers?: Iterable<readonly [number, Marker]>
  readonly values?: Iterable<readonly [string, string]>
}

const day = 86_400_000

const spellings = {
  'system-id': ({ systemId }: Marker) => systemId,
  'system-id-beginning': ({ systemId }: Marker) => systemId.slice(0, -1),
  email: ({ email }: Marker) => email,
  'email-beginning': ({ email }: Marker) => email.replace(/com$/, ''),
  // What is left of the marker is still nobody else's.
  'email-middle': ({ email }: Marker) => email.slice(1, -2),
  'email-end': ({ email }: Marker) => email.replace(/^dfc-/, ''),
  'email-plus-tag': ({ email }: Marker) => email.replace('@', '+tag@'),
  'email-upper-case': ({ email }: Marker) => email.replace(/^dfc/, 'DFC').replace('example', 'Example'),
} as const

const foreign = ({ foreign = {} }: Fixtures, kind: ForeignKind): readonly Id[] => {
  const id = foreign[kind]
  return id === undefined ? [] : [id]
}

/** What a target has of a kind. */
export const fixtureIds = (fixtures: Fixtures, kind: FixtureKind): readonly Id[] => {
  switch (kind) {
    case 'group':
      return fixtures.groups
    case 'channel':
      return fixtures.channels
    case 'other-event':
      return fixtures.otherEvents
    case 'event':
      return fixtures.events
    case 'site':
      return fixtures.sites
    case 'card-type':
      return fixtures.credentialTypes.card
    case 'pin-type':
      return fixtures.credentialTypes.pin
    case 'credential-type':
      return [...fixtures.credentialTypes.card, ...fixtures.credentialTypes.pin]
    case 'hidden-person':
      return fixtures.hiddenPerson === undefined ? [] : [fixtures.hiddenPerson]
    case 'foreign-person':
      return foreign(fixtures, 'person')
    case 'foreign-credential':
      return foreign(fixtures, 'credential')
    case 'foreign-channel':
      return foreign(fixtures, 'channel')
    case 'foreign-event':
      return foreign(fixtures, 'event')
    case 'foreign-rule':
      return foreign(fixtures, 'rule')
    case 'door':
      return fixtures.doors
    case 'keyed-door':
      return fixtures.keyedDoors
    case 'offline-door':
      return fixtures.offlineDoor === undefined ? [] : [fixtures.offlineDoor]
    case 'locked-door':
      return fixtures.lockedDoor === undefined ? [] : [fixtures.lockedDoor]
    case 'exhausted-type':
      return fixtures.exhaustedType === undefined ? [] : [fixtures.exhaustedType]
    case 'reservable-channel':
      return fixtures.reservable.channels
    case 'reservable-group':
      return fixtures.reservable.groups
  }
}

/** The k-th of a kind, counted round. */
const pick = (fixtures: Fixtures, kind: FixtureKind, index: number): Id => {
  const ids = fixtureIds(fixtures, kind)
  const id = ids[index % Math.max(1, ids.length)]
  if (id === undefined) throw new MissingFixture(kind)
  return id
}

/** Made of a PIN that nobody has, so that what is left of it is hardly anybody's either. */
const spoiltPins: Readonly<Record<PinSpoiling, (pin: string) => string>> = {
  short: (pin) => pin.slice(0, 3),
  long: (pin) => `${pin}${pin.slice(0, 3)}`,
  letters: (pin) => `${pin.slice(0, 3)}x${pin.slice(4)}`,
  blank: (pin) => `${pin.slice(0, 3)} ${pin.slice(3)}`,
}

const slugOf = ({ slugs }: Fixtures, { of, index }: Extract<Symbolic, { $: 'slug' }>): string => {
  const named = of === 'card-type' ? slugs.card : slugs.pin
  const slug = named[index % Math.max(1, named.length)]
  if (slug === undefined) throw new MissingFixture('slug')
  return slug.name
}

/** A rule shows whom it tells, so that one whose name is broken is still ours. */
const callbackUrl = ({ callbackUrl: url }: Fixtures, { systemId }: Marker): string => {
  if (url === undefined) throw new MissingFixture('callback-url')
  return `${url}${url.includes('?') ? '&' : '?'}run=${systemId}`
}

/** Ids in the form that the target gives its own; far above any that a counter has reached. */
const unknownNumber = (index: number): number => 2_000_000_000 + index * 977
const unknownLike = (sample: Id | undefined, index: number): Id => {
  if (sample === undefined || /^\d+$/.test(String(sample))) return unknownNumber(index)
  return `Zq${index.toString(36)}${'x7'.repeat(20)}`.slice(0, Math.max(6, String(sample).length))
}

/**
 * Binds the symbols of one case; `drawn` is what has been drawn for it already. Equal symbols of one case get equal values; another case gets values of its own, but
 * shares the things of its set-up.
 */
export const bindCase = (source: BindingSource, things: Things, drawn: DrawnValues = {}): CaseBinding => {
  const markers = new Map<number, Marker>(drawn.markers)
  const values = new Map<string, string>(drawn.values)
  const kept = new Set<string>()
  // Values that were refused as taken, before those that stand now.
  const refused: (readonly (readonly [string, string])[])[] = []

  const markerOf = (slot: number): Marker => {
    const marker = markers.get(slot) ?? source.issueMarker()
    markers.set(slot, marker)
    return marker
  }

  const keyOf = ({ index, slot, leadingZero, of, spoilt }: CredentialValue): string =>
    `${pick(source.fixtures, of ?? 'credential-type', index)}/${slot}/${leadingZero}/${spoilt ?? ''}`

  const credentialValue = (symbol: CredentialValue): string => {
    const type = pick(source.fixtures, symbol.of ?? 'credential-type', symbol.index)
    const key = keyOf(symbol)
    const known = values.get(key)
    if (known !== undefined) return known
    const draw = source.fixtures.credentialTypes.card.some((card) => card === type)
      ? source.unique.card
      : source.unique.pin
    let value = draw()
    // A tenth of the pins and four tenths of the cards begin with a zero: this ends soon.
    while (value.startsWith('0') !== symbol.leadingZero) value = draw()
    if (symbol.spoilt !== undefined) value = spoiltPins[symbol.spoilt](value)
    values.set(key, value)
    return value
  }

  const bind: Binding = (symbol) => {
    switch (symbol.$) {
      case 'made': {
        const id = things.get(symbol.of)
        if (id === undefined) throw new NotMade(symbol.of)
        return id
      }
      case 'fixture':
        // Another one in its place would say something else.
        if (symbol.distinct === true && fixtureIds(source.fixtures, symbol.of).length <= symbol.index)
          throw new NotMade(`${symbol.of} ${symbol.index + 1}`)
        return pick(source.fixtures, symbol.of, symbol.index)
      case 'unknown':
        return symbol.of === 'number'
          ? unknownNumber(symbol.index)
          : unknownLike(things.get('credential'), symbol.index)
      case 'unique':
        return spellings[symbol.of](markerOf(symbol.slot))
      case 'credential-value':
        return credentialValue(symbol)
      case 'slug':
        return slugOf(source.fixtures, symbol)
      case 'date':
        return new Date(source.baseDay + symbol.days * day).toISOString().slice(0, 10)
      case 'callback-url':
        return callbackUrl(source.fixtures, markerOf(symbol.slot))
      case 'instant':
        return instantText(source.baseDay, symbol)
    }
  }
  return Object.assign(bind, {
    redraw: () => {
      refused.push([...values])
      for (const key of [...values.keys()]) if (!kept.has(key)) values.delete(key)
    },
    keep: (value: CredentialValue) => {
      kept.add(keyOf(value))
    },
    bound: () => ({
      markers: Array.from(markers, ([slot, { systemId }]) => [slot, systemId] as const),
      values: [...values],
      ...(refused.length === 0 ? {} : { refused }),
    }),
  })
}
