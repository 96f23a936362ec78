import fc from 'fast-check'
import type { Defect } from '../../contract/defect.ts'
import type { Edition } from '../../contract/edition.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Draft, DraftValue } from '../../generators/draft.ts'
import { fixture, made } from '../../generators/draft.ts'
import { plainRequest, querySchema } from '../../generators/valid.ts'
import { valuesOf } from '../../generators/values.ts'
import type { Cell, Section, Variant } from '../cell.ts'
import { withheld } from '../cell.ts'
import { farAhead, longAgo } from '../sequences/distant-times.ts'
import { ownCredentials, ownPeople, sizeParameter, walks } from '../sequences/pages.ts'
import type { Case, RelationDraft, Step } from '../step.ts'
import { plainStep } from '../step.ts'

const bounds = ['since', 'since_utc'] as const

/** Filters that pick by what an item shows, and the order; their values are those of the schema. */
const picking = ['event_codes', 'site_id', 'channels', 'door_controllers', 'first_name', 'last_name', 'sort'] as const

/** Codes of events that are not as frequent as a card that opens a door: a page has room for all of them. */
const severalCodes = [
  ['11', '20'],
  ['20', '11'],
  ['12', '20'],
  ['20', '12'],
] as const

type Bearing = 'usual' | 'ahead' | 'unknown'

/** Channels that there are none of, by themselves and beside one that there is. */
const strangers: readonly DraftValue[] = [
  { $: 'unknown', of: 'number', index: 0 },
  [fixture('channel', 0), { $: 'unknown', of: 'number', index: 1 }],
]

/**
 * What is asked of a list with a filter. Whether somebody is answered at all who asks for the future, or for what there
 * is none of, is written nowhere.
 */
const deserved = (name: string, bearing: Bearing): Pick<Step, 'expected'> | undefined => {
  if (bearing === 'ahead') return { expected: { outcome: 'read', strength: 'may-refuse' } }
  if (bearing === 'usual') return undefined
  const defect: Defect = { rule: 'reference', place: 'query', parameters: [name] }
  // What there is none of may just as well be what this key must not see.
  return { expected: { outcome: 'foreign', strength: 'may-accept', defect } }
}

interface Asking {
  /** What the list that it is compared with is asked for. */
  readonly plain?: Draft['query']
  readonly asked: Draft['query']
  /** Most items on the page. */
  readonly size?: number
  readonly deserves?: Pick<Step, 'expected'> | undefined
  readonly ahead?: boolean
}

/** The list without a filter, or with a narrower one, and then with it. */
const filtered = (
  edition: Edition,
  list: Operation,
  { plain = [], asked, size = 50, deserves, ahead }: Asking,
): Case => {
  const parameter = sizeParameter(edition, list)
  const asking = (most: number, query: Draft['query']): Draft => ({
    ...plainRequest(list),
    query: parameter === undefined ? query : [[parameter, most], ...query],
  })
  const relation: RelationDraft = { kind: 'filtered', list: 1, plain: 0, ...(ahead === true ? { ahead } : {}) }
  return {
    steps: [plainStep(edition, asking(50, plain)), plainStep(edition, asking(size, asked), deserves)],
    relations: [relation],
    subject: 1,
  }
}

/** Nothing that a client does changes what is on them. Lists of other things have sequences, on things of one's own. */
const steady: ReadonlySet<string> = new Set(['events', 'channels'])

