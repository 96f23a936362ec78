import { saying } from '../support/bundles.ts'
import { addSubject, type SignedAnew } from './tampering.ts'

const year = 365 * 86_400_000

/** What the vendor may sign of a run that was another. */
export const tamperedStatements: readonly SignedAnew[] = [
  {
    name: 'an expired certificate',
    sign: saying({ expires: new Date(Date.now() - 1000).toISOString() }),
    says: /^the statement expired at/m,
  },
  {
    name: 'one issued in the future',
    sign: saying({ issued: new Date(Date.now() + year / 2).toISOString() }),
    says: /^the statement was issued at .*, which is yet to come/m,
  },
  {
    name: 'one that is valid for ever',
    sign: saying({ expires: '9999-12-31T23:59:59.000Z' }),
    says: /^the statement says that it is valid for more than 3650 days, which no certificate is/m,
  },
  {
    name: 'a file that the statement leads to outside',
    sign: (statement) => addSubject(statement, '../attempts.jsonl'),
    says: /^the statement names a file that no bundle has: "\.\.\/attempts\.jsonl"/m,
  },
  {
    name: 'an absolute path',
    sign: (statement) => addSubject(statement, '/etc/passwd'),
    says: /^the statement names a file that no bundle has: "\/etc\/passwd"/m,
  },
  {
    name: 'a file named twice',
    sign: (statement) => addSubject(statement, 'results.json'),
    says: /^the statement names results\.json twice/m,
  },
  {
    name: 'a level that was not reached',
    sign: saying({ level: 'full' }),
    says: /^results\.json comes to no verdict/m,
  },
  {
    name: 'another edition',
    sign: saying({ edition: 'current' }),
    says: /^the statement rests on a profile that was never published for the current edition/m,
  },
  {
    name: 'an edition that does not exist',
    sign: saying({ edition: 'modern' }),
    says: /^the statement is of an edition "modern" that this suite does not have/m,
  },
  {
    name: 'another origin',
    sign: saying({ origin: 'https://gate.example.com' }),
    says: /^results\.json is of another origin/m,
  },
  {
    name: 'another seed',
    sign: saying({ seed: 1, challenge: null }),
    says: /^evidence\.jsonl\.gz has another seed than was signed/m,
  },
  {
    name: 'a challenge that it was not made to',
    sign: saying({ challenge: 'the nonce of somebody else' }),
    says: /^the statement has another seed or run id than its challenge and attempt decide/m,
  },
  {
    name: 'a verdict of its own',
    sign: saying({ verdict: 'partial', absent: ['events'] }),
    says: /^results\.json comes to conformant, and partial was signed/m,
  },
  {
    name: 'a result that the verdict does not mean',
    sign: (statement) => ({
      ...statement,
      predicate: { ...statement.predicate, result: 'WARNED' },
    }),
    says: /^the statement says WARNED, which is not what conformant means/m,
  },
  {
    name: 'cells that were never run among those that passed',
    sign: (statement) => ({
      ...statement,
      predicate: { ...statement.predicate, passedTests: [...statement.predicate.passedTests, 'RE-429:getAccount'] },
    }),
    says: /^results\.json differs from the statement in what passed: RE-429:getAccount/m,
  },
  {
    name: 'attributes that were never observed kept silent about',
    sign: saying({ neverObserved: [] }),
    says: /^results\.json differs from the statement in what was never observed/m,
  },
  {
    name: 'no word of what it cannot prove',
    sign: saying({ limits: ['It proves everything.'] }),
    says: /^the statement does not say what a certificate cannot prove/m,
  },
  {
    name: 'another account',
    sign: saying({ account: 'a'.repeat(64) }),
    says: /^evidence\.jsonl\.gz is of another account than the one that was signed/m,
  },
  {
    name: 'another name for the profile',
    sign: saying({ profile: 'certify-classic-99 (approved)' }),
    says: /^results\.json rests on the profile certify-classic-1, and certify-classic-99 \(approved\) was signed/m,
  },
  {
    name: 'other generators',
    sign: saying({ generators: 77 }),
    says: /^results\.json was drawn by other generators than was signed/m,
  },
  {
    name: 'a certificate of a later version',
    sign: saying({ format: 2 }),
    says: /^unreadable: .*holds a certificate of version 2, and this suite reads version 1/m,
  },
  {
    name: 'a statement of something else',
    sign: (statement) => ({ ...statement, predicateType: 'https://slsa.dev/provenance/v1' }),
    says: /^unreadable: .*holds a statement of something else/m,
  },
  {
    name: 'a fact that is called observed and was declared',
    sign: (statement) => ({
      ...statement,
      predicate: {
        ...statement.predicate,
        doorflowConformance: {
          ...statement.predicate.doorflowConformance,
          vendor: { value: 'Acme', basis: 'observed' },
        },
      },
    }),
    says: /^unreadable: .*not as its schema has it \(\/predicate\/doorflowConformance\/vendor\/basis/m,
  },
]
