import fc from 'fast-check'
import type { Edition } from '../../contract/edition.ts'
import type { Operation } from '../../contract/operation.ts'
import type { DraftValue } from '../draft.ts'
import type { Selection } from '../valid.ts'
import { validRequest } from '../valid.ts'
import { anyOne, commandsOf, type Nothing } from './commands.ts'
import { anySpoiling, type Spoiling } from './refusals.ts'

/** Operations on one kind of thing; several of one action where the documents show several families of paths. */
export interface Kind {
  readonly create: readonly Operation[]
  readonly read: readonly Operation[]
  readonly update: readonly Operation[]
  readonly delete: readonly Operation[]
  readonly list: readonly Operation[]
}

type Body = Readonly<Record<string, DraftValue>>

/** A bound of time for a list, and on which side of everything it lies. */
export type Bound = 'none' | 'since' | 'since_utc' | 'since-ahead' | 'since_utc-ahead'

/** Things, owners and ways (families of paths) are numbers, counted round those that there are. */
export type ThingCommand =
  | Nothing
  | {
      readonly do: 'create'
      readonly owner: number
      readonly type: number
      readonly way: number
      readonly body: Body
    }
  | { readonly do: 'update'; readonly which: number; readonly body: Body }
  | { readonly do: 'spoilt-update'; readonly which: number; readonly how: Spoiling }
  | { readonly do: 'read'; readonly which: number; readonly way: number }
  /** With a bound of time the list is asked for twice, where it has such a filter: first without it. */
  | { readonly do: 'list'; readonly owner: number; readonly way: number; readonly since: Bound }
  | { readonly do: 'delete'; readonly which: number }
  | { readonly do: 'delete-owner'; readonly owner: number }
  /** Creates another with the value that one already has. */
  | { readonly do: 'take-value'; readonly which: number; readonly owner: number; readonly way: number }

export interface ThingSequence {
  readonly first: Extract<ThingCommand, { do: 'create' }>
  readonly commands: readonly ThingCommand[]
}

/** What a sequence is mainly about. */
export type ThingTopic = 'updates' | 'lists' | 'deletion' | 'uniqueness'

type Doing = Exclude<ThingCommand['do'], 'nothing'>

const weights: Readonly<Record<ThingTopic, Readonly<Record<Doing, number>>>> = {
  updates: {
    create: 2,
    update: 8,
    'spoilt-update': 3,
    read: 5,
    list: 1,
    delete: 1,
    'delete-owner': 0,
    'take-value': 0,
  },
  lists: {
    create: 5,
    update: 2,
    'spoilt-update': 0,
    read: 1,
    list: 8,
    delete: 3,
    'delete-owner': 1,
    'take-value': 0,
  },
  deletion: {
    create: 3,
    update: 2,
    'spoilt-update': 0,
    read: 5,
    list: 3,
    delete: 5,
    'delete-owner': 2,
    'take-value': 0,
  },
  uniqueness: {
    create: 8,
    update: 2,
    'spoilt-update': 0,
    read: 2,
    list: 2,
    delete: 2,
    'delete-owner': 0,
    'take-value': 4,
  },
}

const bodyOf = (edition: Edition, [operation]: readonly Operation[], selection: Selection): fc.Arbitrary<Body> =>
  operation === undefined || operation.resource === 'credentials'
    ? fc.constant({})
    : fc.oneof(
        { withCrossShrink: true },
        // What is left out is as telling as what is named.
        fc.constant<Body>({}),
        validRequest(edition, operation, selection).map(({ body }) => (body?.value ?? {}) as Body),
      )

/** Sequences on things of one kind, below people of one's own where they belong to people. */
export const thingSequence = (
  edition: Edition,
  kind: Kind,
  selection: Selection,
  topic: ThingTopic,
): fc.Arbitrary<ThingSequence> => {
  const create = fc.record({
    do: fc.constant('create' as const),
    owner: anyOne,
    type: anyOne,
    way: anyOne,
    body: bodyOf(edition, kind.create, selection),
  })
  const spoiling =
    kind.update[0]?.resource === 'credentials'
      ? fc.oneof(anySpoiling, fc.constant<Spoiling>('without-value'))
      : anySpoiling
  const of: Readonly<Record<Doing, fc.Arbitrary<ThingCommand>>> = {
    create,
    update: fc.record({
      do: fc.constant('update' as const),
      which: anyOne,
      body: bodyOf(edition, kind.update, selection),
    }),
    'spoilt-update': fc.record({ do: fc.constant('spoilt-update' as const), which: anyOne, how: spoiling }),
    read: fc.record({ do: fc.constant('read' as const), which: anyOne, way: anyOne }),
    list: fc.record({
      do: fc.constant('list' as const),
      owner: anyOne,
      way: anyOne,
      since: fc.constantFrom<Bound>('none', 'since', 'since_utc', 'since-ahead', 'since_utc-ahead'),
    }),
    delete: fc.record({ do: fc.constant('delete' as const), which: anyOne }),
    'delete-owner': fc.record({ do: fc.constant('delete-owner' as const), owner: anyOne }),
    'take-value': fc.record({ do: fc.constant('take-value' as const), which: anyOne, owner: anyOne, way: anyOne }),
  }
  const possible: Readonly<Partial<Record<Doing, boolean>>> = {
    update: kind.update.length > 0,
    'spoilt-update': kind.update.length > 0 && kind.read.length > 0,
    read: kind.read.length > 0,
    'take-value': kind.create[0]?.resource === 'credentials',
  }
  const kinds = (Object.keys(of) as Doing[])
    .filter((doing) => weights[topic][doing] > 0 && possible[doing] !== false)
    .map((doing) => ({ weight: weights[topic][doing], arbitrary: of[doing] }))
  // The commands first: a few of them are the better part of a smallest case.
  return fc.tuple(commandsOf(kinds), create).map(([commands, first]) => ({ first, commands }))
}

const creation = (body: Body = {}): ThingSequence['first'] => ({ do: 'create', owner: 0, type: 0, way: 0, body })

const everyList = [0, 1].flatMap((way) =>
  (['none', 'since', 'since_utc', 'since-ahead', 'since_utc-ahead'] as const).map(
    (since) => ({ do: 'list', owner: 0, way, since }) as const,
  ),
)

const plainly: Readonly<Record<ThingTopic, readonly ThingCommand[]>> = {
  updates: [
    { do: 'update', which: 0, body: {} },
    { do: 'read', which: 0, way: 0 },
    { do: 'read', which: 0, way: 0 },
  ],
  lists: [creation(), ...everyList],
  deletion: [
    { do: 'delete', which: 0 },
    { do: 'read', which: 0, way: 0 },
    { do: 'read', which: 0, way: 1 },
    { do: 'list', owner: 0, way: 0, since: 'none' },
    { do: 'list', owner: 0, way: 1, since: 'none' },
    { do: 'delete', which: 0 },
  ],
  uniqueness: [0, 1].flatMap((way): readonly ThingCommand[] => [
    { ...creation(), way },
    { do: 'take-value', which: 0, owner: 1, way },
  ]),
}

/** The one sequence that shows what a topic is about, whatever is drawn besides. */
export const plainThingSequence = (edition: Edition, kind: Kind, topic: ThingTopic): ThingSequence => {
  const [create] = kind.create
  const members = edition.schemas[create?.body ?? '']?.properties ?? {}
  // Something that is not as it is by default, so that it shows whether an update leaves it alone.
  return { first: creation(members.active === undefined ? {} : { active: false }), commands: plainly[topic] }
}
