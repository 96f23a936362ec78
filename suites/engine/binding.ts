import type { FixtureKind, Symbolic } from '../../generators/draft.ts'
import type { Binding } from '../../generators/wire.ts'
import type { Fixtures } from '../../target/fixtures.ts'
import type { Marker, UniqueValues } from '../../target/unique.ts'

type Id = number | string

/** The target has nothing of a kind that a case needs. */
export class MissingFixture extends Error {
  constructor(kind: FixtureKind) {
    super(`The target has no ${kind.replaceAll('-', ' ')} that the suite can use.`)
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
}

/** What the symbols of every case of a run are bound to. */
export interface BindingSource {
  readonly fixtures: Fixtures
  readonly unique: UniqueValues
  issueMarker(): Marker
  /** First day of the run, as milliseconds of its midnight in UTC. */
  readonly baseDay: number
}

const day = 86_400_000

const spellings = {
  'system-id': ({ systemId }: Marker) => systemId,
  email: ({ email }: Marker) => email,
  'email-plus-tag': ({ email }: Marker) => email.replace('@', '+tag@'),
  'email-upper-case': ({ email }: Marker) => email.replace(/^dfc/, 'DFC').replace('example', 'Example'),
} as const

const fixtureIds = (fixtures: Fixtures, kind: FixtureKind): readonly Id[] => {
  switch (kind) {
    case 'group':
      return fixtures.groups
    case 'channel':
      return fixtures.channels
    case 'event':
      return fixtures.events
    case 'credential-type':
      return [...fixtures.credentialTypes.card, ...fixtures.credentialTypes.pin]
    case 'hidden-person':
      return fixtures.hiddenPerson === undefined ? [] : [fixtures.hiddenPerson]
  }
}

/** The k-th of a kind, counted round. */
const pick = (fixtures: Fixtures, kind: FixtureKind, index: number): Id => {
  const ids = fixtureIds(fixtures, kind)
  const id = ids[index % Math.max(1, ids.length)]
  if (id === undefined) throw new MissingFixture(kind)
  return id
}

/** Ids in the form that the target gives its own; far above any that a counter has reached. */
const unknownNumber = (index: number): number => 2_000_000_000 + index * 977
const unknownLike = (sample: Id | undefined, index: number): Id => {
  if (sample === undefined || /^\d+$/.test(String(sample))) return unknownNumber(index)
  return `Zq${index.toString(36)}${'x7'.repeat(20)}`.slice(0, Math.max(6, String(sample).length))
}

/**
 * Binds the symbols of one case. Equal symbols of one case get equal values; another case gets values of its own, but
 * shares the things of its set-up.
 */
export const bindCase = (source: BindingSource, things: Things): CaseBinding => {
  const markers = new Map<number, Marker>()
  const values = new Map<string, string>()

  const markerOf = (slot: number): Marker => {
    const marker = markers.get(slot) ?? source.issueMarker()
    markers.set(slot, marker)
    return marker
  }

  const credentialValue = ({ index, slot, leadingZero }: Extract<Symbolic, { $: 'credential-value' }>): string => {
    const type = pick(source.fixtures, 'credential-type', index)
    const key = `${type}/${slot}/${leadingZero}`
    const known = values.get(key)
    if (known !== undefined) return known
    const draw = source.fixtures.credentialTypes.card.some((card) => card === type)
      ? source.unique.card
      : source.unique.pin
    let value = draw()
    // A tenth of the pins and four tenths of the cards begin with a zero: this ends soon.
    while (value.startsWith('0') !== leadingZero) value = draw()
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
        return pick(source.fixtures, symbol.of, symbol.index)
      case 'unknown':
        return symbol.of === 'number'
          ? unknownNumber(symbol.index)
          : unknownLike(things.get('credential'), symbol.index)
      case 'unique':
        return spellings[symbol.of](markerOf(symbol.slot))
      case 'credential-value':
        return credentialValue(symbol)
      case 'date':
        return new Date(source.baseDay + symbol.days * day).toISOString().slice(0, 10)
    }
  }
  return Object.assign(bind, { redraw: () => values.clear() })
}
