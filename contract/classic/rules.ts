import type { Rule, RuleEntry } from '../defect.ts'
import { entry, type RuleException, rulesOf } from '../rows.ts'
import { needing, usualRules } from '../usual-rules.ts'

/** A suffix other than `.json` asks for what is not served. `exceptions` come before this. */
const table: Readonly<Partial<Record<Rule, RuleEntry>>> = {
  ...usualRules,
  suffix: entry('not-acceptable-suffix', 'must-refuse'),
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
 * - The article on credentials shows a value, and says of mobile ones that it is not used; not that the others need one.
 * - An update may name any members, so null may mean "leave it" or "clear it" and an absent body "change nothing".
 */
const exceptions: readonly RuleException[] = [
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
  {
    when: (operation, rule, parameter) =>
      parameter === 'value' && operation.resource === 'credentials' && needing.has(rule),
    entry: entry('missing-parameter', 'may-accept'),
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

export const ruleFor = rulesOf(table, exceptions)
