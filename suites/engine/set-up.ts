import type { Edition } from '../../contract/types.ts'
import type { Draft } from '../../generators/draft.ts'
import { made, unique } from '../../generators/draft.ts'
import { plainRequest, withBody } from '../../generators/valid.ts'
import type { Case } from '../case.ts'
import { operationOf, plainStep } from '../case.ts'
import type { CaseContext, CaseRun, Scope } from './run-case.ts'
import { idIn, runCase } from './run-case.ts'

/** Has something to lose in members of several kinds, so that a loss can be seen. */
const richPerson = (edition: Edition): Draft =>
  withBody(plainRequest(operationOf(edition, 'createPerson')), (members) => ({
    ...members,
    email: unique('email'),
    department: 'Mathematics',
    telephone: '+12025550123',
    notes: 'Engine room',
    valid_to: { $: 'date', days: 3000 },
  }))

/**
 * The ways to make a thing, in order of preference. What was made is read at once: an id is the run's own only after
 * the target has shown it with the run's marker.
 */
const recipes = (context: CaseContext, name: string): readonly Case[] => {
  const { edition } = context
  const make = (create: Draft, read: string, path: Draft['path']): Case => ({
    steps: [
      plainStep(edition, create, { makes: name }),
      plainStep(edition, { ...plainRequest(operationOf(edition, read)), path }),
    ],
    relations: [{ kind: 'read-back', write: 0, read: 1 }],
    subject: 0,
  })
  switch (name) {
    case 'person':
      return [richPerson(edition), plainRequest(operationOf(edition, 'createPerson'))].map((create) =>
        make(create, 'getPerson', { id: made(name) }),
      )
    case 'credential':
      return [
        make(plainRequest(operationOf(edition, 'createCredential')), 'getCredential', { id: made(name) }),
        make(plainRequest(operationOf(edition, 'createPersonCredential')), 'getPersonCredential', {
          person_id: made('person'),
          id: made(name),
        }),
      ]
    default:
      throw new Error(`Nothing makes a "${name}"`)
  }
}

/**
 * Makes what a case needs and its scope does not have yet. Returns the runs, for their evidence; the last one says
 * whether it worked.
 */
export const setUp = async (
  context: CaseContext,
  scope: Scope,
  names: readonly string[],
): Promise<readonly CaseRun[]> => {
  const runs: CaseRun[] = []
  const wanted = names.includes('credential') ? ['person', 'credential'] : names
  for (const name of wanted) {
    if (scope.things.has(name)) continue
    for (const recipe of recipes(context, name)) {
      const run = await runCase(context, recipe, scope)
      runs.push(run)
      for (const exchange of run.exchanges) if (exchange !== undefined) scope.exchanges.push(exchange)
      scope.strings.push(...run.written)
      const [creation] = run.exchanges
      const created = run.accepted && creation !== undefined ? idIn(creation) : undefined
      if (created === undefined) continue
      scope.things.set(name, created)
      break
    }
    if (!scope.things.has(name)) break
  }
  return runs
}

/**
 * Deletes the people that a scope has made and the target has shown to be the run's own, and before them what they
 * hold: that their deletion takes it along is for a case of its own to find out.
 */
export const tearDown = async (context: CaseContext, scope: Scope): Promise<readonly CaseRun[]> => {
  const runs: CaseRun[] = []
  const remove = plainRequest(operationOf(context.edition, 'deletePerson'))
  const removeCredential = plainRequest(operationOf(context.edition, 'deletePersonCredential'))
  for (const [credential, person] of [...scope.credentials]) {
    if (!scope.people.has(person) || !context.session.ledger.owns('people', person)) continue
    const things = new Map([
      ['person', person],
      ['credential', credential],
    ])
    const one = { steps: [plainStep(context.edition, removeCredential)], relations: [], subject: 0 }
    runs.push(await runCase(context, one, { ...scope, things }))
  }
  for (const person of [...scope.people]) {
    if (!context.session.ledger.owns('people', person)) continue
    const things = new Map([['person', person]])
    runs.push(
      await runCase(
        context,
        { steps: [plainStep(context.edition, remove)], relations: [], subject: 0 },
        { ...scope, things },
      ),
    )
  }
  return runs
}
