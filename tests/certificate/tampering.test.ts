import { generateKeyPairSync } from 'node:crypto'
import { mkdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundleFiles } from '../../cli/certificate/bundle.ts'
import { examine } from '../../cli/certificate/examine.ts'
import { canonicalJson, sha256 } from '../../reports/certificate/canonical.ts'
import {
  keyIdOf,
  readSigningKey,
  readVerifyingKey,
  type SigningKey,
  type VerifyingKey,
} from '../../reports/certificate/keys.ts'
import type { Statement } from '../../reports/certificate/statement.ts'
import {
  certify,
  copy,
  flipBit,
  keyIn,
  makeKeys,
  resign,
  rewrite,
  rewriteRecording,
  saying,
  statementOf,
} from '../support/bundles.ts'
import { emptyFolder, remove } from '../support/folder.ts'

/** Two attempts to one challenge each, at a sound endpoint and then at one that serves what is deleted. */
let root: string
let good: string
let second: string
let broken: string
let key: SigningKey
let trusted: VerifyingKey

const challenge = 'nonce-of-the-relying-party'

beforeAll(async () => {
  root = await emptyFolder('tampering')
  const { pem, pub } = await makeKeys(root)
  key = keyIn(pem)
  trusted = readVerifyingKey(await readFile(pub, 'utf8'))
  const args = ['--key', pem, '--level', 'core', '--output', join(root, 'out')]
  const failed = await certify(root, { serving: ['--fault', 'malformed-body-answers-422'], args })
  const first = await certify(root, { args: [...args, '--challenge', challenge] })
  const again = await certify(root, { args })
  expect([failed.code, first.code, again.code], first.stderr + again.stderr).toEqual([1, 0, 0])
  broken = join(root, 'out', 'attempt-1')
  good = join(root, 'out', 'attempt-2')
  second = join(root, 'out', 'attempt-3')
}, 300_000)

afterAll(() => remove(root))

/** A key that nobody trusts. */
const stranger = (): SigningKey => {
  const { privateKey } = generateKeyPairSync('ed25519')
  return readSigningKey(String(privateKey.export({ type: 'pkcs8', format: 'pem' })))
}

/** What an examination says: the sentences of its problems, or why it could not be made. */
const said = async (bundle: string, more: Partial<Parameters<typeof examine>[1]> = {}): Promise<readonly string[]> => {
  try {
    const { problems } = await examine(bundle, { now: new Date(), key: trusted, ...more })
    return problems.map(({ where, what }) => `${where} ${what}`)
  } catch (error) {
    expect((error as { exitCode?: number }).exitCode).toBe(2)
    return [`unreadable: ${(error as Error).message}`]
  }
}

interface Tampering {
  readonly name: string
  /** Changes a copy of the sound bundle. */
  readonly tamper: (bundle: string) => Promise<void>
  readonly says: RegExp
}

const addSubject = (statement: Statement, name: string): Statement => ({
  ...statement,
  subject: [...statement.subject, { name, digest: { sha256: 'a'.repeat(64) } }],
})

const withoutSubject = (statement: Statement, name: string): Statement => ({
  ...statement,
  subject: statement.subject.filter((one) => one.name !== name),
})

