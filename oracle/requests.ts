import type { Defect, Rule } from '../contract/defect.ts'
import type { Edition } from '../contract/edition.ts'
import { type CompiledOperation, compiled } from './compiled.ts'
import type { RecordedRequest } from './exchange.ts'
import type { TargetFacts } from './expectation.ts'
import { withoutQuery } from './paths.ts'
import { slugMembers, writtenMembers } from './read-back.ts'
import { acceptanceOf } from './wire/accept.ts'
import { readBody } from './wire/body.ts'
import { type MemberFault, queryFaults } from './wire/members.ts'
import { readPath } from './wire/path.ts'

/** Something that is wrong with a request as it goes over the wire, in the words of a defect. */
export type Fault = Defect

/** What members of a person are called that hold credentials: which ones there are, the target says. */
type Slugs = NonNullable<TargetFacts['slugs']>

/** Rules that the state of the target decides: no request shows whether it breaks them. */
const unseen: ReadonlySet<Rule> = new Set<Rule>([
  'known-id',
  'alive',
  'alive-again',
  'unique',
  'one-per-type',
  // Which values are PINs, their type says; a value that is one under any type is seen below.
  'pin',
  'reference',
  'visible',
  'foreign',
  'id-kind',
  'future',
  'commandable',
  'licence',
  'grant',
  'client',
])

const usualMethods: readonly string[] = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']

/** Longer than this, header lines are sent to see what gives. */
const longestHeaders = 4_000

/**
 * Everything that is wrong with a request on the wire, found without asking how it was made. None for a request in
 * order. What only the target's state decides, such as whether an id exists, is not seen.
 *
 * @throws Error where the request names an operation that the edition does not have.
 */
export const faultsOf = (edition: Edition, request: RecordedRequest, slugs: Slugs = {}): readonly Fault[] => {
  const { operations, operation } = compiled(edition)
  const meant = operation(request.operation)
  // What clients ask codes and tokens with says itself who they are: what is wrong with it only its judge knows.
  if (meant.operation.bodyForm !== undefined || meant.operation.acts === 'browser') return []
  const path = withoutQuery(request.path)
  const query = request.path.slice(path.length + 1)
  const reading = readPath(inOrderOfMeaning(operations, meant), path, query)
  const faults: Fault[] = [...keyFaults(request), ...acceptFaults(request)]
  if (request.headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > longestHeaders) {
    faults.push({ rule: 'header-size', place: 'wire', parameters: [] })
  }
  if (reading.rule !== undefined) faults.push({ rule: reading.rule, place: 'path', parameters: reading.parameters })
  const asked = reading.operations.find((one) => one.operation.method === request.method)
  if (!usualMethods.includes(request.method)) {
    faults.push({ rule: 'unusual-method', place: 'method', parameters: [request.method] })
  } else if (asked === undefined && reading.operations.length > 0) {
    faults.push({ rule: 'method', place: 'method', parameters: [request.method] })
  }
  if (asked === undefined) return faults
  return [...faults, ...contentFaults(edition, asked, request, reading.rule === undefined ? query : '', slugs)]
}

/**
 * Why a request is not what it claims to be: defective in exactly this way, or in order where no defect is claimed.
 * Undefined where it is. A half sentence for the report of a fault of the suite.
 */
export const contradiction = (
  edition: Edition,
  request: RecordedRequest,
  claim: Defect | undefined,
  slugs: Slugs = {},
): string | undefined => {
  const faults = faultsOf(edition, request, slugs).filter((fault) => !isExplained(fault, claim, request))
  const visible = claim === undefined || !isSeen(edition, request, claim) ? undefined : claim
  const [first, second] = faults
  const fits =
    visible === undefined ? first === undefined : first !== undefined && second === undefined && same(first, visible)
  if (fits && !(claim?.rule === 'pin' && mayBePin(edition, request))) return undefined
  const seen = faults.length === 0 ? 'is in order' : `breaks ${faults.map(text).join(' and ')}`
  return `claims to ${claim === undefined ? 'be in order' : `break ${text(claim)}`} but ${seen}`
}

