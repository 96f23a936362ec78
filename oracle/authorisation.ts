import { accuse, examine, observe, type Step } from './notes.ts'
import { withoutQuery } from './paths.ts'
import { readRedirect } from './redirect.ts'
import { isTag, readTag } from './tag.ts'

/**
 * Judges where an authorisation sends the browser of a client that needs nobody's consent: to the client's redirect URI,
 * with a code and the state that was sent, or with an error in place of the code (OpenAPI description, authorizeOAuth).
 */
export const judgeAuthorisation = (step: Step): void => {
  const { exchange, expected, outcome } = step
  examine(step, outcome.clause)
  const clause = expected.clause ?? outcome.clause
  const location = exchange.response?.headers.location
  const members = location === undefined ? undefined : readRedirect(location)
  if (members === undefined) {
    const actual = location === undefined ? 'no `Location`' : 'it leads elsewhere'
    accuse(step, clause, 'a `Location` that begins with the redirect URI of the client', actual)
    return
  }
  const shown = (name: string): string | undefined => members.find(([own]) => own === name)?.[1]
  const [code, error, state] = ['code', 'error', 'state'].map(shown)
  if (!saysSomething(code) && !saysSomething(error)) {
    accuse(step, clause, 'a `code` in the query of `Location`', code === undefined ? 'no `code`' : '`code` is empty')
    return
  }
  if (!saysSomething(code)) {
    observe(step, 'authorisation-denied', error === undefined || isTag(error) ? '' : `\`error\` is ${error}`)
  }
  const { path } = exchange.request
  const sent = new URLSearchParams(path.slice(withoutQuery(path).length)).get('state')
  if (sent === null || state === sent) return
  accuse(step, clause, 'the `state` that was sent', state === undefined ? 'no `state`' : '`state` is another one')
}

const saysSomething = (value: string | undefined): boolean =>
  value !== undefined && (readTag(value)?.length ?? value.length) > 0
