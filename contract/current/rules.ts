import type { Rule, RuleEntry } from '../defect.ts'
import { entry, type RuleException, rulesOf } from '../rows.ts'
import { needing, usualRules } from '../usual-rules.ts'

/** PINs, licences and clients that ask for tokens are described here alone. `exceptions` come before this. */
const table: Readonly<Partial<Record<Rule, RuleEntry>>> = {
  ...usualRules,
  pin: entry('invalid-value', 'should-refuse'),
  'id-kind': entry('not-found', 'must-refuse'),
  accept: entry('not-acceptable', 'may-accept'),
  suffix: entry('unroutable', 'may-accept'),
  licence: entry('licence-exhausted', 'must-refuse'),
  grant: entry('grant-refused', 'must-refuse'),
  client: entry('client-refused', 'must-refuse'),
}

const pageParameters: ReadonlySet<string> = new Set(['page', 'per_page', 'n', 'site_id'])
const references: ReadonlySet<string> = new Set([
  'person_id',
  'credential_type_id',
  'group_ids',
  'channel_ids',
  'shift_id',
])
const filterParameters: ReadonlySet<string> = new Set(['since', 'since_utc', 'sort'])
const reservations: ReadonlySet<string> = new Set(['reservations', 'group_reservations'])

/**
 * Where a rule is documented for some operations or parameters only. The first that matches decides.
 *
 * - The description knows no PATCH; other methods may exist unpublished.
 * - A guide creates people with a first name alone, so that nothing is asked of the last one.
 * - A credential needs a type; its value may be null when it is created, and must be there when it is updated. That only a
 *   PIN may not be empty is said, and is a rule of its own.
 * - What a reservation or a credential refers to must exist; of people's groups and roles nobody says so.
 * - A rule is replaced as a whole; of a person an update may name any members, so that null may mean "leave it" or
 *   "clear it" and an absent body "change nothing".
 * - A PIN has four to eight digits; the reservation's times are those of one day and in order; that it is yet to come, or
 *   at least not over, is said of reservations of groups alone.
 */
const exceptions: readonly RuleException[] = [
  {
    when: (_, rule, method) => rule === 'method' && method === 'PATCH',
    entry: entry('unsupported-method', 'must-refuse'),
  },
  { when: (_, rule) => rule === 'method', entry: entry('unsupported-method', 'should-refuse') },
  {
    when: (operation, rule, parameter) =>
      parameter === 'last_name' && operation.resource === 'people' && rule !== 'type' && rule !== 'coercible-type',
    entry: entry('missing-parameter', 'may-accept'),
  },
  {
    when: (operation, rule, parameter) =>
      parameter === 'value' &&
      operation.resource === 'credentials' &&
      operation.action === 'create' &&
      needing.has(rule),
    entry: entry('missing-parameter', 'may-accept'),
  },
  {
    when: (operation, rule, parameter) =>
      rule === 'reference' &&
      ((operation.resource === 'credentials' && (parameter === 'person_id' || parameter === 'credential_type_id')) ||
        reservations.has(operation.resource) ||
        operation.id === 'admitPerson'),
    entry: entry('unknown-reference', 'must-refuse'),
  },
  // A shift that does not exist is answered with 400 and a message of its own.
  {
    when: (operation, rule) => rule === 'reference' && operation.id === 'autoUnlockChannel',
    entry: entry('command-refused', 'must-refuse'),
  },
  {
    when: (_, rule, parameter) => rule === 'enum' && parameter === 'event_codes',
    entry: entry('unknown-code', 'must-refuse'),
  },
  // How a page is named is documented, not what becomes of one that cannot be, or that lies behind the last.
  {
    when: (_, rule, parameter) => (rule === 'type' || rule === 'range') && pageParameters.has(parameter ?? ''),
    entry: entry('unroutable', 'may-accept'),
  },
  {
    when: (operation, rule) =>
      (rule === 'order' && reservations.has(operation.resource)) ||
      (rule === 'range' && operation.resource === 'reservations') ||
      (rule === 'future' && operation.resource === 'group_reservations'),
    entry: entry('invalid-value', 'should-refuse'),
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
  // The description declares no 404 for the list below nobody, which may as well be empty.
  {
    when: (operation, rule) => rule === 'known-id' && operation.id === 'listPersonCredentials',
    entry: entry('unknown-reference', 'may-accept'),
  },
  {
    when: (operation, rule) =>
      rule === 'not-null' && operation.action === 'update' && operation.resource !== 'notification_rules',
    entry: entry('invalid-value', 'may-accept'),
  },
  {
    when: (operation, rule) =>
      (rule === 'body-present' || rule === 'required') &&
      operation.action === 'update' &&
      operation.resource !== 'notification_rules' &&
      operation.resource !== 'credentials',
    entry: entry('malformed-body', 'may-accept'),
  },
  // A command without a body is a command: nothing in it is required, but for who is to be let in.
  {
    when: (operation, rule) =>
      operation.action === 'command' && rule === 'body-present' && operation.id !== 'admitPerson',
    entry: entry('malformed-body', 'may-accept'),
  },
]

export const ruleFor = rulesOf(table, exceptions)
