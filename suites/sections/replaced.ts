import fc from 'fast-check'
import type { Edition } from '../../contract/edition.ts'
import { operationOf } from '../../contract/lookup.ts'
import type { Operation } from '../../contract/operation.ts'
import { fixture } from '../../generators/draft.ts'
import { plainRequest, withBody } from '../../generators/valid.ts'
import type { Cell, Section, SuiteContext } from '../cell.ts'
import type { Case } from '../step.ts'
import { ofSubject, plainStep, subjectName } from '../step.ts'
import { mayNameControllers } from './success.ts'

/** What creates and what reads the things that an operation updates. */
const familyOf = (edition: Edition, { resource }: Operation): readonly [create: Operation, read: Operation] => {
  const one = (action: 'create' | 'read'): Operation =>
    operationOf(
      edition,
      edition.operations.find((other) => other.resource === resource && other.action === action)?.id ?? '',
    )
  return [one('create'), one('read')]
}

/** A thing whose members are other than by default, an update that does not name them, and a look at what is left. */
const replacedCase = ({ edition }: SuiteContext, update: Operation, members: Record<string, boolean>): Case => {
  const [creation, reading] = familyOf(edition, update)
  const create = withBody(plainRequest(creation), (plain) => ({ ...plain, ...members }))
  const read = plainStep(edition, ofSubject(plainRequest(reading)))
  return {
    steps: [
      plainStep(edition, create, { makes: subjectName }),
      read,
      plainStep(edition, ofSubject(plainRequest(update))),
      read,
    ],
    relations: [
      { kind: 'read-back', write: 2, read: 3 },
      { kind: 'replaced', write: 2, read: 3 },
    ],
    subject: 2,
  }
}

/** The same of the doors that a rule is about, which have no default: it is looked at before they are named as well. */
const forgottenCase = ({ edition }: SuiteContext, update: Operation): Case => {
  const [create, read] = familyOf(edition, update)
  const look = plainStep(edition, ofSubject(plainRequest(read)))
  const plain = ofSubject(plainRequest(update))
  const named = withBody(plain, (members) => ({ ...members, match_controller_ids: [fixture('channel', 0)] }))
  return {
    steps: [
      plainStep(edition, plainRequest(create), { makes: subjectName }),
      look,
      plainStep(edition, named),
      look,
      plainStep(edition, plain),
      look,
    ],
    relations: [
      { kind: 'read-back', write: 2, read: 3 },
      { kind: 'read-back', write: 4, read: 5 },
      { kind: 'forgotten', write: 4, read: 5, never: 1, named: 3 },
    ],
    subject: 4,
  }
}

/** What an update replaces as a whole: members that it does not name are what they are by default. */
export const replaced: Section = (context) => {
  const clause = context.edition.general.replaced
  if (clause === undefined) return []
  return context.operations.flatMap((update): Cell[] => {
    const properties = update.body === undefined ? {} : (context.edition.schemas[update.body]?.properties ?? {})
    const others = Object.entries(properties).filter(([, schema]) => typeof schema.default === 'boolean')
    if (update.action !== 'update' || others.length === 0) return []
    const members = Object.fromEntries(others.map(([name, schema]) => [name, schema.default !== true]))
    const arbitrary = fc.constant({ subject: replacedCase(context, update, members) })
    const stateful = { kind: 'stateful', weight: 1, distinct: 1 } as const
    const forgotten =
      Object.hasOwn(properties, 'match_controller_ids') && mayNameControllers(context)
        ? [{ id: 'forgotten', arbitrary: fc.constant({ subject: forgottenCase(context, update) }), ...stateful }]
        : []
    return [{ clause, operation: update, variants: [{ id: 'unnamed', arbitrary, ...stateful }, ...forgotten] }]
  })
}
