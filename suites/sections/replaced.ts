import fc from 'fast-check'
import { operationOf } from '../../contract/lookup.ts'
import type { Operation } from '../../contract/operation.ts'
import { plainRequest, withBody } from '../../generators/valid.ts'
import type { Cell, Section, SuiteContext } from '../cell.ts'
import type { Case } from '../step.ts'
import { ofSubject, plainStep, subjectName } from '../step.ts'

/** A thing whose members are other than by default, an update that does not name them, and a look at what is left. */
const replacedCase = ({ edition }: SuiteContext, update: Operation, members: Record<string, boolean>): Case => {
  const family = (action: 'create' | 'read'): Operation =>
    operationOf(
      edition,
      edition.operations.find((one) => one.resource === update.resource && one.action === action)?.id ?? '',
    )
  const create = withBody(plainRequest(family('create')), (plain) => ({ ...plain, ...members }))
  const read = plainStep(edition, ofSubject(plainRequest(family('read'))))
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
    return [
      { clause, operation: update, variants: [{ id: 'unnamed', kind: 'stateful', arbitrary, weight: 1, distinct: 1 }] },
    ]
  })
}