/** Whether the value in a request is one that a PIN may have: four to eight digits (guide "PINs"). */
const mayBePin = (edition: Edition, { operation, body }: RecordedRequest): boolean => {
  const value = writtenMembers(compiled(edition).operation(operation).operation, body)?.value
  return typeof value !== 'string' || /^\s*(?:\d{4,8}|\*{6})\s*$/.test(value)
}

/** Whether a path holds a number of more than 32 bits that can be told from its neighbours: some targets count so far. */
const hasLongId = (path: string): boolean =>
  [...path.matchAll(/\/([1-9]\d{9,15})(?=[/.?]|$)/g)].some(([, digits]) => Number.isSafeInteger(Number(digits)))

/**
 * Which types have no value to be written, the body does not show; nor a path whether the target gave an id that is
 * longer than most.
 */
const isExplained = ({ rule, parameters }: Fault, claim: Defect | undefined, { path }: RecordedRequest): boolean =>
  (claim?.rule === 'licence' && rule === 'required' && parameters.join() === 'value') ||
  (rule === 'id-form' && claim?.rule !== 'id-form' && hasLongId(path))

/** An id of no documented form has none to break. */
const isSeen = (edition: Edition, request: RecordedRequest, { rule, parameters }: Defect): boolean => {
  const opaque = compiled(edition).operation(request.operation).operation.opaqueId === true
  return !unseen.has(rule) && !(rule === 'id-form' && opaque && parameters.includes('id'))
}

/** Only what stands in parameters has names that both sides must agree on. */
const same = (fault: Fault, claim: Defect): boolean =>
  fault.rule === claim.rule &&
  ((claim.place !== 'body' && claim.place !== 'query') || fault.parameters.join() === claim.parameters.join())

const text = ({ rule, parameters }: Defect): string => [rule, ...parameters].join(' ')

/** The operation that the request is meant for comes first: paths of several may look alike. */
const inOrderOfMeaning = (
  all: readonly CompiledOperation[],
  meant: CompiledOperation,
): readonly CompiledOperation[] => [meant, ...all.filter((one) => one !== meant)]

const keyFaults = ({ credentials }: RecordedRequest): readonly Fault[] => {
  const emptyBearer = credentials.kind === 'empty' && credentials.form === 'bearer'
  if (credentials.kind === 'header' || credentials.kind === 'scheme' || emptyBearer)
    return [{ rule: 'key-form', place: 'key', parameters: [] }]
  const valid = credentials.kind === 'key' && credentials.identity !== 'expired'
  return valid ? [] : [{ rule: 'key', place: 'key', parameters: [] }]
}

const acceptFaults = (request: RecordedRequest): readonly Fault[] => {
  const acceptance = acceptanceOf(headerOf(request, 'accept'))
  if (acceptance === 'json') return []
  return [{ rule: acceptance === 'no-json' ? 'accept' : 'accept-form', place: 'accept', parameters: [] }]
}

const contentFaults = (
  edition: Edition,
  { operation }: CompiledOperation,
  request: RecordedRequest,
  query: string,
  slugs: Slugs,
): readonly Fault[] => {
  const plain = operation.body === undefined ? undefined : edition.schemas[operation.body]
  const schema =
    plain === undefined || operation.resource !== 'people'
      ? plain
      : { ...plain, properties: { ...plain.properties, ...slugMembers(slugs) } }
  const inQuery = queryFaults(query, operation.query === undefined ? undefined : edition.schemas[operation.query])
  const at =
    (place: 'body' | 'query') =>
    ({ rule, parameters }: MemberFault): Fault => ({ rule, place, parameters })
  if (schema === undefined) return inQuery.map(at('query'))
  const body = readBody(request.body, headerOf(request, 'content-type'), schema, operation)
  return [
    ...inQuery.map(at('query')),
    ...body.rules.map((rule): Fault => ({ rule, place: 'wire', parameters: [] })),
    ...body.members.map(at('body')),
  ]
}

/** All lines of one name, as one. */
const headerOf = ({ headers }: RecordedRequest, name: string): string | undefined => {
  const lines = headers.filter(([own]) => own.toLowerCase() === name).map(([, value]) => value)
  return lines.length === 0 ? undefined : lines.join(', ')
}
