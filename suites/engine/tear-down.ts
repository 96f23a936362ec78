import type { Edition } from '../../contract/edition.ts'
import { operationOf } from '../../contract/lookup.ts'
import type { Action, Operation } from '../../contract/operation.ts'
import { isSymbolic } from '../../generators/draft.ts'
import { plainRequest } from '../../generators/valid.ts'
import type { CasePart } from '../../oracle/evidence.ts'
import type { RecordResource } from '../../target/ledger-records.ts'
import { type Case, plainStep, type Step } from '../step.ts'
import type { CaseContext, CaseRun } from './run-case.ts'
import { runCase } from './run-case.ts'
import type { Scope } from './scope.ts'
import { untilSettled } from './settling.ts'

const part: CasePart = { kind: 'tear-down' }

/** What whoever was deleted already, and shown since, may answer to being deleted. */
const goneAgain: Step['expected'] = {
  outcome: 'gone-again',
  strength: 'must-refuse',
  defect: { rule: 'alive-again', place: 'state', parameters: [] },
}

/**
 * The plain request that deletes something, or that looks for it in its list first. `shownSince`: it was deleted already,
 * and shown after that.
 */
export const removal = (edition: Edition, operation: Operation, shownSince = false): Case => ({
  steps: [plainStep(edition, plainRequest(operation), shownSince ? { expected: goneAgain } : {})],
  relations: [],
  subject: 0,
})

/** The name under which a plain request finds what it deletes. */
const nameIn = (operation: Operation): string => {
  const { id } = plainRequest(operation).path
  if (isSymbolic(id) && id.$ === 'made') return id.of
  throw new Error(`${operation.id} does not say what it deletes.`)
}

/** The removal that a recorded one says that it is; undefined if there is none such. */
export const removalLike = (
  edition: Edition,
  operation: Operation,
  expected: Pick<Step['expected'], 'outcome'>,
): Case | undefined =>
  operation.action === 'delete' || operation.action === 'list'
    ? removal(edition, operation, expected.outcome === goneAgain.outcome)
    : undefined

/**
 * Deletes the records that a scope has made besides people and credentials. One that no reading has shown to be the
 * run's own is looked for in its list first, which may show it a little later: once its person is gone it may be found no
 * more.
 */
const tearDownRecords = async (context: CaseContext, scope: Scope): Promise<readonly CaseRun[]> => {
  const { edition, session } = context
  const runs: CaseRun[] = []
  const send = async (operation: Operation, things: Scope['things']): Promise<void> => {
    runs.push(await runCase(context, removal(edition, operation), { ...scope, things }, { part }))
  }
  for (const [id, resource] of [...scope.records]) {
    const of = (action: Action): Operation | undefined =>
      edition.operations.find((one) => one.resource === (resource satisfies RecordResource) && one.action === action)
    const [list, remove] = [of('list'), of('delete')]
    if (list !== undefined && !session.ledger.owns(resource, id)) {
      await send(list, new Map())
      for await (const _ of untilSettled(session.description.settleTime, context.signal)) {
        if (session.ledger.owns(resource, id)) break
        await send(list, new Map())
      }
    }
    if (session.ledger.owns(resource, id) && remove !== undefined) await send(remove, new Map([[nameIn(remove), id]]))
  }
  return runs
}

/**
 * Deletes the people that a scope has made and the target has shown to be the run's own, and before them what they
 * hold: that their deletion takes it along is for a case of its own to find out.
 */
export const tearDown = async (context: CaseContext, scope: Scope): Promise<readonly CaseRun[]> => {
  const { edition, session } = context
  const runs: CaseRun[] = [...(await tearDownRecords(context, scope))]
  const send = async (one: Case, things: Scope['things']): Promise<void> => {
    runs.push(await runCase(context, one, { ...scope, things }, { part }))
  }
  const removeCredential = operationOf(edition, 'deletePersonCredential')
  for (const [credential, person] of [...scope.credentials]) {
    if (!scope.people.has(person) || !session.ledger.owns('people', person)) continue
    const things = new Map([
      ['person', person],
      ['credential', credential],
    ])
    // What went with its person may be there again with them, and may not.
    await send(removal(edition, removeCredential, scope.deleted.has(String(person))), things)
  }
  const remove = operationOf(edition, 'deletePerson')
  for (const person of [...scope.people]) {
    if (!session.ledger.owns('people', person)) continue
    // Whoever was shown after their deletion may be there again, and may not: both answers are in order.
    await send(removal(edition, remove, scope.deleted.has(String(person))), new Map([['person', person]]))
  }
  return runs
}
