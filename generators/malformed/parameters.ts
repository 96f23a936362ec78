import fc from 'fast-check'
import type { Edition } from '../../contract/edition.ts'
import type { JsonSchema } from '../../contract/json-schema.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Draft, DraftValue } from '../draft.ts'
import { instant, unique } from '../draft.ts'
import type { Selection } from '../valid.ts'
import { bodySchema, plainRequest, querySchema, validRequest, withBody } from '../valid.ts'
import type { MalformedVariant } from './variant.ts'
import { variant } from './variant.ts'

type Pair = { readonly twin: Draft; readonly request: Draft }

/** The request with a member left out. */
const without = (draft: Draft, member: string): Draft =>
  withBody(draft, (members) => Object.fromEntries(Object.entries(members).filter(([name]) => name !== member)))

const withMember = (draft: Draft, member: string, value: DraftValue): Draft =>
  withBody(draft, (members) => ({ ...members, [member]: value }))

/** What creates a person stays searchable: the other half of the marker stands in when the defect sits in `system_id`. */
const marked = (draft: Draft, member: string): Draft =>
  member === 'system_id' ? withMember(draft, 'email', unique('email')) : draft

/** A period with one broken end is in no order either: the other end goes. */
const alone = (draft: Draft, member: string): Draft => {
  if (member === 'valid_from') return without(draft, 'valid_to')
  return member === 'valid_to' ? without(draft, 'valid_from') : draft
}

const blanks = [' ', '   ', '\t', '\n']

/** Values that no framework turns into the type that is due. */
const uncoercible = (schema: JsonSchema): fc.Arbitrary<DraftValue> => {
  const objects: DraftValue[] = [{}, { a: 1 }, { value: { nested: 'x' } }]
  const lists: DraftValue[] = [[], ['x'], [1, 2], [[]]]
  // Nothing that is an id as far as its digits go: somebody may have that id.
  const words: DraftValue[] = ['abc', 'one', 'x1', '2000000001abc']
  switch (schema.type) {
    case 'array':
      return fc.constantFrom<DraftValue>(...objects.slice(1), ['abc'], [{ id: 1 }])
    case 'integer':
      return fc.constantFrom<DraftValue>(...objects, ...lists, ...words)
    // Some framework or other takes any text for true.
    default:
      return fc.constantFrom<DraftValue>(...objects, ...lists)
  }
}

/** Values of another type that frameworks often take for the one that is due. */
const coercible = (schema: JsonSchema): readonly DraftValue[] => {
  switch (schema.type) {
    case 'string':
      return [0, 7, 12345678, 1.5, true, false]
    case 'boolean':
      return ['true', 'false', 0, 1, 2, '1', 'yes', 'maybe', null]
    case 'array':
      return [null]
    default:
      return []
  }
}

const brokenEmails = [
  'plainaddress',
  '@example.com',
  'ada@',
  'ada lovelace@example.com',
  'ada@@example.com',
  'ada@exa mple.com',
  '"ada\\"@',
  '@',
]

/** Days that no calendar has, and words. Forms that some parsers read as a day are left out. */
const brokenDates = [
  '2030-13-01',
  '2030-02-30',
  '2030-00-10',
  '2030-01-32',
  'tomorrow',
  '20300-1',
  '2030-1-',
  'abcd-ef-gh',
  '2030-02-30T10:00:00Z',
  '2030-01-01T25:00:00Z',
]

const brokenFormats: Readonly<Record<string, readonly string[]>> = {
  email: brokenEmails,
  date: brokenDates,
  'date-or-instant': brokenDates,
  'future-instant': ['yesterday', '2030-02-30T09:00:00Z', '2030-05-12T25:61:00Z', 'abc'],
  // Nothing that somebody might complete to the address of somebody else.
  url: ['not a url', 'nowhere', 'some text', 'x'],
  instant: ['yesterday', '2014-13-12T09:00:00', '2014-02-30T09:00:00', '2014-05-12T25:61:00', 'abc'],
}

const nearMisses = (schema: JsonSchema): readonly string[] => brokenFormats[schema.format ?? ''] ?? []

/** Formats of numbers that are ids of things. */
const referring: ReadonlySet<string> = new Set([
  'person-id',
  'credential-type-id',
  'group-id',
  'channel-id',
  'shift-id',
])

/** References to things that never existed, by the format that says what the parameter refers to. */
const unknownReference = (schema: JsonSchema): fc.Arbitrary<DraftValue> | undefined => {
  const unknown = fc.oneof(
    fc.nat({ max: 999 }).map((index): DraftValue => ({ $: 'unknown', of: 'number', index })),
    // Beyond the integers of 31 and of 63 bits.
    fc.constantFrom(2147483648, 4294967295, 9007199254740991),
  )
  if (schema.items !== undefined && referring.has(schema.items.format ?? '')) return unknown.map((id) => [id])
  return referring.has(schema.format ?? '') ? unknown : undefined
}

