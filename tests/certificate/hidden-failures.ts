import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../../reports/certificate/canonical.ts'
import type { Statement } from '../../reports/certificate/statement.ts'
import { type Line, rewrite, rewriteRecording, saying } from '../support/bundles.ts'
import type { SignedAnew } from './tampering.ts'

const isOfAnyFailing = ({ case: one }: Line): boolean => /^RE-(?:400-BODY|400|STATUS|500):/.test(String(one?.cell))

const beautify = (bundle: string): Promise<void> =>
  rewrite(bundle, 'results.json', (text) => {
    const document = JSON.parse(text)
    const cells = document.cells.map((cell: { readonly cell: string; readonly verdict: string }) =>
      cell.verdict === 'fail' ? { ...cell, verdict: 'pass', reasons: [] } : cell,
    )
    return `${JSON.stringify({ ...document, cells, findings: [], verdict: 'conformant', exitCode: 0 })}\n`
  })

/** Takes every case of the cells that failed out of the recording, their exchanges, and what was found. */
const dropFailing = async (bundle: string): Promise<void> => {
  const gone = new Set<unknown>()
  await rewriteRecording(bundle, (line) => {
    if (isOfAnyFailing(line)) for (const id of (line.case?.exchanges ?? []) as unknown[]) gone.add(id)
    return isOfAnyFailing(line) || 'finding' in line ? undefined : line
  })
  await rewriteRecording(bundle, (line) => (gone.has(line.exchange?.id) ? undefined : line))
}

/** The chain of attempts tells of the results as they are now, and of an end that they would have had. */
const chainAsPassed = async (bundle: string): Promise<void> => {
  const results = sha256(await readFile(join(bundle, 'results.json')))
  await rewrite(bundle, 'attempts.jsonl', (text) => {
    const [begun = '', ended = ''] = text.split('\n')
    return `${begun}\n${JSON.stringify({ ...JSON.parse(ended), outcome: 'conformant', results })}\n`
  })
}

const asPassed = (statement: Statement): Statement => {
  const { predicate, ...rest } = saying({ verdict: 'conformant' })(statement)
  const passedTests = [...predicate.passedTests, ...predicate.failedTests]
  return { ...rest, predicate: { ...predicate, result: 'PASSED', passedTests, failedTests: [] } }
}

/** A failing run that is made to look like a pass: the failing exchange is what there is to hide. */
export const hiddenFailures: readonly SignedAnew[] = [
  {
    name: 'results without what failed',
    alter: async (bundle) => {
      await beautify(bundle)
      await chainAsPassed(bundle)
    },
    sign: asPassed,
    says: /^evidence\.jsonl\.gz shows fail for RE-STATUS:createPerson, and results\.json says pass$/m,
  },
  {
    name: 'results and recording without the exchange that failed',
    alter: async (bundle) => {
      await beautify(bundle)
      await dropFailing(bundle)
      await chainAsPassed(bundle)
    },
    sign: asPassed,
    says: /^evidence\.jsonl\.gz is not what its seed leads to: RE-400:createPerson \S+: of \d+ cases? these are missing: \d/m,
  },
]
