import { createHash } from 'node:crypto'
import { constants, type Dirent } from 'node:fs'
import { type FileHandle, open, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileName } from '../../reports/certificate/check-files.ts'
import { type Problem, problem } from '../../reports/certificate/problem.ts'
import { errorCode } from '../../target/error-code.ts'
import { UsageError } from '../errors.ts'
import { envelopeFile, evidenceFile } from './file-names.ts'

/** A file of a bundle: its digest, and what is in it unless that is the recording. */
export interface BundleFile {
  readonly sha256: string
  readonly bytes?: Buffer
}

/** A folder that claims to be a bundle, read without believing anything of it. */
export interface ReadBundle {
  readonly envelope: Buffer
  /** Besides the envelope, by name. */
  readonly files: ReadonlyMap<string, BundleFile>
  /** What could not be read, or must not be. */
  readonly problems: readonly Problem[]
}

const mebi = 1024 * 1024
/** The most that is looked at. A bundle has about ten files, and its recording a few megabytes. */
const most = { entries: 50, envelope: 16 * mebi, text: 64 * mebi, recording: 1024 * mebi }

const asWritten = 'name the folder of an attempt that certify has made, such as doorflow-certificate/attempt-1'

/**
 * Reads a bundle: regular files in one folder, no links, none larger than a bundle has.
 *
 * @throws UsageError if there is no such folder, or no envelope in it that could be read
 */
export const readBundle = async (folder: string): Promise<ReadBundle> => {
  const problems: Problem[] = []
  const files = new Map<string, BundleFile>()
  let envelope: Buffer | undefined
  for (const entry of await entriesOf(folder, problems)) {
    const { name } = entry
    const shown = fileName.test(name) ? name : JSON.stringify(name.slice(0, 60))
    if (!fileName.test(name)) problems.push(problem(shown, 'is a name that no file of a bundle has'))
    else if (!entry.isFile())
      problems.push(problem(shown, `is ${kindOf(entry)}, and a bundle holds nothing but plain files`))
    else {
      const limit = name === envelopeFile ? most.envelope : name === evidenceFile ? most.recording : most.text
      const read = await readFileOf(join(folder, name), limit, name !== evidenceFile)
      if (typeof read === 'string') problems.push(problem(name, read))
      else if (name === envelopeFile) envelope = read.bytes
      else files.set(name, read)
    }
  }
  if (envelope === undefined)
    throw new UsageError(
      `${folder} is no bundle that can be read: ${envelopeFile} ${problems.find(({ where }) => where === envelopeFile)?.what ?? 'is missing'}; ${asWritten}.`,
    )
  return { envelope, files, problems }
}

const kindOf = (entry: Dirent): string =>
  entry.isSymbolicLink() ? 'a symbolic link' : entry.isDirectory() ? 'a folder' : 'a device or a pipe'

const entriesOf = async (folder: string, problems: Problem[]): Promise<readonly Dirent[]> => {
  try {
    const entries: Dirent[] = []
    for await (const entry of await opendir(folder)) {
      if (entries.length === most.entries) {
        problems.push(problem('the folder', `holds more than ${most.entries} entries, and a bundle has about ten`))
        break
      }
      entries.push(entry)
    }
    // The envelope may be behind what somebody has put in front of it.
    return entries.sort((one, other) => (one.name < other.name ? -1 : 1))
  } catch (error) {
    const why = errorCode(error) === 'ENOTDIR' ? 'it is no folder' : errorCode(error)
    throw new UsageError(`${folder} is no bundle that can be read (${why}); ${asWritten}.`)
  }
}

/** Reads a file piece by piece; returns half a sentence where that cannot be done. */
const readFileOf = async (path: string, limit: number, keep: boolean): Promise<BundleFile | string> => {
  let file: FileHandle | undefined
  try {
    // It may have been put in place of what was looked at.
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
    const found = await file.stat()
    if (!found.isFile()) return 'is no plain file'
    if (found.size > limit) return `is larger than ${Math.round(limit / mebi)} MiB, and no bundle has such a file`
    const hash = createHash('sha256')
    const kept: Buffer[] = []
    let length = 0
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > limit) return 'grows while it is read'
      hash.update(chunk)
      if (keep) kept.push(chunk)
    }
    return { sha256: hash.digest('hex'), ...(keep ? { bytes: Buffer.concat(kept) } : {}) }
  } catch (error) {
    return `cannot be read (${errorCode(error)})`
  } finally {
    await file?.close()
  }
}
