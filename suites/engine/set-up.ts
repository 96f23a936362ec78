import type { Edition } from '../../contract/edition.ts'
import { operationOf } from '../../contract/lookup.ts'
import type { Draft } from '../../generators/draft.ts'
import { made, unique } from '../../generators/draft.ts'
import { pinRequest, plainRequest, withBody } from '../../generators/valid.ts'
import type { Case } from '../step.ts'
import { plainStep } from '../step.ts'
import { idIn } from './answers.ts'
import { ofPerson } from './case-values.ts'
import type { CaseContext, CaseRun } from './run-case.ts'
import { runCase } from './run-case.ts'
import type { Scope } from './scope.ts'

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

const knownRecipes = new WeakMap<Edition, Map<string, readonly Case[]>>()

/** The ways to make a thing, in order of preference: put together once, since they are most of what a run sends. */
export const recipes = ({ edition }: Pick<CaseContext, 'edition'>, name: string): readonly Case[] => {
  const known = knownRecipes.get(edition) ?? new Map<string, readonly Case[]>()
  knownRecipes.set(edition, known)
  const found = known.get(name) ?? newRecipes(edition, name)
  known.set(name, found)
  return found
}

/** What was made is read at once: an id is the run's own only after the target has shown it with the run's marker. */
const newRecipes = (edition: Edition, name: string): readonly Case[] => {
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
        // The flat paths are those of one edition only.
        ...(edition.operations.some(({ id }) => id === 'createCredential')
          ? [make(plainRequest(operationOf(edition, 'createCredential')), 'getCredential', { id: made(name) })]
          : []),
        make(plainRequest(operationOf(edition, 'createPersonCredential')), 'getPersonCredential', {
          person_id: made('person'),
          id: made(name),
        }),
      ]
    case 'pin-credential':
      return [
        make(pinRequest(operationOf(edition, 'createPersonCredential')), 'getPersonCredential', {
          person_id: made('person'),
          id: made(name),
        }),
      ]
    case 'reservation':
      return [listed(edition, name, 'createReservation', 'listReservations')]
    case 'group-reservation':
      return [listed(edition, name, 'createGroupReservation', 'listGroupReservations')]
    case 'rule':
      return [
        make(plainRequest(operationOf(edition, 'createNotificationRule')), 'getNotificationRule', { id: made(name) }),
      ]
    case 'admission':
      return [admission(edition, name)]
    default:
      throw new Error(`Nothing makes a "${name}"`)
  }
}

/** What cannot be read by itself is looked for in its list. */
const listed = (edition: Edition, name: string, create: string, list: string): Case => ({
  steps: [
    plainStep(edition, plainRequest(operationOf(edition, create)), { makes: name }),
    plainStep(edition, plainRequest(operationOf(edition, list))),
  ],
  relations: [{ kind: 'read-back', write: 0, read: 1 }],
  subject: 0,
})

/** A wish to be let in at a door that may be commanded. */
const admission = (edition: Edition, name: string): Case => ({
  steps: [plainStep(edition, plainRequest(operationOf(edition, 'admitChannel')), { makes: name })],
  relations: [],
  subject: 0,
})

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
  const wanted = names.some((name) => ofPerson.has(name)) ? [...new Set(['person', ...names])] : names
  for (const name of wanted) {
    if (scope.things.has(name)) continue
    const nameless = context.session.ledger.nameless().length
    for (const [way, recipe] of recipes(context, name).entries()) {
      const run = await runCase(context, recipe, scope, { part: { kind: 'set-up', of: name, way } })
      runs.push(run)
      for (const exchange of run.exchanges) if (exchange !== undefined) scope.exchanges.push(exchange)
      scope.strings.push(...run.written)
      const [creation] = run.exchanges
      const created = run.accepted && creation !== undefined ? idIn(creation) : undefined
      // Another one would have no usable id either, and be left behind as well.
      if (created === undefined && context.session.ledger.nameless().length > nameless) return runs
      if (created === undefined) continue
      scope.things.set(name, created)
      break
    }
    if (!scope.things.has(name)) break
  }
  return runs
}
