import { isObject } from './body.ts'
import type { Exchange } from './exchange.ts'
import type { Hooks } from './hooks.ts'
import type { Outcome } from './refusals.ts'
import type { Action, Answer, Kind, Members, Problem } from './types.ts'

/** The mistake that nobody caught: the answer becomes 500. */
export const crash = (): never => {
  throw new TypeError("Cannot read properties of undefined (reading 'length')")
}

/** Gives refusals of some kinds another status. */
export const answered = (status: number, ...outcomes: readonly Outcome[]): Hooks => ({
  refusal: (refusal) => (outcomes.includes(refusal.outcome) ? refusal.with({ status }) : refusal),
})

/** Where a request is about things of one kind. */
export const about =
  (kind: Kind, ...actions: readonly Action[]) =>
  ({ place, action }: Exchange): boolean =>
    place?.kind === kind && (actions.length === 0 || (action !== undefined && actions.includes(action)))

/** Does not look for some problems. */
export const overlooking = (when: (problem: Problem, exchange: Exchange) => boolean): Hooks => ({
  problems: (problems, exchange) => problems.filter((problem) => !when(problem, exchange)),
})

/** What is no text, whatever it is written as. */
const untexted = new Set(['group_ids', 'role_ids', 'start_time', 'end_time'])

export const isText = (value: unknown): value is string => typeof value === 'string'

/** Changes the texts that are about to be stored: those with a given name, or all. */
export const storing = (change: (text: string, name: string) => unknown, ...names: readonly string[]): Hooks => ({
  values: (values) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        const concerned = (names.length === 0 ? !untexted.has(name) : names.includes(name)) && isText(value)
        return [name, concerned ? change(value, name) : value]
      }),
    ),
})

/** Changes the free texts, which excludes e-mail addresses and dates. */
export const storingFreeText = (change: (text: string) => unknown): Hooks =>
  storing((text, name) => (name === 'email' || name.startsWith('valid_') ? text : change(text)))

export const refused = (answer: Answer): boolean => answer.status >= 400 && answer.contentType !== undefined

/** Changes the body of refusals. */
export const complaining = (
  change: (body: Members, exchange: Exchange) => unknown,
  when: (exchange: Exchange, answer: Answer) => boolean = () => true,
): Hooks => ({
  answer: (answer, exchange) =>
    refused(answer) && isObject(answer.body) && when(exchange, answer)
      ? { ...answer, body: change(answer.body, exchange) }
      : answer,
})

/** Refusals whose body is no JSON. */
export const complainingIn = (
  contentType: string,
  text: (answer: Answer) => string,
  when: (exchange: Exchange) => boolean = () => true,
): Hooks => ({
  answer: (answer, exchange) =>
    refused(answer) && when(exchange) ? { ...answer, contentType, text: text(answer) } : answer,
})

export const succeeded = (answer: Answer): boolean => answer.status < 300

/** Changes the answer of requests that succeeded. */
export const succeeding = (
  change: (answer: Answer, exchange: Exchange) => Answer,
  when: (exchange: Exchange) => boolean = () => true,
): Hooks => ({
  answer: (answer, exchange) => (succeeded(answer) && when(exchange) ? change(answer, exchange) : answer),
})

/** Fails where what was asked has some peculiarity. */
export const failing = (when: (exchange: Exchange) => boolean): Hooks => ({
  place: (place, exchange) => (when({ ...exchange, place }) ? crash() : place),
})

/** Fails where a body that could be read has some peculiarity. */
export const failingOn = (when: (value: unknown, exchange: Exchange) => boolean): Hooks => ({
  body: (parsed, exchange) => (parsed.ok && when(parsed.value, exchange) ? crash() : parsed),
})

/** The members of a body, whether or not they are wrapped. */
export const membersIn = (value: unknown): Members => {
  if (!isObject(value)) return {}
  return isObject(value.person_credential) ? value.person_credential : value
}

export const anyMember = (value: unknown, when: (value: unknown, name: string) => boolean): boolean =>
  Object.entries(membersIn(value)).some(([name, each]) => when(each, name))

export const without = (members: Members, ...names: readonly string[]): Members =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)))

export const acceptOf = ({ headers }: Exchange): string => (isText(headers.accept) ? headers.accept : '')
