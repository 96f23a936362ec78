import { readFileSync } from 'node:fs'
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../../reports/certificate/canonical.ts'
import { rewrite, saying } from '../support/bundles.ts'
import { addSubject, type SignedAnew } from './tampering.ts'

const askForLess = (bundle: string): Promise<void> =>
  rewrite(bundle, 'profile.json', (text) => text.replace(/"minimum":[1-9]\d*/g, '"minimum":0'))

/** Files of a bundle other than its recording, altered before they are signed. */
export const tamperedFiles: readonly SignedAnew[] = [
  {
    name: 'a profile that asks for less',
    alter: askForLess,
    sign: (statement, bundle) => saying({ profileHash: sha256(readFileSync(join(bundle, 'profile.json'))) })(statement),
    says: /^the statement rests on a profile that was never published for the classic edition/m,
  },
  {
    name: 'a profile that is not the one that was signed',
    alter: askForLess,
    says: /^profile\.json is not the profile whose hash was signed/m,
  },
  {
    name: 'a text that says more than the statement',
    alter: (bundle) => rewrite(bundle, 'certificate.txt', (text) => `${text}\nCertified by everybody.\n`),
    says: /^certificate\.txt does not say what the statement says/m,
  },
  {
    name: 'a former attempt taken out of the chain',
    alter: (bundle) => rewrite(bundle, 'attempts.jsonl', (text) => text.split('\n').slice(2).join('\n')),
    says: /^attempts\.jsonl line 1 does not begin a chain/m,
  },
  {
    name: 'a former attempt made to look better',
    alter: (bundle) => rewrite(bundle, 'attempts.jsonl', (text) => text.replace('"not-conformant"', '"conformant"')),
    says: /^attempts\.jsonl line 3 does not continue the line before it/m,
  },
  {
    name: 'a chain of its own without the former attempt',
    alter: (bundle) =>
      rewrite(bundle, 'attempts.jsonl', (text) => {
        const [begun, ended] = text
          .trimEnd()
          .split('\n')
          .slice(2)
          .map((line) => ({ ...JSON.parse(line), attempt: 1 }))
        const first = JSON.stringify({ ...begun, previous: null })
        return `${first}\n${JSON.stringify({ ...ended, previous: sha256(first) })}\n`
      }),
    sign: saying({ attempt: 1 }),
    // The number of the attempt is part of what a challenge decides.
    says: /^the statement has another seed or run id than its challenge and attempt decide/m,
  },
  {
    name: 'a chain that ends in the middle of a line',
    alter: (bundle) => rewrite(bundle, 'attempts.jsonl', (text) => text.slice(0, -10)),
    says: /^attempts\.jsonl ends in the middle of a line/m,
  },
  {
    name: 'an attempt that ended after it was signed',
    alter: (bundle) =>
      rewrite(bundle, 'attempts.jsonl', (text) =>
        text.replace(/"at":"[^"]*"(?=[^\n]*\n$)/, '"at":"2100-01-01T00:00:00.000Z"'),
      ),
    says: /^attempts\.jsonl says that the attempt ended after its certificate was issued/m,
  },
  {
    name: 'results of a run that went on when it was signed',
    alter: (bundle) =>
      rewrite(bundle, 'results.json', (text) => text.replace(/"duration": [\d.]+/, '"duration": 1000000')),
    says: /^results\.json ended after its certificate was issued/m,
  },
  {
    name: 'results that name a member twice',
    alter: (bundle) => rewrite(bundle, 'results.json', (text) => text.replace('{', '{"suiteFaults": [],')),
    says: /^results\.json names a member twice/m,
  },
  {
    name: 'results that are none',
    alter: (bundle) => rewrite(bundle, 'results.json', () => '{"format":"something else"}'),
    says: /^results\.json is no results file/m,
  },
  {
    name: 'results of another attempt',
    alter: (bundle, { second }) => copyFile(join(second, 'results.json'), join(bundle, 'results.json')),
    says: /^results\.json is of another run/m,
  },
  {
    name: 'more evidence in the results than there is',
    alter: (bundle) =>
      rewrite(bundle, 'results.json', (text) =>
        text.replace(/("cell": "RE-401:getAccount",[^}]*"evidence": )\d+/, '$199999'),
      ),
    says: /^evidence\.jsonl\.gz holds \d+ exchanges as evidence for RE-401:getAccount, and results\.json says 99999/m,
  },
  {
    name: 'a page that says something else',
    alter: (bundle) => writeFile(join(bundle, 'report.html'), '<h1>CONFORMANT, level FULL</h1>'),
    says: /^report\.html is not what the suite that signed makes of the results/m,
  },
  {
    name: 'a verdict that the results do not come to',
    alter: (bundle) =>
      rewrite(bundle, 'results.json', (text) => text.replace('"verdict": "conformant"', '"verdict": "not-conformant"')),
    says: /^results\.json is not what the suite that signed makes of the results/m,
  },
  {
    name: 'a kill matrix that says something else',
    alter: (bundle) => writeFile(join(bundle, 'kill-matrix.json'), '{}'),
    says: /^kill-matrix\.json is not what the suite that signed makes/m,
  },
  {
    name: 'a letter beside the files of a bundle',
    alter: (bundle) => writeFile(join(bundle, 'letter.html'), '<h1>Approved</h1>'),
    sign: (statement) => addSubject(statement, 'letter.html'),
    says: /^the statement names letter\.html, which belongs to no bundle/m,
  },
]
