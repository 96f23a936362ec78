import { isObject } from '../body.ts'
import type { Exchange } from '../exchange.ts'
import { answered, complaining, isText, without } from '../hooking.ts'
import type { Hooks } from '../hooks.ts'
import type { Outcome } from '../refusals.ts'
import type { Members } from '../types.ts'
import { type Broken, broken, type Fault, fault } from './fault.ts'

const current = (...clauses: readonly string[]): Broken => broken({ current: clauses })

type Errors = Readonly<Record<string, unknown>>

/** Changes what is said of the fields. */
const naming = (change: (errors: Errors, exchange: Exchange) => unknown): Hooks =>
  complaining((body, exchange) => (isObject(body.errors) ? { ...body, errors: change(body.errors, exchange) } : body))

/** Changes the error of refusals of some kinds. */
const saying = (change: (body: Members) => Members, ...outcomes: readonly Outcome[]): Hooks =>
  complaining(change, ({ refusal }) => refusal !== undefined && outcomes.includes(refusal.outcome))

const renamed = (errors: Errors, name: (field: string) => string): Errors =>
  Object.fromEntries(Object.entries(errors).map(([field, messages]) => [name(field), messages]))

/** The first of the members that were sent of which nothing is wrong. */
const soundMember = ({ members = {}, refusal }: Exchange): string | undefined =>
  Object.keys(members).find((name) => refusal?.problems.every(({ param }) => param !== name))

const credential = ({ place }: Exchange): boolean => place?.kind === 'credentials'

/** How the current edition may say wrongly what is wrong. */
export const fieldFaults: readonly Fault[] = [
  fault(
    'errors-name-a-sound-sibling',
    current('CU-ERRORS-SOUND'),
    'Where several members are sent, the first sound one is told as wrong, too.',
    naming((errors, exchange) => {
      const sound = Object.keys(exchange.members ?? {}).length > 1 ? soundMember(exchange) : undefined
      return sound === undefined ? errors : { ...errors, [sound]: ['is invalid'] }
    }),
  ),
  fault(
    'errors-swap-the-names',
    current('CU-ERRORS-SOUND', 'CU-ERRORS-FAULTY'),
    'What is wrong with a first name is told as wrong with the last name.',
    naming((errors) => renamed(errors, (field) => (field === 'first_name' ? 'last_name' : field))),
  ),
  fault(
    'errors-under-base',
    current('CU-ERRORS-FAULTY'),
    'What is wrong is told under "base", whichever field it is.',
    naming((errors) => ({ base: Object.values(errors).flat() })),
  ),
  fault(
    'errors-by-label',
    current('CU-ERRORS-FAULTY'),
    'Fields of a credential are told by the label of the form.',
    naming((errors, exchange) =>
      credential(exchange) ? renamed(errors, (field) => (field === 'value' ? 'Number' : 'Kind')) : errors,
    ),
  ),
  fault(
    'errors-name-the-address',
    current('CU-ERRORS-FAULTY'),
    'What is wrong with an e-mail address is told as wrong with "address".',
    naming((errors) => renamed(errors, (field) => (field === 'email' ? 'address' : field))),
  ),
  fault(
    'errors-a-list',
    current('CU-ERRORS'),
    'What is wrong with the fields is a list of sentences.',
    naming((errors) => Object.entries(errors).map(([field, messages]) => `${field} ${String(messages)}`)),
  ),
  fault(
    'errors-of-objects',
    current('CU-ERRORS'),
    'Each message is an object with a code.',
    naming((errors) =>
      Object.fromEntries(Object.entries(errors).map(([field]) => [field, [{ code: 'invalid', count: 1 }]])),
    ),
  ),
  fault(
    'errors-nested',
    current('CU-ERRORS'),
    'Fields of a credential are told inside person_credential.',
    naming((errors, exchange) => (credential(exchange) ? { person_credential: errors } : errors)),
  ),
  fault(
    'error-code-a-number',
    current('CU-ERROR-TYPE'),
    'The error is the status, as a number.',
    complaining((body, { refusal }) => ('error' in body ? { ...body, error: refusal?.status ?? 500 } : body)),
  ),
  fault(
    'error-code-an-object',
    current('CU-ERROR-TYPE'),
    'The error is an object when something is not found.',
    saying((body) => ({ ...body, error: { code: body.error } }), 'not-found', 'gone'),
  ),
  fault(
    'error-code-true',
    current('CU-ERROR-TYPE'),
    'The error is true when the key is not valid.',
    saying((body) => ({ ...body, error: true }), 'unauthenticated', 'malformed-credentials'),
  ),
  fault(
    'error-code-empty',
    current('CU-ERROR'),
    'The error is an empty string where a field is wrong.',
    saying((body) => ({ ...body, error: '' }), 'missing-parameter', 'invalid-value'),
  ),
  fault(
    'error-code-missing-when-forbidden',
    current('CU-ERROR'),
    'Only what is forbidden has no error.',
    saying((body) => without(body, 'error'), 'hidden'),
  ),
  fault(
    'description-a-list',
    current('CU-DESCRIPTION', 'CU-ERROR-TYPE'),
    'The description is a list of sentences.',
    complaining((body) =>
      isText(body.error_description) ? { ...body, error_description: [body.error_description] } : body,
    ),
  ),
  fault(
    'description-an-object',
    current('CU-DESCRIPTION', 'CU-ERROR-TYPE'),
    'Where a field is wrong, the description is an object by language.',
    saying((body) => ({ ...body, error_description: { en: body.error_description } }), 'missing-parameter'),
  ),
  fault(
    'conflict-without-the-credential',
    current('CU-409-BODY'),
    'A second credential of a type is refused with an error and without the first one.',
    complaining(
      () => ({ error: 'conflict', error_description: 'This person has a credential of this type.' }),
      ({ refusal }) => refusal?.outcome === 'already-held',
    ),
  ),
  fault(
    'conflict-shows-what-was-sent',
    current('CU-409-BODY'),
    'A second credential of a type is refused with the value of the second one.',
    complaining(
      (body, { members }) => ({ ...body, value: members?.value }),
      ({ refusal }) => refusal?.outcome === 'already-held',
    ),
  ),
  fault(
    'conflict-wraps-the-credential',
    current('CU-409-BODY'),
    'A second credential of a type is refused with the first one inside an object.',
    complaining(
      (body) => ({ error: 'conflict', person_credential: body }),
      ({ refusal }) => refusal?.outcome === 'already-held',
    ),
  ),
  fault(
    'second-credential-answers-the-first',
    current('CU-409'),
    'A second credential of a type is answered with 200 and the first one.',
    answered(200, 'already-held'),
  ),
  fault(
    'second-credential-answers-500',
    current('CU-500', 'CU-409'),
    'A second credential of a type violates an index and is answered with 500.',
    answered(500, 'already-held'),
  ),
  fault(
    'validation-answers-402',
    current('CU-422'),
    'A missing parameter is refused with 402.',
    answered(402, 'missing-parameter'),
  ),
  fault(
    'invalid-answers-404',
    current('CU-422'),
    'An invalid value is refused with 404.',
    answered(404, 'invalid-value'),
  ),
  fault(
    'email-in-use-answers-500',
    current('CU-500', 'CU-UNIQUE'),
    'An e-mail address in use violates an index and is answered with 500.',
    answered(500, 'request-failed'),
  ),
  fault(
    'forbidden-answers-422',
    current('CU-403'),
    'What may not be seen is refused like a wrong value.',
    answered(422, 'hidden'),
  ),
]
