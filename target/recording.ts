import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { constants, createGunzip } from 'node:zlib'
import { compiledOnUse } from '../oracle/compiled-on-use.ts'
import { type EvidenceLine, type RecordedRun, recordingVersion } from '../oracle/evidence.ts'
import { errorCode } from './error-code.ts'
import { TargetError } from './errors.ts'
import schema from './recording.schema.json' with { type: 'json' }

/** Bytes that a line has at most: one exchange with all that a response may hold, and everything escaped. */
const longest = 64 * 1024 * 1024

/** A recording that is read from a file. */
export interface Recording {
  readonly path: string
  readonly run: RecordedRun
  /** All lines behind the first. */
  readonly lines: AsyncIterable<EvidenceLine>
  /** Known once all lines are read: the file ends within one, as that of a run that was killed may. */
  readonly cutOff: () => boolean
  /** Known once all lines are read: SHA-256 of the bytes that they were read from. */
  readonly sha256: () => string
  /** Lets go of the file, where not all lines are read. */
  readonly close: () => void
}

const compiled = compiledOnUse<EvidenceLine>(schema, { allowUnionTypes: true })

/**
 * Opens a recording, compressed or not. Lines are read as they are asked for.
 *
 * @throws TargetError (exit code 2) if it cannot be read or is none, also while its lines are read, naming the line
 */
export const openRecording = async (path: string): Promise<Recording> => {
  const compressed = await isCompressed(path)
  const hash = createHash('sha256')
  const file = createReadStream(path)
  const bytes = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of file as AsyncIterable<Buffer>) {
      hash.update(chunk)
      yield chunk
    }
  }
  // What a run that was killed has left behind ends where it ends.
  const source: Readable = compressed
    ? pipeline(bytes, createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }), () => {})
    : Readable.from(bytes(), { objectMode: false })
  let cutOff = false
  const lines = parse(path, source, () => {
    cutOff = true
  })
  const first = await lines.next()
  if (first.done === true || !('run' in first.value)) {
    source.destroy()
    throw new TargetError(`${path} is no recording of doorflow-conformance: it does not begin with a run.`)
  }
  return {
    path,
    run: first.value.run,
    lines,
    cutOff: () => cutOff,
    sha256: () => hash.copy().digest('hex'),
    close: () => void source.destroy(),
  }
}

const isCompressed = async (path: string): Promise<boolean> => {
  try {
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
    } finally {
      await file.close()
    }
  } catch (error) {
    throw unreadable(path, error)
  }
}

const unreadable = (path: string, error: unknown): TargetError =>
  new TargetError(`${path} cannot be read (${errorCode(error)}): name a recording that \`run --evidence\` has written.`)

/** Lines as the bytes come; `unfinished` is called if the last one has no end. */
async function* parse(path: string, source: Readable, unfinished: () => void): AsyncGenerator<EvidenceLine> {
  let number = 0
  let held: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      let from = 0
      for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, from)) {
        held.push(chunk.subarray(from, end))
        from = end + 1
        number += 1
        yield read(path, number, Buffer.concat(held).toString('utf8'))
        held = []
        length = 0
      }
      held.push(chunk.subarray(from))
      length += chunk.length - from
      if (length > longest) throw new TargetError(`${path}: line ${number + 1} is longer than any line of a recording.`)
    }
  } catch (error) {
    if (error instanceof TargetError) throw error
    throw unreadable(path, error)
  }
  if (length > 0) unfinished()
}

const read = (path: string, number: number, text: string): EvidenceLine => {
  const line = parsed(text)
  const validate = compiled()
  if (validate(line)) return line
  const version = versionOf(line)
  if (number === 1 && version !== undefined && version !== recordingVersion) {
    throw new TargetError(
      `${path} is a recording of version ${version}, and this suite reads version ${recordingVersion}: use the suite that made it.`,
    )
  }
  const { instancePath = '', message = '' } = validate.errors?.[0] ?? {}
  const why = line === undefined ? 'it is no JSON' : `${instancePath} ${message}`.trim()
  if (number === 1) throw new TargetError(`${path} is no recording of doorflow-conformance (${why}).`)
  throw new TargetError(`${path}: line ${number} is no line of a recording (${why}).`)
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The version that a first line names, if it is one of ours. */
const versionOf = (line: unknown): number | undefined => {
  const { run } = (typeof line === 'object' && line !== null ? line : {}) as { readonly run?: Partial<RecordedRun> }
  return run?.format === 'doorflow-conformance-evidence' && typeof run.version === 'number' ? run.version : undefined
}
