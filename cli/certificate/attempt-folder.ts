import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type AttemptOutcome,
  type Begun,
  ChainProblem,
  nextAttempt,
  readChain,
  withLine,
} from '../../reports/certificate/attempts.ts'
import { makeFolder } from '../../target/folders.ts'
import { UsageError } from '../errors.ts'
import { attemptsFile } from './file-names.ts'

/** One attempt at a certificate, with a folder of its own beside those of all the others. */
export interface Attempt {
  readonly number: number
  /** Where its bundle goes. */
  readonly folder: string
  /** Writes down that it begins, before anything is sent. */
  begin(facts: Omit<Begun, 'kind' | 'attempt' | 'at' | 'previous'>): void
  /** Writes down what came of it; returns the whole chain. */
  end(outcome: AttemptOutcome, results: string | null): string
}

/**
 * Begins an attempt in a folder that keeps all of them.
 *
 * @throws UsageError if the folder cannot be written, or if what it says of earlier attempts was altered
 */
export const openAttempt = (output: string): Attempt => {
  const file = join(output, attemptsFile)
  const reach = <T>(act: () => T): T => {
    try {
      return act()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
      if (code === undefined) throw error
      throw new UsageError(`--output: ${output} cannot be written (${code}); name a folder that can be.`)
    }
  }
  const read = (): string => reach(() => (existsSync(file) ? readFileSync(file, 'utf8') : ''))
  const check = (chain: string) => {
    try {
      return readChain(chain)
    } catch (error) {
      if (!(error instanceof ChainProblem)) throw error
      throw new UsageError(`${file} is not as certify left it: ${error.message}; keep it, and name another folder.`)
    }
  }
  reach(() => makeFolder(output))
  const number = nextAttempt(check(read()))
  const folder = join(output, `attempt-${number}`)
  if (existsSync(folder))
    throw new UsageError(
      `${folder} is there, and ${file} does not know of it: another certify is under way, or lines were taken out; name another folder.`,
    )
  // Of two that begin at the same time one gets the number.
  reach(() => mkdirSync(folder))
  const append = (line: Parameters<typeof withLine>[1]): string =>
    reach(() => {
      const before = read()
      const after = withLine(before, line)
      appendFileSync(file, after.slice(before.length))
      return after
    })
  return {
    number,
    folder,
    begin: (facts) => void append({ kind: 'begun', attempt: number, at: new Date().toISOString(), ...facts }),
    end: (outcome, results) =>
      append({ kind: 'ended', attempt: number, at: new Date().toISOString(), outcome, results }),
  }
}
