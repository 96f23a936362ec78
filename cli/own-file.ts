import { readFile, writeFile } from 'node:fs/promises'
import { UsageError } from './errors.ts'

/**
 * Sees to it that a file may be written: what somebody else wrote is not ours to overwrite. `isOwn` tells from the text
 * of a file whether the command wrote it.
 *
 * @throws UsageError if it may not, or cannot be read.
 */
export const checkOwnFile = async (file: string, command: string, isOwn: (text: string) => boolean): Promise<void> => {
  const present = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw cannotWrite(file, error)
  })
  if (present !== undefined && present !== '' && !isOwn(present))
    throw new UsageError(`${file} exists and was not written by ${command}; name another file.`)
}

/** Writes a file that has been checked. @throws UsageError if it cannot be written. */
export const writeOwnFile = (file: string, text: string): Promise<void> =>
  writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
    throw cannotWrite(file, error)
  })

const cannotWrite = (file: string, { code }: NodeJS.ErrnoException): UsageError =>
  new UsageError(`${file} cannot be written (${code}); name another file.`)
