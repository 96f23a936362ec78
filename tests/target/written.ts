import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { type DescriptionFlags, readDescription } from '../../target/description.ts'
import { TargetError } from '../../target/errors.ts'

export const key = 'tk-0123456789'

/** Writes a file into a folder that is gone when the test is over, and names it. */
export const fileOf = async (name: string, text: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'written-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

export interface Reading {
  readonly name?: string
  readonly flags?: DescriptionFlags
  readonly env?: NodeJS.ProcessEnv
}

const named = async (text: string | undefined, name: string): Promise<string | undefined> =>
  text === undefined ? undefined : fileOf(name, text)

/** Reads a description that is written so, or that stands in flags and environment alone. */
export const readText = async (
  text: string | undefined,
  { name = 'target.yaml', flags = {}, env }: Reading = {},
): Promise<Awaited<ReturnType<typeof readDescription>> & { readonly file: string }> => {
  const file = await named(text, name)
  return { file: file ?? '', ...(await readDescription({ file, flags, env: { DOORFLOW_KEY: key, ...env } })) }
}

/** What is said of a description that is written so, with FILE for the path of its file. */
export const complaintOf = async (
  text: string | undefined,
  { name = 'target.yaml', flags = {}, env }: Reading = {},
) => {
  const file = await named(text, name)
  try {
    await readDescription({ file, flags, env: { DOORFLOW_KEY: key, ...env } })
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    expect(error.exitCode).toBe(2)
    expect(error.message).not.toContain(key)
    expect(error.message).not.toContain('\n')
    return error.message.replaceAll(file ?? '\0', 'FILE')
  }
  return 'no complaint'
}