/** Seen from outside: somebody who has not got the key. */
const byStrangers: readonly Tampering[] = [
  ...bundleFiles.map((name) => ({
    name: `one bit of ${name}`,
    tamper: (bundle: string) => flipBit(bundle, name),
    says: new RegExp(`^${name.replaceAll('.', '\\.')} was altered`, 'm'),
  })),
  ...bundleFiles.map((name) => ({
    name: `${name} taken out`,
    tamper: (bundle: string) => rm(join(bundle, name)),
    says: new RegExp(`^${name.replaceAll('.', '\\.')} is missing$`, 'm'),
  })),
  {
    name: 'one bit of the statement',
    tamper: (bundle) =>
      rewrite(bundle, 'statement.dsse.json', (text) => {
        const payload = /"payload":"([^"]*)"/.exec(text)?.[1] ?? ''
        const told = Buffer.from(payload, 'base64').toString().replace('"Acme"', '"Bcme"')
        return text.replace(payload, Buffer.from(told).toString('base64'))
      }),
    says: /^statement\.dsse\.json was altered: the signature does not fit/m,
  },
  {
    name: 'one bit of the signature',
    tamper: (bundle) =>
      rewrite(bundle, 'statement.dsse.json', (text) =>
        text.replace(/"sig":"(.)/, (_, first: string) => `"sig":"${first === 'A' ? 'B' : 'A'}`),
      ),
    says: /^statement\.dsse\.json was altered: the signature does not fit/m,
  },
  {
    name: 'the signature of another statement',
    tamper: async (bundle) => {
      const other = await readFile(join(second, 'statement.dsse.json'), 'utf8')
      const sig = /"sig":"[^"]*"/.exec(other)?.[0] ?? ''
      await rewrite(bundle, 'statement.dsse.json', (text) => text.replace(/"sig":"[^"]*"/, sig))
    },
    says: /^statement\.dsse\.json was altered: the signature does not fit/m,
  },
  {
    name: 'the id of another key',
    tamper: (bundle) => rewrite(bundle, 'statement.dsse.json', (text) => text.replace(key.id, 'b'.repeat(64))),
    says: /^statement\.dsse\.json names another key/m,
  },
  {
    name: 'a second signature',
    tamper: (bundle) =>
      rewrite(bundle, 'statement.dsse.json', (text) =>
        text.replace('"signatures":[', '"signatures":[{"keyid":"","sig":""},'),
      ),
    says: /^unreadable: .*holds 2 signatures/m,
  },
  {
    name: 'an envelope cut off',
    tamper: async (bundle) => truncate(join(bundle, 'statement.dsse.json'), 5000),
    says: /^unreadable: .*is not JSON, or only the beginning of it/m,
  },
  {
    name: 'an envelope that names a member twice',
    tamper: (bundle) => rewrite(bundle, 'statement.dsse.json', (text) => text.replace('{', '{"payload":"AAAA",')),
    says: /^unreadable: .*names a member twice/m,
  },
  {
    name: 'no envelope',
    tamper: (bundle) => rm(join(bundle, 'statement.dsse.json')),
    says: /^unreadable: .*is missing \(statement\.dsse\.json\)/m,
  },
  {
    name: 'a payload of another type',
    tamper: (bundle) => rewrite(bundle, 'statement.dsse.json', (text) => text.replace('in-toto', 'other')),
    says: /^unreadable: .*does not hold an in-toto Statement/m,
  },
  {
    name: 'a file more',
    tamper: (bundle) => writeFile(join(bundle, 'README.html'), 'trust me'),
    says: /^README\.html does not belong to the bundle/m,
  },
  {
    name: 'a link in place of a file',
    tamper: async (bundle) => {
      const elsewhere = `${bundle}-results.json`
      await writeFile(elsewhere, await readFile(join(bundle, 'results.json')))
      await rm(join(bundle, 'results.json'))
      await symlink(elsewhere, join(bundle, 'results.json'))
    },
    says: /^results\.json is a symbolic link/m,
  },
  {
    name: 'a link in place of the envelope',
    tamper: async (bundle) => {
      await rm(join(bundle, 'statement.dsse.json'))
      await symlink(join(good, 'statement.dsse.json'), join(bundle, 'statement.dsse.json'))
    },
    says: /^unreadable: .*is a symbolic link/m,
  },
  {
    name: 'a folder in it',
    tamper: async (bundle) => void (await mkdir(join(bundle, 'more'))),
    says: /^more is a folder/m,
  },
  {
    name: 'a hundred files more',
    tamper: async (bundle) => {
      for (let index = 0; index < 100; index += 1) await writeFile(join(bundle, `z${index}.txt`), '')
    },
    says: /^the folder holds more than 50 entries/m,
  },
  {
    name: 'a name that acts on a terminal',
    tamper: (bundle) => writeFile(join(bundle, '\u001b[2Jx'), ''),
    says: /is a name that no file of a bundle has/m,
  },
  {
    name: 'a recording without end',
    tamper: (bundle) => truncate(join(bundle, 'evidence.jsonl.gz'), 3 * 2 ** 30),
    says: /^evidence\.jsonl\.gz is larger than 1024 MiB/m,
  },
  {
    name: 'a note beside what was signed',
    tamper: (bundle) =>
      rewrite(bundle, 'statement.dsse.json', (text) =>
        text.replace('{"payloadType"', '{"note":"Approved","payloadType"'),
      ),
    says: /^unreadable: .*statement\.dsse\.json holds something that nobody signed: "note"/m,
  },
  {
    name: 'everything signed anew with another key',
    tamper: (bundle) => resign(bundle, stranger(), saying({ vendor: 'Bcme' })),
    says: /^statement\.dsse\.json is signed with another key .* than the one that you trust/m,
  },
  {
    name: 'everything signed anew with another key, under the name of this one',
    tamper: async (bundle) => {
      const other = stranger()
      await resign(bundle, other)
      await rewrite(bundle, 'statement.dsse.json', (text) => text.replace(other.id, key.id))
    },
    says: /^statement\.dsse\.json was altered: the signature does not fit/m,
  },
]

const year = 365 * 86_400_000

/** Cells of the recording's own account, by the name of one of them. */
const ofCell = (line: Readonly<Record<string, unknown>>, cell: string): boolean =>
  'case' in line && (line.case as { readonly cell: string }).cell === cell

/** Seen from inside: the vendor, who signs whatever it takes. */
const byTheVendor: readonly Tampering[] = [
  {
    name: 'an expired certificate',
    tamper: (bundle) => resign(bundle, key, saying({ expires: new Date(Date.now() - 1000).toISOString() })),
    says: /^the statement expired at/m,
  },
  {
    name: 'one issued in the future',
    tamper: (bundle) => resign(bundle, key, saying({ issued: new Date(Date.now() + year / 2).toISOString() })),
    says: /^the statement was issued at .*, which is yet to come/m,
  },
  {
    name: 'a file that the statement leads to outside',
    tamper: (bundle) => resign(bundle, key, (statement) => addSubject(statement, '../attempts.jsonl')),
    says: /^the statement names a file that no bundle has: "\.\.\/attempts\.jsonl"/m,
  },
  {
    name: 'an absolute path',
    tamper: (bundle) => resign(bundle, key, (statement) => addSubject(statement, '/etc/passwd')),
    says: /^the statement names a file that no bundle has: "\/etc\/passwd"/m,
  },
  {
    name: 'a file named twice',
    tamper: (bundle) => resign(bundle, key, (statement) => addSubject(statement, 'results.json')),
    says: /^the statement names results\.json twice/m,
  },
  {
    name: 'a recording left out',
    tamper: async (bundle) => {
      await rm(join(bundle, 'evidence.jsonl.gz'))
      await resign(bundle, key, (statement) => withoutSubject(statement, 'evidence.jsonl.gz'))
    },
    says: /^the statement says nothing of evidence\.jsonl\.gz/m,
  },
  {
    name: 'a level that was not reached',
    tamper: (bundle) => resign(bundle, key, saying({ level: 'full' })),
    says: /^results\.json comes to no verdict/m,
  },
  {
    name: 'another edition',
    tamper: (bundle) => resign(bundle, key, saying({ edition: 'current' })),
    says: /^the statement rests on a profile that was never published for the current edition/m,
  },
  {
    name: 'an edition that does not exist',
    tamper: (bundle) => resign(bundle, key, saying({ edition: 'modern' })),
    says: /^the statement is of an edition "modern" that this suite does not have/m,
  },
  {
    name: 'a profile that asks for less',
    tamper: async (bundle) => {
      await rewrite(bundle, 'profile.json', (text) => text.replace(/"minimum":[1-9]\d*/g, '"minimum":0'))
      const hash = sha256(await readFile(join(bundle, 'profile.json')))
      await resign(bundle, key, saying({ profileHash: hash }))
    },
    says: /^the statement rests on a profile that was never published for the classic edition/m,
  },
  {
    name: 'a profile that is not the one that was signed',
    tamper: async (bundle) => {
      await rewrite(bundle, 'profile.json', (text) => text.replace(/"minimum":[1-9]\d*/g, '"minimum":0'))
      await resign(bundle, key)
    },
    says: /^profile\.json is not the profile whose hash was signed/m,
  },
  {
    name: 'another origin',
    tamper: (bundle) => resign(bundle, key, saying({ origin: 'https://gate.example.com' })),
    says: /^results\.json is of another origin/m,
  },
  {
    name: 'another seed',
    tamper: (bundle) => resign(bundle, key, saying({ seed: 1, challenge: null })),
    says: /^evidence\.jsonl\.gz has another seed than was signed/m,
  },
  {
    name: 'a challenge that it was not made to',
    tamper: (bundle) => resign(bundle, key, saying({ challenge: 'the nonce of somebody else' })),
    says: /^the statement has another seed or run id than its challenge and attempt decide/m,
  },
  {
    name: 'a verdict of its own',
    tamper: (bundle) => resign(bundle, key, saying({ verdict: 'partial', absent: ['events'] })),
    says: /^results\.json comes to conformant, and partial was signed/m,
  },
  {
    name: 'a result that the verdict does not mean',
    tamper: (bundle) =>
      resign(bundle, key, (statement) => ({
        ...statement,
        predicate: { ...statement.predicate, result: 'WARNED' },
      })),
    says: /^the statement says WARNED, which is not what conformant means/m,
  },
  {
    name: 'cells that were never run among those that passed',
    tamper: (bundle) =>
      resign(bundle, key, (statement) => ({
        ...statement,
        predicate: { ...statement.predicate, passedTests: [...statement.predicate.passedTests, 'RE-429:getAccount'] },
      })),
    says: /^results\.json differs from the statement in what passed: RE-429:getAccount/m,
  },
  {
    name: 'attributes that were never observed kept silent about',
    tamper: (bundle) => resign(bundle, key, saying({ neverObserved: [] })),
    says: /^results\.json differs from the statement in what was never observed/m,
  },
  {
    name: 'no word of what it cannot prove',
    tamper: (bundle) => resign(bundle, key, saying({ limits: ['It proves everything.'] })),
    says: /^the statement does not say what a certificate cannot prove/m,
  },
  {
    name: 'a text that says more than the statement',
    tamper: async (bundle) => {
      await rewrite(bundle, 'certificate.txt', (text) => `${text}\nCertified by everybody.\n`)
      await resign(bundle, key)
    },
    says: /^certificate\.txt does not say what the statement says/m,
  },
  {
    name: 'a former attempt taken out of the chain',
    tamper: async (bundle) => {
      await rewrite(bundle, 'attempts.jsonl', (text) => text.split('\n').slice(2).join('\n'))
      await resign(bundle, key)
    },
    says: /^attempts\.jsonl line 1 does not begin a chain/m,
  },
  {
    name: 'a former attempt made to look better',
    tamper: async (bundle) => {
      await rewrite(bundle, 'attempts.jsonl', (text) => text.replace('"not-conformant"', '"conformant"'))
      await resign(bundle, key)
    },
    says: /^attempts\.jsonl line 3 does not continue the line before it/m,
  },
  {
    name: 'a chain of its own without the former attempt',
    tamper: async (bundle) => {
      await rewrite(bundle, 'attempts.jsonl', (text) => {
        const [begun, ended] = text
          .trimEnd()
          .split('\n')
          .slice(2)
          .map((line) => ({ ...JSON.parse(line), attempt: 1 }))
        const first = JSON.stringify({ ...begun, previous: null })
        return `${first}\n${JSON.stringify({ ...ended, previous: sha256(first) })}\n`
      })
      await resign(bundle, key, saying({ attempt: 1 }))
    },
    // The number of the attempt is part of what a challenge decides.
    says: /^the statement has another seed or run id than its challenge and attempt decide/m,
  },
  {
    name: 'a chain that ends in the middle of a line',
    tamper: async (bundle) => {
      await rewrite(bundle, 'attempts.jsonl', (text) => text.slice(0, -10))
      await resign(bundle, key)
    },
    says: /^attempts\.jsonl ends in the middle of a line/m,
  },
  {
    name: 'results that name a member twice',
    tamper: async (bundle) => {
      await rewrite(bundle, 'results.json', (text) => text.replace('{', '{"suiteFaults": [],'))
      await resign(bundle, key)
    },
    says: /^results\.json names a member twice/m,
  },
  {
    name: 'results that are none',
    tamper: async (bundle) => {
      await rewrite(bundle, 'results.json', () => '{"format":"something else"}')
      await resign(bundle, key)
    },
    says: /^results\.json is no results file/m,
  },
  {
    name: 'results of another attempt',
    tamper: async (bundle) => {
      await writeFile(join(bundle, 'results.json'), await readFile(join(second, 'results.json')))
      await resign(bundle, key)
    },
    says: /^results\.json is of another run/m,
  },
  {
    name: 'more evidence in the results than there is',
    tamper: async (bundle) => {
      await rewrite(bundle, 'results.json', (text) =>
        text.replace(/("cell": "RE-401:getAccount",[^}]*"evidence": )\d+/, '$199999'),
      )
      await resign(bundle, key)
    },
    says: /^evidence\.jsonl\.gz holds \d+ exchanges as evidence for RE-401:getAccount, and results\.json says 99999/m,
  },
  {
    name: 'the recording of another attempt',
    tamper: async (bundle) => {
      await writeFile(join(bundle, 'evidence.jsonl.gz'), await readFile(join(second, 'evidence.jsonl.gz')))
      await resign(bundle, key)
    },
    says: /^evidence\.jsonl\.gz is of another run/m,
  },
  {
    name: 'a recording that is none',
    tamper: async (bundle) => {
      await writeFile(join(bundle, 'evidence.jsonl.gz'), 'nothing happened\n')
      await resign(bundle, key)
    },
    says: /^evidence\.jsonl\.gz cannot be judged again: it is no recording/m,
  },
  {
    name: 'a recording cut off',
    tamper: async (bundle) => {
      const bytes = await readFile(join(bundle, 'evidence.jsonl.gz'))
      await writeFile(join(bundle, 'evidence.jsonl.gz'), bytes.subarray(0, bytes.length - 5000))
      await resign(bundle, key)
    },
    says: /^evidence\.jsonl\.gz ends before its run does/m,
  },
  {
    name: 'a filter in the recording',
    tamper: async (bundle) => {
      await rewriteRecording(bundle, (line) => ('run' in line ? { run: { ...line.run, exclude: ['RE-401'] } } : line))
      await resign(bundle, key)
    },
    says: /^evidence\.jsonl\.gz is of a run with filters/m,
  },
  {
    name: 'fewer cases in the recording',
    tamper: async (bundle) => {
      await rewriteRecording(bundle, (line) => ('run' in line ? { run: { ...line.run, runs: 1 } } : line))
      await resign(bundle, key)
    },
    says: /^evidence\.jsonl\.gz is of a run with another number of cases/m,
  },
  {
    name: 'a case left out of the recording',
    tamper: async (bundle) => {
      let dropped = false
      await rewriteRecording(bundle, (line) => {
        if (dropped || !ofCell(line, 'RE-401:getAccount')) return line
        dropped = true
        return undefined
      })
      await resign(bundle, key)
    },
    says: /^evidence\.jsonl\.gz .*RE-401:getAccount/m,
  },
  {
    name: 'one answer of the recording made a refusal',
    tamper: async (bundle) => {
      let done = false
      await rewriteRecording(bundle, (line) => {
        const { exchange } = line
        const response = exchange?.response as { readonly status: number } | undefined
        if (done || exchange === undefined || response?.status !== 401) return line
        done = true
        return { exchange: { ...exchange, response: { ...response, status: 200 } } }
      })
      await resign(bundle, key)
    },
    says: /^evidence\.jsonl\.gz shows/m,
  },
  {
    name: 'one request of the recording made another',
    tamper: async (bundle) => {
      let done = false
      await rewriteRecording(bundle, (line) => {
        const { exchange } = line
        const request = exchange?.request as { readonly method: string; readonly path: string } | undefined
        if (done || exchange === undefined || request?.method !== 'PATCH') return line
        done = true
        return { exchange: { ...exchange, request: { ...request, path: `${request.path}?x=1` } } }
      })
      await resign(bundle, key)
    },
    says: /^evidence\.jsonl\.gz is not what its seed leads to/m,
  },
  {
    name: 'a page that says something else',
    tamper: async (bundle) => {
      await writeFile(join(bundle, 'report.html'), '<h1>CONFORMANT, level FULL</h1>')
      await resign(bundle, key)
    },
    says: /^report\.html is not what the suite that signed makes of the results/m,
  },
  {
    name: 'a verdict that the results do not come to',
    tamper: async (bundle) => {
      await rewrite(bundle, 'results.json', (text) =>
        text.replace('"verdict": "conformant"', '"verdict": "not-conformant"'),
      )
      await resign(bundle, key)
    },
    says: /^results\.json is not what the suite that signed makes of the results/m,
  },
  {
    name: 'a kill matrix that says something else',
    tamper: async (bundle) => {
      await writeFile(join(bundle, 'kill-matrix.json'), '{}')
      await resign(bundle, key)
    },
    says: /^kill-matrix\.json is not what the suite that signed makes/m,
  },
  {
    name: 'a letter beside the files of a bundle',
    tamper: async (bundle) => {
      await writeFile(join(bundle, 'letter.html'), '<h1>Approved</h1>')
      await resign(bundle, key, (statement) => addSubject(statement, 'letter.html'))
    },
    says: /^the statement names letter\.html, which belongs to no bundle/m,
  },
  {
    name: 'another account',
    tamper: (bundle) => resign(bundle, key, saying({ account: 'a'.repeat(64) })),
    says: /^evidence\.jsonl\.gz is of another account than the one that was signed/m,
  },
  {
    name: 'another name for the profile',
    tamper: (bundle) => resign(bundle, key, saying({ profile: 'certify-classic-99 (approved)' })),
    says: /^results\.json rests on the profile certify-classic-1, and certify-classic-99 \(approved\) was signed/m,
  },
  {
    name: 'other generators',
    tamper: (bundle) => resign(bundle, key, saying({ generators: 77 })),
    says: /^results\.json was drawn by other generators than was signed/m,
  },
  {
    name: 'a recording by other generators',
    tamper: async (bundle) => {
      await rewriteRecording(bundle, (line) =>
        'run' in line ? { run: { ...line.run, suite: { ...(line.run?.suite as object), generators: 99 } } } : line,
      )
      await resign(bundle, key)
    },
    says: /^evidence\.jsonl\.gz was drawn by other generators than was signed/m,
  },
  {
    name: 'a certificate of a later version',
    tamper: (bundle) => resign(bundle, key, saying({ format: 2 })),
    says: /^unreadable: .*holds a certificate of version 2, and this suite reads version 1/m,
  },
  {
    name: 'a statement of something else',
    tamper: (bundle) =>
      resign(bundle, key, (statement) => ({ ...statement, predicateType: 'https://slsa.dev/provenance/v1' })),
    says: /^unreadable: .*holds a statement of something else/m,
  },
  {
    name: 'a fact that is called observed and was declared',
    tamper: (bundle) =>
      resign(bundle, key, (statement) => ({
        ...statement,
        predicate: {
          ...statement.predicate,
          doorflowConformance: {
            ...statement.predicate.doorflowConformance,
            vendor: { value: 'Acme', basis: 'observed' },
          },
        },
      })),
    says: /^unreadable: .*not as its schema has it \(\/predicate\/doorflowConformance\/vendor\/basis/m,
  },
]

/** A failing run that is made to look like a pass: the failing exchange is what there is to hide. */
const ofTheBroken: readonly Tampering[] = [
  {
    name: 'results without what failed',
    tamper: async (bundle) => {
      await beautify(bundle)
      await resignAsPassed(bundle)
    },
    says: /^evidence\.jsonl\.gz shows fail for RE-STATUS:createPerson, and results\.json says pass$/m,
  },
  {
    name: 'results and recording without the exchange that failed',
    tamper: async (bundle) => {
      await beautify(bundle)
      await dropFailing(bundle)
      await resignAsPassed(bundle)
    },
    says: /^evidence\.jsonl\.gz /m,
  },
]

const failing = (cell: string): boolean => /^RE-(?:400-BODY|400|STATUS|500):/.test(cell)

const beautify = (bundle: string): Promise<void> =>
  rewrite(bundle, 'results.json', (text) => {
    const document = JSON.parse(text)
    const cells = document.cells.map((cell: { readonly cell: string; readonly verdict: string }) =>
      cell.verdict === 'fail' ? { ...cell, verdict: 'pass', reasons: [] } : cell,
    )
    return `${JSON.stringify({ ...document, cells, findings: [], verdict: 'conformant', exitCode: 0 })}\n`
  })

const resignAsPassed = async (bundle: string): Promise<void> => {
  const results = sha256(await readFile(join(bundle, 'results.json')))
  await rewrite(bundle, 'attempts.jsonl', (text) => {
    const [begun = '', ended = ''] = text.split('\n')
    return `${begun}\n${JSON.stringify({ ...JSON.parse(ended), outcome: 'conformant', results })}\n`
  })
  await resign(bundle, key, (statement) => {
    const { predicate } = saying({ verdict: 'conformant' })(statement)
    return {
      ...statement,
      predicate: {
        ...predicate,
        result: 'PASSED',
        passedTests: [...predicate.passedTests, ...predicate.failedTests],
        failedTests: [],
      },
    }
  })
}

/** Takes every case of the cells that failed out of the recording, their exchanges, and what was found. */
const dropFailing = async (bundle: string): Promise<void> => {
  const gone = new Set<unknown>()
  await rewriteRecording(bundle, (line) => {
    if (ofAnyFailing(line)) for (const id of (line.case?.exchanges ?? []) as unknown[]) gone.add(id)
    return ofAnyFailing(line) || 'finding' in line ? undefined : line
  })
  await rewriteRecording(bundle, (line) => (gone.has(line.exchange?.id) ? undefined : line))
}

const ofAnyFailing = (line: Readonly<Record<string, unknown>>): boolean =>
  'case' in line && failing((line.case as { readonly cell: string }).cell)

let copies = 0
const copyOf = async (bundle: string): Promise<string> => {
  copies += 1
  const to = join(root, `copy-${copies}`)
  await copy(bundle, to)
  return to
}

test('bundles that nobody has touched are whole', async () => {
  expect(await said(good, { challenge })).toEqual([])
  expect(await said(second)).toEqual([])
  expect(await said(broken)).toEqual([])
  expect(statementOf(broken).predicate.result).toBe('FAILED')
})

test('signing anew what nobody has touched changes nothing', async () => {
  const bundle = await copyOf(good)
  await resign(bundle, key)
  expect(await said(bundle)).toEqual([])
})

describe('a bundle that somebody without the key has altered', () => {
  test.each(byStrangers)('$name', async ({ tamper, says }) => {
    const bundle = await copyOf(good)
    await tamper(bundle)
    expect((await said(bundle)).join('\n')).toMatch(says)
    await remove(bundle)
  })
})

describe('a bundle that the vendor has altered and signed anew', () => {
  test.each(byTheVendor)('$name', async ({ tamper, says }) => {
    const bundle = await copyOf(good)
    await tamper(bundle)
    expect((await said(bundle)).join('\n')).toMatch(says)
    await remove(bundle)
  })
})

describe('a failing run that the vendor makes look like a pass', () => {
  test.each(ofTheBroken)('$name', async ({ tamper, says }) => {
    const bundle = await copyOf(broken)
    await tamper(bundle)
    expect((await said(bundle)).join('\n')).toMatch(says)
    await remove(bundle)
  })
})

describe('what whoever verifies knows besides', () => {
  test('another challenge than the own one', async () => {
    expect(await said(good, { challenge: 'my own nonce' })).toContain('the statement was made to another challenge')
    expect(await said(second, { challenge })).toContain(
      'the statement is self-declared: it was made without a challenge',
    )
  })

  test('a revoked key', async () => {
    const revocations = { keys: [key.id], statements: [] }
    expect((await said(good, { revocations })).join('\n')).toMatch(
      /^the statement is signed with a key that was revoked/,
    )
  })

  test('a revoked statement', async () => {
    const { statementDigest } = await examine(good, { now: new Date(), key: trusted })
    const revocations = { keys: [], statements: [statementDigest] }
    expect(await said(good, { revocations })).toEqual(['the statement was revoked itself'])
    expect(await said(second, { revocations })).toEqual([])
  })

  test('another key that is trusted', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey
    const pem = String(other.export({ type: 'spki', format: 'pem' }))
    expect(await said(good, { key: readVerifyingKey(pem) })).toEqual([
      `statement.dsse.json is signed with another key (${key.id}) than the one that you trust (${keyIdOf(other)})`,
    ])
  })

  test('a time after it has expired', async () => {
    expect((await said(good, { now: new Date(Date.now() + 2 * year) })).join('\n')).toMatch(/^the statement expired at/)
  })
})

test('the profile in a bundle is the canonical form of the one in force', async () => {
  const text = await readFile(join(good, 'profile.json'), 'utf8')
  expect(text).toBe(canonicalJson(JSON.parse(text)))
  expect(statementOf(good).predicate.doorflowConformance.profileHash.value).toBe(sha256(text))
})
