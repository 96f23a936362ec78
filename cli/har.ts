import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { Command } from 'commander'
import { Assembly, RecordingError } from '../oracle/assembly.ts'
import { entryOf } from '../reports/har/entry.ts'
import { counted, escapeText } from '../reports/terminal/text.ts'
import { suiteVersion } from '../suites/engine/version.ts'
import { matcher } from '../suites/plan.ts'
import type { RecordedTarget } from '../target/recorded-target.ts'
import { openRecording } from '../target/recording.ts'
import { UsageError } from './errors.ts'
import { collect } from './options.ts'
import { note } from './output.ts'

interface HarOptions {
  readonly output?: string
  readonly only?: readonly string[]
}

export const harCommand = (): Command =>
  new Command('har')
    .summary('write a recording as an HTTP Archive')
    .description(
      'Writes the exchanges of a recording as an HTTP Archive (HAR 1.2), which the developer tools of browsers open.\nIt holds no keys and none of the target’s own texts: the recording has none.',
    )
    .argument('<recording>', 'file that `run --evidence` has written, compressed or not')
    .option(
      '--only <pattern>',
      'clauses, operations or cells whose exchanges are wanted, * standing for anything; may be given again',
      collect,
    )
    .option('--output <file>', 'file to write; standard output if not given')
    .addHelpText(
      'after',
      `
Example:
  $ doorflow-conformance har evidence.jsonl.gz --only RE-410:getPerson --output gone.har`,
    )
    .action((recording: string, options: HarOptions) => writeArchive(recording, options))

/** The entries of a recording, in its order: of all exchanges, or of those that the cells asked for were judged by. */
async function* entriesOf(path: string, only: readonly string[]): AsyncGenerator<string> {
  const { run, lines } = await openRecording(path)
  const { url } = run.target as RecordedTarget
  const isWanted = matcher(only)
  const assembly = new Assembly()
  for await (const line of lines) {
    if (only.length === 0) {
      if ('exchange' in line) yield JSON.stringify(entryOf(line.exchange, { url }))
      continue
    }
    const one = assembly.take(line)
    if (one === undefined) continue
    const { cell, variant } = one.recorded
    const [clause = '', id = ''] = cell.split(':')
    if (!isWanted({ clause, operation: { id } })) continue
    for (const exchange of one.exchanges)
      if (exchange !== undefined) yield JSON.stringify(entryOf(exchange, { url, about: `${cell} ${variant}` }))
  }
}

/** Writes as it reads: a recording may be larger than memory. */
const writeArchive = async (path: string, { output, only = [] }: HarOptions): Promise<void> => {
  // Read first: a file is not emptied for a recording that is none.
  const entries = entriesOf(path, only)
  const first = await next(path, entries)
  const out = output === undefined ? process.stdout : await create(output)
  const write = async (text: string): Promise<void> => {
    if (!out.write(text)) await once(out, 'drain')
  }
  const creator = JSON.stringify({ name: 'doorflow-conformance', version: suiteVersion })
  await write(`{"log":{"version":"1.2","creator":${creator},"entries":[`)
  let count = 0
  for (let entry = first; entry !== undefined; entry = await next(path, entries)) {
    await write(`${count === 0 ? '' : ','}\n${entry}`)
    count += 1
  }
  await write(']}}\n')
  if (out === process.stdout) return
  out.end()
  await once(out, 'close')
  note(`${counted(count, 'exchange')} written to ${escapeText(output ?? '')}.`)
}

const next = async (path: string, entries: AsyncGenerator<string>): Promise<string | undefined> => {
  try {
    const { value, done } = await entries.next()
    return done === true ? undefined : value
  } catch (error) {
    if (error instanceof RecordingError) throw new UsageError(`${path}: ${error.message}`)
    throw error
  }
}

const create = async (path: string): Promise<WriteStream> => {
  const stream = createWriteStream(path)
  try {
    await once(stream, 'open')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new UsageError(`${path} cannot be written (${code}): name a file in a folder that can be written.`)
  }
  return stream
}
