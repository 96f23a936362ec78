import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describe as describeTarget, type EmbeddedRun, runEmbedded } from '../../bench/embedded-run.ts'
import { editions } from '../../contract/index.ts'
import { contradiction } from '../../oracle/requests.ts'
import { facts } from '../../reference/seed.ts'
import { curl } from '../../reports/curl.ts'
import { plan } from '../../suites/plan.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { recorded } from '../support/wire.ts'

const about = {
  classic: ['RE-READ-BACK:*Person', 'RE-402', 'RE-200:getPerson', 'RE-200-DELETE:deletePerson', 'RE-410:getPerson'],
  current: [
    ...['CU-READ-BACK:*Person', 'CU-READ-BACK:updatePersonCredential', 'CU-PARTIAL', 'CU-UNIQUE', 'CU-409*'],
    ...['CU-422-REFUSED:*Credential', 'CU-201:createPersonCredential', 'CU-200-UPDATE:updatePersonCredential'],
    ...['CU-200:getPerson', 'CU-200-DELETE:deletePerson', 'CU-410:getPerson', 'CU-OAUTH', 'CU-RESOURCE:getTokenInfo'],
  ],
} as const

let folder: string

beforeAll(async () => {
  folder = await emptyFolder('people')
})

afterAll(() => remove(folder))

describe.each(['classic', 'current'] as const)('people and what they have, in the %s edition', (name) => {
  const edition = editions[name]
  if (edition === undefined) throw new Error(`There is no edition ${name}`)
  const { cells } = plan(describeTarget('http://localhost', name), {
    profile: 'gate',
    only: [...about[name]],
    exclude: [],
  })

  test('each request is what it claims to be', () => {
    for (const { variants } of cells)
      for (const { variant } of variants)
        for (const { subject, twin } of fc.sample(variant.arbitrary, { numRuns: 3, seed: 1 }))
          for (const { draft, expected } of [...subject.steps, ...(twin?.steps ?? [])]) {
            const operation = edition.operations.find(({ id }) => id === draft.operation)
            if (operation === undefined) throw new Error(`no operation ${draft.operation}`)
            const slugs = { credentials_number: 1, pin: 3 }
            expect([variant.id, contradiction(edition, recorded(operation, draft), expected.defect, slugs)]).toEqual([
              variant.id,
              undefined,
            ])
          }
  })

  test.each([1, 2, 3])('nothing is found on the clean endpoint with seed %d, and nothing is left', async (seed) => {
    const run = await runEmbedded({ edition: name }, { seed, only: about[name] })
    expect(run.findings.map(({ key }) => key)).toEqual([])
    expect(run.suiteFaults).toEqual([])
    expect(run.leftovers).toEqual([])
    expect(run.unchanged).toBe(true)
    expect(run.verdicts.filter(({ verdict }) => verdict !== 'pass').map(({ cell }) => cell)).toEqual([])
  })

  test.each([
    ...[
      'credentials-apart-from-people',
      'texts-trimmed',
      'null-left-out',
      'null-shown-as-empty',
      'unknown-members-refused',
      'coercible-types-refused',
    ],
    ...(name === 'current'
      ? ['errors-left-out', 'second-credential-answers-422', 'update-replaces', 'authorisation-denied']
      : []),
  ])('%s is not accused', async (dialect) => {
    const run = await runEmbedded({ edition: name, dialects: [dialect] }, { only: about[name] })
    const musts = new Set(edition.clauses.filter(({ level }) => level === 'MUST').map(({ id }) => id))
    expect(run.findings.filter(({ violation }) => musts.has(violation.clause)).map(({ key }) => key)).toEqual([])
    expect(run.leftovers).toEqual([])
  })
})

/** What was asked for the findings of a run, and all that it tells anybody of them and of what else was sent. */
const toldOf = async (run: EmbeddedRun, evidence: string) => {
  const asked = run.findings.flatMap(({ exchanges }) => exchanges.map(({ request }) => request))
  const commands = asked.map((request) => curl(request).command)
  return { asked, text: [JSON.stringify(run), ...commands, await readFile(evidence, 'utf8')].join('\n') }
}

