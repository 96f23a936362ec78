import fc from 'fast-check'
import type { Edition } from '../../contract/edition.ts'
import type { Operation } from '../../contract/operation.ts'
import type { DraftValue } from '../draft.ts'
import type { Selection } from '../valid.ts'
import { bodySchema } from '../valid.ts'
import { valuesOfMember } from '../values.ts'
import { anyOne, commandsOf, type Nothing } from './commands.ts'
import { anySpoiling, type Spoiling } from './refusals.ts'

type Members = Readonly<Record<string, DraftValue>>

/** Ways to ask a list for people: by what they carry, or by when they were updated. */
export type Asking =
  | 'system_id'
  /** Only the beginning of somebody's marker: it is nobody's, or somebody else's. */
  | 'system_id-beginning'
  | 'email'
  /** Where a part of an address will do, wherever it stands, in any case. */
  | 'email-beginning'
  | 'email-middle'
  | 'email-end'
  | 'email-in-capitals'
  /** One person's address with the marker of the next. */
  | 'email-and-system_id'
  | 'since'
  | 'since_utc'
  | 'since-ahead'
  | 'since_utc-ahead'
  | 'email-and-since-ahead'

const askings: readonly Asking[] = [
  'system_id',
  'system_id-beginning',
  'email',
  'email',
  'email-beginning',
  'email-middle',
  'email-end',
  'email-in-capitals',
  'email-and-system_id',
  'since',
  'since_utc',
  'since-ahead',
  'since_utc-ahead',
  'email-and-since-ahead',
]

/** Who is meant is a number, counted round those who have been made when the command is reached. */
export type PersonCommand =
  | Nothing
  /** `tagged`: the address has a plus sign in it, which not everybody takes. */
  | { readonly do: 'create'; readonly members: Members; readonly email: 'none' | 'plain' | 'tagged' }
  | {
      readonly do: 'update'
      readonly who: number
      readonly members: Members
      /** One of the members has an unusual value, which may be refused. */
      readonly exotic: boolean
      /** It names the marker again, so that it is certain that it stays. */
      readonly marker: boolean
      /** The address that it names: none, the person's own, one that nobody has, or one that somebody has given up. */
      readonly email: 'none' | 'own' | 'fresh' | 'given-up'
    }
  | { readonly do: 'spoilt-update'; readonly who: number; readonly how: Spoiling }
  | { readonly do: 'read'; readonly who: number }
  | { readonly do: 'list'; readonly who: number; readonly by: Asking }
  | { readonly do: 'delete'; readonly who: number }
  /** Takes the address of somebody who has it: by a new person, or by another one's update. */
  | { readonly do: 'take-email'; readonly from: number; readonly by: 'create' | number }
  /** Creates somebody with an address that somebody else has given up. */
  | { readonly do: 'reuse-email' }

/** What somebody begins with, and what is done to them and to others afterwards. */
export interface PeopleSequence {
  readonly first: Extract<PersonCommand, { do: 'create' }>
  readonly commands: readonly PersonCommand[]
}

/** What a sequence is mainly about. */
export type PeopleTopic = 'updates' | 'lists' | 'deletion' | 'addresses'

/** Members that a sequence handles by itself. */
const handled = new Set(['system_id', 'email'])

/** Any of the optional members, each with a plain value, and at most one with an unusual one. */
const membersOf = (edition: Edition, operation: Operation, { references }: Selection, daring: boolean) => {
  const schemas = Object.entries(bodySchema(edition, operation)?.properties ?? {}).filter(
    ([name, member]) => !handled.has(name) && (references || member.type !== 'array'),
  )
  const values = Object.fromEntries(schemas.map(([name, member]) => [name, valuesOfMember(name, member, 'plain')]))
  const plain = fc.record({ ...values }).map((chosen) => chosen as Members)
  const exotic = fc
    .constantFrom(...schemas.filter(([, { type }]) => type === 'string'))
    .chain(([name, member]) => valuesOfMember(name, member, 'exotic').map((value): Members => ({ [name]: value })))
  const several = fc
    .tuple(plain, fc.shuffledSubarray(Object.keys(values), { maxLength: 4 }))
    .map(([members, names]) => Object.fromEntries(Object.entries(members).filter(([name]) => names.includes(name))))
  // What is lost beside one member that is named is hidden by others that are; whoever is disabled is often overlooked.
  const single = fc
    .constantFrom(...Object.entries(values))
    .chain(([name, value]) => value.map((one): Members => ({ [name]: one })))
  const disabled = several.map((members): Members => ({ ...members, enabled: false }))
  const few = fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: single },
    { weight: 4, arbitrary: several },
    { weight: 2, arbitrary: disabled },
    { weight: 1, arbitrary: fc.constant<Members>({ enabled: false }) },
  )
  return daring
    ? fc.oneof(
        { withCrossShrink: true },
        { weight: 4, arbitrary: few.map((members) => ({ members, exotic: false })) },
        {
          weight: 1,
          arbitrary: fc.tuple(few, exotic).map(([members, one]) => ({ members: { ...members, ...one }, exotic: true })),
        },
      )
    : few.map((members) => ({ members, exotic: false }))
}