/** Filters of lists on which nothing is changed meanwhile. */
export const filters: Section = (context) =>
  context.operations.flatMap((list): Cell[] => {
    const { filter: clause } = context.edition.general
    const parameters = querySchema(context.edition, list)?.properties ?? {}
    if (clause === undefined || list.action !== 'list' || !steady.has(list.resource)) return []
    const variant = (
      id: string,
      values: fc.Arbitrary<DraftValue>,
      name: string,
      bearing: Bearing = 'usual',
    ): Variant => ({
      id,
      kind: 'stateful',
      arbitrary: values.map((value) => ({
        subject: filtered(context.edition, list, {
          asked: [[name, value]],
          deserves: deserved(name, bearing),
          ahead: bearing === 'ahead',
        }),
      })),
      weight: 1,
      distinct: 3,
    })
    // One of the two by itself shows what must stand on the list of both.
    const several = (name: string): Variant => ({
      id: `${name}-several`,
      kind: 'stateful',
      arbitrary: fc.constantFrom(...severalCodes).map(([other, code]) => ({
        subject: filtered(context.edition, list, { plain: [[name, code]], asked: [[name, `${other},${code}`]] }),
      })),
      weight: 1,
      distinct: severalCodes.length,
    })
    // Few of many: whether they are the first ones of all, and not only in order among themselves.
    const firstOf = (name: string): Variant => ({
      id: `${name}-first`,
      kind: 'stateful',
      arbitrary: fc
        .tuple(fc.constantFrom('ASC', 'DESC'), fc.boolean())
        .map(([direction, byChannel]): readonly [string, Draft['query']] => [
          direction,
          byChannel && parameters.channels !== undefined ? [['channels', fixture('channel', 0)]] : [],
        ])
        .map(([direction, plain]) => ({
          subject: filtered(context.edition, list, { plain, asked: [...plain, [name, direction]], size: 3 }),
        })),
      weight: 1,
      distinct: 4,
    })
    const variants = [
      ...bounds
        .filter((name) => parameters[name] !== undefined)
        .flatMap((name) => [
          variant(name, fc.constantFrom(...longAgo), name),
          variant(`${name}-ahead`, fc.constantFrom(...farAhead), name, 'ahead'),
        ]),
      ...picking.flatMap((name) => {
        const schema = parameters[name]
        return schema === undefined ? [] : [variant(name, valuesOf(schema, 'plain'), name)]
      }),
      ...picking.filter((name) => parameters[name]?.format === 'event-codes').map(several),
      ...picking.filter((name) => parameters[name]?.format === 'sort').map(firstOf),
      ...picking
        .filter((name) => parameters[name]?.format === 'channel-ids')
        .map((name) => variant(`${name}-unknown`, fc.constantFrom(...strangers), name, 'unknown')),
    ]
    return variants.length === 0 ? [] : [{ clause, operation: list, variants }]
  })

/** Sizes of page for three walks. With one on a page the last page is full, with many there is only one. */
const sizes = fc
  .tuple(fc.noBias(fc.integer({ min: 2, max: 7 })), fc.noBias(fc.integer({ min: 8, max: 50 })))
  .map(([small, large]) => [1, small, large])

/** A size of page and twice as much, and both once more: what others add in between shows in the second round. */
const doubled = fc.constantFrom(3, 6, 12).map((size) => [size, 2 * size, size, 2 * size])

type Walk = (sizes: readonly number[]) => Case

/** Whether requests that this run sends in order put something on a list or take something off. */
const isChanged = ({ operations }: Edition, { resource }: Operation): boolean =>
  operations.some((one) => one.resource === resource && (one.action === 'create' || one.action === 'delete'))

/** Lists page by page. Those that the run changes are walked through alone, and all on targets of one's own only. */
export const paging: Section = (context) =>
  context.operations.flatMap((list): Cell[] => {
    const { edition, shared } = context
    const { paging: clause } = edition.general
    if (clause === undefined || list.action !== 'list' || sizeParameter(edition, list) === undefined) return []
    const variant = (
      id: string,
      drawn: fc.Arbitrary<readonly number[]>,
      walk: Walk,
      more: Pick<Variant, 'distinct'> = {},
    ): Variant => ({
      id,
      kind: 'stateful',
      arbitrary: drawn.map((counts) => ({ subject: walk(counts) })),
      weight: 0.4,
      ...more,
    })
    const cell = (walk: Walk, exclusive: boolean, ...more: readonly Variant[]): Cell => ({
      clause,
      operation: list,
      variants: [variant('walks', sizes, walk), ...more],
      ...(exclusive ? { apart: 'exclusive' } : {}),
    })
    if (list.path.includes('{person_id}'))
      return [
        cell(
          (drawn) =>
            walks(edition, list, drawn, { own: ownCredentials(edition), path: { person_id: made('person-0') } }),
          false,
        ),
      ]
    // Doors go on reporting whatever else is going on: single pages are looked at, and two that agree with themselves.
    if (list.resource === 'events') {
      const twice = variant('twice', doubled, (drawn) => walks(edition, list, drawn, { pages: 2, grows: true }), {
        distinct: 3,
      })
      return [cell((drawn) => walks(edition, list, drawn, { pages: 1 }), false, twice)]
    }
    if (shared) return [withheld(clause, list, 'Others change this list while its pages are looked at.')]
    const own = list.resource === 'people' ? { own: ownPeople(edition, 3) } : {}
    return [cell((drawn) => walks(edition, list, drawn, own), isChanged(edition, list))]
  })
