import type { Rule } from '../../contract/defect.ts'
import type { Edition } from '../../contract/edition.ts'
import type { JsonSchema } from '../../contract/json-schema.ts'
import type { Operation } from '../../contract/operation.ts'
import type { OutcomeName } from '../../contract/outcome.ts'

/** What of an operation decides which rules its requests can break. */
interface Reading {
  readonly edition: Edition
  readonly operation: Operation
  readonly body: Readonly<Record<string, JsonSchema>>
  readonly query: Readonly<Record<string, JsonSchema>>
  readonly required: readonly string[]
}

/** Parameters on which a rule can be broken; `undefined` stands for the request as a whole. */
type Breakable = (reading: Reading) => readonly (string | undefined)[]

const always: Breakable = () => [undefined]
const withBody: Breakable = ({ operation }) => (operation.body === undefined ? [] : [undefined])
const withId: Breakable = ({ operation }) => (operation.path.includes('{') ? [undefined] : [])
/** A client that deals in tokens says itself who it is. */
export const identifiesClient = ({ acts }: Operation): boolean => acts === 'tokens'
/** A page is for a person, who logs in there. */
export const isPage = ({ acts }: Operation): boolean => acts === 'browser'
const withKey: Breakable = ({ operation }) => (identifiesClient(operation) || isPage(operation) ? [] : [undefined])
/** The request that breaks it is one of another path or of none, or nothing is documented of it at all. */
const never: Breakable = () => []

const membersWhere =
  (holds: (schema: JsonSchema) => boolean): Breakable =>
  ({ body, query }) =>
    [...Object.entries(body), ...Object.entries(query)].filter(([, schema]) => holds(schema)).map(([name]) => name)

const formatOf = ({ format, items }: JsonSchema): string => format ?? items?.format ?? ''
const isText = ({ type }: JsonSchema): boolean => type === 'string'
const isMoment = (schema: JsonSchema): boolean => /^(date|instant)/.test(formatOf(schema))

/** Paths with the names of their parameters taken out. */
const bare = (path: string): string => path.replaceAll(/\{[^}]*\}/g, '{}')

/** What the operation acts on, or what it belongs to, can be deleted. */
const ofWhatCanBeDeleted: Breakable = (reading) => {
  const { edition, operation } = reading
  const deletable = edition.operations.some(
    ({ action, resource, path }) =>
      action === 'delete' && (resource === operation.resource || bare(operation.path).startsWith(bare(path))),
  )
  return deletable && operation.action !== 'delete' ? withId(reading) : []
}

const createsCredential: Breakable = ({ operation, body }) =>
  operation.action === 'create' && Object.values(body).some((schema) => formatOf(schema) === 'credential-type-id')
    ? [undefined]
    : []

const usualMethods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']

const undocumentedMethods: Breakable = ({ edition, operation }) => {
  const documented = edition.operations.filter(({ path }) => bare(path) === bare(operation.path))
  return usualMethods.filter((name) => documented.every(({ method }) => method !== name))
}

/** Rules about the values of parameters: where the documents are silent, a value may still be refused. */
const valueRules = {
  required: ({ required }) => required,
  'not-null': ({ body }) => Object.keys(body),
  'not-empty': ({ body }) => Object.keys(body),
  'not-blank': ({ body }) => Object.keys(body),
  type: membersWhere(() => true),
  'coercible-type': membersWhere(() => true),
  format: membersWhere((schema) => isText(schema) && schema.format !== undefined),
  range: membersWhere(({ minimum, maximum }) => minimum !== undefined || maximum !== undefined),
  pin: membersWhere((schema) => formatOf(schema) === 'credential-value'),
  enum: membersWhere((schema) => schema.enum !== undefined || formatOf(schema) === 'event-codes'),
  reference: membersWhere((schema) => formatOf(schema).endsWith('-id')),
  order: ({ body }) => Object.keys(body).filter((name) => isMoment(body[name] ?? {})),
  future: ({ body }) => Object.keys(body).filter((name) => isMoment(body[name] ?? {})),
  unique: membersWhere((schema) => ['email', 'credential-value'].includes(formatOf(schema))),
  'one-per-type': createsCredential,
  'unknown-member': withBody,
} as const satisfies Partial<Record<Rule, Breakable>>

