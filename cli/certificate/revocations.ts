import { readFileSync, statSync } from 'node:fs'
import type { Revocations } from '../../reports/certificate/check-facts.ts'
import { JsonProblem, parseStrict } from '../../reports/certificate/strict-json.ts'
import { errorCode } from '../../target/error-code.ts'
import { UsageError } from '../errors.ts'

const right = 'it is {"keys": [...], "statements": [...]}, both lists of SHA-256 in 64 hexadecimal digits'
const largest = 16 * 1024 * 1024

const isList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string' && /^[0-9a-f]{64}$/.test(one))

/** Reads a list of what is revoked. @throws UsageError unless all of it is understood */
export const readRevocations = (file: string): Revocations => {
  const fail = (why: string): never => {
    throw new UsageError(`--revocations: ${file} ${why}; ${right}.`)
  }
  let value: unknown
  try {
    if (statSync(file).size > largest) fail('is too large')
    value = parseStrict(readFileSync(file))
  } catch (error) {
    if (error instanceof JsonProblem) return fail(error.message)
    if (error instanceof UsageError) throw error
    return fail(`cannot be read (${errorCode(error)})`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail('is no list of revocations')
  const { keys = [], statements = [], ...others } = value as Record<string, unknown>
  const [other] = Object.keys(others)
  // What is not understood could be what matters.
  if (other !== undefined) return fail(`has a member ${JSON.stringify(other.slice(0, 40))} that nobody knows`)
  if (!isList(keys) || !isList(statements)) return fail('has something else in keys or statements')
  return { keys, statements }
}
