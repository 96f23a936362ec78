import type { Edition } from '../contract/edition.ts'
import { operationOf } from '../contract/lookup.ts'
import type { Operation } from '../contract/operation.ts'
import type { Draft, DraftValue } from '../generators/draft.ts'
import { made } from '../generators/draft.ts'
import { plainRequest, withBody } from '../generators/valid.ts'
import type { Case, Step } from './step.ts'

/** Reads the door that a command is about; undefined where it is about none. */
export const doorOf = (edition: Edition, { resource }: Operation, { path }: Draft): Draft | undefined =>
  resource === 'channels' ? { ...plainRequest(operationOf(edition, 'getChannel')), path } : undefined

/** What takes a command back, so that a door is left as it was found. */
const undoneBy: Readonly<Record<string, string>> = {
  lockdownChannel: 'unlockdownChannel',
  unlockChannel: 'normalChannel',
}

/** What must have happened before a command has anything to do. */
const doneBefore: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(undoneBy).map(([done, undone]) => [undone, done]),
)

/**
 * Asks what became of a wish to be let in, where it was accepted.
 *
 * @param present operations that the target has: one without admission requests is not asked for any
 */
export const whatBecameOf = (
  present: readonly Operation[],
  operation: Operation,
  accepted: number,
): readonly Step[] => {
  const reader = present.find(({ id }) => id === 'getAdmissionRequest')
  if (operation.outcome !== 'admitted' || reader === undefined) return []
  const draft = { ...plainRequest(reader), path: { id: made('wish') } }
  const expected = { outcome: 'read', strength: 'succeed' } as const
  return [{ draft, expected, when: { step: accepted, is: 'accepted' } }]
}

/** Holds what is answered then against the wish, which is sent first. */
export const wished = { kind: 'wished', command: 0, read: 1 } as const

/** What takes back a command that was carried out although it might have been refused. */
export const takingBack = (
  edition: Edition,
  operation: Operation,
  path: Draft['path'],
  accepted: number,
): readonly Step[] =>
  around(edition, undoneBy[operation.id], path).map((step) => ({ ...step, when: { step: accepted, is: 'accepted' } }))

const around = (edition: Edition, id: string | undefined, path: Draft['path']): readonly Step[] => {
  if (id === undefined) return []
  const operation = operationOf(edition, id)
  const expected = { outcome: operation.outcome, strength: 'may-refuse' } as const
  return [{ draft: { ...plainRequest(operation), path }, expected }]
}

/**
 * A command, a look at its door, and whatever takes it back. A door may refuse what changes nothing, so that what stands
 * around the command itself need not succeed. `prepared` is what the body of the command before it says, where it is not
 * to be the plain one: only if that is accepted is there anything to see.
 */
export const commandCase = (
  edition: Edition,
  present: readonly Operation[],
  operation: Operation,
  subject: Step,
  prepared?: Readonly<Record<string, DraftValue>>,
): Case => {
  const { path } = subject.draft
  if (operation.outcome === 'admitted') {
    const answered = whatBecameOf(present, operation, 0)
    return { steps: [subject, ...answered], relations: answered.map(() => wished), subject: 0 }
  }
  const before = around(edition, doneBefore[operation.id], path).map((step) =>
    prepared === undefined ? step : { ...step, draft: withBody(step.draft, () => prepared) },
  )
  const door = doorOf(edition, operation, subject.draft)
  const at = before.length
  const read = { outcome: 'read', strength: 'succeed' } as const
  return {
    steps: [
      ...before,
      prepared === undefined ? subject : { ...subject, when: { step: at - 1, is: 'accepted' } as const },
      ...(door === undefined ? [] : [{ draft: door, expected: read, when: { step: at, is: 'accepted' } as const }]),
      ...around(edition, undoneBy[operation.id], path),
    ],
    relations: operation.effect === undefined ? [] : [{ kind: 'commanded', command: at, read: at + 1 }],
    subject: at,
  }
}