const weights: Readonly<Record<PeopleTopic, Readonly<Record<Exclude<PersonCommand['do'], 'nothing'>, number>>>> = {
  updates: { create: 1, update: 8, 'spoilt-update': 3, read: 4, list: 1, delete: 1, 'take-email': 1, 'reuse-email': 0 },
  lists: { create: 3, update: 4, 'spoilt-update': 0, read: 1, list: 9, delete: 2, 'take-email': 0, 'reuse-email': 1 },
  deletion: {
    create: 2,
    update: 4,
    'spoilt-update': 0,
    read: 4,
    list: 4,
    delete: 6,
    'take-email': 0,
    'reuse-email': 0,
  },
  addresses: {
    create: 2,
    update: 5,
    'spoilt-update': 1,
    read: 1,
    list: 2,
    delete: 1,
    'take-email': 6,
    'reuse-email': 4,
  },
}

/** Sequences on up to a handful of people of one's own. */
export const peopleSequence = (
  edition: Edition,
  operations: { readonly create: Operation; readonly update: Operation },
  selection: Selection,
  topic: PeopleTopic,
): fc.Arbitrary<PeopleSequence> => {
  const created = membersOf(edition, operations.create, selection, false)
  const create = fc
    .tuple(created, fc.constantFrom<'none' | 'plain' | 'tagged'>('plain', 'plain', 'none', 'tagged'))
    .map(([{ members }, email]) => ({ do: 'create', members, email }) as const)
  const update = fc.record({
    do: fc.constant('update' as const),
    who: anyOne,
    written: membersOf(edition, operations.update, selection, true),
    marker: fc.boolean(),
    email: fc.constantFrom('none' as const, 'own' as const, 'fresh' as const, 'given-up' as const),
  })
  const of: Readonly<Record<Exclude<PersonCommand['do'], 'nothing'>, fc.Arbitrary<PersonCommand>>> = {
    create,
    update: update.map(({ written, ...rest }) => ({
      ...rest,
      ...written,
      // Whether an unusual value is taken is open, and so then is everything else that the request wrote.
      ...(written.exotic ? { email: 'none' as const } : {}),
    })),
    'spoilt-update': fc.record({
      do: fc.constant('spoilt-update' as const),
      who: anyOne,
      how: fc.oneof(
        { weight: 4, arbitrary: anySpoiling },
        { weight: 1, arbitrary: fc.constant('broken-email' as const) },
      ),
    }),
    read: fc.record({ do: fc.constant('read' as const), who: anyOne }),
    list: fc.record({
      do: fc.constant('list' as const),
      who: anyOne,
      by: fc.constantFrom(...askings),
    }),
    delete: fc.record({ do: fc.constant('delete' as const), who: anyOne }),
    'take-email': fc.record({
      do: fc.constant('take-email' as const),
      from: anyOne,
      by: fc.oneof(fc.constant('create' as const), anyOne),
    }),
    'reuse-email': fc.constant({ do: 'reuse-email' as const }),
  }
  const kinds = Object.entries(weights[topic])
    .filter(([, weight]) => weight > 0)
    .map(([name, weight]) => ({ weight, arbitrary: of[name as keyof typeof of] }))
  return (
    fc
      // The commands first: a few of them are the better part of a smallest case.
      .tuple(
        commandsOf(kinds),
        topic === 'addresses' ? create.map((one) => ({ ...one, email: 'plain' as const })) : create,
      )
      .map(([commands, first]) => ({ first, commands }))
  )
}

const somebody: PeopleSequence['first'] = { do: 'create', members: { notes: 'First' }, email: 'plain' }

const update = (members: Members, more: { marker?: boolean; email?: 'own' | 'fresh' } = {}): PersonCommand => ({
  do: 'update',
  who: 0,
  members,
  exotic: false,
  marker: more.marker ?? false,
  email: more.email ?? 'none',
})

/** By topic and name. A short one is a finding that is soon read: what is plain does not shrink. */
const plainly: Readonly<Record<PeopleTopic, Readonly<Record<string, readonly PersonCommand[]>>>> = {
  updates: {
    updates: [
      update({ department: 'Second' }),
      { do: 'read', who: 0 },
      update({ notes: 'Third' }),
      { do: 'read', who: 0 },
      { do: 'read', who: 0 },
    ],
    'updates-in-lists': [
      update({ first_name: 'Augusta', last_name: 'Byron', notes: 'Second', custom_2: '0042' }, { marker: true }),
      { do: 'list', who: 0, by: 'system_id' },
    ],
  },
  lists: {
    lists: [
      { do: 'create', members: {}, email: 'plain' },
      ...[...new Set(askings)].map((by) => ({ do: 'list', who: 0, by }) as const),
    ],
    'lists-by-tagged-email': [
      { do: 'create', members: {}, email: 'tagged' },
      { do: 'list', who: 1, by: 'email' },
    ],
  },
  deletion: {
    deletion: [
      { do: 'delete', who: 0 },
      { do: 'read', who: 0 },
      { do: 'list', who: 0, by: 'system_id' },
      update({ notes: 'Second' }),
      { do: 'delete', who: 0 },
    ],
  },
  addresses: {
    addresses: [
      { do: 'take-email', from: 0, by: 'create' },
      { do: 'create', members: {}, email: 'none' },
      { do: 'take-email', from: 0, by: 1 },
      update({}, { email: 'fresh' }),
      { do: 'reuse-email' },
    ],
  },
}

/** The sequences that show what a topic is about, by name, whatever is drawn besides. */
export const plainPeopleSequences = (topic: PeopleTopic): Readonly<Record<string, PeopleSequence>> =>
  Object.fromEntries(Object.entries(plainly[topic]).map(([name, commands]) => [name, { first: somebody, commands }]))
