import type { Operation, OutcomeName, Rule, RuleEntry, Strength } from '../types.ts'

const entry = (outcome: OutcomeName, strength: Strength): RuleEntry => ({ outcome, strength })

/**
 * What a broken rule deserves, whichever operation and parameter it is broken on. `exceptions` below come first.
 * A rule that is in neither may be broken: the documents do not say.
 */
const general: Readonly<Partial<Record<Rule, RuleEntry>>> = {
  required: entry('missing-parameter', 'must-refuse'),
  'not-null': entry('missing-parameter', 'must-refuse'),
  'not-empty': entry('missing-parameter', 'should-refuse'),
  'not-blank': entry('missing-parameter', 'should-refuse'),
  type: entry('invalid-value', 'should-refuse'),
  'coercible-type': entry('invalid-value', 'may-accept'),
  format: entry('invalid-value', 'should-refuse'),
  range: entry('invalid-value', 'may-accept'),
  enum: entry('invalid-value', 'may-accept'),
  order: entry('invalid-value', 'may-accept'),
  reference: entry('unknown-reference', 'may-accept'),
  unique: entry('request-failed', 'must-refuse'),
  'one-per-type': entry('second-of-one-type', 'must-refuse'),
  'unknown-member': entry('invalid-value', 'may-accept'),

  'body-syntax': entry('malformed-body', 'must-refuse'),
  'body-object': entry('malformed-body', 'must-refuse'),
  'body-present': entry('malformed-body', 'must-refuse'),
  'body-encoding': entry('malformed-body', 'may-accept'),
  'body-size': entry('malformed-body', 'may-accept'),
  'body-depth': entry('malformed-body', 'may-accept'),
  'body-keys': entry('malformed-body', 'may-accept'),
  'content-type': entry('malformed-body', 'may-accept'),

  'known-id': entry('not-found', 'must-refuse'),
  'id-form': entry('not-found', 'may-accept'),
  'path-form': entry('unroutable', 'may-accept'),
  'known-path': entry('unroutable', 'may-accept'),
  suffix: entry('not-acceptable-suffix', 'must-refuse'),

  'unusual-method': entry('unsupported-method', 'may-accept'),
  'accept-form': entry('not-acceptable', 'may-accept'),
  'header-size': entry('unroutable', 'may-accept'),
  key: entry('unauthenticated', 'must-refuse'),
  'key-form': entry('unauthenticated-header', 'must-refuse'),

  visible: entry('hidden', 'must-refuse'),
  alive: entry('gone', 'must-refuse'),
  'alive-again': entry('gone-again', 'must-refuse'),
  foreign: entry('foreign', 'must-refuse'),
  commandable: entry('command-refused', 'must-refuse'),
}

const pageParameters: ReadonlySet<string> = new Set(['page', 'per_page', 'n'])
const references: ReadonlySet<string> = new Set([
  'person_id',
  'credential_type_id',
  'group_ids',
  'channel_ids',
  'shift_id',
])
const filterParameters: ReadonlySet<string> = new Set(['since', 'since_utc'])

/**
 * Where a rule is documented for some operations or parameters only. The first that matches decides.
 *
 * - Only four methods exist (article 47854), so PATCH MUST be refused; others may exist unpublished.
 * - The article on credentials is known in part only: it may document PUT and DELETE of `/credentials/{id}`.
 * - A credential is issued to a person and has a type: without them there is nothing to create. That the groups and
 *   roles of a person must exist is written nowhere.
 * - An update may name any members, so null may mean "leave it" or "clear it" and an absent body "change nothing".
 */
const exceptions: readonly {
  readonly when: (operation: Operation, rule: Rule, parameter: string | undefined) => boolean
  readonly entry: RuleEntry
}[] = [
  {
    when: (operation, rule, method) =>
      rule === 'method' && (method === 'PUT' || method === 'DELETE') && operation.path === '/api/3/credentials/{id}',
    entry: entry('unsupported-method', 'may-accept'),
  },
  {
    when: (_, rule, method) => rule === 'method' && method === 'PATCH',
    entry: entry('unsupported-method', 'must-refuse'),
  },
  { when: (_, rule) => rule === 'method', entry: entry('unsupported-method', 'should-refuse') },
  {
    when: (operation, rule) => rule === 'accept' && operation.method === 'GET',
    entry: entry('not-acceptable', 'must-refuse'),
  },
  { when: (_, rule) => rule === 'accept', entry: entry('not-acceptable-write', 'should-refuse') },
  {
    when: (operation, rule, parameter) =>
      rule === 'reference' &&
      operation.resource === 'credentials' &&
      (parameter === 'person_id' || parameter === 'credential_type_id'),
    entry: entry('unknown-reference', 'must-refuse'),
  },
  // That a value is given out once is a rule of the other edition.
  {
    when: (_, rule, parameter) => rule === 'unique' && parameter === 'value',
    entry: entry('request-failed', 'may-accept'),
  },
  // How a page is named is documented, not what becomes of one that cannot be, or that lies behind the last.
  {
    when: (_, rule, parameter) => (rule === 'type' || rule === 'range') && pageParameters.has(parameter ?? ''),
    entry: entry('unroutable', 'may-accept'),
  },
  // Doors and people that a reservation is about, and a reservation's times, are described; nobody says that each is checked.
  {
    when: (operation, rule) => rule === 'reference' && operation.resource === 'reservations',
    entry: entry('unknown-reference', 'should-refuse'),
  },
  {
    when: (operation, rule) =>
      (rule === 'order' || rule === 'range' || rule === 'future') && operation.resource === 'reservations',
    entry: entry('invalid-value', 'should-refuse'),
  },
  {
    when: (_, rule, parameter) => rule === 'enum' && parameter === 'event_codes',
    entry: entry('unknown-code', 'should-refuse'),
  },
  // A command without a body is a command: nothing in it is required, but for who is to be let in.
  {
    when: (operation, rule) =>
      operation.action === 'command' && rule === 'body-present' && operation.id !== 'admitPerson',
    entry: entry('malformed-body', 'may-accept'),
  },
  // What is no id refers to nothing either.
  {
    when: (_, rule, parameter) => rule === 'type' && references.has(parameter ?? ''),
    entry: entry('unknown-reference', 'should-refuse'),
  },
  // Whether a list refuses a broken instant or ignores it is written nowhere.
  {
    when: (_, rule, parameter) => rule === 'format' && filterParameters.has(parameter ?? ''),
    entry: entry('invalid-value', 'may-accept'),
  },
  // Whether the person of a new credential is part of the path or refers to somebody, there is nobody.
  {
    when: (operation, rule) => rule === 'known-id' && operation.id === 'createPersonCredential',
    entry: entry('unknown-reference', 'must-refuse'),
  },
  {
    when: (operation, rule) => rule === 'not-null' && operation.action === 'update',
    entry: entry('invalid-value', 'may-accept'),
  },
  {
    when: (operation, rule) => rule === 'body-present' && operation.action === 'update',
    entry: entry('malformed-body', 'may-accept'),
  },
]

export const ruleFor = (operation: Operation, rule: Rule, parameter?: string): RuleEntry =>
  exceptions.find(({ when }) => when(operation, rule, parameter))?.entry ??
  general[rule] ?? { outcome: 'invalid-value', strength: 'may-accept' }
