import type { Rule, RuleEntry } from './defect.ts'
import { entry } from './rows.ts'

/** What is broken where something that is needed is not said. */
export const needing: ReadonlySet<Rule> = new Set(['required', 'not-null', 'not-empty', 'not-blank'])

/**
 * What a broken rule deserves in every edition, whichever operation and parameter it is broken on. An edition adds what
 * only its own documents know, and its exceptions come first.
 */
export const usualRules: Readonly<Partial<Record<Rule, RuleEntry>>> = {
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