describe('what people have shows', () => {
  test.each<[fault: string, edition: 'classic' | 'current', only: string, clause: string]>([
    ['pin-of-three-digits-accepted', 'current', 'CU-422-REFUSED:createPersonCredential', 'CU-422-REFUSED'],
    ['pin-of-nine-digits-accepted', 'current', 'CU-422-REFUSED:updatePersonCredential', 'CU-422-REFUSED'],
    ['pin-with-letters-accepted', 'current', 'CU-422-REFUSED:createPersonCredential', 'CU-422-REFUSED'],
    ['pin-with-blanks-accepted', 'current', 'CU-422-REFUSED:updatePersonCredential', 'CU-422-REFUSED'],
    ['pin-with-leading-zero-refused', 'current', 'CU-201:createPersonCredential', 'CU-201'],
    ['pin-with-leading-zero-refused', 'current', 'CU-200-UPDATE:updatePersonCredential', 'CU-200-UPDATE'],
    ['value-of-the-disabled-free', 'current', 'CU-UNIQUE', 'CU-UNIQUE'],
    ['value-unchecked-on-update', 'current', 'CU-UNIQUE:updatePersonCredential', 'CU-UNIQUE'],
    ['value-unchecked-through-person', 'current', 'CU-UNIQUE:createPerson', 'CU-UNIQUE'],
    ['value-unchecked-through-person', 'current', 'CU-UNIQUE:updatePerson', 'CU-UNIQUE'],
    ['value-raced-through-person', 'current', 'CU-RACE-UNIQUE:createPerson', 'CU-RACE-UNIQUE'],
    ['email-of-the-disabled-free', 'current', 'CU-UNIQUE:updatePerson', 'CU-UNIQUE'],
    ['email-of-the-disabled-free', 'classic', 'RE-402:createPerson', 'RE-402'],
    ['conflict-shows-what-was-sent', 'current', 'CU-409*', 'CU-409-BODY'],
    ['card-alone-removes-the-pin', 'current', 'CU-PARTIAL', 'CU-PARTIAL'],
    ['valid-from-alone-removes-valid-to', 'current', 'CU-PARTIAL', 'CU-PARTIAL'],
    ['leading-zero-lost-through-person', 'current', 'CU-READ-BACK:updatePerson', 'CU-READ-BACK'],
    ['leading-zero-lost-through-person', 'classic', 'RE-READ-BACK:createPerson', 'RE-READ-BACK'],
    ['update-of-the-disabled-ignored', 'classic', 'RE-READ-BACK:updatePerson', 'RE-READ-BACK'],
    ['update-of-the-disabled-ignored', 'current', 'CU-READ-BACK:updatePerson', 'CU-READ-BACK'],
    ['read-outlives-update', 'current', 'CU-READ-BACK:updatePerson', 'CU-READ-BACK'],
    ['disabled-person-is-not-found', 'classic', 'RE-200:getPerson', 'RE-200'],
    ['holder-cannot-be-deleted', 'current', 'CU-200-DELETE:deletePerson', 'CU-200-DELETE'],
    ['holder-cannot-be-deleted', 'classic', 'RE-200-DELETE:deletePerson', 'RE-200-DELETE'],
    ['creation-revives-a-namesake', 'classic', 'RE-410:getPerson', 'RE-410'],
    ['creation-revives-a-namesake', 'current', 'CU-410:getPerson', 'CU-410'],
    ['missing-grant-answers-500', 'current', 'CU-OAUTH', 'CU-500'],
    ['invalid-grant-answers-403', 'current', 'CU-OAUTH', 'CU-OAUTH'],
    ['revocation-answers-401', 'current', 'CU-OAUTH', 'CU-OAUTH'],
    ['revocation-needs-no-client', 'current', 'CU-OAUTH', 'CU-OAUTH'],
    ['authorisation-drops-state', 'current', 'CU-OAUTH:authorizeOAuth', 'CU-OAUTH'],
    ['authorisation-mangles-state', 'current', 'CU-OAUTH:authorizeOAuth', 'CU-OAUTH'],
    ['authorisation-leads-elsewhere', 'current', 'CU-OAUTH:authorizeOAuth', 'CU-OAUTH'],
    ['authorisation-forgets-code', 'current', 'CU-OAUTH:authorizeOAuth', 'CU-OAUTH'],
    ['authorisation-in-fragment', 'current', 'CU-OAUTH:authorizeOAuth', 'CU-OAUTH'],
    ['authorisation-in-the-body', 'current', 'CU-OAUTH:authorizeOAuth', 'CU-OAUTH'],
    ['token-scope-as-string', 'current', 'CU-RESOURCE:getTokenInfo', 'CU-RESOURCE'],
    ['token-owner-left-out', 'current', 'CU-RESOURCE:getTokenInfo', 'CU-RESOURCE'],
    ['token-lifetime-as-string', 'current', 'CU-RESOURCE:getTokenInfo', 'CU-RESOURCE'],
  ])('%s (%s, %s)', async (fault, edition, only, clause) => {
    const run = await runEmbedded({ edition, faults: [fault] }, { only: [only] })
    expect(run.findings.map(({ violation }) => violation.clause)).toContain(clause)
    expect(run.suiteFaults).toEqual([])
    expect(run.leftovers).toEqual([])
  })

  test('no code is in any finding or in the evidence, and nobody goes where it leads', async () => {
    const evidence = join(folder, 'codes.jsonl')
    const faults = ['authorisation-drops-state', 'authorisation-in-the-body']
    for (const fault of faults) {
      const run = await runEmbedded({ edition: 'current', faults: [fault] }, { only: ['CU-OAUTH'], evidence })
      const { asked, text } = await toldOf(run, evidence)
      expect(asked.map(({ path }) => path).filter((path) => path.startsWith('/oauth/authorize?'))).not.toEqual([])
      expect(text).toContain('response_type=code')
      expect(text).not.toMatch(/rc-code/)
      expect(text).not.toContain(facts.oauth.redirectUri)
      await rm(evidence)
    }
  })

  test('what a client is asked of its own is in no finding and in no evidence', async () => {
    const evidence = join(folder, 'oauth.jsonl')
    const faults = ['invalid-grant-answers-403', 'missing-grant-answers-422']
    const run = await runEmbedded({ edition: 'current', faults }, { only: ['CU-OAUTH'], evidence })
    const { asked, text } = await toldOf(run, evidence)
    expect(asked.filter(({ credentials }) => credentials.kind === 'client')).not.toEqual([])
    const { clientId, clientSecret } = facts.oauth
    expect(text).toContain('grant_type=refresh_token')
    for (const secret of [clientSecret, Buffer.from(`${clientId}:${clientSecret}`).toString('base64').slice(0, -4)])
      expect(text).not.toContain(secret)
  })

  test('without a client nothing is asked that only a known one may', () => {
    const description = describeTarget('http://localhost', 'current')
    const { oauth: _, ...allow } = description.allow
    const ids = (one: typeof description) =>
      plan(one, { profile: 'gate', only: ['CU-OAUTH'], exclude: [] }).cells.flatMap(({ variants }) =>
        variants.map(({ id }) => id),
      )
    expect(ids(description)).toContain('known-client-unknown-refresh-token')
    expect(ids({ ...description, allow }).filter((id) => /known-client|unknown-token$/.test(id))).toEqual([
      'unknown-client',
    ])
  })
})
