import { appendFile, lstat, mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { errorCode } from '../target/error-code.ts'
import { makeFolder } from '../target/folders.ts'
import { UsageError } from './errors.ts'

const because: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written to',
  EPERM: 'it may not be written to',
  EEXIST: 'it is a file',
  ENOENT: 'it cannot be made there',
  ENOTDIR: 'part of it is a file',
  EROFS: 'it is on a medium that cannot be written to',
  ENOSPC: 'there is no space left',
}

const why = (error: unknown): string => because[errorCode(error)] ?? errorCode(error)

const unwritable = (place: string, reason: string): UsageError =>
  new UsageError(`Reports cannot be written to ${place}, since ${reason}; name another folder with --output.`)

const makeWritable = async (folder: string): Promise<void> => {
  try {
    makeFolder(folder)
    // Rights alone do not say it: a medium may be full, or not writable at all.
    await rmdir(await mkdtemp(join(folder, '.doorflow-')))
  } catch (error) {
    throw unwritable(folder, why(error))
  }
}

/** Takes away what an earlier run wrote, which might be taken for the report of one that came to no result. */
const removeReport = async (file: string): Promise<void> => {
  try {
    if ((await lstat(file)).isDirectory()) throw unwritable(file, 'it is a folder')
    await rm(file)
  } catch (error) {
    if (error instanceof UsageError) throw error
    if (errorCode(error) !== 'ENOENT') throw unwritable(file, why(error))
  }
}

/**
 * Makes a folder ready for reports of these names: it is there, can be written to, and holds none of an earlier run.
 *
 * @throws UsageError if that cannot be
 */
export const prepareFolder = async (folder: string, reports: readonly string[]): Promise<void> => {
  await makeWritable(folder)
  for (const name of reports) await removeReport(join(folder, name))
}

/** What Allure takes for the result of a run, and nothing that others may keep beside it, such as its history. */
const ofAllure =
  /^[0-9a-f-]{36}-(?:result|container|attachment|globals)\.?\w*$|^(?:environment\.properties|categories\.json)$/

/** The same for the folder of results for Allure. @throws UsageError if it cannot be */
export const prepareAllureFolder = async (folder: string): Promise<void> => {
  await makeWritable(folder)
  for (const name of await readdir(folder)) if (ofAllure.test(name)) await removeReport(join(folder, name))
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
    // Where nothing can be written nothing may be there to be removed, or removable: why is said already.
    await rm(beside, { force: true }).catch(() => {})
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
