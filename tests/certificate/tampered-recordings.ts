import { copyFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Line, rewriteRecording, sentAt } from '../support/bundles.ts'
import { type SignedAnew, withoutSubject } from './tampering.ts'

const recording = 'evidence.jsonl.gz'

/** Other settings of the run than those that it had. */
const ofTheRun =
  (facts: object) =>
  (line: Line): Line =>
    'run' in line ? { run: { ...line.run, ...facts } } : line

/** Makes the first change that this would make, and no other. */
const once = (edit: (line: Line) => Line | undefined): typeof edit => {
  let done = false
  return (line) => {
    if (done) return line
    const edited = edit(line)
    done = edited !== line
    return edited
  }
}

/** Recordings that were altered, or are none, before they are signed. */
export const tamperedRecordings: readonly SignedAnew[] = [
  {
    name: 'a recording left out',
    alter: (bundle) => rm(join(bundle, recording)),
    sign: (statement) => withoutSubject(statement, recording),
    says: /^the statement says nothing of evidence\.jsonl\.gz/m,
  },
  {
    name: 'the recording of another attempt',
    alter: (bundle, { second }) => copyFile(join(second, recording), join(bundle, recording)),
    says: /^evidence\.jsonl\.gz is of another run/m,
  },
  {
    name: 'a recording that is none',
    alter: (bundle) => writeFile(join(bundle, recording), 'nothing happened\n'),
    says: /^evidence\.jsonl\.gz cannot be judged again: it is no recording/m,
  },
  {
    name: 'a recording cut off',
    alter: async (bundle) => truncate(join(bundle, recording), (await stat(join(bundle, recording))).size - 5000),
    says: /^evidence\.jsonl\.gz ends before its run does/m,
  },
  {
    name: 'a recording of a run that went on when it was signed',
    alter: (bundle) =>
      rewriteRecording(bundle, (line) => ('end' in line ? { end: { ...line.end, duration: 1_000_000 } } : line)),
    says: /^evidence\.jsonl\.gz ended after its certificate was issued/m,
  },
  {
    name: 'a recording of another day',
    alter: (bundle) =>
      rewriteRecording(
        bundle,
        sentAt(() => 0),
      ),
    says: /^evidence\.jsonl\.gz holds exchanges that were sent before its run began, as they say$/m,
  },
  {
    name: 'a recording of a day that is yet to come',
    alter: (bundle) =>
      rewriteRecording(
        bundle,
        sentAt((at) => at + 2 * 3_600_000),
      ),
    says: /^evidence\.jsonl\.gz holds exchanges that were sent after its certificate was issued, as they say$/m,
  },
  {
    name: 'a filter in the recording',
    alter: (bundle) => rewriteRecording(bundle, ofTheRun({ exclude: ['RE-401'] })),
    says: /^evidence\.jsonl\.gz is of a run with filters/m,
  },
  {
    name: 'fewer cases in the recording',
    alter: (bundle) => rewriteRecording(bundle, ofTheRun({ runs: 1 })),
    says: /^evidence\.jsonl\.gz is of a run with another number of cases/m,
  },
  {
    // Whoever drew so many would be busy with them for hours.
    name: 'a hundred thousand times as many cases in the recording',
    alter: (bundle) => rewriteRecording(bundle, ofTheRun({ runs: 100_000 })),
    says: /^evidence\.jsonl\.gz is of a run with another number of cases/m,
  },
  {
    name: 'a case left out of the recording',
    alter: (bundle) =>
      rewriteRecording(
        bundle,
        once((line) => (line.case?.cell === 'RE-401:getAccount' ? undefined : line)),
      ),
    says: /^evidence\.jsonl\.gz is not what its seed leads to: RE-401:getAccount \S+: the request in order is missing/m,
  },
  {
    name: 'one answer of the recording made a refusal',
    alter: (bundle) =>
      rewriteRecording(
        bundle,
        once((line) => {
          const response = line.exchange?.response as { readonly status: number } | undefined
          return response?.status === 401
            ? { exchange: { ...line.exchange, response: { ...response, status: 200 } } }
            : line
        }),
      ),
    says: /^evidence\.jsonl\.gz shows flaky for RE-401\S+, and results\.json says pass$/m,
  },
  {
    name: 'one request of the recording made another',
    alter: (bundle) =>
      rewriteRecording(
        bundle,
        once((line) => {
          const request = line.exchange?.request as { readonly method: string; readonly path: string } | undefined
          return request?.method === 'PATCH'
            ? { exchange: { ...line.exchange, request: { ...request, path: `${request.path}?x=1` } } }
            : line
        }),
      ),
    says: /^evidence\.jsonl\.gz is not what its seed leads to/m,
  },
  {
    name: 'a recording by other generators',
    alter: (bundle) =>
      rewriteRecording(bundle, (line) =>
        'run' in line ? { run: { ...line.run, suite: { ...(line.run?.suite as object), generators: 99 } } } : line,
      ),
    says: /^evidence\.jsonl\.gz was drawn by other generators than was signed/m,
  },
]