const nowhere: DraftValue = { $: 'unknown', of: 'number', index: 0 }

/**
 * Lists of things that there are and of one that never existed, behind them or before them: whoever looks at one end
 * only, or takes what there is of them, writes less than was asked for.
 */
const besideKnown = (known: readonly DraftValue[]): readonly (readonly DraftValue[])[] => [
  [...known, nowhere],
  [nowhere, ...known],
]

/** The things that a request names in a list; none where what it names is no list. */
const named = ({ body }: Draft, member: string): readonly DraftValue[] => {
  const value = (body?.value as Readonly<Record<string, DraftValue>> | undefined)?.[member]
  return Array.isArray(value) ? value : []
}

/** Members that nobody documents, some of which are called like something that every object has. */
const undocumented = ['undocumented_member', 'constructor', 'toString', 'hasOwnProperty', '__proto__', 'length']

const dateOnward = (days: number): DraftValue => ({ $: 'date', days })

/** One defect in one parameter of the body, for every parameter and every rule that it can break. */
export const malformedParameters = (
  edition: Edition,
  operation: Operation,
  selection: Selection,
): readonly MalformedVariant[] => {
  const schema = bodySchema(edition, operation)
  if (schema === undefined) return []
  const required = schema.required ?? []
  const plain = plainRequest(operation)
  const valid = validRequest(edition, operation, selection)
  // Defects stand in varied company, but in plain company first: what is simplest fails first.
  const bases = fc.oneof({ weight: 3, arbitrary: fc.constant(plain) }, { weight: 1, arbitrary: valid })
  const replace = (member: string, values: fc.Arbitrary<DraftValue>): fc.Arbitrary<Pair> =>
    fc.tuple(bases, values).map(([base, value]) => {
      const twin = alone(base, member)
      return { twin, request: marked(withMember(twin, member, value), member) }
    })

  const members = Object.entries(schema.properties ?? {}).filter(
    ([, member]) => selection.references || member.type !== 'array',
  )
  return [
    ...required.flatMap((name) => [
      variant(
        'required',
        'body',
        [name],
        bases.map((twin) => ({ twin, request: without(twin, name) })),
      ),
      variant('not-null', 'body', [name], replace(name, fc.constant(null))),
    ]),
    // Names may not be cleared by an update either: no person is without one.
    ...members
      .filter(([name, member]) => (required.includes(name) || member.format === 'name') && member.type === 'string')
      .flatMap(([name]) => [
        variant('not-empty', 'body', [name], replace(name, fc.constant(''))),
        variant('not-blank', 'body', [name], replace(name, fc.constantFrom(...blanks)), {
          distinct: blanks.length,
        }),
        ...(required.includes(name) ? [] : [variant('not-null', 'body', [name], replace(name, fc.constant(null)))]),
      ]),
    ...members
      .filter(([, member]) => member.minItems !== undefined)
      .map(([name]) => variant('not-empty', 'body', [name], replace(name, fc.constant([])), { distinct: 1 })),
    ...members.map(([name, member]) => variant('type', 'body', [name], replace(name, uncoercible(member)))),
    // Each by itself: there are few, and none is to be left out.
    ...members
      // Of a required member null says that it is missing.
      .map(([name, member]) => ({
        name,
        values: coercible(member).filter((value) => value !== null || !required.includes(name)),
      }))
      .filter(({ values }) => values.length > 0)
      .map(({ name, values }) => {
        const requests = fc
          .constantFrom(...values)
          .map((value) => ({ twin: plain, request: marked(withMember(plain, name, value), name) }))
        return variant('coercible-type', 'body', [name], requests, { distinct: values.length })
      }),
    ...members
      .filter(([, member]) => nearMisses(member).length > 0)
      .map(([name, member]) =>
        variant('format', 'body', [name], replace(name, fc.constantFrom(...nearMisses(member)))),
      ),
    ...members.flatMap(([name, member]) => {
      const values = unknownReference(member)
      return values === undefined ? [] : [variant('reference', 'body', [name], replace(name, values))]
    }),
    ...members
      .filter(([name, member]) => unknownReference(member) !== undefined && named(plain, name).length > 0)
      .map(([name]) =>
        variant(
          'reference',
          'body',
          [name],
          fc
            .constantFrom(...besideKnown(named(plain, name)))
            .map((list) => ({ twin: plain, request: withMember(plain, name, list) })),
          { name: `${name}-beside-known`, distinct: 2 },
        ),
      ),
    variant(
      'unknown-member',
      'body',
      [],
      fc
        .tuple(
          bases,
          fc.constantFrom(...undocumented),
          fc.constantFrom<DraftValue>('x', 1, true, null, { nested: [1] }),
        )
        .map(([twin, name, value]) => ({ twin, request: withMember(twin, name, value) })),
    ),
    ...(schema.properties?.start_time === undefined ? [] : malformedTimes(edition, operation)),
    ...(schema.properties?.valid_from === undefined
      ? []
      : [
          variant(
            'order',
            'body',
            ['valid_from', 'valid_to'],
            fc.integer({ min: 2, max: 2000 }).map((days) => {
              const period = (from: number, to: number) =>
                withBody(plain, (members) => ({
                  ...members,
                  valid_from: dateOnward(from),
                  valid_to: dateOnward(to),
                }))
              return { twin: period(-10, 10 + days), request: period(10 + days, 10) }
            }),
          ),
        ]),
  ]
}

