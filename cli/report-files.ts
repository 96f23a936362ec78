import { appendFile, mkdir, mkdtemp, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { UsageError } from './errors.ts'

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)

const because: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written to',
  EPERM: 'it may not be written to',
  EEXIST: 'it is a file',
  ENOTDIR: 'part of it is a file',
  EROFS: 'it is on a medium that cannot be written to',
  ENOSPC: 'there is no space left',
}

const why = (error: unknown): string => because[codeOf(error)] ?? codeOf(error)

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT'

/**
 * Makes a folder ready for reports of these names: it is there, can be written to, and holds none of an earlier run, which
 * might be taken for those of a run that came to no result.
 *
 * @throws UsageError if that cannot be
 */
export const prepareFolder = async (folder: string, reports: readonly string[]): Promise<void> => {
  try {
    await mkdir(folder, { recursive: true })
    // Rights alone do not say it: a medium may be full, or not writable at all.
    await rmdir(await mkdtemp(join(folder, '.doorflow-')))
  } catch (error) {
    throw new UsageError(
      `Reports cannot be written to ${folder}, since ${why(error)}; name another folder with --output.`,
    )
  }
  for (const name of reports) {
    const file = join(folder, name)
    const present = await stat(file).catch((error: unknown) => {
      if (isMissing(error)) return undefined
      throw new UsageError(`${file} cannot be written, since ${why(error)}; name another folder with --output.`)
    })
    if (present?.isDirectory() === true)
      throw new UsageError(`${file} cannot be written, since it is a folder; name another folder with --output.`)
    if (present !== undefined) await rm(file)
  }
}

/**
 * Writes a file whole or not at all: whoever reads meanwhile finds nothing. Returns a sentence where it cannot be written.
 */
export const writeWhole = async (file: string, text: string): Promise<string | undefined> => {
  const beside = join(dirname(file), `.${basename(file)}.${process.pid}`)
  try {
    await writeFile(beside, text)
    await rename(beside, file)
    return undefined
  } catch (error) {
    await rm(beside, { force: true })
    return `${file} could not be written, since ${why(error)}.`
  }
}

/** @throws UsageError if nothing can be appended to the file */
export const checkAppendable = async (file: string): Promise<void> => {
  try {
    await appendFile(file, '')
  } catch (error) {
    throw new UsageError(
      `The job summary cannot be appended to ${file}, since ${why(error)}; GITHUB_STEP_SUMMARY has to name a file.`,
    )
  }
}

/** Appends to a file that others write to as well. Returns a sentence where that cannot be done. */
export const append = async (file: string, text: string): Promise<string | undefined> => {
  try {
    await appendFile(file, text)
    return undefined
  } catch (error) {
    return `The job summary could not be appended to ${file}, since ${why(error)}.`
  }
}
