import { generateKeyPairSync } from 'node:crypto'
import { mkdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleFiles } from '../../cli/certificate/bundle.ts'
import { readSigningKey, type SigningKey } from '../../reports/certificate/keys.ts'
import { flipBit, resign, rewrite, saying } from '../support/bundles.ts'
import type { Tampering } from './tampering.ts'

/** A key that nobody trusts. */
const stranger = (): SigningKey => {
  const { privateKey } = generateKeyPairSync('ed25519')
  return readSigningKey(String(privateKey.export({ type: 'pkcs8', format: 'pem' })))
}

/** What somebody can do to a bundle who has not got its key. */
export const tamperedByStrangers: readonly Tampering[] = [
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
    tamper: async (bundle, { second }) => {
      const other = await readFile(join(second, 'statement.dsse.json'), 'utf8')
      const sig = /"sig":"[^"]*"/.exec(other)?.[0] ?? ''
      await rewrite(bundle, 'statement.dsse.json', (text) => text.replace(/"sig":"[^"]*"/, sig))
    },
    says: /^statement\.dsse\.json was altered: the signature does not fit/m,
  },
  {
    name: 'the id of another key',
    tamper: (bundle, { key }) => rewrite(bundle, 'statement.dsse.json', (text) => text.replace(key.id, 'b'.repeat(64))),
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
    says: /^unreadable: .*statement\.dsse\.json is missing; name the folder of an attempt/m,
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
    tamper: async (bundle, { good }) => {
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
    tamper: async (bundle, { key }) => {
      const other = stranger()
      await resign(bundle, other)
      await rewrite(bundle, 'statement.dsse.json', (text) => text.replace(other.id, key.id))
    },
    says: /^statement\.dsse\.json was altered: the signature does not fit/m,
  },
]
