import fc from 'fast-check'
import { operationOf } from '../../contract/lookup.ts'
import type { Operation } from '../../contract/operation.ts'
import type { DraftValue } from '../../generators/draft.ts'
import { fixture, unique } from '../../generators/draft.ts'
import { plainRequest, withBody } from '../../generators/valid.ts'
import type { Cell, Section, SuiteContext, Variant } from '../cell.ts'
import type { Case } from '../step.ts'
import { ofSubject, plainStep, subjectName } from '../step.ts'

type Members = Readonly<Record<string, DraftValue>>

/** Two values of a member, so that one can take the place of the other. */
const valuesOf = (name: string, format: string | undefined): readonly [DraftValue, DraftValue] => {
  switch (format) {
    case 'date':
    case 'date-or-instant':
      return name === 'valid_from'
        ? [
            { $: 'date', days: -900 },
            { $: 'date', days: -800 },
          ]
        : [
            { $: 'date', days: 900 },
            { $: 'date', days: 800 },
          ]
    case 'email':
      return [unique('email', 0), unique('email', 9)]
    case 'identifier':
      return [unique('system-id'), unique('system-id')]
    case 'phone':
      return ['+12025550123', '+12025550199']
    case 'code':
      return ['10000001', '20000002']
    default:
      return ['First', 'Second']
  }
}

/** Everything that a person may have, twice over. */
const rich = ({ edition, selection }: SuiteContext, update: Operation): readonly [Members, Members] => {
  const properties = Object.entries(edition.schemas[update.body ?? '']?.properties ?? {})
  const values = properties.flatMap(([name, { type, format }]): (readonly [string, DraftValue, DraftValue])[] => {
    if (type === 'boolean') return []
    if (type !== 'array') return [[name, ...valuesOf(name, format)]]
    return selection.references ? [[name, [fixture('group', 0), fixture('group', 1)], [fixture('group', 0)]]] : []
  })
  return [
    Object.fromEntries(values.map(([name, first]) => [name, first])),
    Object.fromEntries(values.map(([name, , second]) => [name, second])),
  ]
}

/** Somebody who has everything, an update that names what it names and nothing else, and a look before and after. */
const updated = ({ edition }: SuiteContext, update: Operation, first: Members, named: Members): Case => {
  const read = plainStep(edition, ofSubject(plainRequest(operationOf(edition, 'getPerson'))))
  const create = withBody(plainRequest(operationOf(edition, 'createPerson')), (plain) => ({ ...plain, ...first }))
  return {
    steps: [
      plainStep(edition, create, { makes: subjectName }),
      read,
      plainStep(
        edition,
        withBody(ofSubject(plainRequest(update)), () => named),
      ),
      read,
    ],
    relations: [
      { kind: 'accumulated', writes: [0], read: 1 },
      { kind: 'accumulated', writes: [0, 2], read: 3 },
    ],
    subject: 2,
    chained: true,
  }
}

/**
 * Updates of a single member, of people who have a lot to lose: what is lost beside one member that is named is hidden by
 * others that are. Half of them are disabled, and are people like others.
 */
export const updates: Section = (context) =>
  context.operations
    .filter(({ body }) => body === 'person-update')
    .flatMap((operation): Cell[] => {
      const { partial, readBack } = context.edition.general
      const [first, second] = rich(context, operation)
      const variant = (id: string, cases: readonly Case[]): Variant => ({
        id,
        kind: 'stateful',
        arbitrary: fc.constantFrom(...cases).map((subject) => ({ subject })),
        weight: 1,
        distinct: cases.length,
      })
      const alone = (member: string, value: DraftValue, states: readonly boolean[]): readonly Case[] =>
        states.map((enabled) => updated(context, operation, { ...first, enabled }, { [member]: value }))
      return [
        {
          clause: partial ?? readBack,
          operation,
          variants: [
            ...Object.entries(second)
              .filter(([member]) => member !== 'system_id')
              .map(([member, value]) => variant(`${member}.alone`, alone(member, value, [true, false]))),
            variant('enabled.alone', [...alone('enabled', false, [true]), ...alone('enabled', true, [false])]),
          ],
        },
        // The same where only what is named is asked for.
        ...(partial === undefined
          ? []
          : [
              {
                clause: readBack,
                operation,
                variants: [variant('notes.alone', alone('notes', 'Second', [true, false]))],
              },
            ]),
      ]
    })
