import fc from 'fast-check'
import type { JsonSchema } from '../contract/json-schema.ts'
import type { DraftValue } from './draft.ts'
import { fixture, instant, isSymbolic, unique } from './draft.ts'
import { unusualTime } from './instants.ts'
import { exoticLine, exoticText, lookalike, lookalikeName, plainName, plainText } from './text.ts'

/**
 * How daring a valid value is: `plain` ones every endpoint must take; the others it may refuse but not spoil. `exotic`
 * ones are unusual text, `lookalike` ones look like something other than text.
 */
export type Variety = 'plain' | 'exotic' | 'lookalike'

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })

/** Numbers set aside for fiction: they ring nowhere. */
const phone = fc.oneof(
  digits(2).map((end) => `+120255501${end}`),
  digits(3).map((end) => `+447700900${end}`),
)

/** Days around the day of the run, but never close to it: a bound of time that passes during the run decides nothing. */
const days = fc.oneof(fc.integer({ min: 3, max: 3650 }), fc.integer({ min: -3650, max: -3 }))
const date = days.map((at): DraftValue => ({ $: 'date', days: at }))

/**
 * Days after 2038, when seconds no longer fit into 32 bits, or as far back. Only of moments: which one a day begins at in
 * a zone is known less well so late.
 */
const farDays = fc.integer({ min: 5500, max: 15_000 })

/** A time near or far, by any clock. */
const moment = fc
  .tuple(fc.oneof(days, farDays), fc.integer({ min: 0, max: 24 * 60 - 1 }), unusualTime)
  .map(([at, minutes, unusual]): DraftValue => ({ ...instant(at, minutes), ...unusual }))

/** A moment to come that is no full hour, nor a full minute. */
const unevenMoment = fc
  .record({
    days: fc.integer({ min: 2, max: 300 }),
    minutes: fc.nat({ max: 1439 }),
    seconds: fc.integer({ min: 1, max: 59 }),
  })
  .map((at): DraftValue => ({ $: 'instant', ...at }))

const plainByFormat: Readonly<Record<string, fc.Arbitrary<DraftValue>>> = {
  name: plainName,
  text: plainText,
  'long-text': plainText,
  email: fc.constant(unique('email')),
  identifier: fc.constant(unique('system-id')),
  phone,
  code: fc.integer({ min: 1, max: 9 }).chain((first) => digits(7).map((rest) => `${first}${rest}`)),
  date,
  'date-or-instant': date,
  instant: fc.constantFrom('2014-05-12T09:00:00', '2024-02-29T23:59:59'),
  'group-id': fc.nat({ max: 9 }).map((index) => fixture('group', index)),
  'future-instant': fc.integer({ min: 2, max: 300 }).map((days): DraftValue => ({ $: 'instant', days, minutes: 720 })),
  // A page behind the last one is answered in several ways.
  page: fc.constant(1),
  'per-page': fc.integer({ min: 1, max: 50 }),
  // Codes of people being let in: a card, a PIN, by hand, and turned away.
  'event-codes': fc.constantFrom('10', '10,11', '10,11,12,20'),
  'event-code': fc.constantFrom(10, 11, 20, 21, 28),
  'site-id': fc.nat({ max: 4 }).map((index) => fixture('site', index)),
  'channel-ids': fc.oneof(
    fc.nat({ max: 4 }).map((index) => fixture('channel', index)),
    fc.nat({ max: 4 }).map((index) => [fixture('channel', index), fixture('channel', index + 1)]),
  ),
  sort: fc.constantFrom('ASC', 'DESC'),
}

/** Of an optional member null says what leaving it out says. */
const nullOr = (values: fc.Arbitrary<DraftValue>): fc.Arbitrary<DraftValue> =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 9, arbitrary: values })

