import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { Command } from 'commander'
import { Assembly, RecordingError } from '../oracle/assembly.ts'
import type { EvidenceLine } from '../oracle/evidence.ts'
import { entryOf } from '../reports/har/entry.ts'
import { counted, escapeText } from '../reports/terminal/text.ts'
import { suiteVersion } from '../suites/engine/version.ts'
import { matcher } from '../suites/matcher.ts'
import { errorCode } from '../target/error-code.ts'
import { TargetError } from '../target/errors.ts'
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
  $ doorflow-conformance har evidence.jsonl.gz --only RE-410:getPerson --output gone.har

Exit codes: 0 written, 2 wrong use (a file that is no recording, or that cannot be written)`,
    )
    .action((recording: string, options: HarOptions) => writeArchive(recording, options))

/** The entries of a recording, in its order: of all exchanges, or of those that the cells asked for were judged by. */
async function* entriesOf(path: string, only: readonly string[]): AsyncGenerator<string> {
  const { run, lines, cutOff } = await openRecording(path)
  const { url } = run.target as RecordedTarget
  const isWanted = matcher(only)
  const assembly = new Assembly()
  const entriesIn = (line: EvidenceLine): readonly string[] => {
    if (only.length === 0) return 'exchange' in line ? [JSON.stringify(entryOf(line.exchange, { url }))] : []
    const one = assembly.take(line)
    if (one === undefined) return []
    const { cell, variant } = one.recorded
    const [clause = '', id = ''] = cell.split(':')
    if (!isWanted({ clause, operation: { id } })) return []
    const sent = one.exchanges.filter((exchange) => exchange !== undefined)
    return sent.map((exchange) => JSON.stringify(entryOf(exchange, { url, about: `${cell} ${variant}` })))
  }
  for await (const line of lines) {
    try {
      yield* entriesIn(line)
    } catch (error) {
      // Nobody has recorded a body so deep that it cannot be written.
      if (error instanceof RecordingError || error instanceof RangeError)
        throw new UsageError(`${path}: ${error.message}`)
      throw error
    }
  }
  if (cutOff()) note(`${escapeText(path)} ends in the middle of a line: its run was killed.`)
}

const isSameFile = async (one: string, other: string): Promise<boolean> => {
  const [first, second] = await Promise.all([one, other].map((path) => stat(path).catch(() => undefined)))
  return first !== undefined && second !== undefined && first.ino === second.ino && first.dev === second.dev
}

/**
 * Writes as it reads: a recording may be larger than memory. A file is written beside its place and put there once it is
 * whole, so that nothing is lost for a recording that turns out to be none.
 */
const writeArchive = async (path: string, { output, only = [] }: HarOptions): Promise<void> => {
  if (output !== undefined && (await isSameFile(path, output)))
    throw new UsageError(`${output} is the recording itself; name another file for the archive.`)
  const entries = entriesOf(path, only)
  const archive = archiveOf(entries)
  if (output === undefined) {
    await pipeline(archive.text, process.stdout, { end: false }).catch((error: unknown) => {
      // A reader that has seen enough.
      if (errorCode(error) !== 'EPIPE') throw error
    })
    return
  }
  const beside = `${output}.${process.pid}.part`
  try {
    await pipeline(archive.text, createWriteStream(beside))
    await rename(beside, output)
    note(`${counted(archive.entries(), 'exchange')} written to ${escapeText(output)}.`)
  } catch (error) {
    await rm(beside, { force: true })
    if (error instanceof UsageError || error instanceof TargetError) throw error
    throw new UsageError(
      `${output} cannot be written (${errorCode(error)}): name a file in a folder that can be written.`,
    )
  }
}

const archiveOf = (entries: AsyncIterable<string>): { readonly text: AsyncIterable<string>; entries(): number } => {
  const creator = JSON.stringify({ name: 'doorflow-conformance', version: suiteVersion })
  const begin = `{"log":{"version":"1.2","creator":${creator},"entries":[`
  let count = 0
  async function* text(): AsyncGenerator<string> {
    for await (const entry of entries) {
      yield `${count === 0 ? begin : ','}\n${entry}`
      count += 1
    }
    yield `${count === 0 ? begin : ''}]}}\n`
  }
  return { text: text(), entries: () => count }
}
