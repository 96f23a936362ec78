import fc from 'fast-check'
import type { Edition } from '../../contract/edition.ts'
import { operationOf } from '../../contract/lookup.ts'
import type { Operation } from '../../contract/operation.ts'
import type { OutcomeName } from '../../contract/outcome.ts'
import { made, unique } from '../../generators/draft.ts'
import { withoutLicence } from '../../generators/malformed/index.ts'
import { plainRequest } from '../../generators/valid.ts'
import type { Disturbance } from '../../target/description-world.ts'
import { markedPeople } from '../case.ts'
import type { Cell, Section, SuiteContext, Variant } from '../cell.ts'
import { derived, stateVariant, withheld } from '../cell.ts'
import type { Case, Step } from '../step.ts'
import { plainStep, subjectName } from '../step.ts'

/** What no request can provoke by itself: it takes somebody who describes the way there and back. */

const disturbing = 'It changes the whole target, which other people use.'

/** Alone, after everything else, on targets that nobody else uses and whose description has the recipe. */
const cellOf = (
  { shared }: SuiteContext,
  clause: string,
  operation: Operation,
  missing: string | undefined,
  variants: () => readonly Variant[],
): Cell => {
  if (shared) return withheld(clause, operation, disturbing)
  if (missing !== undefined)
    return { clause, operation, variants: [], unexercised: { kind: 'missing', detail: missing } }
  return { clause, operation, variants: variants(), apart: 'exclusive', last: true }
}

const only = (subject: Case, twin: Case, id: string): Variant => ({
  id,
  kind: 'stateful',
  arbitrary: fc.constant({ subject, twin }),
  weight: 1,
  distinct: 1,
})

/** A state of the whole target in which nobody is served. */
interface Closing {
  readonly recipe: Disturbance
  readonly outcome: OutcomeName
  /** Half a sentence behind "The description does not say how". */
  readonly described: string
  /** What a gateway answers by itself has any body, and nobody documents what became of the request behind it. */
  readonly byGateway?: true
}

/** The same request while nobody is served, and after it. */
const turnedAway = (edition: Edition, operation: Operation, { recipe, outcome, byGateway }: Closing): Case => {
  const draft = plainRequest(operation)
  const during: Step = {
    draft,
    expected: { outcome, strength: 'succeed', ...(byGateway === true ? { anyBody: true } : {}) },
    during: recipe,
    once: true,
  }
  if (operation.action !== 'create') return { steps: [during, plainStep(edition, draft)], relations: [], subject: 0 }
  const again = 'again'
  return {
    steps: [
      { ...during, makes: subjectName },
      plainStep(edition, markedPeople(edition)),
      // Whoever has been created behind the gateway would be in the way of a second one.
      plainStep(edition, draft, {
        makes: again,
        when: byGateway === true ? { step: 1, is: 'empty' } : { step: 0, is: 'refused' },
      }),
      plainStep(
        edition,
        { ...plainRequest(operationOf(edition, 'getPerson')), path: { id: made(again) } },
        { when: { step: 2, is: 'accepted' } },
      ),
    ],
    relations: [
      {
        kind: 'nothing-created',
        refused: 0,
        list: 1,
        marker: unique('system-id'),
        ...(byGateway === true ? { unknown: true } : {}),
      },
    ],
    subject: 0,
  }
}

const closed: ReadonlySet<string> = new Set(['getAccount', 'listPeople', 'createPerson'])

const closing =
  (state: Closing): Section =>
  (context) => {
    const { edition, make, recipes } = context
    const { clause, must } = edition.outcomes[state.outcome]
    if (!must.every((status) => edition.statuses.includes(status))) return []
    const missing = `The description does not say how ${state.described} (recipes.${state.recipe}).`
    return context.operations
      .filter(({ id }) => closed.has(id))
      .map((operation) =>
        cellOf(context, clause, operation, recipes.states.has(state.recipe) ? undefined : missing, () => [
          only(turnedAway(edition, operation, state), make.served(plainRequest(operation)), state.outcome),
        ]),
      )
  }

/** During maintenance nobody is served, and what was asked for then has not happened. */
export const maintenance = closing({
  recipe: 'maintenance',
  outcome: 'maintenance',
  described: 'to enter maintenance and leave it',
})

/** A gateway that gets no answer says so in its own words; afterwards the same request is served. */
export const badGateway = closing({
  recipe: 'badGateway',
  outcome: 'bad-gateway',
  described: 'the gateway in front of the target is brought to answer 502, and back',
  byGateway: true,
})

/** So does one that gets no answer in time. */
export const gatewayTimeout = closing({
  recipe: 'gatewayTimeout',
  outcome: 'gateway-timeout',
  described: 'the gateway in front of the target is brought to answer 504, and back',
  byGateway: true,
})

/** As many requests at once as the owner calls too many and a tenth more, then one more when the wait is over. */
const burst = (edition: Edition, operation: Operation, requests: number): Case => {
  const plain = plainStep(edition, plainRequest(operation), { during: 'rateLimit' })
  const { clause } = edition.outcomes['too-many-requests']
  const one: Step = {
    ...plain,
    expected: { ...plain.expected, otherwise: { outcomes: ['too-many-requests'] } },
    together: 1,
    once: true,
  }
  const steps = Array.from({ length: requests + Math.ceil(requests / 10) }, () => one)
  const positions = steps.map((_, index) => index)
  const again: Step = { ...plain, expected: { ...plain.expected, clause }, afterWaitOf: positions }
  return {
    steps: [...steps, again],
    relations: [{ kind: 'limited', burst: positions, again: steps.length }],
    subject: steps.length,
  }
}

const spreadOut = 'A burst of requests would have to go faster than the rate of this run (--rate) allows.'

/** Whoever asks too often is told so, and served again after a while. */
export const rateLimit: Section = (context) =>
  context.operations
    .filter(({ id }) => id === 'getAccount')
    .flatMap((operation): Cell[] => {
      const { edition, make, recipes } = context
      const requests = recipes.rateLimit
      const { clause } = edition.outcomes['too-many-requests']
      if (!context.shared && requests !== undefined && recipes.spread)
        return [{ clause, operation, variants: [], unexercised: { kind: 'budget', detail: spreadOut } }]
      const missing = 'The description does not say how many requests are too many (recipes.rateLimit).'
      return [
        cellOf(context, clause, operation, requests === undefined ? missing : undefined, () => [
          only(burst(edition, operation, requests ?? 0), make.served(plainRequest(operation)), 'burst'),
        ]),
        ...(edition.refusal.kind === 'errors' ? [derived(edition.refusal.retryIn, operation)] : []),
      ]
    })

const lacking = {
  described: undefined,
  'not-described': 'The description names no type of credential of which no licence is left (recipes.exhaustedType).',
  'not-allowed':
    'If a licence were left, somebody would be invited: allow.mobileCredentials has to name recipes.exhaustedType.',
} as const

/** A credential of a type of which all licences are in use, for a person of the run's own. */
export const licence: Section = (context) =>
  context.operations
    .filter(
      (operation) =>
        operation.body === 'person-credential-input' &&
        context.edition.ruleFor(operation, 'licence').strength === 'must-refuse',
    )
    .map((operation): Cell => {
      const { clause } = context.edition.outcomes['licence-exhausted']
      if (context.shared) return withheld(clause, operation, 'It would invite somebody if a licence were left.')
      const detail = lacking[context.recipes.licence]
      return detail === undefined
        ? { clause, operation, variants: [stateVariant(context, operation, withoutLicence(operation))] }
        : { clause, operation, variants: [], unexercised: { kind: 'missing', detail } }
    })
