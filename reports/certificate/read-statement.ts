import { compiledOnUse } from '../../oracle/compiled-on-use.ts'
import schema from './certificate.schema.json' with { type: 'json' }
import { certificateFormat, predicateType, type Statement, statementType } from './statement.ts'
import { parseStrict } from './strict-json.ts'

const compiled = compiledOnUse<Statement>(schema, { allowUnionTypes: true })

/** Why a payload is no certificate that this suite can read: half a sentence. */
export class StatementProblem extends Error {
  override readonly name = 'StatementProblem'
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

/**
 * Reads the statement that was signed.
 *
 * @throws StatementProblem or JsonProblem where it is something else, of another version, or not as the schema has it
 */
export const readStatement = (payload: Uint8Array): Statement => {
  const value = parseStrict(payload)
  if (memberOf(value, '_type') !== statementType) throw new StatementProblem('holds no in-toto Statement v1')
  const own = memberOf(memberOf(value, 'predicate'), 'doorflowConformance')
  if (memberOf(value, 'predicateType') !== predicateType || own === undefined)
    throw new StatementProblem('holds a statement of something else, and no certificate of doorflow-conformance')
  const format = memberOf(own, 'format')
  if (format !== certificateFormat)
    throw new StatementProblem(
      `holds a certificate of version ${JSON.stringify(format)?.slice(0, 20)}, and this suite reads version ${certificateFormat}; use the suite that made it`,
    )
  const validate = compiled()
  if (validate(value)) return value
  const { instancePath = '', message = 'is not in order' } = validate.errors?.[0] ?? {}
  throw new StatementProblem(`holds a certificate that is not as its schema has it (${instancePath} ${message})`)
}
