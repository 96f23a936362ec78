import { CommanderError } from 'commander'
import { escapeText } from '../reports/terminal/text.ts'
import { TargetError } from '../target/errors.ts'
import { nearest } from '../target/nearest.ts'

/** What the command could not do because of how it was called. The message is one sentence. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly exitCode = 2
}

/** `There is no clause "RE-40"; did you mean RE-400?`, or `otherwise` in place of the question. */
export const unknownName = (what: string, written: string, known: readonly string[], otherwise: string): UsageError => {
  const meant = nearest(written, known)
  const hint = meant === undefined ? `${otherwise}.` : `did you mean ${meant}?`
  return new UsageError(`There is no ${what} ${JSON.stringify(written)}; ${hint}`)
}

/** What is said of an error, and the code to exit with. Nothing is said where commander has already answered. */
export interface Said {
  readonly message?: string
  readonly exitCode: number
}

/** `Allowed choices are a, b.` with the one that was probably meant. */
const withChoice = (sentence: string): string => {
  const [, written, choices] = /'([^']*)' is invalid.*Allowed choices are (.*)\.$/.exec(sentence) ?? []
  const meant = written === undefined ? undefined : nearest(written, choices?.split(', ') ?? [])
  return meant === undefined ? sentence : `${sentence.slice(0, -1)}; did you mean ${meant}?`
}

/** What commander says in up to three sentences, in one. */
const ofCommander = (error: CommanderError): Said => {
  if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return { exitCode: 0 }
  if (error.code === 'commander.help') return { exitCode: error.exitCode === 0 ? 0 : 2 }
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n')
  const hint = rest.join(' ').replace(/^\(Did you mean (.*)\?\)$/, '; did you mean $1?')
  const upper = `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.$/, '')}`
  const sentence = hint === '' ? withChoice(`${upper}.`) : upper + hint
  const message = sentence.replace(/\. ([A-Z])/g, (_, letter: string) => `: ${letter.toLowerCase()}`)
  return { message: escapeText(message), exitCode: 2 }
}

/** Turns whatever was thrown into one line and an exit code: what the user can mend, or a fault of the suite (4). */
export const explainError = (error: unknown): Said => {
  if (error instanceof CommanderError) return ofCommander(error)
  if (error instanceof UsageError || error instanceof TargetError)
    return { message: escapeText(error.message), exitCode: error.exitCode }
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  const hint = 'set DOORFLOW_DEBUG=1 to see where'
  return { message: `A fault of the suite itself: ${escapeText(line.replace(/\.$/, ''))} (${hint}).`, exitCode: 4 }
}

export const debugging = (): boolean => (process.env.DOORFLOW_DEBUG ?? '') !== '' && process.env.DOORFLOW_DEBUG !== '0'