/** Whoever breaks these asks for something beside the operation: another method, or another path. */
const besideRules = { suffix: always, method: undocumentedMethods } as const satisfies Partial<Record<Rule, Breakable>>

const otherRules: Readonly<Record<Exclude<Rule, keyof typeof valueRules | keyof typeof besideRules>, Breakable>> = {
  'body-syntax': withBody,
  'body-object': withBody,
  'body-present': withBody,
  'body-encoding': withBody,
  'body-size': withBody,
  'body-depth': withBody,
  'body-keys': withBody,
  'content-type': withBody,
  'known-id': withId,
  'id-form': withId,
  'id-kind': withId,
  'path-form': never,
  'known-path': never,
  'unusual-method': never,
  accept: always,
  'accept-form': never,
  'header-size': never,
  key: withKey,
  'key-form': withKey,
  visible: withId,
  foreign: withId,
  alive: ofWhatCanBeDeleted,
  'alive-again': ({ operation }) => (operation.action === 'delete' ? [undefined] : []),
  commandable: ({ operation }) => (operation.action === 'command' && operation.acts === 'doors' ? [undefined] : []),
  licence: createsCredential,
  grant: ({ operation, body }) => (isPage(operation) || body.grant_type !== undefined ? [undefined] : []),
  client: ({ operation }) => (identifiesClient(operation) ? [undefined] : []),
}

/** What may befall any request, whatever rule it keeps or breaks. */
const unprovoked = ({ outcomes, statuses }: Edition): readonly OutcomeName[] =>
  (['too-many-requests', 'bad-gateway', 'maintenance', 'gateway-timeout'] as const).filter((name) =>
    outcomes[name].must.every((status) => statuses.includes(status)),
  )

/**
 * The refusals that requests of an operation can deserve, found by breaking each rule that its parameters have. Of what
 * may just as well be accepted, only the values of parameters count: a refusal of them is one that the edition knows,
 * while anything may refuse what lies below them.
 */
export const refusalsOf = (edition: Edition, operation: Operation): readonly OutcomeName[] => {
  const reading = read(edition, operation)
  const met = new Set<OutcomeName>([
    ...unprovoked(edition),
    ...broken(reading, valueRules, ['invalid-value', 'request-failed']),
    ...broken(reading, otherRules, []),
  ])
  const inOrder = Object.keys(edition.outcomes) as OutcomeName[]
  return inOrder.filter((name) => met.has(name))
}

/**
 * What is deserved by requests that are meant for an operation and miss it. They are none of the operation's own, but
 * documents about the API tell their statuses with it.
 */
export const refusalsBeside = (edition: Edition, operation: Operation): readonly OutcomeName[] =>
  broken(read(edition, operation), besideRules, [])

/** Outcomes of breaking rules; `silent` are those of a rule that may be broken for all that is documented. */
const broken = (
  reading: Reading,
  rules: Readonly<Partial<Record<Rule, Breakable>>>,
  silent: readonly OutcomeName[],
): readonly OutcomeName[] =>
  (Object.entries(rules) as [Rule, Breakable][]).flatMap(([rule, breakable]) =>
    breakable(reading).flatMap((parameter) => {
      const { outcome, strength } = reading.edition.ruleFor(reading.operation, rule, parameter)
      return strength === 'may-accept' ? silent : [outcome]
    }),
  )

const read = (edition: Edition, operation: Operation): Reading => {
  const body = schemaOf(edition, operation.body)
  const query = schemaOf(edition, operation.query)
  return {
    edition,
    operation,
    body: body.properties ?? {},
    query: query.properties ?? {},
    required: [...(body.required ?? []), ...(query.required ?? [])],
  }
}

const schemaOf = (edition: Edition, name: string | undefined): JsonSchema =>
  name === undefined ? {} : (edition.schemas[name] ?? {})