const daringByFormat: Readonly<Record<'exotic' | 'lookalike', Readonly<Record<string, fc.Arbitrary<DraftValue>>>>> = {
  exotic: {
    name: exoticLine,
    text: exoticLine,
    'long-text': exoticText,
    email: fc.constantFrom(unique('email-plus-tag'), unique('email-upper-case')),
    phone,
    code: fc.oneof(
      digits(8).map((text) => `0${text}`),
      digits(7).map((text) => `000${text}`),
      digits(19).map((text) => `9${text}`),
      fc.constantFrom('ABC-123', '00-00', 'a b c', 'x/y'),
    ),
    date,
    'date-or-instant': moment,
    'future-instant': unevenMoment,
  },
  lookalike: {
    name: lookalikeName,
    text: nullOr(lookalike),
    'long-text': nullOr(lookalike),
    code: nullOr(lookalike),
    phone: fc.constant(null),
    email: fc.constant(null),
    date: fc.constant(null),
    'date-or-instant': fc.constant(null),
  },
}

/** From one number to another, both included. */
const through = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

/** The codes by which events may be asked for: those of which nobody says that they are refused anywhere. */
const eventCodes = [
  ...[...through(1, 3), ...through(10, 18), ...through(20, 29), ...through(30, 37), ...through(40, 42)],
  ...[...through(70, 73), 90, 91, ...through(100, 107), 220, 223, 224, 225],
]

/** Lists that are longer than plain ones, or that hold what is seldom asked for, by the format of what is in them. */
const exoticLists: Readonly<Record<string, fc.Arbitrary<readonly DraftValue[]>>> = {
  'event-code': fc.shuffledSubarray(eventCodes, { minLength: 4 }),
  'channel-id': fc
    .uniqueArray(fc.nat({ max: 2 }), { minLength: 1 })
    .map((chosen) => chosen.map((index) => fixture('channel', index))),
}

/** Values of one member, as its schema and the name of its format describe them. */
export const valuesOf = (schema: JsonSchema, variety: Variety): fc.Arbitrary<DraftValue> => {
  if (schema.type === 'boolean') return fc.boolean()
  if (schema.type === 'array' && schema.items !== undefined) {
    const lists = variety === 'exotic' ? exoticLists[schema.items.format ?? ''] : undefined
    if (lists !== undefined) return lists
    return fc.uniqueArray(valuesOf(schema.items, variety), {
      minLength: schema.minItems ?? 0,
      maxLength: 3,
      selector: (item) => JSON.stringify(item),
    })
  }
  const format = schema.format ?? ''
  const values = (variety === 'plain' ? undefined : daringByFormat[variety][format]) ?? plainByFormat[format]
  if (values === undefined) throw new Error(`No values are known for format "${format}"`)
  return schema.examples === undefined ? values : fc.oneof(values, fc.constantFrom(...schema.examples))
}

/**
 * On which side of today each bound of a person's validity lies. Whether one may end before it begins is written nowhere,
 * so that whatever begins it goes with whatever ends it, be it in the same request or stored long ago.
 */
const sides: Readonly<Record<string, -1 | 1>> = { valid_from: -1, valid_to: 1 }

/** Values of a member of a body: a bound of validity stays on its side. */
export const valuesOfMember = (name: string, schema: JsonSchema, variety: Variety): fc.Arbitrary<DraftValue> => {
  const values = valuesOf(schema, variety)
  const side = sides[name]
  return side === undefined ? values : values.map((value) => onSide(value, side))
}

const onSide = (value: DraftValue, side: -1 | 1): DraftValue =>
  isSymbolic(value) && 'days' in value ? { ...value, days: side * Math.abs(value.days) } : value

/** Whether a member has values of a variety that differ from its plain ones. */
export const has = (schema: JsonSchema, variety: 'exotic' | 'lookalike'): boolean =>
  daringByFormat[variety][schema.format ?? ''] !== undefined ||
  (variety === 'exotic' && exoticLists[schema.items?.format ?? ''] !== undefined)
