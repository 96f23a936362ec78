import type { Edition } from '../../contract/edition.ts'
import type { JsonSchema } from '../../contract/json-schema.ts'
import { type JsonObject, jsonOf, readableId, single } from '../../oracle/answers.ts'
import { compareWritten, sameShown } from '../../oracle/equivalence.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import { nameShown, unshown, valueShown, writtenMembers } from '../../oracle/read-back.ts'
import type { Finding } from '../../oracle/results.ts'

/** One member, as it was and as it is; undefined where it is not there. */
export interface Pair {
  readonly member: string
  readonly before: unknown
  readonly after: unknown
  readonly differs: boolean
}

/** What was written beside what was read back, or what was shown before a refused request beside what was shown after it. */
export interface Comparison {
  readonly titles: readonly [before: string, after: string]
  readonly pairs: readonly Pair[]
}

const isReading = ({ request, response }: Exchange): boolean =>
  request.method === 'GET' && response !== undefined && response.status >= 200 && response.status < 300

/** What a reading shows of what another exchange is about: its one thing, or the item of a list that has its id. */
const shownBy = (read: Exchange, write: Exchange): JsonObject | undefined => {
  const value = jsonOf(read)
  if (!Array.isArray(value) || value.length === 1) return single(value)
  const created = single(jsonOf(write))
  const ids = new Set([created && readableId(created), ...write.request.path.split(/[/?.]/)])
  return value.find((item): item is JsonObject => {
    const thing = single(item)
    return thing !== undefined && ids.has(readableId(thing))
  })
}

/** Times are told apart by whoever knows the account's zone; here only what is accused of it counts as different. */
const isTime = ({ format }: JsonSchema): boolean =>
  format === 'date' || format === 'date-or-instant' || format === 'instant'

const writtenAndRead = (edition: Edition, finding: Finding, write: Exchange, read: Exchange): readonly Pair[] => {
  const operation = edition.operations.find(({ id }) => id === write.request.operation)
  const shown = shownBy(read, write)
  if (operation === undefined || shown === undefined) return []
  const { parameters } = finding.violation
  const written = writtenMembers(operation, write.request.body) ?? {}
  const schemas = edition.schemas[operation.body ?? '']?.properties ?? {}
  const missing = parameters.filter((member) => !Object.hasOwn(written, member) && Object.hasOwn(schemas, member))
  return [...Object.keys(written), ...missing]
    .filter((member) => !unshown.has(member))
    .flatMap((member): readonly Pair[] => {
      const schema = schemas[member]
      const [before, after] = [written[member], valueShown(shown, member, operation.resource)]
      const accused = parameters.includes(member)
      // Nothing says that what no schema knows is ever shown.
      if (schema === undefined && !accused && after === undefined) return []
      const apart =
        schema !== undefined && !isTime(schema) && compareWritten(before, after, schema, undefined) === undefined
      return [{ member: nameShown(member, operation.resource), before, after, differs: accused || apart }]
    })
}

const beforeAndAfter = (before: Exchange, after: Exchange): readonly Pair[] => {
  const [first, last] = [single(jsonOf(before)), single(jsonOf(after))]
  if (first === undefined || last === undefined) return []
  return [...new Set([...Object.keys(first), ...Object.keys(last)])].map((member) => ({
    member,
    before: first[member],
    after: last[member],
    differs: !sameShown(first[member], last[member]),
  }))
}

/**
 * For a finding about what was stored: the members that say so. Undefined for any other finding, and where none of its
 * readings shows a difference.
 */
export const comparison = (edition: Edition, finding: Finding): Comparison | undefined => {
  const { exchanges, atFault, violation } = finding
  const { readBack, partial, replaced, noEffect } = edition.general
  const at = exchanges[atFault]
  if (at === undefined) return undefined
  const later = exchanges.slice(atFault + 1).filter(isReading)
  if (violation.clause === noEffect) {
    const after = later.find(({ request }) =>
      exchanges.slice(0, atFault).some((one) => isReading(one) && one.request.path === request.path),
    )
    const before = exchanges
      .slice(0, atFault)
      .findLast((one) => isReading(one) && one.request.path === after?.request.path)
    const pairs = before === undefined || after === undefined ? [] : beforeAndAfter(before, after)
    return pairs.some(({ differs }) => differs) ? { titles: ['before', 'after'], pairs } : undefined
  }
  if (![readBack, partial, replaced].includes(violation.clause)) return undefined
  for (const read of later) {
    const pairs = writtenAndRead(edition, finding, at, read)
    if (pairs.some(({ differs }) => differs)) return { titles: ['sent', 'read back'], pairs }
  }
  return undefined
}