/** Codes that no event has and, from 50 to 63, those of events that cannot be asked for; by themselves and in company. */
const unaskableCodes = ['999', '10,999', '0', 'abc', '50', '63', '10,52']

/** Codes between two runs of those that may be asked for: who checks from the first to the last takes them. */
const codesBetween = ['19', '221', '222', '38', '39', '10,19', '220,222']

/** Codes just beside the runs of those that may be asked for. */
const codesBeside = ['4', '9', '43', '69', '74', '89', '92', '99', '108', '219', '226']

/** Codes that may not be asked for, by what follows the parameter in the name of their variant. */
const unaskable = { '': unaskableCodes, '-between': codesBetween, '-beside': codesBeside }

/** Times that no reservation can have: backwards, without any time between them, over more than a day, gone by. */
const malformedTimes = (edition: Edition, operation: Operation): readonly MalformedVariant[] => {
  const twin = plainRequest(operation)
  const times = ['start_time', 'end_time'] as const
  const between = (start: readonly [days: number, minutes: number], end: readonly [days: number, minutes: number]) =>
    withBody(twin, (members) => ({ ...members, start_time: instant(...start), end_time: instant(...end) }))
  const days = fc.integer({ min: 2, max: 400 })
  const minutes = fc.integer({ min: 1, max: 90 })
  const noon = 720
  return [
    variant(
      'order',
      'body',
      times,
      fc.tuple(days, minutes).map(([day, length]) => ({ twin, request: between([day, noon], [day, noon - length]) })),
    ),
    variant(
      'order',
      'body',
      times,
      days.map((day) => ({ twin, request: between([day, noon], [day, noon]) })),
      { name: `${times.join('+')}-equal` },
    ),
    // Only doors are reserved by the day.
    ...(operation.resource === 'reservations'
      ? [
          variant(
            'range',
            'body',
            times,
            fc
              .tuple(days, minutes)
              .map(([day, length]) => ({ twin, request: between([day, noon], [day + 2, noon + length]) })),
          ),
        ]
      : []),
    // What may be accepted would stay: a reservation that is over is listed nowhere, so that nothing shows whose it is.
    ...(edition.ruleFor(operation, 'future', times[0]).strength === 'may-accept'
      ? []
      : [
          variant(
            'future',
            'body',
            times,
            fc
              .tuple(days, minutes)
              .map(([day, length]) => ({ twin, request: between([-day, noon], [-day, noon + length]) })),
          ),
        ]),
  ]
}

/** One defect in one query parameter. */
export const malformedQueries = (edition: Edition, operation: Operation): readonly MalformedVariant[] => {
  const schema = querySchema(edition, operation)
  if (schema === undefined) return []
  const twin = plainRequest(operation)
  const replace = (name: string, values: readonly string[]): fc.Arbitrary<Pair> =>
    fc.constantFrom(...values).map((value) => ({ twin, request: { ...twin, query: [[name, value]] } }))
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    if (member.type === 'integer') {
      return [
        variant('type', 'query', [name], replace(name, ['abc', '1x', 'null', '[]', '1.5']), { distinct: 5 }),
        variant('range', 'query', [name], replace(name, ['0', '-1', '999999999', '99999999999999999999']), {
          distinct: 4,
        }),
      ]
    }
    if (member.format === 'event-codes') {
      return Object.entries(unaskable).map(([which, codes]) =>
        variant('enum', 'query', [name], replace(name, codes), { name: `${name}${which}`, distinct: codes.length }),
      )
    }
    const misses = member.format === 'email' ? [] : nearMisses(member)
    return misses.length === 0
      ? []
      : [variant('format', 'query', [name], replace(name, misses), { distinct: misses.length })]
  })
}
