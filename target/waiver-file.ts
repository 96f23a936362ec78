import type { Edition } from '../contract/edition.ts'
import type { Waiver } from '../oracle/waiver.ts'
import { TargetError } from './errors.ts'
import { nearest } from './nearest.ts'
import { faultFinder } from './schema-faults.ts'
import schema from './waivers.schema.json' with { type: 'json' }
import { parseWritten, readWritten } from './written-file.ts'

/** A waiver as its owner writes it; the published JSON Schema says the same. It has either a key or a clause. */
interface WrittenWaiver {
  readonly key?: string
  readonly clause?: string
  readonly operation?: string
  readonly reason: string
  readonly owner: string
  readonly expires: string
  readonly ticket?: string | number
}

interface WrittenWaivers {
  readonly waivers?: readonly WrittenWaiver[]
  readonly flaky?: readonly WrittenWaiver[]
}

const faultIn = faultFinder(schema, 'the waiver file')

/** What a key begins with; the rest of it may be empty in part (oracle/findings.ts). */
const keyForm = /^([^:\s]+):([^:\s]+):[^:\s]*:\S*:[^:\s]+$/

const unknown = (place: string, what: string, written: string, known: readonly string[], edition: string): never => {
  const meant = nearest(written, known)
  const right =
    meant === undefined ? `\`list ${what}s --edition ${edition}\` shows what there is.` : `did you mean ${meant}?`
  throw new TargetError(`${place}: there is no ${what} ${JSON.stringify(written)} in the ${edition} edition; ${right}`)
}

/**
 * Reads waivers from a YAML or JSON file, those known to be flaky behind the others.
 *
 * @throws TargetError (exit code 2) with file, line and column, if the file cannot be read, is not as the published
 *   schema has it, or names a clause or an operation that the edition does not have, or a clause that is only MAY.
 */
export const readWaivers = async (file: string, edition: Edition): Promise<readonly Waiver[]> => {
  const { value, where } = parseWritten(file, await readWritten(file, 'waiver file'), faultIn)
  const written = value as WrittenWaivers
  const clauses = edition.clauses.map(({ id }) => id)
  const permissions = new Set(edition.clauses.filter(({ level }) => level === 'MAY').map(({ id }) => id))
  const operations = edition.operations.map(({ id }) => id)

  const waiverIn = (list: 'waivers' | 'flaky', one: WrittenWaiver, index: number): Waiver => {
    const { key, reason, owner, expires, ticket } = one
    const at = (member: string): string => where(list, index, member)
    const [, clauseOfKey, operationOfKey] = keyForm.exec(key ?? '') ?? []
    if (key !== undefined && clauseOfKey === undefined) {
      const right = 'the report prints them, such as RE-410:getPerson:alive::200'
      throw new TargetError(`${at('key')}: ${JSON.stringify(key)} is no key of a finding; ${right}.`)
    }
    const place = (member: string): string => at(key === undefined ? member : 'key')
    const clause = clauseOfKey ?? one.clause ?? ''
    if (!clauses.includes(clause)) unknown(place('clause'), 'clause', clause, clauses, edition.name)
    if (permissions.has(clause)) {
      throw new TargetError(
        `${place('clause')}: ${clause} says what MAY be, and nothing breaks it; take the waiver out, or name a clause that MUST or SHOULD hold.`,
      )
    }
    const operation = operationOfKey ?? one.operation
    if (operation !== undefined && !operations.includes(operation)) {
      unknown(place('operation'), 'operation', operation, operations, edition.name)
    }
    if (one.operation !== undefined && one.operation !== operation) {
      throw new TargetError(`${at('operation')}: the key is of ${operation}; take operation out, or name that one.`)
    }
    return {
      ...(key === undefined ? {} : { key }),
      clause,
      ...(operation === undefined ? {} : { operation }),
      reason: reason.trim(),
      owner: owner.trim(),
      expires,
      ...(ticket === undefined ? {} : { ticket: String(ticket) }),
      flaky: list === 'flaky',
      where: where(list, index),
    }
  }

  return [
    ...(written.waivers ?? []).map((one, index) => waiverIn('waivers', one, index)),
    ...(written.flaky ?? []).map((one, index) => waiverIn('flaky', one, index)),
  ]
}
