import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An empty folder elsewhere. */
export const emptyFolder = (name: string): Promise<string> => mkdtemp(join(tmpdir(), `doorflow-${name}-`))

export const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true })

/** Every file below a folder, with its size and when it was last written to. */
export const listing = async (folder: string): Promise<readonly string[]> => {
  const names = (await readdir(folder, { recursive: true })).sort()
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name))
      return `${name} ${size} ${mtimeMs}`
    }),
  )
}
