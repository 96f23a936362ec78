import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { CertificateVerdict, Score } from '../../reports/certificate/score.ts'
import {
  type CertificateFacts,
  certificateFormat,
  type Statement,
  statementOf,
} from '../../reports/certificate/statement.ts'
import { certificateText } from '../../reports/certificate/text.ts'

const facts: CertificateFacts = {
  vendor: 'Acme',
  product: 'Gate',
  build: '4.2.0',
  origin: 'https://gate.example.com',
  tlsKey: 'a'.repeat(64),
  account: 'b'.repeat(64),
  suite: { version: '0.1.0', generators: 1, commit: 'c'.repeat(40) },
  suiteDigest: 'd'.repeat(64),
  edition: 'classic',
  profile: 'certify-classic-1',
  profileHash: 'e'.repeat(64),
  level: 'core',
  run: 'abcdefgh',
  seed: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  attempt: 1,
  issued: '2026-01-01T00:10:00.000Z',
  expires: '2027-01-01T00:10:00.000Z',
}

const score: Score = {
  passed: ['RE-400:createPerson'],
  warned: [],
  failed: [],
  absent: [],
  unclaimed: [],
  neverObserved: [],
  blocked: [],
  unscored: 0,
}

const given = (verdict: CertificateVerdict, its: Partial<Score>, more: Partial<CertificateFacts> = {}): Statement =>
  statementOf({ ...facts, ...more }, { ...score, ...its, verdict }, [])

/** Everything that a certificate says in words, whatever it certifies. */
const everyWord = (): string => {
  const { commit: _, ...suite } = facts.suite
  const neverObserved = [{ clause: 'RE-PARAM', operations: ['createPerson', 'updatePerson'] }]
  return [
    given('conformant', {}, { challenge: 'a nonce', suite }),
    given('partial', { warned: ['RE-201:createPerson'], absent: ['events'], unclaimed: ['RE-SUFFIX'], neverObserved }),
    given('not-conformant', { failed: ['RE-404:getPerson', 'RE-405:getPerson'] }),
  ]
    .map(certificateText)
    .join('\n')
}

// Whoever verifies makes the text anew from the statement, and holds both it and the limits against the bundle, word by word.
test('a certificate of this format says what it has always said', async () => {
  const pinned = await readFile(new URL(`wording-${certificateFormat}.txt`, import.meta.url), 'utf8')
  expect(
    everyWord(),
    'bundles that were signed with other words would no longer verify: raise certificateFormat for these, pin them in a file of their own, and go on reading the former format in its own words',
  ).toBe(pinned)
})
